"""Runs whole nights in one other process, each at a moment of the test's choice, and measures what a home weighs."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from nights import ROOT

from storage.clock import Clock, going_by
from storage.settings import HOME_VARIABLE

CACHE = ("artifacts", "results")
PREFECTS = ".prefect"


class Standing(Clock):
    """A clock that always tells the same moment."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


class Nights:
    """A process that runs one night after another, which saves each but the first the start of an interpreter."""

    def __init__(self, asked: "subprocess.Popen[str]") -> None:
        self._asked = asked

    def run(self, home: Path, *paths: Path, at: datetime | None = None) -> dict[str, int]:
        """Run a night, at a moment or now, and give its counts."""
        wanted = {"home": str(home), "paths": [str(path) for path in paths], "at": at.isoformat() if at else None}
        assert self._asked.stdin
        assert self._asked.stdout
        self._asked.stdin.write(json.dumps(wanted) + "\n")
        self._asked.stdin.flush()
        told = self._asked.stdout.readline()
        assert told, "the night failed, and its process with it: what it said stands above"
        return dict(json.loads(told))


@contextmanager
def nights_in_a_row(**environment: str) -> Iterator[Nights]:
    """Keep the process until the block ends; it works with the Prefect server of this one."""
    quiet = {"PREFECT_LOGGING_LEVEL": "CRITICAL", "DO_NOT_TRACK": "1"}
    with subprocess.Popen(
        [sys.executable, __file__],
        cwd=ROOT,
        env={**os.environ, **quiet, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as asked:
        yield Nights(asked)
        assert asked.stdin
        asked.stdin.close()


def cached(home: Path) -> list[Path]:
    """Give the files of the cache."""
    return [file for part in CACHE for file in (home / part).rglob("*") if file.is_file()]


def weight_of(home: Path) -> int:
    """Give the bytes of a home's own files, without Prefect's; what is linked twice counts once."""
    found = {}
    for file in home.rglob("*"):
        if file.is_file() and PREFECTS not in file.relative_to(home).parts:
            status = file.stat()
            found[status.st_ino] = status.st_size
    return sum(found.values())


def _run(wanted: dict[str, Any]) -> dict[str, int]:
    """Run a night here; what it used of the cache becomes as old as the night."""
    from flows.nightly import nightly  # noqa: PLC0415 - Prefect is loaded in the other process alone
    from tasks.pull.sources import Sources  # noqa: PLC0415

    home, at = Path(wanted["home"]), wanted["at"] and datetime.fromisoformat(wanted["at"])
    os.environ[HOME_VARIABLE] = str(home)
    known = {file: file.stat().st_mtime_ns for file in cached(home)}
    with going_by(Standing(at) if at else Clock()):
        published: Any = asyncio.run(nightly(Sources(paths=tuple(wanted["paths"]))))
    for file in cached(home) if at else ():
        if known.get(file) != file.stat().st_mtime_ns:
            os.utime(file, (at.timestamp(), at.timestamp()))
    counts: dict[str, int] = published.counts
    return counts


def _serve() -> None:
    """Run what each line asks for, and answer with a line."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_run(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
