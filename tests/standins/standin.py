"""The stand-in's mind: who asks, what goes wrong, what is answered; refuses to know sockets."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from .answers import Answer, Answered, Asked, Refused, error, told
from .behaviour import Behaviour
from .endpoints import REMOVED, find_endpoint
from .faults import Fault
from .library import Library
from .limits import Limits, rate_limited
from .login import SCOPES, Accounts, Ended, Tokens
from .objects import Objects
from .paging import Question

API = "/v1"
SERVER_ERRORS = {500: "Internal server error", 502: "Bad gateway", 503: "Service unavailable"}
SHARE_LEFT_OF_A_SHRUNKEN_LIST = 3
LENSES: dict[str, Callable[[Sequence[Any]], Sequence[Any]]] = {
    "empty_answer": lambda _items: (),
    "shrunken_list": lambda items: items[: len(items) // SHARE_LEFT_OF_A_SHRUNKEN_LIST],
}


class Sent(NamedTuple):
    """An answer and what happens to it on its way."""

    answer: Answer
    fault: Fault | None = None


class Standin:
    """A Spotify of one person; tests change its library and behaviour between requests."""

    def __init__(self, library: Library, behaviour: Behaviour) -> None:
        self.library, self.behaviour = library, behaviour
        self.log: list[Answered] = []
        self.address = ""
        self._lock = threading.Lock()
        self._number = self._token_number = 0
        self.accounts = Accounts(behaviour.client_id, ended=behaviour.ended)
        self.limits = Limits()
        self.behave()

    @property
    def api_url(self) -> str:
        """Give the base address of the API."""
        return f"{self.address}{API}"

    @property
    def accounts_url(self) -> str:
        """Give the base address of the accounts service."""
        return self.address

    @property
    def requests(self) -> int:
        """Count the requests to the API since the log was cleared."""
        return sum(line.number > 0 for line in self.log)

    def counts(self) -> Counter[tuple[str, int]]:
        """Count requests by endpoint and status since the log was cleared."""
        return Counter((line.endpoint, line.status) for line in self.log)

    def clear_log(self) -> None:
        """Forget which requests there were, and count them from 1 again."""
        with self._lock:
            self.log.clear()
            self._number = self._token_number = 0

    def behave(self, **changes: Any) -> None:
        """Change the behaviour; what was spent and who is logged in stays."""
        with self._lock:
            self.behaviour = now = replace(self.behaviour, **changes)
            self._objects = Objects(now.shape, self.api_url)
            self.limits.allow(now.requests_per_window, now.window_seconds, now.quotas, now.quota_retry_after)
            self.accounts.allow(now.token_seconds, rotates=now.rotates, denies=now.denies)
            if "ended" in changes:
                self.accounts.ended = now.ended

    def change_playlist(self, playlist_id: str, **changes: Any) -> None:
        """Change a playlist, and thereby its snapshot id."""
        with self._lock:
            self.library = self.library.changing(playlist_id, **changes)

    def grant(self, scopes: frozenset[str] = SCOPES) -> Tokens:
        """Log in without a browser."""
        return self.accounts.grant(scopes)

    def expire_access(self) -> None:
        """End all access tokens now."""
        self.accounts.expire_access()

    def end_login(self, text: Ended = "Refresh token expired") -> None:
        """End the login: access tokens die, refreshing is refused with that text until somebody logs in anew."""
        self.behave(ended=text)
        self.accounts.expire_access()

    def pass_a_day(self) -> None:
        """Give every bucket its quota back."""
        self.limits.pass_a_day()

    def answer(self, asked: Asked) -> Sent:
        """Answer one request and write it down."""
        with self._lock:
            is_api = asked.path.startswith(f"{API}/")
            return self._answer_api(asked._replace(path=asked.path.removeprefix(API).rstrip("/"))) if is_api else self._answer_accounts(asked)

    def _answer_accounts(self, asked: Asked) -> Sent:
        doors = {("GET", "/authorize"): self.accounts.authorise, ("POST", "/api/token"): self.accounts.give_token}
        door = doors.get((asked.method, asked.path))
        if door is None:
            sent = Sent(Answer(404, b"Not found"))
        else:
            self._token_number += asked.path == "/api/token"
            fault = self.behaviour.token_faults.fault_at(self._token_number) if asked.path == "/api/token" else None
            sent = Sent(_server_error(self._token_number), fault) if fault == "server_error" else Sent(door(asked), fault)
        self.log.append(Answered(0, asked.path.rsplit("/", 1)[-1], asked.path, {}, sent.answer.status, sent.fault))
        return sent

    def _answer_api(self, asked: Asked) -> Sent:
        self._number += 1
        found = find_endpoint(asked.path)
        endpoint = found[0].name if found else "unknown"
        fault = self.behaviour.faults.fault_at(self._number)
        try:
            sent = self._judge(asked, endpoint, fault)
        except Refused as refused:
            sent = Sent(refused.answer)
        self.log.append(Answered(self._number, endpoint, asked.path, dict(asked.query), sent.answer.status, sent.fault))
        return sent

    def _judge(self, asked: Asked, endpoint: str, fault: Fault | None) -> Sent:
        """Check who asks and how often; then let go wrong what is to go wrong."""
        scopes = self.accounts.scopes_of(asked.authorization)
        if self.behaviour.refusal:
            raise Refused(error(403, self.behaviour.refusal))
        if fault == "quota":
            self.limits.exhaust(endpoint)
        refusal = self.limits.refuse(endpoint)
        if refusal:
            return Sent(refusal, "quota" if fault == "quota" else None)
        spoiled = {"server_error": _server_error(self._number), "rate_limited": rate_limited(1), "spurious_401": _spurious_401()}
        if fault in spoiled:
            return Sent(spoiled[fault], fault)
        if fault == "moving_playlist" and not self._move_playlist(asked):
            fault = None
        return Sent(self._tell(asked, scopes, fault), fault)

    def _move_playlist(self, asked: Asked) -> bool:
        """Let somebody else change the playlist whose items are asked for, just before they are told."""
        found = find_endpoint(asked.path)
        playlist = self.library.playlist(found[1]["id"]) if found and found[0].name == "playlist_items" else None
        if playlist is None or not playlist.entries:
            return False
        moved = playlist.entries[1:] + playlist.entries[: self._number % 2]
        self.library = self.library.changing(playlist.playlist_id, entries=moved)
        return True

    def _tell(self, asked: Asked, scopes: frozenset[str], fault: Fault | None) -> Answer:
        """Tell what was asked for, if it exists in this shape and the person allowed it."""
        if self.behaviour.shape == "development" and REMOVED.fullmatch(asked.path):
            raise Refused(error(403, "Forbidden"))
        found = find_endpoint(asked.path)
        if found is None:
            raise Refused(error(404, "Service not found"))
        endpoint, parts = found
        if asked.method != "GET" or (endpoint.scope and endpoint.scope not in scopes):
            raise Refused(error(403, "Insufficient client scope"))
        lens = LENSES.get(fault or "", lambda items: items)
        return told(endpoint.tell(Question(asked, parts, self.library, self._objects, lens)))


def _server_error(number: int) -> Answer:
    status = list(SERVER_ERRORS)[number % len(SERVER_ERRORS)]
    return error(status, SERVER_ERRORS[status])


def _spurious_401() -> Answer:
    return error(401, "Access token missing", WWW_Authenticate='Bearer realm="spotify"')
