"""Make a night's warehouse of the public one where that is the last run's own, else whole; refuses to know what the tables mean."""

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from storage.warehouse import bring_forward, build, rewrite

VIEWS, SCHEMAS, RUNS = "step.views", "schemas", "mart.runs"


class Contents(NamedTuple):
    """What a warehouse is to hold: tables as parquet, views as statements, and the digests by which both and the schemas are told apart."""

    tables: Mapping[str, Path]
    views: Mapping[str, str]
    digests: Mapping[str, str]


class Draft:
    """A warehouse that is made while other work goes on, all but its list of runs."""

    __slots__ = ("_file", "_made", "contents")

    def __init__(self, file: Path, contents: Contents, made: Future[None]) -> None:
        """Hold what is being made."""
        self._file = file
        self._made = made
        self.contents = contents

    def finish(self, runs: Path) -> Path:
        """Give the file once the list of runs is in it as well; of a damaged one nothing is used."""
        self._made.result()
        if not rewrite(self._file, {RUNS: runs}, {}):
            build(self._file, {**self.contents.tables, RUNS: runs}, self.contents.views)
        return self._file


@contextmanager
def being_made(public: Path, file: Path, contents: Contents, last_run: Mapping[str, Any]) -> Iterator[Draft]:
    """Make a warehouse while the block lasts."""
    with ThreadPoolExecutor(1) as thread:
        yield Draft(file, contents, thread.submit(make, public, file, contents, last_run))


def make(public: Path, file: Path, contents: Contents, last_run: Mapping[str, Any]) -> None:
    """Write the warehouse into a file that nobody reads yet; of what the public one holds already nothing is written anew."""
    changed = _changed_since(last_run.get("tables", {}), contents.digests) if _is_untouched(public, last_run) else None
    if changed is None or not _bring_forward(public, file, contents, changed):
        build(file, contents.tables, contents.views)


def _changed_since(known: Mapping[str, str], digests: Mapping[str, str]) -> set[str] | None:
    """Name what differs; nothing is known of a warehouse of other tables or schemas."""
    if known.keys() != digests.keys() or known[SCHEMAS] != digests[SCHEMAS]:
        return None
    return {name for name, digest in digests.items() if known[name] != digest}


def _is_untouched(public: Path, last_run: Mapping[str, Any]) -> bool:
    """Say whether the public warehouse is the file that the last run put there."""
    return public.exists() and last_run.get("warehouse") == [public.stat().st_size, public.stat().st_mtime_ns]


def _bring_forward(public: Path, file: Path, contents: Contents, changed: set[str]) -> bool:
    """Write a copy in which what changed is new; tell whether that could be."""
    tables = {name: rows for name, rows in contents.tables.items() if name in changed}
    return bring_forward(public, file, tables, contents.views if VIEWS in changed else {})
