"""Write the rows of tables of tracks, each once for all pages; refuses to know which page asks."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from tasks.report.facts import RankingColumn, Track, TrackTable

# stands in a written row for what leads up to the root of the tree; no name or path on a page holds a control character
UP: Final = "\x00"

WriteRow = Callable[[Track, str, bool, RankingColumn], str]


class Rows:
    """Remembers the rows that it has written, since one track stands on many pages."""

    def __init__(self, tracks: Mapping[int, Track], ranking: RankingColumn, write_row: WriteRow) -> None:
        """Take what there is to print and how a row is written."""
        self._tracks = tracks
        self._ranking = ranking
        self._write_row = write_row
        self._written: dict[tuple[int, bool], str] = {}

    def track(self, number: int) -> Track:
        """Give what is printed of a track."""
        return self._tracks[number]

    def has_art(self, numbers: Iterable[int]) -> bool:
        """Tell whether any of these tracks has an image."""
        return any(self._tracks[number].image for number in numbers)

    def table(self, numbers: Iterable[int], up: str, *, has_art: bool) -> TrackTable:
        """Give the table of these tracks for a page from which up leads to the root of the tree."""
        rows = tuple(self._row(number, has_art=has_art).replace(UP, up) for number in numbers)
        return TrackTable(rows, has_art, self._ranking)

    def _row(self, number: int, *, has_art: bool) -> str:
        """Give a track's row, written when it is first asked for."""
        written = self._written.get((number, has_art))
        if written is None:
            written = self._written[number, has_art] = self._write_row(self._tracks[number], UP, has_art, self._ranking)
        return written
