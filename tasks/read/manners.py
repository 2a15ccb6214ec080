"""Tell in what manner each file writes what a cell alone does not show; refuses to read the values themselves."""

from collections.abc import Sequence

import polars as pl

from storage.schemas import LandedFile
from tasks.read.dates import NUMBERS, tell_order
from tasks.read.distinct import number_rows
from tasks.read.rejects import FILE
from tasks.read.values import LIKE_MARKS, SECONDS_BELOW, SHARES
from tasks.shared_cover_names import cover_key

PARTED_BY_LIST, PARTED_BY_COMMA, PARTED_BY_SEMICOLON, PARTED_BY_UNIT, UNSURE = "list", "comma", "semicolon", "unit", "unsure"
UNIT = "\x1f"
TABLES_OF_PEOPLE = "exports"
ESCAPED_COMMA = "\\,"
SEPARATORS = ("artist_names_separator", "album_artist_names_separator")
TEXT, MANNER = "text", "manner"


def tell_manners(rows: pl.DataFrame, texts: pl.DataFrame, files: Sequence[LandedFile]) -> pl.DataFrame:
    """Give for each file the order of day and month, what parts artists, where covers lie, and whose it is."""
    shown = rows.select(FILE).hstack(_show(texts)[rows[TEXT]])
    told = shown.group_by(FILE).agg(
        _tell_separator("artist_names"),
        _tell_separator("album_artist_names"),
        (2 * pl.col("above_one").sum() > pl.col("above_nought").sum()).alias("is_percent"),
        (pl.col("length").median() < SECONDS_BELOW).fill_null(value=False).alias("is_seconds"),
        pl.col("is_mark").fill_null(value=True).all().alias("is_mark"),
    )
    folders = pl.DataFrame(
        {FILE: range(len(files)), "folder": [cover_key(file.name, "") for file in files], "source": [file.source for file in files]},
        {FILE: pl.UInt32, "folder": pl.String, "source": pl.String},
    )
    ordered = folders.join(told, on=FILE, how="left").join(_tell_orders(rows, texts), on=FILE, how="left").sort(FILE)
    is_service = pl.col("source") != TABLES_OF_PEOPLE
    manners = ordered.with_columns(
        pl.col("order").fill_null("unknown"),
        *(pl.when(is_service).then(pl.lit(PARTED_BY_UNIT)).otherwise(name).alias(name) for name in SEPARATORS),
    )
    return manners.with_columns(number_rows(manners.drop(FILE)).numbers.alias(MANNER))


def _show(texts: pl.DataFrame) -> pl.DataFrame:
    """Say of each text what it shows of the manner of its file."""
    return texts.select(
        *_show_separator("artist_names"),
        *_show_separator("album_artist_names"),
        pl.sum_horizontal((pl.col(name) > 1).cast(pl.Int64) for name in SHARES).alias("above_one"),
        pl.sum_horizontal((pl.col(name) > 0).cast(pl.Int64) for name in SHARES).alias("above_nought"),
        pl.when(~pl.col("is_clock")).then("loose_length").alias("length"),
        pl.col("label_or_mark").str.to_lowercase().is_in(LIKE_MARKS).alias("is_mark"),
    )


def _show_separator(column: str) -> list[pl.Expr]:
    names = pl.col(column)
    return [
        (names.str.starts_with("[") & names.str.ends_with("]")).alias(f"{column}_list"),
        names.str.contains(ESCAPED_COMMA, literal=True).alias(f"{column}_comma"),
        names.str.contains(";", literal=True).alias(f"{column}_semicolon"),
    ]


def _tell_separator(column: str) -> pl.Expr:
    """Say how a file parts artists where no ids stand beside the names."""
    is_list = pl.col(f"{column}_list")
    return (
        pl.when(is_list.all() & is_list.any())
        .then(pl.lit(PARTED_BY_LIST))
        .when(pl.col(f"{column}_comma").any())
        .then(pl.lit(PARTED_BY_COMMA))
        .when(pl.col(f"{column}_semicolon").any())
        .then(pl.lit(PARTED_BY_SEMICOLON))
        .otherwise(pl.lit(UNSURE))
        .alias(f"{column}_separator")
    )


def _tell_orders(rows: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """Say for each file with dates in numbers whether they begin with the day or the month."""
    is_odd = pl.col("date").str.contains(NUMBERS)
    released = texts.select("release_date").with_row_index(TEXT).select(pl.col(TEXT).cast(pl.Int64), date="release_date").filter(is_odd)
    added = rows.select(FILE, date="added_at").filter(is_odd)
    dates = [added] if released.is_empty() else [added, rows.select(FILE, TEXT).join(released, on=TEXT).select(FILE, "date")]
    return pl.concat(dates).group_by(FILE).agg(tell_order(pl.col("date")).alias("order"))
