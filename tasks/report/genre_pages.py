"""Lay out the page of a genre; refuses to know where it is kept."""

from typing import Final

from tasks.report.collection_facts import GenrePage
from tasks.report.facts import Entry
from tasks.report.gathered import Gathered
from tasks.report.listening import pair_by_age
from tasks.report.templates import Page

FIGURES: Final = ("artists", "artists_comparison", "albums", "labels", "producers", "years")


def lay_out_genre(entry: Entry, gathered: Gathered) -> Page:
    """Lay out the page of a genre."""
    key, entities = (entry.kind, entry.key), gathered.entities
    albums = entities.albums(*key)
    page = GenrePage(
        basics=gathered.basics(entry, key, gathered.figures(entry, FIGURES)),
        artists=entities.artists(*key),
        listened=gathered.listening.pair(gathered.numbers.get(key, [])),
        albums=albums,
        labels=entities.labels(*key),
        producers=entities.producers(*key),
        albums_by_age=albums.turned(pair_by_age),
    )
    return Page("genre.md.j2", page)
