"""Reads what is published, over and over, and says what was ever incomplete: `python tests/watching.py FOLDER KNOWN`, until its input ends.

FOLDER holds homes called home-*; KNOWN is a file with the trees and warehouses of whole nights, as digests.
A page is read byte by byte and must be a page of a night that is known, whose pages were parsed before.
"""

import hashlib
import json
import os
import select
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import duckdb
from nights import warehouse_of

PAUSE_SECONDS = 0.1
Tree = dict[str, str]


def digest_of_warehouse(home: Path) -> str:
    """Open the published warehouse read-only and give a digest of all rows but the list of runs; a file that is as it was is read once."""
    status = (home / "warehouse.duckdb").stat()
    return _digest_rows(home, (status.st_ino, status.st_size, status.st_mtime_ns))


@lru_cache(maxsize=64)
def _digest_rows(home: Path, _state: tuple[int, int, int]) -> str:
    return hashlib.sha256(repr(sorted(warehouse_of(home).items())).encode()).hexdigest()


def read_tree(home: Path) -> tuple[Tree, bool]:
    """Give the digests of the files of the tree that stands there now, and whether it stood there until all were read."""
    folder = os.open(home / "reports", os.O_RDONLY)
    try:
        found = dict(_read_inside(folder))
        return found, os.fstat(folder).st_ino == (home / "reports").stat().st_ino
    finally:
        os.close(folder)


def _read_inside(folder: int) -> Iterator[tuple[str, str]]:
    """Read all files below an open folder, wherever it has moved to; what goes meanwhile is left out."""
    for place, _, names, inside in os.fwalk(dir_fd=folder):
        for name in names:
            try:
                file = os.open(name, os.O_RDONLY, dir_fd=inside)
            except FileNotFoundError:
                continue
            with os.fdopen(file, "rb") as opened:
                yield f"{place}/{name}".removeprefix("./"), hashlib.sha256(opened.read()).hexdigest()


def complain(home: Path, trees: list[Tree], warehouses: list[str]) -> Iterator[str]:
    """Name what is not of one whole night."""
    if digest_of_warehouse(home) not in warehouses:
        yield f"{home.name}: the warehouse is of no whole night"
    found, stood_still = read_tree(home)
    fitting = [tree for tree in trees if found.items() <= tree.items()]
    if not fitting:
        yield f"{home.name}: the pages are of no single night"
    elif stood_still and found not in fitting:
        yield f"{home.name}: {len(fitting[0]) - len(found)} files are missing"


def look_at(home: Path, trees: list[Tree], warehouses: list[str]) -> list[str]:
    """Look at one home; one that was cleared away meanwhile is none."""
    try:
        return list(complain(home, trees, warehouses))
    except (OSError, duckdb.Error) as wrong:
        return [f"{home.name}: cannot be read: {wrong}"] if home.exists() else []


def watch(folder: Path, known: Path) -> dict[str, object]:
    """Look at all homes until the input ends."""
    told = json.loads(known.read_text(encoding="utf-8"))
    rounds, problems = 0, set[str]()
    while not select.select([sys.stdin], [], [], PAUSE_SECONDS)[0]:
        for home in folder.glob("home-*"):
            problems.update(look_at(home, told["trees"], told["warehouses"]))
            rounds += 1
    return {"looks": rounds, "problems": sorted(problems)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(watch(Path(sys.argv[1]), Path(sys.argv[2]))))
