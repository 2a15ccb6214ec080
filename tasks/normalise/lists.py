"""Merge the listings of playlists into one library of playlists; refuses to know what a track is called."""

import polars as pl

from storage.schemas import LIKED_KEY, TABLES
from tasks.shared_identities import rank_files
from tasks.shared_slugs import give_slugs

NO_NAME = "(no name)"
LIKED_IDENTITY = "liked"


def merge_lists(listings: pl.DataFrame, entries: pl.DataFrame, source_files: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Keep of each playlist the freshest of its listings, with their entries: largest Added At, then rows, then digest."""
    identity = (
        pl.when(pl.col("list_kind") == "liked")
        .then(pl.lit(LIKED_IDENTITY))
        .otherwise(pl.coalesce("playlist_uri", pl.lit("name:") + pl.col("playlist_name").str.replace_all(r"\s", "_")))
    )
    counted = entries.group_by("listing").agg(pl.col("added_at").max(), pl.len().cast(pl.Int64).alias("row_count"))
    ranks = rank_files(source_files).select("file_name", "file_rank")
    told = listings.with_columns(identity.alias("identity")).join(counted, on="listing").join(ranks, on="file_name", how="left").sort("listing")
    in_files = told.group_by("identity", "file_name").agg(pl.col("added_at").max(), pl.col("row_count").sum(), pl.col("file_rank").first())
    order = ("added_at", "row_count", "file_rank")
    freshest = in_files.sort(order, descending=(True, True, False), nulls_last=True).unique("identity", keep="first", maintain_order=True)
    kept = told.join(freshest.select("identity", "file_name"), on=("identity", "file_name"), how="semi", maintain_order="left")
    return kept, entries.join(kept.select("listing"), on="listing", how="semi", maintain_order="left")


def give_playlists(listings: pl.DataFrame) -> pl.DataFrame:
    """Give each playlist its key and its name as a reader would write it."""
    lists = listings.filter(pl.col("identity") != LIKED_IDENTITY)
    told = lists.group_by("identity", maintain_order=True).agg(
        pl.col("playlist_uri").drop_nulls().first(),
        pl.col("playlist_name").drop_nulls().first().fill_null(""),
        pl.col("owner_name").drop_nulls().first(),
        pl.col("row_count").sum().alias("track_count"),
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


def list_entries(entries: pl.DataFrame, listings: pl.DataFrame, playlists: pl.DataFrame) -> pl.DataFrame:
    """Give the entries of all playlists, in the order of their files."""
    keys = playlists.select("identity", "playlist_key").sort("playlist_key").with_row_index("playlist")
    placed = entries.join(listings.join(keys, on="identity").select("listing", "playlist"), on="listing").sort("playlist", "line_number")
    return placed.select(
        keys["playlist_key"][placed["playlist"]],
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("playlist").alias("playlist_position"),
        "track_uri",
        "added_at",
    ).select(*TABLES["core.playlist_tracks"].dtypes)


def give_likes(entries: pl.DataFrame, listings: pl.DataFrame) -> pl.DataFrame:
    """Give the liked tracks with the moment when they were first liked."""
    liked = entries.join(listings.filter(pl.col("identity") == LIKED_IDENTITY).select("listing"), on="listing", how="semi")
    return liked.group_by("track_uri").agg(pl.col("added_at").min().alias("liked_at"))
