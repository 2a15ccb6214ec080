"""Build the mart tables by their SQL files; refuses to know where tables lie and how collections are clustered."""

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from storage.schemas import LIBRARY_KIND, LIKED_KEY, TABLES
from storage.warehouse import answer

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
DAYS_COVERED = {"most_days_a_list_covers": 7}
COLLECTION_WORDS = {"library_kind": LIBRARY_KIND, "liked_key": LIKED_KEY}
TITLES = {"liked_title": "Liked Tracks", "library_title": "All tracks", "nameless_title": "(no name)", "library_page": "README.md"}

Tables = Mapping[str, Path | pl.DataFrame]
Ask = Callable[[Tables], dict[str, pl.DataFrame]]


def build_marts(tables: Tables) -> dict[str, pl.DataFrame]:
    """Give the marts that need no clusters: who belongs to which collection, ranks, coverage."""
    track_ranks = _mart("track_ranks", {**tables, "step.list_points": LIST_POINTS}, DAYS_COVERED)
    with_ranks: Tables = {**tables, "step.list_points": LIST_POINTS, "mart.track_ranks": track_ranks}
    return {
        "mart.collection_members": _mart("collection_members", tables, {**PAGE_THRESHOLDS, **COLLECTION_WORDS}),
        "mart.track_ranks": track_ranks,
        "mart.album_ranks": _mart("album_ranks", with_ranks, {}),
        "mart.artist_ranks": _mart("artist_ranks", with_ranks, {**DAYS_COVERED, "share_of_tracks": 0.5}),
        "mart.coverage": _mart("coverage", tables, {"facts": list(FACTS)}),
    }


def finish_marts(tables: Tables) -> dict[str, pl.DataFrame]:
    """Give the marts that need the clusters too: step.clustered_tracks and mart.collection_members are among the tables."""
    return {
        "mart.collections": _mart("collections", tables, {**COLLECTION_WORDS, **TITLES}),
        "mart.clusters": _mart("clusters", tables, {}),
        "mart.cluster_members": _mart("cluster_members", tables, {}),
    }


def _mart(name: str, tables: Tables, parameters: Mapping[str, object]) -> pl.DataFrame:
    """Run one file of SQL and give its table in the vocabulary's columns and dtypes."""
    sql = Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")
    table = TABLES[f"mart.{name}"]
    asked = {full_name: source for full_name, source in tables.items() if full_name in sql}
    return answer(sql, asked, parameters).select(pl.col(column).cast(dtype) for column, dtype in table.dtypes.items())
