"""Add what a person follows and keeps beside tracks: artists and albums; refuses to know playlists."""

import polars as pl

from tasks.normalise.lists import OF_ALBUMS
from tasks.shared_slugs import give_slugs, slug_of, with_id


def find_saved(listings: pl.DataFrame, entries: pl.DataFrame, variants: pl.DataFrame) -> pl.DataFrame:
    """Give the saved albums with the moment when they were saved."""
    of_albums = listings.filter(pl.col("list_kind") == OF_ALBUMS).select("listing")
    carried = entries.join(of_albums, on="listing", how="semi").group_by("variant").agg(pl.col("added_at").min().alias("saved_at"))
    told = carried.join(variants, on="variant").drop_nulls("album_subject").sort("variant")
    return told.group_by("album_subject", maintain_order=True).agg(
        pl.col("album_name").drop_nulls().first(),
        pl.coalesce("album_artist_name", pl.col("artist_names").list.first()).drop_nulls().first().alias("artist_name"),
        pl.col("album_by_name").drop_nulls().first(),
        pl.col("saved_at").min(),
    )


def add_saved(albums: pl.DataFrame, saved: pl.DataFrame) -> pl.DataFrame:
    """Mark saved albums, and add those that no list holds a track of."""
    keys = {subject: with_id(slug_of(name or ""), subject) for subject, name in saved.select("album_subject", "album_name").iter_rows()}
    new = saved.join(albums, on="album_subject", how="anti").with_columns(
        pl.col("album_subject").replace_strict(keys, return_dtype=pl.String).alias("album_key"),
        pl.when(pl.col("album_subject").str.starts_with("spotify:album:")).then("album_subject").alias("album_uri"),
        pl.lit(0, pl.Int64).alias("track_count"),
    )
    whole = pl.concat([albums, new.select(albums.columns)])
    joined = whole.join(saved.select("album_subject", "saved_at", pl.lit(value=True).alias("is_saved")), on="album_subject", how="left")
    return joined.with_columns(pl.col("is_saved").fill_null(value=False))


def add_followed(artists: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Mark followed artists, and add those who are on no track; one without URI is the artist of that name."""
    followed = told.sort("file_name", "line_number").unique(("artist_uri", "artist_name"), keep="first", maintain_order=True)
    subjects = dict(artists.drop_nulls("artist_name").sort("artist_key", descending=True).select("artist_name", "artist_subject").iter_rows())
    by_name = pl.col("artist_name").replace_strict(subjects, default=pl.lit("artist:") + pl.col("artist_name"), return_dtype=pl.String)
    named = (
        followed.with_columns(pl.coalesce("artist_uri", by_name).alias("artist_subject"))
        .unique("artist_subject", keep="first", maintain_order=True)
        .with_columns(pl.lit(value=True).alias("is_followed"))
    )
    new = named.join(artists, on="artist_subject", how="anti").with_columns(pl.coalesce("artist_name", "artist_uri").alias("artist_name"))
    keys = give_slugs(dict(new.select("artist_subject", "artist_name").iter_rows()), taken=artists["artist_key"].to_list())
    keyed = new.with_columns(pl.col("artist_subject").replace_strict(keys, return_dtype=pl.String).alias("artist_key"))
    whole = pl.concat([artists, keyed.select(artists.columns)])
    joined = whole.join(named.select("artist_subject", "is_followed", "artist_image_url"), on="artist_subject", how="left", maintain_order="left")
    return joined.with_columns(pl.col("is_followed").fill_null(value=False))
