"""Say which list the rows of playlist-like files stand in; refuses to know what they carry."""

from collections.abc import Sequence

import polars as pl

from storage.schemas import TABLES, LandedFile
from tasks.read import uris
from tasks.read.rejects import FILE

LISTED = (FILE, "playlist_uri", "playlist_name", "owner_name", "entry_type")
OWN_PLAYLIST = "linernotes:playlist:"
LIKED_TYPES = ("favorite", "favorites", "favourite", "favourites")


def read_listings(rows: pl.DataFrame, files: Sequence[LandedFile]) -> pl.DataFrame:
    """Give each listing, told by its first row: the file it is in, whether it is the liked songs, and what its playlist is called."""
    at = rows[FILE].to_list()
    liked = pl.Series([files[place].is_liked for place in at], dtype=pl.Boolean)
    is_liked = pl.col("entry_type").str.to_lowercase().is_in(LIKED_TYPES).fill_null(value=False) | liked
    named_by_file = pl.Series([files[place].playlist_name for place in at], dtype=pl.String)
    of_albums = pl.Series([files[place].kind == "saved_albums" for place in at], dtype=pl.Boolean)
    told_uri = rows["playlist_uri"]
    spelled = uris.spell_uris(told_uri, "playlist").zip_with(~told_uri.str.starts_with(OWN_PLAYLIST).fill_null(value=False), told_uri)
    columns = TABLES["step.listings"].dtypes
    return rows.select(
        pl.int_range(pl.len(), dtype=pl.Int64).alias("listing"),
        pl.Series("file_name", [files[place].name for place in at], pl.String),
        pl.when(of_albums).then(pl.lit("album")).when(is_liked).then(pl.lit("liked")).otherwise(pl.lit("playlist")).alias("list_kind"),
        pl.coalesce(spelled, pl.Series([files[place].playlist_uri for place in at], dtype=pl.String)).alias("playlist_uri"),
        pl.coalesce(pl.col("playlist_name").str.strip_chars(), named_by_file, pl.lit("")).alias("playlist_name"),
        pl.coalesce("owner_name", pl.Series([files[place].owner_name for place in at], dtype=pl.String)).alias("owner_name"),
    ).select(*columns)
