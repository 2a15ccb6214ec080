"""Read what a service lists beside tracks: playlists by name and size, artists who are followed; refuses to know what they hold."""

import polars as pl

from tasks.read import uris
from tasks.read.rejects import FILE
from tasks.read.split import Sorted, part
from tasks.read.values import read_wholes
from tasks.shared_cells import LINE

PLAYLIST_COLUMNS = (LINE, FILE, "playlist_uri", "playlist_name", "owner_name", "told_count")
FOLLOWED_COLUMNS = (LINE, FILE, "artist_uris", "artist_names", "artist_image_url")
PERSON_COLUMNS = (LINE, FILE, "owner_name")
MOST_ENTRIES = 1_000_000


def read_told_playlists(rows: pl.DataFrame) -> Sorted:
    """Read the playlists of a list of playlists; what has no URI is none."""
    named = rows.with_columns(
        uris.spell_uris(rows["playlist_uri"], "playlist"),
        pl.col("playlist_name").str.strip_chars().fill_null(""),
        read_wholes(rows["told_count"], 0, MOST_ENTRIES),
    )
    return part(named, pl.when(pl.col("playlist_uri").is_null()).then(pl.lit("it names no playlist")))


def read_followed(rows: pl.DataFrame) -> Sorted:
    """Read the artists who are followed."""
    named = rows.with_columns(
        uris.spell_uris(rows["artist_uris"], "artist").alias("artist_uri"),
        pl.col("artist_names").str.strip_chars().replace("", None).alias("artist_name"),
    )
    is_nobody = pl.col("artist_uri").is_null() & pl.col("artist_name").is_null()
    return part(named, pl.when(is_nobody).then(pl.lit("it names no artist")))


def read_persons(rows: pl.DataFrame) -> Sorted:
    """Read who the person is; a profile without a name tells nothing and is no error."""
    return part(rows, None)
