"""Plan the bars: the largest groups of a collection's tracks, and its years; refuses to know how a group was counted."""

from typing import Final

import polars as pl

from tasks.depict.facts import COLLECTION, PICTURE, Tables, write_facts

BARS_AT_MOST, BARS_AT_LEAST, YEARS_AT_LEAST = 30, 3, 4
KINDS_THAT_SHOW: Final = {
    "artist": ("playlist", "label", "genre", "library"),
    "album": ("playlist", "label", "genre"),
    "label": ("playlist", "genre", "library"),
    "genre": ("playlist", "label", "library"),
    "producer": ("playlist", "artist", "label", "genre", "library"),
}
KINDS_THAT_SHOW_YEARS: Final = ("playlist", "genre")
BAR: Final = pl.struct(name="thing_name", count="track_count", liked_count="liked_count")


def plan_bars(tables: Tables, names: Tables) -> pl.DataFrame:
    """Give the figure of the largest groups of each kind, of every collection that has enough of them to compare."""
    groups = pl.concat([_list_groups(tables, names, thing) for thing in KINDS_THAT_SHOW])
    largest_first = groups.sort(*PICTURE, "track_count", "liked_count", "thing_key", descending=[False] * 3 + [True, True, False])
    return write_facts(_gather(largest_first, BARS_AT_LEAST).with_columns(pl.col("bars").list.head(BARS_AT_MOST)), "bars")


def _list_groups(tables: Tables, names: Tables, thing: str) -> pl.DataFrame:
    """Give the groups of one kind."""
    counts = tables[f"mart.collection_{thing}s"].filter(pl.col("collection_kind").is_in(KINDS_THAT_SHOW[thing])).rename({f"{thing}_key": "thing_key"})
    named = counts.join(names[thing], on="thing_key", how="left") if thing in names else counts.rename({f"{thing}_name": "thing_name"})
    return named.select(
        *COLLECTION,
        "thing_key",
        pl.col("thing_name").fill_null(""),
        "track_count",
        "liked_count",
        picture_name=pl.lit(f"{thing}s"),
    )


def plan_years(tables: Tables) -> pl.DataFrame:
    """Give the figure of years of every collection whose tracks are of enough of them."""
    counts = tables["mart.collection_years"].filter(pl.col("collection_kind").is_in(KINDS_THAT_SHOW_YEARS))
    years = counts.sort(*COLLECTION, "release_year").with_columns(thing_name=pl.col("release_year").cast(pl.String), picture_name=pl.lit("years"))
    return write_facts(_gather(years, YEARS_AT_LEAST), "years")


def _gather(groups: pl.DataFrame, at_least: int) -> pl.DataFrame:
    """Bring the bars of each figure together, in their order, and drop figures with too few."""
    return groups.group_by(PICTURE, maintain_order=True).agg(bars=BAR).filter(pl.col("bars").list.len() >= at_least)
