"""Pull and normalise a library without Prefect: land, read, record, normalise, each one's own work."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from storage import snapshots
from tasks.normalise.normalise_library import normalise_library
from tasks.pull.land import land_sources
from tasks.pull.sources import Sources
from tasks.read.read_sources import read_sources
from tasks.record.record_snapshot import Night, record_snapshot

from .fresh import tell

R = TypeVar("R")
parts: dict[str, float] = {}


def timed(name: str, work: Callable[[], R]) -> R:
    """Carry out one part and note its seconds."""
    started = time.perf_counter()
    given = work()
    parts[name] = time.perf_counter() - started
    return given


def main() -> None:
    """Time the import of the paths that the command line names."""
    gathered = timed("land", lambda: land_sources.fn(Sources(paths=tuple(sys.argv[1:]))))
    tables = timed("read", lambda: read_sources.work(gathered.landing))
    night = Night(moment=datetime.now(UTC), origin=gathered.origin, sources=gathered.sources)
    snapshot = timed("record", lambda: record_snapshot.fn(gathered.landing, tables, night))
    pages = snapshots.read(snapshot.snapshot_id).ledger
    timed("normalise", lambda: normalise_library.work(tables, pages))
    tell(sum(parts.values()), **parts)


if __name__ == "__main__":
    main()
