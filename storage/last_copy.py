"""Remember that the reports did not reach their working copy, until they do; refuses to know how they get there."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from storage.clock import clock
from storage.files import write_whole
from storage.schemas import Frozen
from storage.settings import home


class Shortfall(Frozen):
    """What was not done for which working copy, when, and why."""

    at: datetime
    place: str
    problem: str

    def sentence(self) -> str:
        """Say it, with what to do."""
        return f"the working copy {self.place}, {self.at:%Y-%m-%d %H:%M} UTC: {self.problem}; mend that, and the next run tries again"


def remember(place: str, problem: str | None) -> None:
    """Keep what went wrong, or that nothing did; a home that cannot take it costs no night."""
    with suppress(OSError):
        if problem is None:
            forget()
        else:
            write_whole(_file(), Shortfall(at=clock().now(), place=place, problem=problem).model_dump_json().encode())


def read(place: str) -> Shortfall | None:
    """Give what the last night could not do for this working copy."""
    try:
        told = Shortfall.model_validate_json(_file().read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
    return told if told.place == place else None


def forget() -> None:
    """Keep it no longer."""
    _file().unlink(missing_ok=True)


def _file() -> Path:
    """Derive where it lies."""
    return home() / ".not_copied.json"
