"""Asks for the marts over frames, without a home."""

from collections.abc import Mapping
from functools import partial

import polars as pl

from storage.warehouse import Desk
from tasks.aggregate import marts

Tables = Mapping[str, pl.DataFrame]


def build_marts(tables: Tables) -> dict[str, pl.DataFrame]:
    """Give the marts that need no clusters."""
    with Desk() as desk:
        return marts.build_marts(tables, partial(marts.ask, desk))


def finish_marts(tables: Tables) -> dict[str, pl.DataFrame]:
    """Give the marts that need the clusters too."""
    with Desk() as desk:
        return marts.finish_marts(tables, partial(marts.ask, desk))
