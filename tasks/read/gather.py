"""Fetch landed files, cut them into cells, and lay those of a kind together; refuses to know what the cells say."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import get_args

import polars as pl
import pyarrow as pa

from storage.schemas import FileKind, LandedFile, Landing
from tasks.read.rejects import FILE, REFUSED
from tasks.shared_cells import LINE, Cells, read_cells
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
    flaws = [(place, flaw.line, flaw.reason) for place, cells in enumerate(cut) for flaw in cells.flaws]
    return Gathered(
        files,
        [cells.row_count for cells in cut],
        {kind: _lay_together(files, cut, kind) for kind in get_args(FileKind)},
        pl.DataFrame(flaws, REFUSED, orient="row"),
    )


def _cut(content: bytes) -> Cells:
    form = sniff(content[:HEAD_BYTES])
    return read_cells(content, form, [column for column in form.columns if column is not None and column not in UNUSED])


def _lay_together(files: Sequence[LandedFile], cut: Sequence[Cells], kind: FileKind) -> pl.DataFrame:
    """Give the rows of all files of a kind with every column that a file may have, as text."""
    places = [place for place, file in enumerate(files) if file.kind == kind]
    schema = pa.schema([(LINE, pa.int64()), *((column, pa.string()) for column in WORDS if column not in UNUSED)])
    tables = [cut[place].table for place in places]
    whole = pa.concat_tables([schema.empty_table(), *tables], promote_options="default")
    rows = pl.DataFrame(whole)
    counts = pl.Series([table.num_rows for table in tables], dtype=pl.UInt32)
    owners = pl.Series(FILE, places, pl.UInt32).to_frame().select(pl.col(FILE).repeat_by(counts).explode())
    return rows.with_columns(owners[FILE] if rows.height else pl.lit(None, pl.UInt32).alias(FILE))
