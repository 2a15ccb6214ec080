"""Lay out the entrance of the tree, from which every page can be reached; refuses to know where it is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

import polars as pl

from storage.schemas import LIBRARY_KIND
from tasks.report.collection_facts import AlbumRow, ArtistRow, GroupRow, ProducerRow
from tasks.report.entities import Entities
from tasks.report.facts import Entry, Known, Named, TrackTable
from tasks.report.library_facts import LibraryPage, Most, Noted
from tasks.report.provenance import list_sources, list_untold
from tasks.report.site import Site
from tasks.report.templates import Page
from tasks.report.top_lists import list_top_artists, list_top_tracks
from tasks.shared_paths import ENTRANCE_PAGE

MOST_LISTED: Final = 100
LIBRARY: Final = (LIBRARY_KIND, LIBRARY_KIND)
FIGURES: Final = (
    *("playlists_comparison", "artists", "top_artists/score", "top_artists/long_term", "top_artists/medium_term", "top_tracks/score"),
    *("top_tracks/long_term", "top_albums/score", "genres", "genres_comparison", "labels", "producers"),
)

Ranked = TypeVar("Ranked", ArtistRow, AlbumRow)
Row = ArtistRow | GroupRow | ProducerRow


def lay_out_entrance(site: Site, entities: Entities, noted: Noted) -> Page:
    """Lay out the entrance of the tree."""
    page = LibraryPage(
        library=site.entries.get(LIBRARY) or _empty_library(),
        playlist_count=site.tables["core.playlists"].height,
        artist_count=_count_artists(site.tables),
        album_count=site.tables["core.albums"].filter(pl.col("track_count").fill_null(1) > 0).height,
        basis=site.ranking_basis,
        noted=noted,
        figures={name: path for name in FIGURES if (path := site.picture(*LIBRARY, name))},
        playlists=entities.playlists(*LIBRARY),
        artists=_most(by_rank(entities.artists(*LIBRARY)), _pages_of(site, "artist")),
        top_artists=list_top_artists(site, entities),
        tracks=_top_tracks(site),
        top_tracks=list_top_tracks(site),
        albums=by_rank(entities.albums(*LIBRARY))[:MOST_LISTED],
        genres=_most(entities.genres(*LIBRARY), _pages_of(site, "genre")),
        labels=_most(entities.labels(*LIBRARY), _pages_of(site, "label")),
        producers=_producers(site.tables, entities),
        coverage=_coverage(site.tables["mart.coverage"]),
        untold=list_untold(site.tables),
        sources=list_sources(site.tables),
    )
    return Page("library.md.j2", page)


def by_rank(rows: Iterable[Ranked]) -> tuple[Ranked, ...]:
    """Put what has a rank first, in the order of ranks; the others keep their order."""
    return tuple(sorted(rows, key=lambda row: (row.rank is None, row.rank or 0)))


def _most(rows: Sequence[Row], with_pages: Iterable[Named]) -> Most:
    """Keep the first rows, and all else that has a page."""
    shown = tuple(rows[:MOST_LISTED])
    pages = {row.named.page for row in shown}
    return Most(shown, len(rows), tuple(named for named in with_pages if named.page not in pages))


def _pages_of(site: Site, kind: str) -> list[Named]:
    """Give everything of a kind that has a page, in the order of titles."""
    entries = [entry for entry in site.entries.values() if entry.kind == kind]
    return [Named(entry.title, entry.page) for entry in sorted(entries, key=lambda entry: (entry.title, entry.key))]


def _producers(tables: Mapping[str, pl.DataFrame], entities: Entities) -> Most:
    """Give the first producers, how many there are, and all others who have a page, in the order of names."""
    rows = tables["mart.producers"].drop_nulls("page_path").sort("producer_name", "producer_key").select("producer_name", "page_path").rows()
    most = _most(entities.producers(*LIBRARY), [Named(name, page) for name, page in rows])
    return replace(most, row_count=tables["mart.collection_producers"].filter(pl.col("collection_kind") == LIBRARY_KIND).height)


def _top_tracks(site: Site) -> TrackTable:
    """Give the tracks of the first ranks; they have the first numbers."""
    ranked = site.numbered.drop_nulls("rank").sort("track_number")["track_number"]
    return site.track_table(ranked.head(MOST_LISTED).to_list())


def _coverage(coverage: pl.DataFrame) -> tuple[Known, ...]:
    """Give coverage by fact, the source that knows most first."""
    ordered = coverage.sort("fact", "track_count", "source", descending=[False, True, False], nulls_last=True)
    return tuple(Known(fact, source, count) for fact, source, count in ordered.select("fact", "source", "track_count").iter_rows())


def _count_artists(tables: Mapping[str, pl.DataFrame]) -> int:
    """Count the artists of the library's tracks; who is only followed or listed is none of them."""
    return tables["core.track_artists"]["artist_key"].n_unique()


def _empty_library() -> Entry:
    """Give the library that has no track, and so is no collection."""
    return Entry(*LIBRARY, "", ENTRANCE_PAGE, None, None, 0, 0, 0, 0, ())
