"""Lay out the page of a playlist and those of its years; refuses to know where they are kept."""

from collections.abc import Iterator
from typing import Final

from tasks.report.collection_facts import GroupRow, PlaylistPage, YearPage
from tasks.report.facts import Entry
from tasks.report.gathered import Gathered
from tasks.report.listening import pair_by_age
from tasks.report.templates import Page
from tasks.report.year_frames import YEAR_KIND, year_key

FIGURES: Final = (
    *("artists", "artists_comparison", "top_tracks_time_series", "top_albums_time_series", "albums", "labels", "genres", "producers"),
    "years",
)
YEAR_FIGURE: Final = "tracks_time_series"


def lay_out_playlist(entry: Entry, gathered: Gathered) -> Iterator[tuple[str, Page]]:
    """Give the page of a playlist, and then those of its years that have one."""
    yield from gathered.site.page(entry.page, _overview, entry, gathered)
    for year in gathered.entities.years(entry.kind, entry.key):
        if year.named.page:
            yield from gathered.site.page(year.named.page, _year, entry, year, gathered)


def _overview(entry: Entry, gathered: Gathered) -> Page:
    """Lay out the page of a playlist."""
    key, entities = (entry.kind, entry.key), gathered.entities
    albums = entities.albums(*key)
    page = PlaylistPage(
        basics=gathered.basics(entry, key, gathered.figures(entry, FIGURES)),
        provenance=gathered.provenances.get(entry.key),
        artists=entities.artists(*key),
        listened=gathered.listening.pair(gathered.numbers.get(key, [])),
        albums=albums,
        labels=entities.labels(*key),
        genres=entities.genres(*key),
        producers=entities.producers(*key),
        years=entities.years(*key),
        albums_by_age=albums.turned(pair_by_age),
    )
    return Page("playlist.md.j2", page)


def _year(entry: Entry, year: GroupRow, gathered: Gathered) -> Page:
    """Lay out the page of one year of a playlist."""
    name = str(year.named.name)
    key = (YEAR_KIND, year_key(entry.key, name))
    figures = {YEAR_FIGURE: gathered.site.picture(entry.kind, entry.key, f"{name}/{YEAR_FIGURE}")}
    page = YearPage(
        basics=gathered.basics(entry, key, figures),
        year=year,
        artists=gathered.entities.artists(*key),
        albums=gathered.entities.albums(*key),
    )
    return Page("year.md.j2", page)
