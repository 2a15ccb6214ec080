"""Merely read the JSON files of a streaming history into memory, every column: what any import has to pay."""

import sys
import time
from pathlib import Path

import polars as pl

from .fresh import tell


def main() -> None:
    """Time the reading of every file in a folder."""
    files = sorted(Path(sys.argv[1]).rglob("*.json"))
    started = time.perf_counter()
    tables = [pl.read_json(file) for file in files]
    seconds = time.perf_counter() - started
    tell(seconds, rows=sum(table.height for table in tables), files=len(files), mebibytes=sum(file.stat().st_size for file in files) / 2**20)


if __name__ == "__main__":
    main()
