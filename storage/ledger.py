"""The append-only record of what outlives a snapshot: facts and history; nothing here is ever rewritten or dropped."""

import io
from pathlib import Path

import polars as pl

from storage.errors import Failed
from storage.files import digest_of, write_whole
from storage.order import tidy
from storage.schemas import TABLES
from storage.settings import home

FOLDERS = {
    "step.facts": "facts",
    "step.credited_tracks": "facts",
    "step.related_artists": "facts",
    "step.played_tracks": "history",
    "step.listed_tracks": "history",
    "step.listed_artists": "history",
}
LIGHTLY = 1
TOLD_WHOLE = ("step.credited_tracks", "step.related_artists", "step.listed_tracks", "step.listed_artists")  # by files that their owner corrects
IS_WITHDRAWN = "is_withdrawn"  # a row that its file told on an older page and tells no more
TOLD_IN_ORDER = ("step.facts",)  # in that of the rows that tell them, the same whenever they do; to sort a million texts takes half a second
Pages = dict[str, tuple[str, ...]]


class LedgerLost(Failed):
    """A page of the ledger is missing or damaged: only a backup can bring it back."""


def append(table: str, rows: pl.DataFrame) -> str | None:
    """Write one night's new rows as a page of their own and give its name; no rows, no page."""
    if rows.is_empty():
        return None
    law = TABLES[table]
    chosen = rows.select(*columns_of(table))
    ordered = chosen if table in TOLD_IN_ORDER else tidy(chosen, law)
    return keep_page(table, ordered)


def columns_of(table: str) -> dict[str, pl.DataType]:
    """Give the columns of a table's pages and their types."""
    return TABLES[table].dtypes | ({IS_WITHDRAWN: pl.Boolean()} if table in TOLD_WHOLE else {})


def keep_page(table: str, rows: pl.DataFrame) -> str:
    """Keep rows as they are as a page and give its name."""
    content = io.BytesIO()
    rows.write_parquet(content, compression="zstd", compression_level=LIGHTLY, statistics=False)
    name = digest_of(content.getvalue())
    write_whole(_file(table, name), content.getvalue(), is_lasting=True)
    return name


def read(table: str, names: tuple[str, ...]) -> pl.DataFrame:
    """Give the rows of these pages, oldest page first, with the place of their page in `recorded`; what an older page does not tell is missing."""
    pages = [_page(table, name).with_columns(pl.lit(place, pl.Int64).alias("recorded")) for place, name in enumerate(names)]
    empty = pl.DataFrame(schema={**columns_of(table), "recorded": pl.Int64()})
    return pl.concat([empty, *pages], how="diagonal")


def _page(table: str, name: str) -> pl.DataFrame:
    """Read one page, verified."""
    try:
        content = _file(table, name).read_bytes()
    except FileNotFoundError:
        content = b""
    if digest_of(content) != name:
        raise LedgerLost(f"{FOLDERS[table]}/{_file(table, name).name} is missing or damaged: bring it back from a backup")
    return pl.read_parquet(io.BytesIO(content))


def _file(table: str, name: str) -> Path:
    """Derive where a page lies."""
    return home() / FOLDERS[table] / f"{table.removeprefix('step.')}-{name}.parquet"
