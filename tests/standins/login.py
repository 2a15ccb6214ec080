"""The accounts service: authorisation by code with PKCE, access and refresh tokens; refuses to know the library."""

import base64
import hashlib
import itertools
import re
import time
from dataclasses import dataclass, field
from typing import Literal, NamedTuple
from urllib.parse import urlencode, urlsplit

from .answers import Answer, Asked, Refused, error, oauth_error, told

SCOPES = frozenset(
    (
        *("app-remote-control", "playlist-modify-private", "playlist-modify-public", "playlist-read-collaborative", "playlist-read-private"),
        *("streaming", "ugc-image-upload", "user-follow-modify", "user-follow-read", "user-library-modify", "user-library-read"),
        *("user-modify-playback-state", "user-read-currently-playing", "user-read-email", "user-read-playback-position"),
        *("user-read-playback-state", "user-read-private", "user-read-recently-played", "user-top-read"),
    )
)
LOOPBACK = re.compile(r"http://(127\.0\.0\.1|\[::1\])(:\d+)?/.*|https://.+")
VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
REALM = 'Bearer realm="spotify"'

Ended = Literal["Refresh token expired", "Refresh token revoked"]


class Tokens(NamedTuple):
    """What a login gives."""

    access: str
    refresh: str


class _Code(NamedTuple):
    """A code that waits for its verifier."""

    challenge: str
    redirect: str
    scopes: frozenset[str]


class _Access(NamedTuple):
    """An access token: until when it is good, and for what."""

    until: float
    scopes: frozenset[str]


@dataclass
class Accounts:
    """The accounts service of one client and one person."""

    client_id: str
    token_seconds: float = 3600
    rotates: bool = False
    denies: bool = False
    ended: Ended | None = None
    _codes: dict[str, _Code] = field(default_factory=dict)
    _access: dict[str, _Access] = field(default_factory=dict)
    _refresh: dict[str, frozenset[str]] = field(default_factory=dict)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def allow(self, token_seconds: float, *, rotates: bool, denies: bool) -> None:
        """Set how the service behaves from now on."""
        self.token_seconds, self.rotates, self.denies = token_seconds, rotates, denies

    def _new(self, kind: str) -> str:
        """Give a token that a search for secrets would find."""
        return f"planted-{kind}-{next(self._numbers)}-" + hashlib.sha256(f"{kind} {id(self)} {time.monotonic()}".encode()).hexdigest()

    @property
    def secrets(self) -> tuple[str, ...]:
        """Give every code and token that was ever given."""
        return (*self._codes, *self._access, *self._refresh)

    def authorise(self, asked: Asked) -> Answer:
        """Send the person back with a code, as if they had agreed at once."""
        query = asked.query
        if query.get("client_id") != self.client_id:
            return Answer(400, b"INVALID_CLIENT: Invalid client")
        if not LOOPBACK.fullmatch(query.get("redirect_uri", "")) or urlsplit(query["redirect_uri"]).fragment:
            return Answer(400, b"INVALID_CLIENT: Insecure redirect URI")
        if query.get("response_type") != "code":
            return Answer(400, b"response_type must be code")
        if query.get("code_challenge_method") != "S256" or not CHALLENGE.fullmatch(query.get("code_challenge", "")):
            return Answer(400, b"code_challenge_method must be S256")
        scopes = frozenset(query.get("scope", "").split())
        back = {"state": query["state"]} if "state" in query else {}
        if self.denies or not scopes <= SCOPES:
            return _redirect(query["redirect_uri"], {"error": "access_denied" if self.denies else "invalid_scope"} | back)
        code = self._new("code")
        self._codes[code] = _Code(query["code_challenge"], query["redirect_uri"], scopes)
        return _redirect(query["redirect_uri"], {"code": code} | back)

    def give_token(self, asked: Asked) -> Answer:
        """Exchange a code or a refresh token for an access token."""
        if asked.form.get("client_id") != self.client_id:
            return oauth_error("invalid_client", "Invalid client")
        if asked.form.get("grant_type") == "authorization_code":
            return self._exchange_code(asked)
        if asked.form.get("grant_type") == "refresh_token":
            return self._exchange_refresh(asked)
        return oauth_error("unsupported_grant_type", "grant_type parameter is missing or unknown")

    def _exchange_code(self, asked: Asked) -> Answer:
        waiting = self._codes.get(asked.form.get("code", ""))
        verifier = asked.form.get("code_verifier", "")
        if waiting is None:
            return oauth_error("invalid_grant", "Invalid authorization code")
        if waiting.redirect != asked.form.get("redirect_uri"):
            return oauth_error("invalid_grant", "Invalid redirect URI")
        if not VERIFIER.fullmatch(verifier) or challenge_of(verifier) != waiting.challenge:
            return oauth_error("invalid_grant", "code_verifier was incorrect")
        self._codes[asked.form["code"]] = waiting._replace(challenge="used")
        self.ended = None
        return self._tell(self.grant(waiting.scopes), waiting.scopes, tells_refresh=True)

    def _exchange_refresh(self, asked: Asked) -> Answer:
        old = asked.form.get("refresh_token", "")
        if self.ended is not None:
            return oauth_error("invalid_grant", self.ended)
        if old not in self._refresh:
            return oauth_error("invalid_grant", "Invalid refresh token")
        if not self._refresh[old]:
            return oauth_error("invalid_grant", "Refresh token revoked")
        scopes = self._refresh[old]
        tokens = self.grant(scopes, None if self.rotates else old)
        if self.rotates:
            self._refresh[old] = frozenset()
        return self._tell(tokens, scopes, tells_refresh=self.rotates)

    def grant(self, scopes: frozenset[str] = SCOPES, refresh: str | None = None) -> Tokens:
        """Give tokens without a browser."""
        tokens = Tokens(self._new("access"), refresh or self._new("refresh"))
        self._access[tokens.access] = _Access(time.monotonic() + self.token_seconds, scopes)
        self._refresh[tokens.refresh] = scopes
        return tokens

    def _tell(self, tokens: Tokens, scopes: frozenset[str], *, tells_refresh: bool) -> Answer:
        body = {"access_token": tokens.access, "token_type": "Bearer", "expires_in": int(self.token_seconds), "scope": " ".join(sorted(scopes))}
        return told(body | ({"refresh_token": tokens.refresh} if tells_refresh else {}))

    def expire_access(self) -> None:
        """End all access tokens now; refreshing gives a new one."""
        self._access = {token: known._replace(until=0) for token, known in self._access.items()}

    def scopes_of(self, authorization: str) -> frozenset[str]:
        """Give what the bearer may read, or refuse."""
        kind, _, token = authorization.partition(" ")
        if kind != "Bearer" or not token:
            raise Refused(error(401, "No token provided", WWW_Authenticate=REALM))
        known = self._access.get(token)
        why = "Invalid access token" if known is None else "The access token expired"
        if known is None or known.until <= time.monotonic():
            raise Refused(error(401, why, WWW_Authenticate=f'{REALM}, error="invalid_token", error_description="{why}"'))
        return known.scopes


def challenge_of(verifier: str) -> str:
    """Give the S256 challenge of a verifier."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _redirect(address: str, query: dict[str, str]) -> Answer:
    mark = "&" if urlsplit(address).query else "?"
    return Answer(302, b"", {"Location": address + mark + urlencode(query)})
