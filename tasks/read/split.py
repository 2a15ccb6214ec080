"""Part rows that can be used from rows that are refused, each with its reason."""

from dataclasses import dataclass

import polars as pl

from tasks.read.rejects import FILE, REFUSED

REASON = "reason"


@dataclass(frozen=True)
class Sorted:
    """Rows that were accepted, and where those stand that were refused, with the reason."""

    accepted: pl.DataFrame
    refused: pl.DataFrame


def part(rows: pl.DataFrame, reasons: pl.Series | pl.Expr | None) -> Sorted:
    """Refuse the rows for which there is a reason."""
    judged = rows.with_columns(pl.lit(None, pl.String).alias(REASON) if reasons is None else reasons.alias(REASON))
    if judged[REASON].null_count() == judged.height:
        return Sorted(rows, pl.DataFrame(schema=REFUSED))
    refused = judged.filter(pl.col(REASON).is_not_null())
    return Sorted(judged.filter(pl.col(REASON).is_null()).drop(REASON), refused.select(FILE, "line_number", REASON).cast(pl.Schema(REFUSED)))
