"""Log in at Spotify by Authorization Code with PKCE and renew what that gave; refuses to know where a login is kept and what it is for."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from pydantic import SecretStr

from storage import tokens
from storage.clock import Clock
from storage.errors import Failed, Refused
from storage.settings import settings
from storage.tokens import NO_LOGIN, Tokens

SCOPES = "user-library-read playlist-read-private playlist-read-collaborative user-follow-read user-top-read user-read-recently-played"
VERIFIER_BYTES = 64
ATTEMPTS = 4
SECONDS_OF_BACK_OFF = 1.0
TIMEOUT = httpx.Timeout(20.0)
CALLBACK = "/callback"
NO_CLIENT_ID = (
    "spotify_client_id is not set: make an app at developer.spotify.com with the redirect address http://127.0.0.1/callback "
    "and put its client id into linernotes.toml or LINERNOTES_SPOTIFY_CLIENT_ID"
)


class LoginEnded(Failed):
    """Spotify has ended the login; only the user can begin another."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("the login at Spotify has ended: run `linernotes login`")


class LoginFailed(Failed):
    """Spotify's accounts service gave no usable answer."""


@dataclass(frozen=True)
class Attempt:
    """One attempt to log in: what makes its answer ours alone."""

    redirect: str
    state: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(VERIFIER_BYTES), repr=False)

    @property
    def challenge(self) -> str:
        """Give what Spotify can check the verifier against."""
        return base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()

    @property
    def address(self) -> str:
        """Give the page on which the user agrees."""
        asked = {
            "client_id": client_id(),
            "response_type": "code",
            "redirect_uri": self.redirect,
            "state": self.state,
            "scope": SCOPES,
            "code_challenge_method": "S256",
            "code_challenge": self.challenge,
        }
        return f"{settings().spotify_accounts_url}/authorize?{urlencode(asked)}"

    def read_code(self, address: str) -> str:
        """Give the code out of the address that Spotify sent the user to; refuse one that is not the answer to this attempt."""
        told = parse_qs(urlsplit(address.strip()).query)
        if not secrets.compare_digest(told.get("state", [""])[0].encode(), self.state.encode()):
            raise Refused("this address is not the answer to this login: copy the whole address that the browser was sent to, and paste it here")
        if "error" in told:
            raise Refused(f"Spotify says that the login was not allowed ({told['error'][0][:80]}): run `linernotes login` again")
        if not told.get("code", [""])[0]:
            raise Refused("this address holds no code: copy the whole address that the browser was sent to")
        return told["code"][0]


def client_id() -> str:
    """Give the user's client id."""
    if not settings().spotify_client_id:
        raise Refused(NO_CLIENT_ID)
    return settings().spotify_client_id


def finish(attempt: Attempt, code: str, clock: Clock) -> Tokens:
    """Exchange a code for a login and keep it."""
    wanted = {"grant_type": "authorization_code", "code": code, "redirect_uri": attempt.redirect, "code_verifier": attempt.verifier}
    status, told = _post({**wanted, "client_id": client_id()}, clock)
    if status != httpx.codes.OK or not told.get("refresh_token"):
        raise LoginFailed(f"Spotify refused the login ({_reason(status, told)}): run `linernotes login` again")
    now = clock.now()
    made = Tokens(client_id=client_id(), authorised_at=now, refresh_token=SecretStr(told["refresh_token"]), **_access(told, now))
    with tokens.changing_alone():
        tokens.write(made)
    return made


def renew(used: Tokens, clock: Clock) -> Tokens:
    """Give a login whose access is fresh; another run may have renewed it already. Spotify's refusal ends it for good."""
    with tokens.changing_alone():
        known = tokens.read()
        if known is None:
            raise Refused(NO_LOGIN)
        if known.has_ended:
            raise LoginEnded
        if known.access_token != used.access_token and known.expires_at > clock.now():
            return known
        wanted = {"grant_type": "refresh_token", "refresh_token": known.refresh_token.get_secret_value(), "client_id": known.client_id}
        status, told = _post(wanted, clock)
        if told.get("error") == "invalid_grant":
            ended = {"has_ended": True, "access_token": SecretStr(""), "refresh_token": SecretStr("")}
            tokens.write(known.model_copy(update=ended))
            raise LoginEnded
        if status != httpx.codes.OK:
            raise LoginFailed(f"Spotify does not renew the login ({_reason(status, told)}): check spotify_client_id, or run `linernotes login`")
        fresh = _access(told, clock.now()) | {"refresh_token": SecretStr(told.get("refresh_token") or known.refresh_token.get_secret_value())}
        renewed = known.model_copy(update=fresh)
        tokens.write(renewed)
        return renewed


def _access(told: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Read what opens the Web API, and until when."""
    return {"access_token": SecretStr(told["access_token"]), "expires_at": tokens.moment_from(told.get("expires_in"), now)}


def _reason(status: int, told: dict[str, Any]) -> str:
    """Say why, without repeating anything that was sent."""
    return str(told.get("error_description") or told.get("error") or f"status {status}")[:120]


def _post(form: dict[str, str], clock: Clock) -> tuple[int, dict[str, Any]]:
    """Ask the accounts service; ask again where it gives no usable answer."""
    address = f"{settings().spotify_accounts_url}/api/token"
    for attempt in range(ATTEMPTS):
        if attempt:
            clock.sleep(SECONDS_OF_BACK_OFF * 2 ** (attempt - 1))
        try:
            answer = httpx.post(address, data=form, timeout=TIMEOUT, trust_env=not is_loopback(address))
            told = answer.json()
        except (httpx.TransportError, ValueError):
            continue
        is_usable = isinstance(told, dict) and (answer.status_code != httpx.codes.OK or isinstance(told.get("access_token"), str))
        if is_usable and answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR and answer.status_code != httpx.codes.TOO_MANY_REQUESTS:
            return answer.status_code, told
    raise LoginFailed("Spotify's accounts service does not answer: try again later")


def is_loopback(address: str) -> bool:
    """Tell an address on this machine, which no proxy stands before."""
    return urlsplit(address).hostname in {"127.0.0.1", "::1", "localhost"}
