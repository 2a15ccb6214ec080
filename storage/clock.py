"""The time and how to wait; whoever must not wait, or lives at another time, goes by a clock of its own."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime


class Clock:
    """Tells the time and waits."""

    def now(self) -> datetime:
        """Give the moment, UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


_in_use: ContextVar[Clock] = ContextVar("clock", default=Clock())  # noqa: B039 - it holds nothing that could change


def clock() -> Clock:
    """Give the clock that the night in progress goes by."""
    return _in_use.get()


@contextmanager
def going_by(other: Clock) -> Iterator[None]:
    """Let the nights inside the block go by another clock."""
    before = _in_use.set(other)
    try:
        yield
    finally:
        _in_use.reset(before)
