"""Work out values once for each distinct text of a column."""

from collections.abc import Callable

import polars as pl


def map_distinct(column: pl.Series, compute: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Give for each value of a column what is worked out for the distinct ones."""
    if column.null_count() == len(column):
        return compute(column).alias(column.name)
    distinct = column.unique()
    worked = pl.DataFrame({"text": distinct, "value": compute(distinct)})
    joined = column.alias("text").to_frame().join(worked, on="text", how="left", maintain_order="left", nulls_equal=True)
    return joined["value"].alias(column.name)


def map_texts(column: pl.Series, read: Callable[[str], object], dtype: pl.DataType) -> pl.Series:
    """Give for each text of a column what a function makes of it; a missing text stays missing."""
    return map_distinct(column, lambda texts: pl.Series([None if text is None else read(text) for text in texts], dtype=dtype))


def correct_odd(texts: pl.Series, usual: str, compute: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Give texts of the usual form as they are, and what is worked out for the others."""
    is_odd = texts.is_not_null() & ~texts.str.contains(usual)
    if not is_odd.any():
        return texts
    return texts.zip_with(~is_odd, map_distinct(texts.zip_with(is_odd, texts.clear(len(texts))), compute))
