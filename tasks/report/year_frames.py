"""Tell which years of a playlist have a page of their own, and count what is on it; refuses to know how it looks."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from storage.schemas import TRACKS_OF_A_YEAR_PAGE
from tasks.report.membership import COLLECTION
from tasks.shared_paths import year_path

YEAR_KIND: Final = "year"
COUNTED: Final = (pl.len().cast(pl.Int64).alias("track_count"), pl.col("is_liked").sum().cast(pl.Int64).alias("liked_count"))


def year_key(playlist_key: str, year: object) -> str:
    """Give the key under which the page of a year of a playlist is known; no slug holds a slash."""
    return f"{playlist_key}/{year}"


def list_years(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Give the years of playlists that have a page: playlist_key, release_year, the page, and its collection of kind year."""
    years = tables["mart.collection_years"]
    enough = years.filter(pl.col("collection_kind") == "playlist", pl.col("track_count") >= TRACKS_OF_A_YEAR_PAGE)
    known = enough.select("collection_key", "release_year").sort("collection_key", "release_year").rows()
    rows = [(playlist, year, year_path(playlist, year), YEAR_KIND, year_key(playlist, year)) for playlist, year in known]
    texts = dict.fromkeys(("page", *COLLECTION), pl.String)
    return pl.DataFrame(rows, schema={"playlist_key": pl.String, "release_year": pl.Int64, **texts}, orient="row")


def list_year_tracks(tables: Mapping[str, pl.DataFrame], years: pl.DataFrame) -> pl.DataFrame:
    """Give the tracks of every page of a year, with their albums."""
    members = tables["mart.collection_members"].filter(pl.col("collection_kind") == "playlist").select("track_uri", playlist_key="collection_key")
    tracks = tables["core.tracks"].select("track_uri", "release_year", "album_key", "is_liked")
    return (
        members.join(tracks, on="track_uri")
        .join(years, on=["playlist_key", "release_year"])
        .select(*COLLECTION, "track_uri", "album_key", "is_liked")
    )


def count_year_artists(year_tracks: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Count the tracks of each artist on every page of a year, as mart.collection_artists does for collections."""
    artists = tables["core.track_artists"].select("track_uri", "artist_key").unique()
    return year_tracks.join(artists, on="track_uri").group_by(*COLLECTION, "artist_key").agg(COUNTED)


def count_year_albums(year_tracks: pl.DataFrame) -> pl.DataFrame:
    """Count the tracks of each album on every page of a year, as mart.collection_albums does for collections."""
    return year_tracks.drop_nulls("album_key").group_by(*COLLECTION, "album_key").agg(COUNTED)
