"""Give playlists their names, keys, entries and sources, and the liked songs; refuses to know which listings are one playlist."""

import polars as pl

from storage.schemas import LIKED_KEY, TABLES
from tasks.normalise.lists import LIKED_IDENTITY
from tasks.normalise.meetings import SPOTIFY_PLAYLIST
from tasks.shared_slugs import give_slugs

NO_NAME = "(no name)"
BEST_NAMED = ("spotify", "account_data", "exports")  # an export's playlist is often named by its file


def give_playlists(lists: pl.DataFrame) -> pl.DataFrame:
    """Give each playlist its key and its name as a reader would write it; what the freshest source lacks the others tell."""
    turn = pl.col("source").replace_strict(BEST_NAMED, range(len(BEST_NAMED)), return_dtype=pl.Int64)
    playlists = lists.filter(pl.col("identity") != LIKED_IDENTITY)
    ordered = playlists.sort(~pl.col("is_leading"), "told_at", descending=(False, True), nulls_last=True, maintain_order=True)
    best_named = ordered.sort(turn, maintain_order=True).group_by("identity", maintain_order=True)
    names = best_named.agg(pl.col("playlist_name").drop_nulls().first().fill_null(""))
    is_spotify = pl.col("playlist_uri").str.starts_with(SPOTIFY_PLAYLIST)
    told = names.join(
        ordered.group_by("identity").agg(
            pl.coalesce(pl.col("playlist_uri").filter(is_spotify).first(), pl.col("playlist_uri").drop_nulls().first()),
            pl.col("owner_name").drop_nulls().first(),
            pl.col("row_count").filter("is_leading").sum().alias("entry_count"),
            pl.col("told_count").drop_nulls().first(),
            pl.col("is_leading").any().alias("has_entries"),
        ),
        on="identity",
    )
    keys = _give_keys(told)
    spaced = pl.when(pl.col("playlist_name").str.contains(r"\s")).then("playlist_name").otherwise(pl.col("playlist_name").str.replace_all("_", " "))
    readable = spaced.str.strip_chars()
    return told.with_columns(
        pl.col("identity").replace_strict(keys, return_dtype=pl.String).alias("playlist_key"),
        pl.when(readable == "")
        .then(pl.when(pl.col("playlist_name") == "").then(pl.lit(NO_NAME)).otherwise("playlist_name"))
        .otherwise(readable)
        .alias("playlist_name"),
        pl.when("has_entries").then("entry_count").otherwise("told_count").alias("track_count"),
        (pl.col("has_entries") | (pl.col("told_count") == 0).fill_null(value=False)).alias("is_content_known"),
    )


def _give_keys(told: pl.DataFrame) -> dict[str, str]:
    """Give every playlist a key; those without pages take what the others leave."""
    keys: dict[str, str] = {}
    for has_entries in (True, False):
        named = told.filter(pl.col("has_entries") == has_entries).select("identity", "playlist_name")
        keys |= give_slugs(dict(named.iter_rows()), taken=(LIKED_KEY, *keys.values()))
    return keys


def tell_playlist_sources(lists: pl.DataFrame, playlists: pl.DataFrame) -> pl.DataFrame:
    """Say of each playlist which sources tell it, what they call it, and by what it was recognised; one row a source, its freshest."""
    keys = pl.concat([playlists.select("identity", "playlist_key"), pl.DataFrame({"identity": [LIKED_IDENTITY], "playlist_key": [LIKED_KEY]})])
    order = (~pl.col("is_leading"), pl.col("listing").is_null(), pl.col("told_at"), pl.col("file_name"))
    of_that_file = pl.col("row_count").filter(pl.col("file_name") == pl.col("file_name").first())
    freshest = (
        lists.sort(*order, descending=(False, False, True, False), nulls_last=True, maintain_order=True)
        .group_by("identity", "source", maintain_order=True)
        .agg(
            pl.col("playlist_name").drop_nulls().first().alias("source_name"),
            pl.col("playlist_uri").drop_nulls().first().alias("source_uri"),
            pl.col("match_rule").first(),
            pl.coalesce(of_that_file.sum().replace(0, None), pl.col("told_count").drop_nulls().first()).alias("told_count"),
            pl.col("told_at").first(),
            pl.col("is_leading").first(),
            pl.col("file_name").first(),
            pl.col("doubt").first(),
        )
        .join(keys, on="identity")
    )
    return freshest.select(pl.col(name).cast(dtype) for name, dtype in TABLES["core.playlist_sources"].dtypes.items())


def list_entries(entries: pl.DataFrame, lists: pl.DataFrame, playlists: pl.DataFrame) -> pl.DataFrame:
    """Give the entries of all playlists, in the order of their files."""
    keys = playlists.select("identity", "playlist_key").sort("playlist_key").with_row_index("playlist")
    placed = entries.join(lists.join(keys, on="identity").select("listing", "playlist"), on="listing").sort("playlist", "line_number")
    return placed.select(
        keys["playlist_key"][placed["playlist"]],
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("playlist").alias("playlist_position"),
        "track_uri",
        "added_at",
    ).select(*TABLES["core.playlist_tracks"].dtypes)


def give_likes(entries: pl.DataFrame, lists: pl.DataFrame) -> pl.DataFrame:
    """Give the liked tracks with the moment when they were first liked."""
    liked = entries.join(lists.filter(pl.col("identity") == LIKED_IDENTITY).select("listing"), on="listing", how="semi")
    return liked.group_by("track_uri").agg(pl.col("added_at").min().alias("liked_at"))
