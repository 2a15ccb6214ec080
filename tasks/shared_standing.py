"""Tell which rows of files that are told whole still stand; refuses to know where the ledger lies and what the rows say."""

from collections.abc import Sequence

import polars as pl

from storage.ledger import IS_WITHDRAWN

WHEN_AND_WHERE = ("file_name", "line_number", "recorded", IS_WITHDRAWN)
DAY = "as_of_date"


def give_standing(told: pl.DataFrame) -> pl.DataFrame:
    """Give the rows of a ledger that were not withdrawn since; where nothing ever is, all of them."""
    if IS_WITHDRAWN not in told.columns:
        return told
    is_withdrawn = pl.col(IS_WITHDRAWN).fill_null(value=False)
    if not told.select(is_withdrawn.any()).item():
        return told.drop(IS_WITHDRAWN)
    last = told.sort("recorded", maintain_order=True).unique(("file_name", *content_of(told)), keep="last", maintain_order=True)
    return last.filter(~is_withdrawn).drop(IS_WITHDRAWN)


def find_withdrawn(standing: pl.DataFrame, told: pl.DataFrame, services: Sequence[str]) -> pl.DataFrame:
    """Give the standing rows that the files of tonight withdraw: what a file of the person's own told and tells no more.

    A file that is not there, or tells nothing, withdraws nothing; what another file of the person's own tells tonight is from now on that one's.
    """
    content = content_of(told)
    own = told.filter(~pl.col("file_name").is_in(services))
    untold = standing.join(told, on=("file_name", *content), how="anti", nulls_equal=True, maintain_order="left")
    corrected = _leave_days_before(untold.join(own, on="file_name", how="semi", maintain_order="left"), own)
    gone = untold.join(told, on="file_name", how="anti", maintain_order="left")
    return pl.concat([corrected, gone.join(own, on=content, how="semi", nulls_equal=True, maintain_order="left")])


def content_of(told: pl.DataFrame) -> list[str]:
    """Name the columns that say something of the world."""
    return [name for name in told.columns if name not in WHEN_AND_WHERE]


def _leave_days_before(corrected: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """Leave out lists of days before the first one that their file tells: it holds the latest lists alone and corrects nothing."""
    if DAY not in own.columns:
        return corrected
    firsts = own.group_by("file_name").agg(pl.col(DAY).min().alias("first_day"))
    dated = corrected.join(firsts, on="file_name", maintain_order="left")
    return dated.filter(pl.col(DAY) >= pl.col("first_day")).drop("first_day")
