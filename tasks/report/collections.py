"""Lay out the overview pages of all playlists, artists, labels and genres; refuses to know where they are kept."""

from collections.abc import Iterator

from tasks.report.artist_pages import lay_out_artist
from tasks.report.artist_stories import read_stories
from tasks.report.entities import Entities
from tasks.report.gathered import gather
from tasks.report.genre_pages import lay_out_genre
from tasks.report.label_pages import lay_out_label, list_spellings
from tasks.report.playlist_pages import lay_out_playlist
from tasks.report.site import Site
from tasks.report.templates import Page


def lay_out_collections(site: Site, entities: Entities) -> Iterator[tuple[str, Page]]:
    """Give every page of a collection but the library as its path inside reports/ and what it prints, a playlist's years after it."""
    gathered, stories, spellings = gather(site, entities), read_stories(site.tables, entities), list_spellings(site.tables)
    for entry in site.entries.values():
        if entry.kind == "playlist":
            yield from lay_out_playlist(entry, gathered)
        elif entry.kind == "artist":
            yield from site.page(entry.page, lay_out_artist, entry, gathered, stories)
        elif entry.kind == "label":
            yield from site.page(entry.page, lay_out_label, entry, gathered, spellings)
        elif entry.kind == "genre":
            yield from site.page(entry.page, lay_out_genre, entry, gathered)
