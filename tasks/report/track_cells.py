"""Choose tracks as pages print them, and write their small cells once for all pages; refuses to know which page asks."""

from collections.abc import Iterable

from tasks.report.facts import Track
from tasks.report.library_facts import TrackCell
from tasks.report.rows import Rows
from tasks.report.site import Site
from tasks.report.templates import fill


def read_chosen(site: Site, numbers: Iterable[int]) -> dict[int, Track]:
    """Give what is printed of the tracks with these numbers."""
    return {number: site.rows.track(number) for number in sorted(set(numbers))}


class Cells:
    """Remembers the small cells of tracks that it has written."""

    def __init__(self, rows: Rows) -> None:
        """Take what is printed of tracks."""
        self._rows = rows
        self._written: dict[int, TrackCell] = {}

    def of(self, numbers: Iterable[int]) -> list[TrackCell]:
        """Give the cells of tracks in the order of these numbers."""
        wanted = list(numbers)
        new = [number for number in dict.fromkeys(wanted) if number not in self._written]
        if new:
            lines = fill("_track_cells.md.j2", [self._rows.track(number) for number in new]).split("\n")
            self._written.update((number, TrackCell(*line.split("\t"))) for number, line in zip(new, lines, strict=False))
        return [self._written[number] for number in wanted]
