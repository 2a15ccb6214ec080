"""What is asked of the stand-in and what it answers; refuses to know sockets."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

JSON = {"Content-Type": "application/json; charset=utf-8"}


class Asked(NamedTuple):
    """A request: its query and form hold the last value of each name."""

    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    authorization: str


class Answered(NamedTuple):
    """A line of the stand-in's log: the n-th request to the API (0: to the accounts service), and what came of it."""

    number: int
    endpoint: str
    path: str
    query: Mapping[str, str]
    status: int
    fault: str | None


@dataclass(frozen=True)
class Answer:
    """An answer that is ready to be sent."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """A request that is answered with an error."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def told(body: Any) -> Answer:
    """Answer with what was asked for."""
    return Answer(200, orjson.dumps(body), JSON)


def error(status: int, message: str, reason: str | None = None, **headers: str) -> Answer:
    """Answer as the API does when something is wrong."""
    content = {"status": status, "message": message} | ({"reason": reason} if reason else {})
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, json.dumps({"error": content}).encode(), JSON | named)


def oauth_error(kind: str, description: str) -> Answer:
    """Answer as the accounts service does when something is wrong."""
    return Answer(400, json.dumps({"error": kind, "error_description": description}).encode(), JSON)
