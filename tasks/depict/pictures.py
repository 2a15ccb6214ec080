"""Plan all figures of all pages; refuses to know how they are drawn."""

from collections.abc import Callable, Sequence

import polars as pl

from storage.schemas import TABLES, Clustering
from tasks.depict.bars import plan_bars, plan_years
from tasks.depict.comparisons import plan_comparisons
from tasks.depict.distributions import plan_distributions
from tasks.depict.facts import COLLECTION, PICTURE, Tables
from tasks.depict.names import name_artists, name_things
from tasks.depict.places import plan_places
from tasks.depict.ranks import plan_ranks
from tasks.shared_paths import picture_path
from tasks.shared_threads import work_out


def plan_pictures(tables: Tables) -> pl.DataFrame:
    """Give those rows of step.pictures that need no clusters, collection after collection."""
    names = name_things(tables)
    parts: list[Callable[[], pl.DataFrame]] = [
        lambda: plan_ranks(tables, names),
        lambda: plan_places(tables, names),
        lambda: plan_distributions(tables),
        lambda: plan_bars(tables, names),
        lambda: plan_years(tables),
    ]
    return _place(pl.concat(work_out(parts)))


def add_comparisons(pictures: pl.DataFrame, tables: Tables, clusterings: Sequence[Clustering]) -> pl.DataFrame:
    """Add the rows that need the clusters."""
    comparisons = _place(plan_comparisons(tables, clusterings, name_artists(tables)))
    return pl.concat([pictures, comparisons]).sort(TABLES["step.pictures"].key)


def _place(planned: pl.DataFrame) -> pl.DataFrame:
    """Say where figures stand, and order them."""
    paths = pl.Series("path", [picture_path(*picture) for picture in planned.select(PICTURE).iter_rows()], dtype=pl.String)
    return planned.select(*COLLECTION, paths, "facts").sort(TABLES["step.pictures"].key)
