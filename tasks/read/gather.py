"""Fetch landed files, cut them into cells, and lay those of a kind together; refuses to know what the cells say."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import get_args

import polars as pl

from storage.schemas import FileKind, LandedFile, Landing
from tasks.read.rejects import FILE, REFUSED
from tasks.shared_cells import LINE, Flaw, read_cells
from tasks.shared_header_words import WORDS
from tasks.shared_sniffing import HEAD_BYTES, sniff

UNUSED = {"added_by", "account_name"}


@dataclass(frozen=True)
class Gathered:
    """All files in the order of their names, the rows of each kind as text, and what could not be cut."""

    files: tuple[LandedFile, ...]
    row_counts: list[int]
    rows: dict[FileKind, pl.DataFrame]
    flaws: pl.DataFrame


def gather(landing: Landing, fetch: Callable[[str], bytes]) -> Gathered:
    """Cut every file of a landing into cells."""
    files = tuple(sorted(landing.files, key=lambda file: file.name))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        cut = list(pool.map(lambda file: _cut(fetch(file.blob)), files))
    frames = [frame for frame, _, _ in cut]
    flaws = [(place, flaw.line, flaw.reason) for place, (_, found, _) in enumerate(cut) for flaw in found]
    return Gathered(
        files,
        [row_count for _, _, row_count in cut],
        {kind: _lay_together(files, frames, kind) for kind in get_args(FileKind)},
        pl.DataFrame(flaws, REFUSED, orient="row"),
    )


def _cut(content: bytes) -> tuple[pl.DataFrame, tuple[Flaw, ...], int]:
    """Give the rows of a file, those that cannot be cut, and how many there are in all."""
    form = sniff(content[:HEAD_BYTES])
    cells = read_cells(content, form, [column for column in form.columns if column is not None and column not in UNUSED])
    return pl.DataFrame(cells.table), cells.flaws, cells.row_count


def _lay_together(files: Sequence[LandedFile], frames: Sequence[pl.DataFrame], kind: FileKind) -> pl.DataFrame:
    """Give the rows of all files of a kind with every column that a file may have, as text."""
    schema = {LINE: pl.Int64(), FILE: pl.UInt32()} | {column: pl.String() for column in WORDS if column not in UNUSED}
    placed = [frame.with_columns(pl.lit(place, pl.UInt32).alias(FILE)) for place, frame in enumerate(frames) if files[place].kind == kind]
    whole = pl.concat([pl.DataFrame(schema={LINE: pl.Int64(), FILE: pl.UInt32()}), *placed], how="diagonal")
    missing = [pl.lit(None, dtype).alias(column) for column, dtype in schema.items() if column not in whole.columns]
    return whole.with_columns(missing).rechunk()
