"""Choose tracks as pages print them, and write their small cells once for all pages; refuses to know which page asks."""

from collections.abc import Iterable, Mapping

from tasks.report.facts import Track
from tasks.report.library_facts import TrackCell
from tasks.report.rows import UP
from tasks.report.site import Site
from tasks.report.templates import fill


def read_chosen(site: Site, numbers: Iterable[int]) -> dict[int, Track]:
    """Give what is printed of the tracks with these numbers."""
    return {number: site.rows.track(number) for number in sorted(set(numbers))}


def write_cells(tracks: Mapping[int, Track]) -> dict[int, TrackCell]:
    """Write the small cells of tracks, with a mark in place of what leads up to the root of the tree."""
    lines = fill("_track_cells.md.j2", tuple(tracks.values()), UP).split("\n")
    return {number: TrackCell(*line.split("\t")) for number, line in zip(tracks, lines, strict=False)}
