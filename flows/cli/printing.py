"""Print rows the way a person or a program asked for, and the progress of a run."""

import json
import logging
import math
import sys
from decimal import Decimal
from typing import Any, Self, TextIO

import polars as pl
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

WIDEST_CELL = 80
DIGITS = 6


def show_rows(rows: pl.DataFrame, form: str, target: TextIO) -> None:
    """Print rows as table, csv, json or markdown."""
    rows = rows.with_columns(pl.col(pl.Float32).cast(pl.String).cast(pl.Float64))  # the digits that were meant, without those of a double
    if form == "csv":
        rows = _write_nested(rows)
        target.write(rows.write_csv(datetime_format="%Y-%m-%dT%H:%M:%S"))
    elif form == "json":
        target.write(_as_json(rows.to_dicts(), indent=1) + "\n")
    else:
        target.write("\n".join(_lines(rows, is_markdown=form == "markdown")) + "\n")


def _write_nested(rows: pl.DataFrame) -> pl.DataFrame:
    """Write lists, structs and maps as JSON text, because a cell of CSV holds one value."""
    nested = [column for column in rows if column.dtype.is_nested()]
    texts = [[None if value is None else _as_json(value) for value in column.to_list()] for column in nested]
    return rows.with_columns(pl.Series(column.name, text, pl.String) for column, text in zip(nested, texts, strict=True))


def _as_json(value: Any, indent: int | None = None) -> str:
    """Write a value as JSON; what JSON has no word for is text."""
    return json.dumps(_plain(value), default=str, ensure_ascii=False, allow_nan=False, indent=indent)


def _plain(value: Any) -> Any:
    """Make every number one of JSON; what is not a number, or without end, is null there."""
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _lines(rows: pl.DataFrame, *, is_markdown: bool) -> list[str]:
    """Lay rows out in columns of equal width."""
    cells = [list(rows.columns), *([_text(value, is_markdown=is_markdown) for value in row] for row in rows.iter_rows())]
    widths = [max(len(row[place]) for row in cells) for place in range(len(rows.columns))]
    right = [dtype.is_numeric() for dtype in rows.dtypes]
    padded = [
        [cell.rjust(width) if is_right else cell.ljust(width) for cell, width, is_right in zip(row, widths, right, strict=True)] for row in cells
    ]
    if is_markdown:
        rule = [("-" * max(width - 1, 2) + ":") if is_right else ":" + "-" * max(width - 1, 2) for width, is_right in zip(widths, right, strict=True)]
        return ["| " + " | ".join(row) + " |" for row in (padded[0], rule, *padded[1:])]
    return ["  ".join(row).rstrip() for row in (padded[0], ["-" * width for width in widths], *padded[1:])]


def _text(value: Any, *, is_markdown: bool) -> str:
    """Give a value as one line of text."""
    if value is None:
        return ""
    text = " ".join(_told(value).split())
    if is_markdown:
        return text.replace("\\", "\\\\").replace("|", "\\|")
    return text if len(text) <= WIDEST_CELL else text[: WIDEST_CELL - 1] + "…"


def _told(value: Any) -> str:
    """Give a value as text; a number has six decimals at most, or six digits below 1, and an exponent where it is very large or small."""
    if isinstance(value, float):
        return repr(round(value, DIGITS)).removesuffix(".0") if 1 <= abs(value) < math.inf else f"{value:.{DIGITS}g}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return _as_json(value) if isinstance(value, dict | list) else str(value)


class ShownProgress(logging.Handler):
    """Shows the progress of a run: bars on a terminal, plain lines elsewhere."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__(logging.INFO)
        self._bars = Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=Console(file=sys.stderr))
        self._known: dict[str, TaskID] = {}
        self._is_terminal = sys.stderr.isatty()

    def __enter__(self) -> Self:
        """Listen."""
        logger = logging.getLogger("linernotes")
        logger.setLevel(logging.INFO)
        logger.propagate = False
        logger.addHandler(self)
        if self._is_terminal:
            self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening."""
        logging.getLogger("linernotes").removeHandler(self)
        self._bars.stop()

    def emit(self, record: logging.LogRecord) -> None:
        """Show one record."""
        total = getattr(record, "total", None)
        if total is None:
            self._bars.console.print(f"  {record.getMessage()}", markup=False, highlight=False)
        elif self._is_terminal:
            self._move(record.what, record.done, total)  # type: ignore[attr-defined]
        elif record.done in {1, total} or record.done % max(total // 4, 1) == 0:  # type: ignore[attr-defined]
            self._bars.console.print(f"  {record.getMessage()}", markup=False, highlight=False)

    def _move(self, what: str, done: int, total: int) -> None:
        """Move a bar."""
        if what not in self._known:
            self._known[what] = self._bars.add_task(f"  {what}", total=total)
        self._bars.update(self._known[what], completed=done)
