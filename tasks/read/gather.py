"""Fetch landed files, cut them into cells, and lay those of a kind together; refuses to know what the cells say."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import NamedTuple

import polars as pl

from storage.schemas import FileKind, LandedFile, Landing
from tasks.read.cells import UNUSED, cut_alike, cut_file, read_like, tell_form
from tasks.read.rejects import FILE, REFUSED
from tasks.read.texts import CONTENT, Texts
from tasks.shared_cells import LINE, Flaw
from tasks.shared_header_words import WORDS
from tasks.shared_sniffing import Form
from tasks.shared_threads import WHERE_DISKS_ARE_WAITED_FOR, work_out

TYPES = {LINE: pl.Int64(), FILE: pl.UInt32(), CONTENT: pl.UInt64()}
EVERY_COLUMN = (LINE, FILE, *(column for column in WORDS if column not in UNUSED))
OF_AN_ENTRY = (FILE, LINE, "added_at", "playlist_uri", "playlist_name", "owner_name")
SMALL_BYTES, SMALL_AT_ONCE = 1 << 18, 32
OF_A_TEXT = tuple(column for column in EVERY_COLUMN if column not in OF_AN_ENTRY)


class CutFile(NamedTuple):
    """The rows of a file, those that cannot be cut, and how many there are in all."""

    rows: pl.DataFrame
    flaws: tuple[Flaw, ...]
    row_count: int


class SmallPlaylist(NamedTuple):
    """The content of a playlist that is not cut yet, and how it is written."""

    content: bytes
    form: Form


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
    """Cut every file of a landing into cells; of small playlists, which are many, those that are written alike together."""
    files, texts = tuple(sorted(landing.files, key=lambda file: file.name)), Texts()
    opened = work_out((partial(_open, file, fetch, texts) for file in files), threads_per_core=WHERE_DISKS_ARE_WAITED_FOR)
    waiting = {place: one for place, one in enumerate(opened) if isinstance(one, SmallPlaylist)}
    batches = list(_list_alike(waiting))
    told = work_out(partial(_cut_alike, [waiting[place] for place in batch], texts) for batch in batches)
    cut = {place: one for place, one in enumerate(opened) if isinstance(one, CutFile)}
    cut |= {place: one for batch, ones in zip(batches, told, strict=True) for place, one in zip(batch, ones, strict=True)}
    return Gathered(files, [cut[place] for place in range(len(files))], texts)


def lay_together(frames: Sequence[pl.DataFrame], columns: Sequence[str] = EVERY_COLUMN) -> pl.DataFrame:
    """Give the rows of several files with every column that a file may have, or those wanted, as text."""
    schema = {column: TYPES.get(column, pl.String()) for column in columns}
    chosen = [frame.select(column for column in columns if column in frame.columns) for frame in frames]
    return pl.concat([pl.DataFrame(schema=schema), *chosen], how="diagonal").rechunk()


def _open(file: LandedFile, fetch: Callable[[str], bytes], texts: Texts) -> CutFile | SmallPlaylist:
    """Fetch a file, and cut it unless it is a small playlist."""
    content = fetch(file.blob)
    is_playlist = read_like(file) == "tracks"
    form = tell_form(file, content) if is_playlist and len(content) <= SMALL_BYTES else None
    if form is not None:
        return SmallPlaylist(content, form)
    cells = cut_file(file, content)
    if not is_playlist:
        return CutFile(cells.table, cells.flaws, cells.row_count)
    return CutFile(_hand_over(cells.table, texts), cells.flaws, cells.row_count)


def _list_alike(playlists: Mapping[int, SmallPlaylist]) -> Iterator[list[int]]:
    """Give the places of playlists that are written alike, not too many at a time."""
    alike: dict[Form, list[int]] = {}
    for place, playlist in playlists.items():
        alike.setdefault(playlist.form, []).append(place)
    return (places[first : first + SMALL_AT_ONCE] for places in alike.values() for first in range(0, len(places), SMALL_AT_ONCE))


def _cut_alike(playlists: Sequence[SmallPlaylist], texts: Texts) -> list[CutFile]:
    """Cut playlists that are written alike."""
    cells = cut_alike([playlist.content for playlist in playlists], playlists[0].form)
    rows = _hand_over(pl.concat([one.table for one in cells]), texts)
    lasts = list(accumulate(one.table.height for one in cells))
    return [CutFile(rows.slice(last - one.table.height, one.table.height), one.flaws, one.row_count) for one, last in zip(cells, lasts, strict=True)]


def _hand_over(rows: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """Hand what rows of playlists say of tracks to the texts; give the rest of the rows, and which texts are theirs."""
    contents = texts.keep(rows.select(name for name in rows.columns if name in OF_A_TEXT))
    return rows.select(name for name in rows.columns if name in (*OF_AN_ENTRY, "entry_type")).with_columns(contents)
