"""Write the page of a genre; refuses to know where it is kept."""

from typing import Final

from tasks.report.collection_facts import GenrePage
from tasks.report.facts import Entry
from tasks.report.gathered import Gathered
from tasks.report.listening import pair_by_age
from tasks.report.templates import fill
from tasks.shared_paths import way_up

FIGURES: Final = ("artists", "artists_comparison", "albums", "labels", "producers", "years")


def write_genre(entry: Entry, gathered: Gathered) -> str:
    """Write the page of a genre."""
    key, entities = (entry.kind, entry.key), gathered.entities
    albums = entities.albums(*key)
    page = GenrePage(
        basics=gathered.basics(entry, entry.page, key, gathered.figures(entry, FIGURES)),
        artists=entities.artists(*key),
        listened=gathered.listening.pair(gathered.numbers.get(key, [])),
        albums=albums,
        labels=entities.labels(*key),
        producers=entities.producers(*key),
        albums_by_age=pair_by_age(albums),
    )
    return fill("genre.md.j2", page, way_up(entry.page))
