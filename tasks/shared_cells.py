"""Turn the content of a recognised file into columns of text with line numbers; refuses to know what the values mean."""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

from tasks.shared_records import Record, split_records
from tasks.shared_sniffing import Form, decode, tell_encoding

LONGEST_ROW_BYTES = 131_072
BLOCK_BYTES = 1 << 23
WINDOW_BYTES = LONGEST_ROW_BYTES // 2
LINE = "line_number"
FIRST_PLACE = "0"
MARK = "mark"


class Flaw(NamedTuple):
    """A row that cannot be read: where it begins and why."""

    line: int
    reason: str


class Cells(NamedTuple):
    """The rows of a file: used columns and line numbers, rows that cannot be read, and how many rows there are in all."""

    table: pl.DataFrame
    flaws: tuple[Flaw, ...]
    row_count: int


def read_cells(content: bytes, form: Form, wanted: Sequence[str] | None = None) -> Cells:
    """Give the used columns of a file, or only the wanted ones."""
    places = _place_columns(form, wanted)
    return _read_even(content, form, places) or _read_torn(content, form, places)


def read_alike(contents: Sequence[bytes], form: Form, wanted: Sequence[str] | None = None) -> list[Cells]:
    """Give the used columns of small files of one form, read in one go; one that is odd is found by halving them, and read alone."""
    if len(contents) == 1:
        return [read_cells(contents[0], form, wanted)]
    half = len(contents) // 2
    together = _read_together(contents, form, _place_columns(form, wanted))
    return together or read_alike(contents[:half], form, wanted) + read_alike(contents[half:], form, wanted)


def _read_together(contents: Sequence[bytes], form: Form, places: dict[str, list[int]]) -> list[Cells] | None:
    """Read files as if they were one, with a mark in front of each; None where a mark is not where the records before it end."""
    if not _starts_plain(form) or not all(_is_plain(content) for content in contents):
        return None
    records = [lines for content in contents if (lines := _number_records(content)) is not None]
    marked = b"".join(_put_mark_in_front(content, form) for content in contents)
    table = _parse(marked, form, _name_places({**places, MARK: [0]}), rows_above=0, spans_lines=True)
    ends = list(accumulate(map(len, records)))
    if table is None or len(records) < len(contents) or table.height != ends[-1]:
        return None
    whole, marks = _name_columns(table, places, np.concatenate(records)), table[FIRST_PLACE].gather([0, *ends[:-1]])
    heights = [len(lines) - 1 for lines in records]
    if not (marks == MARK).all():
        return None
    return [Cells(whole.slice(end - height, height), (), height) for end, height in zip(ends, heights, strict=True)]


def _put_mark_in_front(content: bytes, form: Form) -> bytes:
    """Give the lines of a file, in place of its header a row that begins with a mark."""
    mark = form.delimiter.join([MARK, *[""] * (len(form.columns) - 1)])
    body = content.partition(b"\n")[2]
    return mark.encode() + b"\n" + body + (b"" if body.endswith(b"\n") or not body else b"\n")


def _place_columns(form: Form, wanted: Sequence[str] | None) -> dict[str, list[int]]:
    """Say for each column of ours in which places of a row it stands; a header may come twice."""
    places: dict[str, list[int]] = {}
    for place, column in enumerate(form.columns):
        if column is not None and (wanted is None or column in wanted):
            places.setdefault(column, []).append(place)
    return places


def _read_even(content: bytes, form: Form, places: dict[str, list[int]]) -> Cells | None:
    """Read a file whose every record has as many cells as the header; None where that or its lines are not certain."""
    if not _starts_plain(form) or not _is_plain(content):
        return None
    parsed = (_parse(content, form, _name_places(places), rows_above=1, spans_lines=spans_lines) for spans_lines in (False, True))
    table = next((table for table in parsed if table is not None), None)
    if table is None:
        return None
    is_simple = _is_line_by_line(content, table.height + 1)
    lines = np.arange(1, table.height + 2) if is_simple else _number_records(content)
    if lines is None or table.height + 1 != len(lines):
        return None
    return Cells(_name_columns(table, places, lines[1:]), (), table.height)


def _starts_plain(form: Form) -> bool:
    """Say whether a file begins with one line of several heads, in the encoding that is read without decoding."""
    return form.encoding.startswith("utf-8") and (form.header_line, form.first_line) == (1, 2) and len(form.columns) > 1


def _name_places(places: dict[str, list[int]]) -> list[str]:
    """Name the places to read, at least one, for rows are counted too."""
    return list(dict.fromkeys(str(place) for standing in places.values() for place in standing)) or [FIRST_PLACE]


def _name_columns(table: pl.DataFrame, places: dict[str, list[int]], lines: NDArray[np.int64]) -> pl.DataFrame:
    """Give the columns that stand in the places that were read, and the lines of the rows."""
    columns = {column: _merge([table[str(place)] for place in standing]) for column, standing in places.items()}
    return pl.DataFrame({LINE: lines, **columns})


def _parse(content: bytes, form: Form, chosen: list[str], *, rows_above: int, spans_lines: bool) -> pl.DataFrame | None:
    """Give the chosen places of all rows; None where a row does not fit the header, or its cells span lines and that is not looked for."""
    names = [str(place) for place in range(len(form.columns))]
    try:
        parsed = pyarrow.csv.read_csv(
            pa.BufferReader(content),
            read_options=pyarrow.csv.ReadOptions(use_threads=False, column_names=names, skip_rows=rows_above, block_size=BLOCK_BYTES),
            parse_options=pyarrow.csv.ParseOptions(delimiter=form.delimiter, newlines_in_values=spans_lines),
            convert_options=pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(chosen, pa.string()), include_columns=chosen),
        )
    except pa.ArrowInvalid:
        return None
    return pl.DataFrame(parsed)


def _is_plain(content: bytes) -> bool:
    """Say whether breaks and quotation marks mean what they usually do."""
    if b"\x00" in content or _count(content, '"') % 2:
        return False
    return b"\r" not in content or content.count(b"\r") == content.count(b"\r\n")


def _count(content: bytes, sign: str) -> int:
    """Count a sign, much faster than bytes count it, and without holding the interpreter."""
    letters = np.frombuffer(content, np.uint8)
    return sum(int(np.count_nonzero(letters[start : start + WINDOW_BYTES] == ord(sign))) for start in range(0, len(content), WINDOW_BYTES))


def _is_line_by_line(content: bytes, record_count: int) -> bool:
    """Say for certain that every record, the header too, is one line of usual length."""
    windows = range(0, len(content) - WINDOW_BYTES, WINDOW_BYTES)
    line_count = _count(content, "\n") + (not content.endswith(b"\n"))
    return line_count == record_count and all(content.find(b"\n", start, start + WINDOW_BYTES) >= 0 for start in windows)


def _number_records(content: bytes) -> NDArray[np.int64] | None:
    """Give the line on which each record of plain content begins; a break inside quotation marks ends none. None where one is too long."""
    letters = np.frombuffer(content, np.uint8)
    breaks, marks = np.flatnonzero(letters == ord("\n")), np.flatnonzero(letters == ord('"'))
    ends = np.flatnonzero(np.searchsorted(marks, breaks) % 2 == 0)
    edges = np.concatenate([[0], breaks[ends], [len(content)]])
    if np.diff(edges).max() > LONGEST_ROW_BYTES:
        return None
    starts = np.concatenate([[1], ends + 2])
    return starts[:-1] if content.endswith(b"\n") else starts


def _read_torn(content: bytes, form: Form, places: dict[str, list[int]]) -> Cells:
    """Read a file record by record."""
    text = decode(content, tell_encoding(content))
    records = list(split_records(text, form.delimiter, len(form.columns), form.first_line))
    sound = [record for record in records if record.flaw is None]
    columns = {column: _merge([_cells_at(place, sound) for place in standing]) for column, standing in places.items()}
    table = pl.DataFrame({LINE: pl.Series([record.line for record in sound], dtype=pl.Int64), **columns})
    return Cells(table, tuple(Flaw(record.line, record.flaw) for record in records if record.flaw), len(records))


def _cells_at(place: int, records: Sequence[Record]) -> pl.Series:
    """Give the cells at one place of each record; a record that is too short lacks it."""
    return pl.Series([record.cells[place] if place < len(record.cells) else None for record in records], dtype=pl.String)


def _merge(columns: list[pl.Series]) -> pl.Series:
    """Fill a column from the others of the same name where it is empty."""
    if len(columns) == 1:
        return columns[0]
    frame = pl.DataFrame([column.alias(str(place)) for place, column in enumerate(columns)])
    return frame.select(pl.coalesce(pl.all().replace("", None))).to_series()
