"""Keep one state of the library per night that brought a new one; append-only, refuses to know what a state says."""

import io
from pathlib import Path

import polars as pl

from storage import artifacts
from storage.errors import Failed
from storage.files import digest_of, write_whole
from storage.schemas import Artifact
from storage.settings import home

DIGITS = 12
STATES_COMPARED = 32  # thirty changes, the state before the first, and one that tells whether to believe that one


class StateLost(Failed):
    """A kept state is missing or damaged: only a backup can bring it back."""


def keep(snapshot_id: str, state: Artifact) -> tuple[str, ...]:
    """Keep a night's state if it is new and no later one is kept; give the last states up to that night, oldest first, its own last."""
    known = names()
    earlier = [name for name in known if snapshot_of(name) <= snapshot_id]
    if not earlier or _is_news(earlier[-1], snapshot_id, state):
        if len(earlier) < len(known):
            return tuple(earlier[-STATES_COMPARED:])
        earlier.append(f"{snapshot_id}-{state.digest[:DIGITS]}")
        write_whole(_file(earlier[-1]), artifacts.load_bytes(state), is_lasting=True)
    return tuple(earlier[-STATES_COMPARED:])


def names() -> list[str]:
    """Name all kept states, oldest first."""
    return sorted((file.stem for file in _folder().glob("*.parquet")), key=snapshot_of)


def snapshot_of(name: str) -> str:
    """Give the night that first had a state."""
    return name[: -DIGITS - 1]


def read(name: str) -> pl.DataFrame:
    """Give a kept state, verified."""
    try:
        content = _file(name).read_bytes()
    except FileNotFoundError:
        content = b""
    if not name.endswith(f"-{digest_of(content)[:DIGITS]}"):
        raise StateLost(f"{_file(name)} is missing or damaged: bring it back from a backup, or move it away to go on without that night")
    return pl.read_parquet(io.BytesIO(content))


def drop(name: str) -> None:
    """Take out a kept state whose night had what must be forgotten."""
    _file(name).unlink(missing_ok=True)


def _is_news(last: str, snapshot_id: str, state: Artifact) -> bool:
    """Tell whether a night has another state than the last that is kept; what a night was kept as stays."""
    return snapshot_of(last) != snapshot_id and not last.endswith(f"-{state.digest[:DIGITS]}")


def _file(name: str) -> Path:
    """Derive where a state lies."""
    return _folder() / f"{name}.parquet"


def _folder() -> Path:
    """Where the states lie."""
    return home() / "history" / "states"
