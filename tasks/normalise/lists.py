"""Merge the listings of playlists into one library of playlists; refuses to know what a track is called."""

import polars as pl

from storage.schemas import LIKED_KEY, TABLES
from tasks.shared_identities import rank_files
from tasks.shared_slugs import give_slugs

NO_NAME = "(no name)"
LIKED_IDENTITY = "liked"


def merge_lists(rows: pl.DataFrame, source_files: pl.DataFrame) -> pl.DataFrame:
    """Keep of each playlist the freshest of its listings: largest Added At, then rows, then digest."""
    identity = (
        pl.when(pl.col("list_kind") == "liked")
        .then(pl.lit(LIKED_IDENTITY))
        .otherwise(pl.coalesce("playlist_uri", pl.lit("name:") + pl.col("playlist_name").str.replace_all(r"\s", "_")))
    )
    ranked = rows.with_columns(identity.alias("identity")).join(rank_files(source_files).drop("newest_added_at"), on="file_name", how="left")
    listings = ranked.group_by("identity", "file_name").agg(pl.col("added_at").max(), pl.len().alias("rows"), pl.col("file_rank").first())
    order = ("added_at", "rows", "file_rank")
    winners = listings.sort(order, descending=(True, True, False), nulls_last=True).unique("identity", keep="first", maintain_order=True)
    return ranked.join(winners.select("identity", "file_name"), on=("identity", "file_name"), how="semi")


def give_playlists(entries: pl.DataFrame) -> pl.DataFrame:
    """Give each playlist its key and its name as a reader would write it."""
    lists = entries.filter(pl.col("identity") != LIKED_IDENTITY)
    told = lists.group_by("identity").agg(
        pl.col("playlist_uri").drop_nulls().first(),
        pl.col("playlist_name").drop_nulls().first().fill_null(""),
        pl.col("owner_name").drop_nulls().first(),
        pl.len().cast(pl.Int64).alias("track_count"),
    )
    keys = give_slugs(dict(told.select("identity", "playlist_name").iter_rows()), taken=(LIKED_KEY,))
    spaced = pl.when(pl.col("playlist_name").str.contains(r"\s")).then("playlist_name").otherwise(pl.col("playlist_name").str.replace_all("_", " "))
    readable = spaced.str.strip_chars()
    return told.with_columns(
        pl.col("identity").replace_strict(keys, return_dtype=pl.String).alias("playlist_key"),
        pl.when(readable == "")
        .then(pl.when(pl.col("playlist_name") == "").then(pl.lit(NO_NAME)).otherwise("playlist_name"))
        .otherwise(readable)
        .alias("playlist_name"),
    )


def list_entries(entries: pl.DataFrame, playlists: pl.DataFrame) -> pl.DataFrame:
    """Give the entries of all playlists, in the order of their files."""
    placed = entries.join(playlists.select("identity", "playlist_key"), on="identity").sort("playlist_key", "file_name", "line_number")
    return placed.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("playlist_key").alias("playlist_position")).select(
        *TABLES["core.playlist_tracks"].dtypes
    )


def give_likes(entries: pl.DataFrame) -> pl.DataFrame:
    """Give the liked tracks with the moment when they were first liked."""
    liked = entries.filter(pl.col("identity") == LIKED_IDENTITY)
    return liked.group_by("track_uri").agg(pl.col("added_at").min().alias("liked_at"))
