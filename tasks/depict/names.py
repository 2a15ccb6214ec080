"""Name what figures show, albums in short; refuses to know which figure shows it."""

import re
from typing import Final

import polars as pl

from tasks.depict.facts import Tables

DISPOSABLE: Final = re.compile(r"remaster|deluxe|soundtrack|standard|bonus|stereo|^the \d+(?:st|nd|rd|th)(?: mini)? album", re.IGNORECASE)
TRAILING_BRACKETS: Final = re.compile(r"(.*\S)\s*(?:\(([^()]*)\)|\[([^\[\]]*)\])\s*", re.DOTALL)
DASH: Final = " - "


def shorten_album(name: str) -> str:
    """Take from an album's name the edition it ends in: what its trailing brackets or its last dash say, as often as they do."""
    while (shorter := _without_edition(name)) != name:
        name = shorter
    return name


def _without_edition(name: str) -> str:
    """Take one edition from the end of a name, if it ends in one and something is left."""
    brackets = TRAILING_BRACKETS.fullmatch(name)
    if brackets and DISPOSABLE.search((brackets[2] or brackets[3] or "").strip()):
        return brackets[1]
    before, _, after = name.rpartition(DASH)
    return before.rstrip() if before.strip() and DISPOSABLE.search(after.strip()) else name


def name_things(tables: Tables) -> dict[str, pl.DataFrame]:
    """Give the keys and names of all tracks, albums and artists; what has no name is called by an empty text."""
    tracks = tables["core.tracks"].select(thing_key="track_uri", thing_name="track_name")
    albums = tables["core.albums"].select(thing_key="album_key", thing_name="album_name")
    short = pl.Series("thing_name", [shorten_album(name or "") for name in albums["thing_name"]], dtype=pl.String)
    return {"track": _fill(tracks), "album": _fill(albums.with_columns(short)), "artist": name_artists(tables)}


def name_artists(tables: Tables) -> pl.DataFrame:
    """Give the keys and names of all artists."""
    return _fill(tables["core.artists"].select(thing_key="artist_key", thing_name="artist_name"))


def _fill(named: pl.DataFrame) -> pl.DataFrame:
    """Call what has no name by an empty text."""
    return named.with_columns(pl.col("thing_name").fill_null(""))
