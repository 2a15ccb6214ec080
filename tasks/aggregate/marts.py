"""Build the mart tables by their SQL files; refuses to know where tables lie and how collections are clustered."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

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
    *("collection_members", "collection_artists", "collection_albums", "collection_labels", "collection_genres", "collection_years"),
    *("producers", "collection_producers"),
    *("ranking", "track_rank_history", "album_rank_history", "artist_rank_history", "track_ranks", "album_ranks", "artist_ranks"),
    "coverage",
)
AFTER_CLUSTERS = ("collections", "clusters", "cluster_members")

Tables = Mapping[str, Path | pl.DataFrame]
Ask = Callable[[Tables], dict[str, pl.DataFrame]]


def build_marts(tables: Tables) -> dict[str, pl.DataFrame]:
    """Give the marts that need no clusters: what collections consist of, producers, ranks and their history, coverage."""
    with Desk() as desk:
        points = _ask(desk, "points", {**tables, "step.list_points": LIST_POINTS})
        between = {
            "step.points": points,
            "step.rank_history": _ask(desk, "rank_history", {"step.points": points}),
            "step.producing_credits": give_producer_keys(_ask(desk, "producing_credits", tables)),
        }
        return _build(desk, BEFORE_CLUSTERS, {**tables, **between})


def finish_marts(tables: Tables) -> dict[str, pl.DataFrame]:
    """Give the marts that need the clusters too: step.clustered_tracks and mart.collection_members are among the tables."""
    with Desk() as desk:
        return _build(desk, AFTER_CLUSTERS, tables)


def give_producer_keys(credited: pl.DataFrame) -> pl.DataFrame:
    """Give every person a key of its own; the name is who it is."""
    keys = give_slugs({name: name for name in credited["producer_name"].unique().to_list()})
    return credited.with_columns(pl.col("producer_name").replace_strict(keys, return_dtype=pl.String).alias("producer_key"))


def _build(desk: Desk, names: tuple[str, ...], tables: Tables) -> dict[str, pl.DataFrame]:
    """Give these marts in the vocabulary's columns and dtypes; each sees those before it."""
    built: dict[str, pl.DataFrame] = {}
    for name in (f"mart.{name}" for name in names):
        columns = [pl.col(column).cast(dtype) for column, dtype in TABLES[name].dtypes.items()]
        built[name] = _ask(desk, name.removeprefix("mart."), {**tables, **built}).select(columns)
    return built


def _ask(desk: Desk, name: str, tables: Tables) -> pl.DataFrame:
    """Run one file of SQL over the tables and with the parameters that it names."""
    sql = Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")
    asked = {full_name: source for full_name, source in tables.items() if full_name in sql}
    return desk.answer(sql, asked, {word: PARAMETERS[word] for word in re.findall(r"\$(\w+)", sql)})
