"""Bring tables into the order of their keys; refuses to sort what stands in order already."""

import polars as pl

from storage.schemas import Table


def tidy(frame: pl.DataFrame, law: Table) -> pl.DataFrame:
    """Give a table in the order of its key, rows of equal key as they came."""
    return frame if _is_in_order(frame, law.key) else frame.sort(law.key, nulls_last=True, maintain_order=True)


def _is_in_order(frame: pl.DataFrame, key: tuple[str, ...]) -> bool:
    """Say whether no row belongs before the one above it; the missing comes last."""
    undecided = pl.repeat(value=True, n=max(frame.height - 1, 0), dtype=pl.Boolean, eager=True)
    for name in key:
        above, below = frame[name].head(-1), frame[name].tail(-1)
        falls = (below < above).fill_null(value=False) | (above.is_null() & below.is_not_null())
        if (falls & undecided).any():
            return False
        undecided &= above.eq_missing(below)
    return True
