"""Read some tracks as pages print them, and write their small cells once for all pages; refuses to know which page asks."""

from collections.abc import Iterable, Mapping

import polars as pl

from tasks.report.facts import Track
from tasks.report.library_facts import TrackCell
from tasks.report.rows import UP
from tasks.report.site import Site
from tasks.report.templates import fill
from tasks.report.tracks import read_tracks


def read_chosen(site: Site, numbers: Iterable[int]) -> dict[int, Track]:
    """Give what is printed of the tracks with these numbers."""
    wanted = pl.DataFrame({"track_number": sorted(set(numbers))}, schema={"track_number": site.numbered.schema["track_number"]})
    return read_tracks(site.numbered.join(wanted, on="track_number", how="semi"), site.tables, site.ranking)


def write_cells(tracks: Mapping[int, Track]) -> dict[int, TrackCell]:
    """Write the small cells of tracks, with a mark in place of what leads up to the root of the tree."""
    lines = fill("_track_cells.md.j2", tuple(tracks.values()), UP).split("\n")
    return {number: TrackCell(*line.split("\t")) for number, line in zip(tracks, lines, strict=False)}
