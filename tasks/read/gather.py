"""Fetch landed files, cut them into cells, and lay those of a kind together; refuses to know what the cells say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import polars as pl

from storage.schemas import FileKind, LandedFile, Landing
from tasks.read.cells import UNUSED, cut_file, read_like
from tasks.read.rejects import FILE, REFUSED
from tasks.read.texts import CONTENT, Texts
from tasks.shared_cells import LINE, Flaw
from tasks.shared_header_words import WORDS
from tasks.shared_threads import WHERE_DISKS_ARE_WAITED_FOR, work_out

TYPES = {LINE: pl.Int64(), FILE: pl.UInt32(), CONTENT: pl.UInt64()}
EVERY_COLUMN = (LINE, FILE, *(column for column in WORDS if column not in UNUSED))
OF_AN_ENTRY = (FILE, LINE, "added_at", "playlist_uri", "playlist_name", "owner_name")
OF_A_TEXT = tuple(column for column in EVERY_COLUMN if column not in OF_AN_ENTRY)


class CutFile(NamedTuple):
    """The rows of a file, those that cannot be cut, and how many there are in all."""

    rows: pl.DataFrame
    flaws: tuple[Flaw, ...]
    row_count: int


@dataclass(frozen=True)
class Gathered:
    """All files in the order of their names, and the rows of each as text; what rows of playlists say of tracks is kept apart, once."""

    files: tuple[LandedFile, ...]
    cut: list[CutFile]
    texts: Texts

    def of(self, kind: FileKind) -> list[pl.DataFrame]:
        """Give the rows of each file that the reader of a kind reads."""
        chosen = ((place, self.cut[place].rows) for place, file in enumerate(self.files) if read_like(file) == kind)
        return [rows.with_columns(pl.lit(place, pl.UInt32).alias(FILE)) for place, rows in chosen]

    @property
    def flaws(self) -> pl.DataFrame:
        """Give what could not be cut, as refused rows."""
        told = [(place, flaw.line, flaw.reason) for place, one in enumerate(self.cut) for flaw in one.flaws]
        return pl.DataFrame(told, REFUSED, orient="row")


def gather(landing: Landing, fetch: Callable[[str], bytes]) -> Gathered:
    """Cut every file of a landing into cells."""
    files, texts = tuple(sorted(landing.files, key=lambda file: file.name)), Texts()
    cut = work_out((partial(_cut, file, fetch, texts) for file in files), threads_per_core=WHERE_DISKS_ARE_WAITED_FOR)
    return Gathered(files, cut, texts)


def lay_together(frames: Sequence[pl.DataFrame], columns: Sequence[str] = EVERY_COLUMN) -> pl.DataFrame:
    """Give the rows of several files with every column that a file may have, or those wanted, as text."""
    schema = {column: TYPES.get(column, pl.String()) for column in columns}
    chosen = [frame.select(column for column in columns if column in frame.columns) for frame in frames]
    return pl.concat([pl.DataFrame(schema=schema), *chosen], how="diagonal").rechunk()


def _cut(file: LandedFile, fetch: Callable[[str], bytes], texts: Texts) -> CutFile:
    """Fetch and cut a file; of a playlist, what its rows say of tracks is handed to the texts."""
    cells = cut_file(file, fetch(file.blob))
    if read_like(file) != "tracks":
        return CutFile(cells.table, cells.flaws, cells.row_count)
    names = cells.table.columns
    contents = texts.keep(cells.table.select(name for name in names if name in OF_A_TEXT))
    entries = cells.table.select(name for name in names if name in (*OF_AN_ENTRY, "entry_type"))
    return CutFile(entries.with_columns(contents), cells.flaws, cells.row_count)
