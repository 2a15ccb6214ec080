"""Write the overview pages of all playlists, artists, labels and genres; refuses to know where they are kept."""

from collections.abc import Iterator

from tasks.report.artist_pages import write_artist
from tasks.report.artist_stories import read_stories
from tasks.report.entities import Entities
from tasks.report.gathered import gather
from tasks.report.genre_pages import write_genre
from tasks.report.label_pages import list_spellings, write_label
from tasks.report.playlist_pages import write_playlist
from tasks.report.site import Site


def write_collections(site: Site, entities: Entities) -> Iterator[tuple[str, str]]:
    """Give every page of a collection but the library as its path inside reports/ and its text, a playlist's years after it."""
    gathered, stories, spellings = gather(site, entities), read_stories(site.tables, entities), list_spellings(site.tables)
    for entry in site.entries.values():
        if entry.kind == "playlist":
            yield from write_playlist(entry, gathered)
        elif entry.kind == "artist":
            yield from site.page(entry.page, write_artist, entry, gathered, stories)
        elif entry.kind == "label":
            yield from site.page(entry.page, write_label, entry, gathered, spellings)
        elif entry.kind == "genre":
            yield from site.page(entry.page, write_genre, entry, gathered)
