"""Write the rows of tables of tracks, each once for all pages; refuses to know which page asks."""

from collections.abc import Callable, Iterable, Sequence

import polars as pl

from tasks.report.facts import RankingColumn, Track, TrackTable
from tasks.report.sealed import Sealed, hash_rows, seal
from tasks.report.tracks import read_track

WriteRow = Callable[[Track, bool, RankingColumn], str]


class Rows:
    """Remembers the tracks that it has read and the rows that it has written, since one track stands on many pages."""

    def __init__(self, printed: pl.DataFrame, ranking: RankingColumn, write_row: WriteRow) -> None:
        """Take what there is to print of all tracks, in the order of their numbers, and how a row is written."""
        self._printed = printed
        self._hashes = hash_rows(printed)
        self._has_image = printed["image"].is_not_null().to_numpy()
        self._ranking = ranking
        self._write_row = write_row
        self._tracks: dict[int, Track] = {}
        self._written: dict[tuple[int, bool], str] = {}

    def track(self, number: int) -> Track:
        """Give what is printed of a track."""
        track = self._tracks.get(number)
        if track is None:
            track = self._tracks[number] = read_track(self._printed.row(number, named=True))
        return track

    def has_art(self, numbers: Sequence[int]) -> bool:
        """Tell whether any of these tracks has an image."""
        return bool(self._has_image[numbers].any())

    def seal(self, numbers: Sequence[int], told: Iterable[object] = ()) -> str:
        """Seal what is printed of these tracks, and what else is told of them."""
        return seal(self._hashes[numbers], repr(tuple(told)))

    def table(self, numbers: Sequence[int], *, has_art: bool) -> TrackTable:
        """Give the table of these tracks."""
        rows = Sealed(self.seal(numbers), lambda: [self._row(number, has_art=has_art) for number in numbers])
        return TrackTable(rows, has_art, self._ranking)

    def _row(self, number: int, *, has_art: bool) -> str:
        """Give a track's row, written when it is first asked for."""
        written = self._written.get((number, has_art))
        if written is None:
            written = self._written[number, has_art] = self._write_row(self.track(number), has_art, self._ranking)
        return written
