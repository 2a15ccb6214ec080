"""Tell what an answer of the Web API means; pure, refuses to know what was asked and what to do about it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SECONDS_OF_THE_RATE_WINDOW = 30
QUOTA_EXCEEDED = "QUOTA_EXCEEDED"
LONGEST_MESSAGE = 160
OK, UNAUTHORISED, TOO_MANY, SERVER_ERROR = 200, 401, 429, 500


@dataclass(frozen=True)
class Body:
    """A usable answer."""

    told: dict[str, Any]


@dataclass(frozen=True)
class RateLimited:
    """Too many requests within half a minute: wait as told."""

    seconds: float


@dataclass(frozen=True)
class OutOfQuota:
    """No more requests for hours; when again is told in seconds or not at all."""

    seconds: float | None


@dataclass(frozen=True)
class Unauthorised:
    """The access token is not accepted, because it is too old or for no reason."""

    is_expired: bool


@dataclass(frozen=True)
class Denied:
    """Spotify answers that this is not to be had; asking again changes nothing."""

    status: int
    message: str


@dataclass(frozen=True)
class Broken:
    """No usable answer; another attempt may get one."""

    reason: str


Verdict = Body | RateLimited | OutOfQuota | Unauthorised | Denied | Broken


def judge(status: int, headers: Mapping[str, str], content: bytes, holds: tuple[str, ...]) -> Verdict:
    """Tell what an answer means; a body must hold a list under these keys, where any are given."""
    told = _read(content)
    if status == OK:
        return _judge_body(told, holds)
    if status == TOO_MANY:
        return _judge_limit(_error(told), headers.get("retry-after"))
    if status == UNAUTHORISED:
        text = f"{headers.get('www-authenticate', '')} {_error(told).get('message', '')}".lower()
        return Unauthorised(is_expired="expired" in text)
    if status >= SERVER_ERROR or status < OK:
        return Broken(f"status {status}")
    return Denied(status, str(_error(told).get("message") or "no reason given")[:LONGEST_MESSAGE])


def _judge_body(told: object, holds: tuple[str, ...]) -> Verdict:
    """Accept a body that has the shape of what was asked for."""
    if not isinstance(told, dict):
        return Broken("an answer that is no JSON object")
    inner: object = told
    for key in holds:
        inner = inner.get(key) if isinstance(inner, dict) else None
    return Body(told) if not holds or isinstance(inner, list) else Broken("an answer without its list")


def _judge_limit(error: Mapping[str, Any], retry_after: str | None) -> Verdict:
    """Tell the limit of half a minute from the quota of a day."""
    seconds = _seconds(retry_after)
    if error.get("reason") == QUOTA_EXCEEDED:
        return OutOfQuota(seconds)
    return RateLimited(SECONDS_OF_THE_RATE_WINDOW if seconds is None else seconds)


def _seconds(told: str | None) -> float | None:
    """Read the seconds to wait; nothing where they are not told as a number."""
    try:
        seconds = float(told or "")
    except ValueError:
        return None
    return seconds if 0 <= seconds < float("inf") else None


def _error(told: object) -> Mapping[str, Any]:
    """Give what a body says of an error."""
    error = told.get("error") if isinstance(told, dict) else None
    return error if isinstance(error, dict) else {}


def _read(content: bytes) -> object:
    """Read JSON; nothing where it is none."""
    try:
        return json.loads(content)
    except ValueError:
        return None
