"""Order the rows of tables of artists, albums, labels, genres, producers and years of all collections at once; refuses to know any page."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from tasks.report.facts import RankingColumn
from tasks.report.membership import COLLECTION
from tasks.report.tracks import shown_image
from tasks.report.year_frames import count_year_albums, count_year_artists

MOST_PRODUCERS: Final = 100
SPOTIFY_URI: Final = r"^spotify:[a-z]+:[0-9A-Za-z]+$"

Tables = Mapping[str, pl.DataFrame]


def sort_artists(tables: Tables, pages: pl.DataFrame, year_tracks: pl.DataFrame, ranking: RankingColumn) -> pl.DataFrame:
    """Give artists: most liked, most tracks, key."""
    counts = _with_years(tables["mart.collection_artists"], count_year_artists(year_tracks, tables))
    artists = tables["core.artists"].select("artist_key", "artist_name", spotify_uri=spotify_uri("artist_uri"))
    found = counts.join(artists, on="artist_key", how="left").join(_ranks(tables, "artist", ranking), on="artist_key", how="left")
    ordered = _most_first(found.join(pages_of("artist", pages), on="artist_key", how="left"), ("liked_count", "track_count"), ("artist_key",))
    return ordered.select(*COLLECTION, "artist_name", "page", "rank", "track_count", "liked_count", "spotify_uri")


def sort_albums(tables: Tables, year_tracks: pl.DataFrame, ranking: RankingColumn) -> pl.DataFrame:
    """Give albums: most tracks, most liked, name, key; an album has no page."""
    counts = _with_years(tables["mart.collection_albums"], count_year_albums(year_tracks))
    albums = tables["core.albums"].select(
        "album_key",
        "album_name",
        "release_date",
        page=pl.lit(None, pl.String),
        image=shown_image("album_image_url"),
        spotify_uri=spotify_uri("album_uri"),
    )
    found = counts.join(albums, on="album_key", how="left").join(_ranks(tables, "album", ranking), on="album_key", how="left")
    ordered = _most_first(found, ("track_count", "liked_count"), ("album_name", "album_key"))
    return ordered.select(*COLLECTION, "album_name", "page", "image", "rank", "track_count", "liked_count", "release_date", "spotify_uri")


def sort_labels(tables: Tables, pages: pl.DataFrame) -> pl.DataFrame:
    """Give labels: most liked, most tracks, name, key."""
    return _sort_named(tables["mart.collection_labels"], "label", pages)


def sort_genres(tables: Tables, pages: pl.DataFrame) -> pl.DataFrame:
    """Give genres: most liked, most tracks, name, key."""
    return _sort_named(tables["mart.collection_genres"], "genre", pages)


def sort_producers(tables: Tables, pages: pl.DataFrame) -> pl.DataFrame:
    """Give the hundred producers with most tracks, then by name and key."""
    found = tables["mart.collection_producers"].join(pages_of("producer", pages), on="producer_key", how="left")
    ordered = _most_first(found, ("track_count",), ("producer_name", "producer_key")).group_by(COLLECTION, maintain_order=True).head(MOST_PRODUCERS)
    return ordered.select(*COLLECTION, "producer_name", "page", "track_count", "credit_types")


def sort_years(tables: Tables, years: pl.DataFrame) -> pl.DataFrame:
    """Give years, the newest first; a year of a playlist may have a page."""
    pages = years.select("release_year", "page", collection_kind=pl.lit("playlist"), collection_key="playlist_key")
    found = tables["mart.collection_years"].drop_nulls("release_year").join(pages, on=[*COLLECTION, "release_year"], how="left")
    ordered = found.sort(*COLLECTION, "release_year", descending=[False, False, True])
    return ordered.select(*COLLECTION, pl.col("release_year").cast(pl.String), "page", "track_count", "liked_count")


def pages_of(kind: str, pages: pl.DataFrame) -> pl.DataFrame:
    """Give the pages of things of one kind by a key named for the kind."""
    return pages.filter(pl.col("collection_kind") == kind).select("page", pl.col("collection_key").alias(f"{kind}_key"))


def spotify_uri(column: str) -> pl.Expr:
    """Keep of a column what Spotify can open."""
    return pl.when(pl.col(column).str.contains(SPOTIFY_URI)).then(pl.col(column))


def _sort_named(counts: pl.DataFrame, kind: str, pages: pl.DataFrame) -> pl.DataFrame:
    """Give groups that carry their name: most liked, most tracks, name, key."""
    key, name = f"{kind}_key", f"{kind}_name"
    ordered = _most_first(counts.join(pages_of(kind, pages), on=key, how="left"), ("liked_count", "track_count"), (name, key))
    return ordered.select(*COLLECTION, name, "page", "track_count", "liked_count")


def _ranks(tables: Tables, thing: str, ranking: RankingColumn) -> pl.DataFrame:
    """Give the ranks of artists or albums, none where none are wanted."""
    ranks = tables[f"mart.{thing}_ranks"].select(f"{thing}_key", "rank")
    return ranks.clear() if ranking == "none" else ranks


def _with_years(counts: pl.DataFrame, of_years: pl.DataFrame) -> pl.DataFrame:
    """Put the counts of pages of years beside those of collections."""
    return pl.concat([counts, of_years.select(counts.columns)])


def _most_first(rows: pl.DataFrame, counts: tuple[str, ...], names: tuple[str, ...]) -> pl.DataFrame:
    """Sort within collections by counts from the largest on, then by names."""
    descending = [*[False for _ in COLLECTION], *[True for _ in counts], *[False for _ in names]]
    return rows.sort(*COLLECTION, *counts, *names, descending=descending, nulls_last=True)
