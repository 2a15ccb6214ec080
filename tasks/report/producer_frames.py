"""Find what each person with a page is credited for, on whose tracks and beside whom, for all at once; refuses to know any page."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from storage.schemas import PRODUCING_TYPES
from tasks.report.entity_frames import spotify_uri
from tasks.report.facts import RankingColumn
from tasks.report.membership import COLLECTION

PRODUCER: Final = "producer"

Tables = Mapping[str, pl.DataFrame]


def list_credits(tables: Tables) -> pl.DataFrame:
    """Give every credit on a track of the library with the key and the page of the person."""
    producers = tables["mart.producers"].select("producer_key", "producer_name", page="page_path")
    type_ = pl.col("credit_type").str.to_lowercase()
    credits_ = tables["core.track_credits"].select("track_uri", type_, producer_name="person_name")
    tracks = tables["core.tracks"].select("track_uri", "is_liked", "release_date")
    return credits_.join(producers, on="producer_name").join(tracks, on="track_uri").unique().sort("producer_key", "track_uri", "credit_type")


def count_types(credits_: pl.DataFrame) -> pl.DataFrame:
    """Count each person's tracks by type of credit, the commonest first."""
    counts = _of_persons(credits_).group_by(*COLLECTION, "credit_type").agg(_track_count())
    ordered = counts.sort(*COLLECTION, "track_count", "credit_type", descending=[False, False, True, False])
    return ordered.select(*COLLECTION, "credit_type", pl.lit(None, pl.String).alias("page"), "track_count")


def count_artists(credits_: pl.DataFrame, tables: Tables, pages: pl.DataFrame, ranking: RankingColumn) -> pl.DataFrame:
    """Give the artists for whom each person wrote, arranged or produced: most liked, most tracks, key; pages have artist_key and page."""
    tracks = _of_persons(_productions(credits_)).select(*COLLECTION, "track_uri", "is_liked").unique()
    on_tracks = tables["core.track_artists"].select("track_uri", "artist_key").unique()
    counts = (
        tracks.join(on_tracks, on="track_uri").group_by(*COLLECTION, "artist_key").agg(_track_count(), pl.col("is_liked").sum().alias("liked_count"))
    )
    artists = tables["core.artists"].select("artist_key", "artist_name", spotify_uri=spotify_uri("artist_uri"))
    ranks = tables["mart.artist_ranks"].select("artist_key", "rank")
    ranked = counts.join(ranks.clear() if ranking == "none" else ranks, on="artist_key", how="left")
    named = ranked.join(artists, on="artist_key", how="left").join(pages, on="artist_key", how="left")
    ordered = named.sort(*COLLECTION, "liked_count", "track_count", "artist_key", descending=[False, False, True, True, False])
    return ordered.select(*COLLECTION, "artist_name", "page", "rank", "track_count", "liked_count", "spotify_uri")


def count_partners(credits_: pl.DataFrame) -> pl.DataFrame:
    """Give those who wrote, arranged or produced the same tracks: most tracks, name, key."""
    made = _productions(credits_)
    own = _of_persons(made).select(*COLLECTION, "track_uri").unique()
    others = made.select("track_uri", "producer_key", "producer_name", "page").unique()
    both = own.join(others, on="track_uri").filter(pl.col("producer_key") != pl.col("collection_key"))
    counts = both.group_by(*COLLECTION, "producer_key", "producer_name", "page").agg(_track_count())
    ordered = counts.sort(*COLLECTION, "track_count", "producer_name", "producer_key", descending=[False, False, True, False, False])
    return ordered.select(*COLLECTION, "producer_name", "page", "track_count")


def list_productions(credits_: pl.DataFrame, numbered: pl.DataFrame) -> dict[str, list[tuple[int, str]]]:
    """Give the tracks of each person as numbers, each with the types of credit, by release date and URI."""
    tracks = credits_.drop_nulls("page").join(numbered.select("track_uri", "track_number"), on="track_uri")
    types = pl.col("credit_type").unique().sort().str.join(", ").alias("credit_types")
    credited = tracks.group_by("producer_key", "release_date", "track_uri", "track_number").agg(types)
    found: dict[str, list[tuple[int, str]]] = {}
    ordered = credited.sort("producer_key", "release_date", "track_uri", nulls_last=True)
    for key, number, said in ordered.select("producer_key", "track_number", "credit_types").iter_rows():
        found.setdefault(key, []).append((number, said))
    return found


def _productions(credits_: pl.DataFrame) -> pl.DataFrame:
    """Give the credits for writing, arranging and producing: who plays or sings on a track does not make it."""
    return credits_.filter(pl.col("credit_type").is_in(PRODUCING_TYPES))


def _of_persons(credits_: pl.DataFrame) -> pl.DataFrame:
    """Give the credits of those who have a page, as rows of a collection."""
    person = pl.col("producer_key").alias("collection_key")
    return credits_.drop_nulls("page").select(pl.lit(PRODUCER).alias("collection_kind"), person, "track_uri", "credit_type", "is_liked")


def _track_count() -> pl.Expr:
    """Count distinct tracks."""
    return pl.col("track_uri").n_unique().cast(pl.Int64).alias("track_count")
