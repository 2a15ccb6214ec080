"""Keep one set of places a day of each list that a service tells; refuses to know lists that a person wrote down."""

from collections.abc import Sequence

import polars as pl

LISTED = ("step.listed_tracks", "step.listed_artists")
A_SET = ("as_of_date", "term")


def sets_not_known(known: pl.DataFrame, told: pl.DataFrame, services: Sequence[str]) -> pl.DataFrame:
    """Leave out places of a service's list, from these files, whose day and term have places already: what was told first that day stands."""
    told_again = told.filter(pl.col("file_name").is_in(services)).join(known, on=A_SET, how="semi").select("file_name", *A_SET).unique()
    return told.join(told_again, on=("file_name", *A_SET), how="anti", maintain_order="left")
