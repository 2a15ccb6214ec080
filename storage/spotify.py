"""Ask Spotify's Web API at a pace and within a budget; refuses to know what the answers are for, and never sleeps out a quota."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx

from storage import tokens
from storage.clock import Clock
from storage.errors import Refused
from storage.login import LoginEnded, is_loopback, renew
from storage.quota import Quota, Stopped
from storage.settings import settings
from storage.spotify_answers import Body, Broken, Denied, OutOfQuota, RateLimited, Unauthorised, Verdict, judge
from storage.tokens import NO_LOGIN, Tokens

ATTEMPTS = 4
WAITS = 5
SECONDS_OF_BACK_OFF = 1.0
SECONDS_WAITED_AT_ONCE = 60.0
SECONDS_WAITED_IN_ALL = 900.0
SECONDS_OF_AN_ANSWER = 60.0
BYTES_OF_AN_ANSWER = 1 << 25
HOURS_OF_AN_UNKNOWN_QUOTA = 12
TIMEOUT = httpx.Timeout(20.0)
EARLY = timedelta(seconds=60)
JSON_HEADERS = {"Accept": "application/json", "User-Agent": "linernotes"}


class Withheld(Exception):
    """Spotify says that this is not to be had."""

    def __init__(self, denied: Denied) -> None:
        """Hold its status and reason."""
        super().__init__(f"Spotify answered {denied.status} ({denied.message})")
        self.status = denied.status


class NotLoggedIn(Refused):
    """Nobody is logged in."""


class Unanswered(Exception):
    """No usable answer came, however often it was asked for."""


@dataclass(frozen=True)
class Question:
    """What is asked for: a path and its parameters, the bucket it counts in, and the keys under which the answer holds a list."""

    path: str
    bucket: str
    params: Mapping[str, str] = field(default_factory=dict)
    holds: tuple[str, ...] = ("items",)


@dataclass
class Tries:
    """What one question has already been through."""

    broken: int = 0
    waited: int = 0
    has_retried_login: bool = False
    has_renewed: bool = False


class Spotify:
    """The door to the Web API of one logged-in person."""

    def __init__(self, client: httpx.Client, login: Tokens, quota: Quota, clock: Clock) -> None:
        """Hold what is needed to ask."""
        self.clock = clock
        self.quota = quota
        self.requests: Counter[str] = Counter()
        self._client = client
        self._login = login
        self._next_at = clock.now()
        self._waited = 0.0

    @property
    def authorised_at(self) -> datetime:
        """Give the moment since when this person is logged in."""
        return self._login.authorised_at

    @property
    def days_left(self) -> int:
        """Give the days until the login ends."""
        return self._login.days_left(self.clock.now())

    def ask(self, question: Question) -> dict[str, object]:
        """Give the answer to a question; raise Stopped, Withheld, Unanswered or LoginEnded where there is none."""
        tries = Tries()
        while True:
            match self._send(question):
                case Body(told):
                    return told
                case OutOfQuota(seconds):
                    raise self._close(question.bucket, seconds)
                case RateLimited(seconds):
                    self._wait_as_told(question.bucket, seconds, tries)
                case Unauthorised(is_expired):
                    self._log_in_again(tries, is_expired=is_expired)
                case Denied() as denied:
                    raise Withheld(denied)
                case Broken(reason):
                    self._back_off(reason, tries)

    def _send(self, question: Question) -> Verdict:
        """Send one request when pace and budget allow it."""
        self._wait_for_budget(question.bucket)
        if self._login.expires_at - EARLY < self.clock.now():
            self._login = renew(self._login, self.clock)
        self._keep_pace()
        self.quota.spend(question.bucket)
        self.requests[question.bucket] += 1
        headers = JSON_HEADERS | {"Authorization": f"Bearer {self._login.access_token.get_secret_value()}"}
        try:
            with self._client.stream("GET", question.path, params=dict(question.params), headers=headers) as answer:
                content = _read_bounded(answer)
        except httpx.TimeoutException:
            return Broken("no answer in time")
        except (httpx.TransportError, httpx.DecodingError):
            return Broken("a broken connection")
        return judge(answer.status_code, answer.headers, content, question.holds)

    def _keep_pace(self) -> None:
        """Wait until the next request is due."""
        step = timedelta(seconds=1 / settings().spotify_pace)
        ahead = min(self._next_at - self.clock.now(), step)
        if ahead > timedelta(0):
            self.clock.sleep(ahead.total_seconds())
        self._next_at = max(self._next_at, self.clock.now() - step) + step  # what came a little late is made up for once

    def _wait_for_budget(self, bucket: str) -> None:
        """Wait a moment where the budget opens soon, as it does one day after a night that began a little later; stop where it does not."""
        for _ in range(WAITS):
            opens_at = self.quota.opens_at(bucket)
            if opens_at is None:
                return
            seconds = (opens_at - self.clock.now()).total_seconds()
            if not self._may_wait(seconds):
                raise Stopped(bucket, opens_at, "the budget of requests a day is spent")
            self._wait(seconds)

    def _wait_as_told(self, bucket: str, seconds: float, tries: Tries) -> None:
        """Wait out the limit of half a minute; what takes longer or has no end is a quota."""
        tries.waited += 1
        if tries.waited > WAITS or not self._may_wait(seconds):
            raise self._close(bucket, max(seconds, SECONDS_WAITED_AT_ONCE))
        self._wait(seconds)

    def _may_wait(self, seconds: float) -> bool:
        """Tell whether a wait is within bounds."""
        return seconds <= SECONDS_WAITED_AT_ONCE and self._waited + seconds <= SECONDS_WAITED_IN_ALL

    def _wait(self, seconds: float) -> None:
        self._waited += seconds
        self.clock.sleep(seconds)

    def _close(self, bucket: str, seconds: float | None) -> Stopped:
        """Remember until when a bucket gives nothing."""
        wait = timedelta(hours=HOURS_OF_AN_UNKNOWN_QUOTA) if seconds is None else timedelta(seconds=min(seconds, 10 * 86_400))
        return self.quota.close(bucket, self.clock.now() + wait)

    def _log_in_again(self, tries: Tries, *, is_expired: bool) -> None:
        """Ask once more with the same token where no reason is told, then once with a fresh one."""
        if not is_expired and not tries.has_retried_login:
            tries.has_retried_login = True
        elif not tries.has_renewed:
            tries.has_renewed = True
            self._login = renew(self._login, self.clock)
        else:
            self._back_off("status 401", tries)

    def _back_off(self, reason: str, tries: Tries) -> None:
        """Wait before another attempt, longer each time; give up after a few."""
        tries.broken += 1
        if tries.broken >= ATTEMPTS:
            raise Unanswered(f"{reason}, {tries.broken} times")
        self.clock.sleep(SECONDS_OF_BACK_OFF * 2 ** (tries.broken - 1))


@contextmanager
def opened(clock: Clock) -> Iterator[Spotify]:
    """Open the door for the person who is logged in."""
    login = tokens.read()
    if login is None:
        raise NotLoggedIn(NO_LOGIN)
    if login.has_ended:
        raise LoginEnded
    address = settings().spotify_api_url
    quota = Quota(settings().spotify_requests_a_day, clock)
    with httpx.Client(base_url=address, timeout=TIMEOUT, trust_env=not is_loopback(address)) as client:
        yield Spotify(client, login, quota, clock)


def _read_bounded(answer: httpx.Response) -> bytes:
    """Read an answer that is neither endlessly long nor endlessly slow."""
    started, chunks, size = time.monotonic(), [], 0
    for chunk in answer.iter_bytes():
        chunks.append(chunk)
        size += len(chunk)
        if size > BYTES_OF_AN_ANSWER:
            raise httpx.DecodingError("too long")
        if time.monotonic() - started > SECONDS_OF_AN_ANSWER:
            raise httpx.ReadTimeout("too slow")
    return b"".join(chunks)
