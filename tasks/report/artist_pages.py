"""Lay out the page of an artist; refuses to know where it is kept."""

from typing import Final

from tasks.report.artist_facts import ArtistPage, Credits
from tasks.report.artist_stories import Stories
from tasks.report.facts import Entry
from tasks.report.gathered import Gathered
from tasks.report.templates import Page

FIGURES: Final = (
    "rank_time_series",
    "track_rank_time_series_score",
    "track_rank_time_series_long_term",
    "track_rank_time_series_medium_term",
    "album_rank_time_series",
    "producers",
)


def lay_out_artist(entry: Entry, gathered: Gathered, stories: Stories) -> Page:
    """Lay out the page of an artist."""
    key, entities = (entry.kind, entry.key), gathered.entities
    page = ArtistPage(
        basics=gathered.basics(entry, key, gathered.figures(entry, FIGURES)),
        relations=stories.relations.get(entry.key, ()),
        places=stories.places.get(entry.key, ()),
        rank=stories.ranks.get(entry.key),
        albums=entities.albums(*key),
        playlists=entities.playlists(*key),
        labels=entities.labels(*key),
        genres=stories.genres.get(entry.key, ()),
        credits=stories.credits.get(entry.key, Credits()),
        producers=entities.producers(*key),
    )
    return Page("artist.md.j2", page)
