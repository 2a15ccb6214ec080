"""Work out values once for each distinct text of a column, or each distinct row of a table."""

from collections.abc import Callable
from typing import NamedTuple

import polars as pl

NUMBER = pl.Int64()


class Numbered(NamedTuple):
    """For each row the number of its content, counted from 0 by first appearance, and the places of these first rows."""

    numbers: pl.Series
    first_places: pl.Series


def number_rows(rows: pl.DataFrame) -> Numbered:
    """Give rows of equal content equal numbers."""
    filled = [column for column in rows.columns if rows[column].null_count() < rows.height]
    if not filled:
        return Numbered(pl.zeros(rows.height, NUMBER, eager=True), pl.Series([0] if rows.height else [], dtype=NUMBER))
    content = rows.select(filled).hash_rows().alias("content").to_frame()
    firsts = content.with_row_index("place").unique("content", keep="first", maintain_order=True).with_row_index("number")
    return Numbered(content.join(firsts, on="content", how="left", maintain_order="left")["number"].cast(NUMBER), firsts["place"].cast(NUMBER))


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
