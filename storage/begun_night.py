"""Remember a night from its beginning until it ended well, so that one that did not can be told later; refuses to know what a night does."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import ValidationError

from storage.clock import clock
from storage.errors import Refused, reason_of
from storage.files import write_whole
from storage.schemas import Frozen
from storage.settings import home

NO_WORD = "it could not say why (it was killed, its machine went down, or the disk is full)"
STOPPED = "it was stopped"


class BegunNight(Frozen):
    """A night that did not end well, or not yet: since when, and why where it could say so."""

    since: datetime
    problem: str = NO_WORD

    def sentence(self) -> str:
        """Say it, of a night that goes on no more."""
        return f"the night that began {self.since:%Y-%m-%d %H:%M} UTC did not finish: {self.problem}; `linernotes run` tries again"


class RememberedNight:
    """Leaves word of a night in the home when it begins; a good end takes it away, another one adds the reason.

    What somebody named by hand and was refused is no night: they know, and the word of the night before stays.
    """

    def __init__(self, *, is_by_hand: bool = False) -> None:
        """Hold whether somebody named what is to be read."""
        self._is_by_hand = is_by_hand

    def __enter__(self) -> Self:
        """Leave word."""
        self._before, self._night = read(), BegunNight(since=clock().now())
        _write(self._night)
        return self

    def __exit__(self, _kind: type[BaseException] | None, wrong: BaseException | None, _trace: TracebackType | None) -> None:
        """Take the word away, or add why; a disk that takes no more leaves it as it stands."""
        is_refused = self._is_by_hand and isinstance(wrong, Refused)
        if wrong is None or (is_refused and self._before is None):
            forget()
            return
        reason = reason_of(wrong) if isinstance(wrong, Exception) else STOPPED
        told = self._before if is_refused and self._before else self._night.model_copy(update={"problem": reason})
        with suppress(OSError):
            _write(told)


def read() -> BegunNight | None:
    """Give the last night where it did not end well, or is still at work; nothing where it ended well."""
    try:
        return BegunNight.model_validate_json(_file().read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def forget() -> None:
    """Take the word away."""
    _file().unlink(missing_ok=True)


def _write(night: BegunNight) -> None:
    """Leave word; it must outlast a machine that goes down."""
    write_whole(_file(), night.model_dump_json().encode(), is_lasting=True)


def _file() -> Path:
    """Derive where the word lies."""
    return home() / ".night.json"
