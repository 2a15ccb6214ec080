"""Write every page of the report tree as markdown; refuses to know where it is kept."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

import polars as pl

from storage.schemas import LIBRARY_KIND, Clustering, SkippedFile
from tasks.report.entrance import read_entrance, read_rejects
from tasks.report.facts import Cluster, ClusterPage, Entry, Overview, RankingColumn, ReportChoices
from tasks.report.membership import Key, list_members, list_nearest, read_entries
from tasks.report.rows import Rows
from tasks.report.templates import fill, fill_row
from tasks.report.tracks import number_tracks, read_tracks
from tasks.shared_paths import COVERS_FOLDER, ENTRANCE_PAGE, REJECTS_PAGE, figure_path, way_up

COVER_SHOWN: Final = re.compile(rf'(?<!\\)<img src="(?:\.\./)*({COVERS_FOLDER}/[^"]+)"')

Nearest = Mapping[tuple[str, str, int], list[int]]


def render_reports(
    tables: Mapping[str, pl.DataFrame], clusterings: Sequence[Clustering], skipped: Iterable[SkippedFile], choices: ReportChoices
) -> Iterator[tuple[str, str]]:
    """Give every page as its path inside reports/ and its text; tables are core.* and mart.* by their full names."""
    entries = read_entries(tables, clusterings)
    rejects = read_rejects(tables["core.rejects"], skipped)
    yield ENTRANCE_PAGE, fill("entrance.md.j2", read_entrance(tables, entries, rejects), "")
    yield REJECTS_PAGE, fill("rejects.md.j2", rejects, "")
    numbered = number_tracks(tables)
    members, nearest = list_members(tables, numbered), list_nearest(tables, numbered)
    rows = _rows(numbered, tables, {*chain(*members.values(), *nearest.values())}, choices.ranking_column)
    for entry in entries.values():
        if entry.kind != LIBRARY_KIND:
            yield entry.page, _overview(entry, members[entry.kind, entry.key], rows)
    yield from _cluster_pages(entries, clusterings, nearest, rows)


def referenced_covers(texts: Iterable[str]) -> set[str]:
    """Give the covers inside reports/ that these pages show."""
    return set(chain.from_iterable(COVER_SHOWN.findall(text) for text in texts))


def _rows(numbered: pl.DataFrame, tables: Mapping[str, pl.DataFrame], wanted: set[int], ranking: RankingColumn) -> Rows:
    """Make ready to write the rows of the tracks that some page shows; without ranking data there is no ranking column."""
    shown = numbered.filter(pl.col("track_number").is_in(sorted(wanted)))
    column: RankingColumn = ranking if tables["mart.track_ranks"].height else "none"
    return Rows(read_tracks(shown, tables, column), column, fill_row)


def _overview(entry: Entry, numbers: Sequence[int], rows: Rows) -> str:
    """Write the page of one collection."""
    up = way_up(entry.page)
    tracks = rows.table(numbers, up, has_art=rows.has_art(numbers))
    return fill("overview.md.j2", Overview(entry, tracks, entry.track_count - len(numbers)), up)


def _cluster_pages(entries: Mapping[Key, Entry], clusterings: Iterable[Clustering], nearest: Nearest, rows: Rows) -> Iterator[tuple[str, str]]:
    """Write the page of every clustering."""
    for clustering in sorted(clusterings, key=lambda clustering: (clustering.kind, clustering.key)):
        entry = entries[clustering.kind, clustering.key]
        path = entry.clusters_page or ""
        yield path, fill("clusters.md.j2", _cluster_page(entry, clustering, nearest, rows), way_up(path))


def _cluster_page(entry: Entry, clustering: Clustering, nearest: Nearest, rows: Rows) -> ClusterPage:
    """Gather what a cluster page prints."""
    up = way_up(entry.clusters_page or "")
    if sum(clustering.cluster_sizes) != entry.described_count:
        message = f"the clusters of {entry.kind} {entry.key} hold other tracks than are described: cluster it again"
        raise ValueError(message)
    numbered = list(enumerate(clustering.cluster_sizes, start=1))
    tracks = {number: nearest[entry.kind, entry.key, number] for number, _ in numbered}
    has_art = rows.has_art(chain(*tracks.values()))
    clusters = tuple(Cluster(number, size, rows.table(tracks[number], up, has_art=has_art)) for number, size in numbered)
    return ClusterPage(entry, figure_path(entry.kind, entry.key), clustering.is_balanced, clusters)
