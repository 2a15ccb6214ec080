"""Cut text into records one by one, however torn it is, and say what is wrong with each; refuses to know what cells mean."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

TORN = "a quotation mark is opened and never closed"
CUT_OFF = "the last row is cut off"
TOO_MANY_CELLS = "it has more cells than the header"
TOO_LONG = "a cell is too long to be a name"
END = "\x1fend\x1f"
READINGS_OF_A_LINE = 8


class Record(NamedTuple):
    """One record: the line on which it begins, how many lines it takes, its cells, and what is wrong with it."""

    line: int
    line_count: int
    cells: tuple[str, ...]
    flaw: str | None


def split_records(text: str, delimiter: str, width: int, first_line: int) -> Iterator[Record]:
    """Give the records below the header; a record that swallows others is given back line by line."""
    lines = list(io.StringIO(text, newline=""))
    start, budget = first_line - 1, READINGS_OF_A_LINE * len(lines)
    while start < len(lines):
        for met in _read_on(lines, start, delimiter):
            budget -= met.line_count
            swallows = budget > 0 and met.line_count > 1 and (met.flaw is not None or len(met.cells) != width)
            record = Record(met.line, 1, (), TORN) if swallows else met
            start = record.line - 1 + record.line_count
            if record.flaw or any(cell.strip() for cell in record.cells) or len(record.cells) == width > 1:
                yield _judge(record, width, is_cut=start >= len(lines) and not lines[-1].endswith(("\n", "\r")))
            if swallows:
                break
        else:
            return


def _read_on(lines: Sequence[str], start: int, delimiter: str) -> Iterator[Record]:
    """Read records from a line on until the end, or until one that cannot be read."""
    reader = csv.reader(chain((lines[place] for place in range(start, len(lines))), [END]), delimiter=delimiter)
    before = 0
    while True:
        try:
            cells = tuple(next(reader))
        except StopIteration:
            return
        except csv.Error:
            yield Record(start + before + 1, reader.line_num - before, (), TOO_LONG)
            before = reader.line_num
            continue
        if cells == (END,) and reader.line_num - before == 1:
            return
        is_torn = bool(cells) and cells[-1].endswith(END)
        yield Record(start + before + 1, reader.line_num - before - is_torn, cells, TORN if is_torn else None)
        before = reader.line_num


def _judge(record: Record, width: int, *, is_cut: bool) -> Record:
    """Mark a record that does not fit the header; cells that are missing at its end are no flaw."""
    if record.flaw or len(record.cells) == width:
        return record
    if len(record.cells) > width:
        has_more = any(cell.strip() for cell in record.cells[width:])
        return record._replace(cells=record.cells[:width], flaw=TOO_MANY_CELLS if has_more else None)
    return record._replace(flaw=CUT_OFF) if is_cut else record
