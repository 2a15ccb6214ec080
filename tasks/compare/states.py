"""Draw the state of a library that later nights are compared with; refuses to know what any other night held."""

from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl

from storage.schemas import LIKED_KEY, TABLES
from tasks.shared_facts import pack_features

LIKED_TITLE: Final = "Liked Tracks"
PLAYLIST, PLAYLIST_URI, MEMBER, DOUBT = "playlist", "playlist_uri", "member", "doubt"
OWN_PLAYLIST: Final = "linernotes:playlist:"
TRACK_NAME, ALBUM_NAME, ARTIST_NAME = "track_name", "album_name", "artist_name"
SUBJECT_OF_FACT: Final = {
    "first_artist": TRACK_NAME,
    "isrc": TRACK_NAME,
    "features": TRACK_NAME,
    "release_date": ALBUM_NAME,
    "label": ALBUM_NAME,
    "genres": ARTIST_NAME,
    TRACK_NAME: TRACK_NAME,
}
PAGE_PARTS: Final = {f"{kind}_page": kind for kind in ("artist", "label", "genre", "producer")}
STATE: Final = TABLES["step.states"].dtypes
DRAWN_FROM: Final = (
    "core.albums",
    "core.album_labels",
    "core.artists",
    "core.artist_genres",
    "core.playlists",
    "core.playlist_sources",
    "core.playlist_tracks",
    "core.tracks",
    "core.track_artists",
    "core.track_features",
    "mart.collections",
    "mart.producers",
)

Tables = Mapping[str, pl.DataFrame]


def draw_state(tables: Tables) -> pl.DataFrame:
    """Give all that changes are told of, one thing a row; equal libraries have equal states."""
    drawn = [*_playlists(tables), *_tracks(tables), *_albums(tables), *_artists(tables), *_pages(tables)]
    return pl.concat([pl.DataFrame(schema=STATE), *drawn]).unique().sort(*STATE, nulls_last=True)


def _playlists(tables: Tables) -> Iterator[pl.DataFrame]:
    """Draw the playlists, liked songs among them even while nothing is liked, who is in them, and which are kept as they were."""
    playlists, tracks = tables["core.playlists"], tables["core.tracks"]
    yield _rows(PLAYLIST, playlists, "playlist_key", pl.col("playlist_name").fill_null(""))
    yield pl.DataFrame([(PLAYLIST, LIKED_KEY, LIKED_TITLE)], schema=STATE, orient="row")
    with_uri = playlists.filter(~pl.col("playlist_uri").str.starts_with(OWN_PLAYLIST))
    yield _rows(PLAYLIST_URI, with_uri, "playlist_key", pl.col("playlist_uri"))
    yield _rows(DOUBT, tables["core.playlist_sources"].filter("is_leading").drop_nulls("doubt"), "playlist_key", pl.col("doubt"))
    yield _rows(MEMBER, tables["core.playlist_tracks"], "playlist_key", pl.col("track_uri"))
    yield _rows(MEMBER, tracks.filter("is_liked").select("track_uri", key=pl.lit(LIKED_KEY)), "key", pl.col("track_uri"))


def _tracks(tables: Tables) -> Iterator[pl.DataFrame]:
    """Draw the tracks and what is known of them."""
    tracks = tables["core.tracks"]
    yield _rows(TRACK_NAME, tracks, "track_uri", pl.col("track_name"))
    yield _rows("first_artist", tracks.drop_nulls("artist_name"), "track_uri", pl.col("artist_name"))
    yield _rows("isrc", tracks.drop_nulls("isrc"), "track_uri", pl.col("isrc"))
    yield _rows("features", tables["core.track_features"], "track_uri", pack_features())


def _albums(tables: Tables) -> Iterator[pl.DataFrame]:
    """Draw the albums and what is known of them."""
    albums = tables["core.albums"]
    yield _rows(ALBUM_NAME, albums, "album_key", pl.col("album_name"))
    yield _rows("release_date", albums.drop_nulls("release_date"), "album_key", pl.col("release_date"))
    labels = tables["core.album_labels"].group_by("album_key").agg(pl.col("raw_label").min())
    yield _rows("label", labels.drop_nulls("raw_label"), "album_key", pl.col("raw_label"))


def _artists(tables: Tables) -> Iterator[pl.DataFrame]:
    """Draw the artists whose tracks these are, and their genres."""
    primary = tables["core.track_artists"].filter(pl.col("artist_position") == 0).select("artist_key")
    artists = tables["core.artists"].join(primary, on="artist_key", how="semi")
    yield _rows(ARTIST_NAME, artists, "artist_key", pl.col("artist_name"))
    known = tables["core.artist_genres"].join(primary, on="artist_key", how="semi")
    genres = known.group_by("artist_key").agg(pl.col("genre_name").unique().sort().str.join(", "))
    yield _rows("genres", genres, "artist_key", pl.col("genre_name"))


def _pages(tables: Tables) -> Iterator[pl.DataFrame]:
    """Draw which pages there are, those of playlists apart."""
    for part, kind in PAGE_PARTS.items():
        if kind == "producer":
            yield _rows(part, tables["mart.producers"].drop_nulls("page_path"), "producer_key", pl.col("producer_name"))
        else:
            yield _rows(part, tables["mart.collections"].filter(pl.col("collection_kind") == kind), "collection_key", pl.col("title"))


def _rows(part: str, things: pl.DataFrame, subject: str, value: pl.Expr) -> pl.DataFrame:
    """Give one part of the state: what it is said of, and what."""
    return things.select(part=pl.lit(part), subject=pl.col(subject), value=value.cast(pl.String))
