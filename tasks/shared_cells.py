"""Turn the content of a recognised file into columns of text with line numbers; refuses to know what the values mean."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl
import pyarrow as pa
import pyarrow.csv

from tasks.shared_records import split_records
from tasks.shared_sniffing import Form, decode, tell_encoding

LONGEST_ROW_BYTES = 131_072
LINE = "line_number"


class Flaw(NamedTuple):
    """A row that cannot be read: where it begins and why."""

    line: int
    reason: str


class Cells(NamedTuple):
    """The rows of a file: used columns and line numbers, rows that cannot be read, and how many rows there are in all."""

    table: pa.Table
    flaws: tuple[Flaw, ...]
    row_count: int


def read_cells(content: bytes, form: Form, wanted: Sequence[str] | None = None) -> Cells:
    """Give the used columns of a file, or only the wanted ones."""
    places = _place_columns(form, wanted)
    return _read_even(content, form, places) or _read_torn(content, form, places)


def _place_columns(form: Form, wanted: Sequence[str] | None) -> dict[str, list[int]]:
    """Say for each column of ours in which places of a row it stands; a header may come twice."""
    places: dict[str, list[int]] = {}
    for place, column in enumerate(form.columns):
        if column is not None and (wanted is None or column in wanted):
            places.setdefault(column, []).append(place)
    return places


def _read_even(content: bytes, form: Form, places: dict[str, list[int]]) -> Cells | None:
    """Read a file whose every record is one line with as many cells as the header; None where that is not certain."""
    if len(form.columns) == 1 or not form.encoding.startswith("utf-8") or (form.header_line, form.first_line) != (1, 2) or not _is_plain(content):
        return None
    names = [str(place) for place in range(len(form.columns))]
    chosen = [str(place) for column in places.values() for place in column]
    odd_rows: list[int | None] = []

    def note_odd(row: pyarrow.csv.InvalidRow) -> str:
        odd_rows.append(row.number)
        return "skip"

    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(content),
            read_options=pyarrow.csv.ReadOptions(use_threads=False, column_names=names, skip_rows=1, block_size=LONGEST_ROW_BYTES * 8),
            parse_options=pyarrow.csv.ParseOptions(delimiter=form.delimiter, newlines_in_values=True, invalid_row_handler=note_odd),
            convert_options=pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(chosen, pa.string()), include_columns=chosen),
        )
    except pa.ArrowInvalid:
        return None
    if odd_rows or table.num_rows + 1 != _count_lines(content):
        return None
    lines = pa.array(range(2, table.num_rows + 2), pa.int64())
    columns = {column: _merge([table.column(str(place)) for place in standing]) for column, standing in places.items()}
    return Cells(pa.table({LINE: lines, **columns}), (), table.num_rows)


def _is_plain(content: bytes) -> bool:
    """Tell content without lone carriage returns, NULs or an unpaired quotation mark."""
    if b"\x00" in content or content.count(b'"') % 2:
        return False
    return b"\r" not in content or content.count(b"\r") == content.count(b"\r\n")


def _count_lines(content: bytes) -> int:
    return content.count(b"\n") + (not content.endswith(b"\n"))


def _read_torn(content: bytes, form: Form, places: dict[str, list[int]]) -> Cells:
    """Read a file record by record."""
    text = decode(content, tell_encoding(content))
    records = list(split_records(text, form.delimiter, len(form.columns), form.first_line))
    sound = [record for record in records if record.flaw is None]
    columns = {
        column: _merge(
            [pa.chunked_array([[record.cells[place] if place < len(record.cells) else None for record in sound]], pa.string()) for place in standing]
        )
        for column, standing in places.items()
    }
    table = pa.table({LINE: pa.array([record.line for record in sound], pa.int64()), **columns})
    return Cells(table, tuple(Flaw(record.line, record.flaw) for record in records if record.flaw), len(records))


def _merge(columns: list[pa.ChunkedArray]) -> pa.ChunkedArray:
    """Fill a column from the others of the same name where it is empty."""
    if len(columns) == 1:
        return columns[0]
    frame = pl.DataFrame([pl.Series(str(place), column) for place, column in enumerate(columns)])
    merged = frame.select(pl.coalesce(pl.all().replace("", None)).alias("merged"))
    return merged.to_arrow(compat_level=pl.CompatLevel.oldest()).column("merged").cast(pa.string())
