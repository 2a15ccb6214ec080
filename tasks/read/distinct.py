"""Work out values once for each distinct text of a column."""

from collections.abc import Callable, Hashable

import polars as pl


def map_distinct(column: pl.Series, compute: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Give for each value of a column what is worked out for the distinct ones."""
    distinct = column.unique()
    worked = pl.DataFrame({"text": distinct, "value": compute(distinct)})
    joined = column.alias("text").to_frame().join(worked, on="text", how="left", maintain_order="left", nulls_equal=True)
    return joined["value"].alias(column.name)


def map_texts(column: pl.Series, read: Callable[[str], Hashable | None], dtype: pl.DataType) -> pl.Series:
    """Give for each text of a column what a function makes of it; a missing text stays missing."""
    return map_distinct(column, lambda texts: pl.Series([None if text is None else read(text) for text in texts], dtype=dtype))
