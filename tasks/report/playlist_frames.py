"""Order the rows of tables of playlists; refuses to know any page."""

from collections.abc import Mapping

import polars as pl

from storage.schemas import LIBRARY_KIND, LIKED_KEY
from tasks.report.entity_frames import pages_of, spotify_uri
from tasks.report.membership import COLLECTION

PRINTED = (*COLLECTION, "playlist_name", "page", "track_count", "liked_count", "spotify_uri")


def sort_playlists(tables: Mapping[str, pl.DataFrame], pages: pl.DataFrame) -> pl.DataFrame:
    """Give the playlists of the library, liked songs first, and those that hold tracks of an artist."""
    return pl.concat([_of_library(tables, pages), _of_artists(tables, pages)])


def _of_library(tables: Mapping[str, pl.DataFrame], pages: pl.DataFrame) -> pl.DataFrame:
    """Give all playlists: liked songs, then most liked, most tracks, name, key."""
    collections = tables["mart.collections"].filter(pl.col("collection_kind") == "playlist")
    counts = collections.select("track_count", "liked_count", playlist_key="collection_key")
    is_liked_songs = pl.col("playlist_key") == LIKED_KEY
    return (
        counts.join(_named(tables, pages), on="playlist_key")
        .sort(~is_liked_songs, "liked_count", "track_count", "playlist_name", "playlist_key", descending=[False, True, True, False, False])
        .select(pl.lit(LIBRARY_KIND).alias("collection_kind"), pl.lit(LIBRARY_KIND).alias("collection_key"), *PRINTED[2:])
    )


def _of_artists(tables: Mapping[str, pl.DataFrame], pages: pl.DataFrame) -> pl.DataFrame:
    """Give the playlists that hold tracks of an artist: most of them first, most liked, name, key; liked songs are no playlist here."""
    members, kind = tables["mart.collection_members"], pl.col("collection_kind")
    lists = members.filter(kind == "playlist", pl.col("collection_key") != LIKED_KEY).select("track_uri", playlist_key="collection_key")
    liked = tables["core.tracks"].select("track_uri", "is_liked")
    shared = members.filter(kind == "artist").join(lists, on="track_uri").join(liked, on="track_uri")
    counts = shared.group_by(*COLLECTION, "playlist_key").agg(
        track_count=pl.len().cast(pl.Int64), liked_count=pl.col("is_liked").sum().cast(pl.Int64)
    )
    order = (*COLLECTION, "track_count", "liked_count", "playlist_name", "playlist_key")
    named = counts.join(_named(tables, pages), on="playlist_key")
    return named.sort(order, descending=[False, False, True, True, False, False], nulls_last=True).select(PRINTED)


def _named(tables: Mapping[str, pl.DataFrame], pages: pl.DataFrame) -> pl.DataFrame:
    """Give name, page and URI of every playlist that has a page."""
    titles = tables["mart.collections"].filter(pl.col("collection_kind") == "playlist").select(playlist_key="collection_key", playlist_name="title")
    uris = tables["core.playlists"].select("playlist_key", spotify_uri=spotify_uri("playlist_uri"))
    return titles.join(pages_of("playlist", pages), on="playlist_key").join(uris, on="playlist_key", how="left")
