"""Build the mart tables by their SQL files; refuses to know where tables lie, what was known before and how collections are clustered."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

import polars as pl

from storage.schemas import LIBRARY_KIND, LIKED_KEY, PRODUCING_TYPES, TABLES
from storage.warehouse import Desk
from tasks.shared_slugs import give_slugs

FACTS = ("features", "isrc", "label", "genre", "release_date", "cover")
LIST_POINTS = pl.DataFrame(
    [
        ("short_term", 1.0, 50),
        ("medium_term", 4.0, 50),
        ("long_term", 8.0, 50),
        ("on_repeat", 2.0, 30),
        ("repeat_rewind", 0.5, 30),
    ],
    schema={"term": pl.String(), "points_a_place": pl.Float64(), "places": pl.Int64()},
    orient="row",
)
PAGE_THRESHOLDS = {
    "artist_tracks": 50,
    "artist_tracks_if_liked": 10,
    "artist_liked": 5,
    "label_tracks": 10,
    "genre_tracks": 50,
    "genre_tracks_if_liked": 30,
    "genre_liked": 21,
}
RANKING = {"most_days_a_list_covers": 7, "share_of_listed_tracks": 0.5, "share_of_played_tracks": 1.0}
PRODUCERS = {"producing_types": list(PRODUCING_TYPES), "most_credits_without_page": 10}
COLLECTION_WORDS = {"library_kind": LIBRARY_KIND, "liked_key": LIKED_KEY}
TITLES = {"liked_title": "Liked Tracks", "library_title": "All tracks", "nameless_title": "(no name)", "library_page": "README.md"}
PARAMETERS: Mapping[str, object] = {**PAGE_THRESHOLDS, **RANKING, **PRODUCERS, **COLLECTION_WORDS, **TITLES, "facts": list(FACTS)}
BEFORE_CLUSTERS = (
    *("step.points", "step.rank_history", "step.producing_credits"),
    *("mart.collection_members", "mart.collection_artists", "mart.collection_albums", "mart.collection_labels", "mart.collection_genres"),
    *("mart.collection_years", "mart.producers", "mart.collection_producers"),
    *("mart.ranking", "mart.track_rank_history", "mart.album_rank_history", "mart.artist_rank_history"),
    *("mart.track_ranks", "mart.album_ranks", "mart.artist_ranks", "mart.coverage"),
)
AFTER_CLUSTERS = ("mart.collections", "mart.clusters", "mart.cluster_members")

T = TypeVar("T")
Answer = Callable[[str, Mapping[str, T]], T]  # of a table and the tables that its statement names


def build_marts(tables: Mapping[str, T], answer: Answer[T]) -> dict[str, T]:
    """Give the marts that need no clusters: what collections consist of, producers, ranks and their history, coverage."""
    return _build(BEFORE_CLUSTERS, tables, answer)


def finish_marts(tables: Mapping[str, T], answer: Answer[T]) -> dict[str, T]:
    """Give the marts that need the clusters too: step.clustered_tracks and mart.collection_members are among the tables."""
    return _build(AFTER_CLUSTERS, tables, answer)


def ask(desk: Desk, table: str, tables: Mapping[str, Path | pl.DataFrame]) -> pl.DataFrame:
    """Run the statement of a table over the tables and with the parameters that it names; give the vocabulary's columns and dtypes."""
    statement = _read_statement(table)
    named = {**tables, "step.list_points": LIST_POINTS} if "step.list_points" in statement else tables
    answered = desk.answer(statement, named, {word: PARAMETERS[word] for word in re.findall(r"\$(\w+)", statement)})
    rows = give_producer_keys(answered) if table == "step.producing_credits" else answered
    return rows.select(pl.col(column).cast(dtype) for column, dtype in TABLES[table].dtypes.items())


def give_producer_keys(credited: pl.DataFrame) -> pl.DataFrame:
    """Give every person a key of its own; the name is who it is."""
    keys = give_slugs({name: name for name in credited["producer_name"].unique().to_list()})
    return credited.with_columns(pl.col("producer_name").replace_strict(keys, return_dtype=pl.String).alias("producer_key"))


def _build(names: tuple[str, ...], tables: Mapping[str, T], answer: Answer[T]) -> dict[str, T]:
    """Give the marts among these tables; each is asked of those that its statement names, be they given or before it."""
    seen = dict(tables)
    for name in names:
        statement = _read_statement(name)
        seen[name] = answer(name, {table: source for table, source in seen.items() if table in statement})
    return {name: seen[name] for name in names if name.startswith("mart.")}


@cache
def _read_statement(table: str) -> str:
    """Read the file of SQL that gives a table."""
    return Path(__file__).with_name(f"{table.partition('.')[2]}.sql").read_text(encoding="utf-8")
