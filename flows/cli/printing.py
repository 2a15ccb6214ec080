"""Print rows the way a person or a program asked for, and the progress of a run."""

import json
import logging
import sys
from typing import Any, Self, TextIO

import polars as pl
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

WIDEST_CELL = 80


def show_rows(rows: pl.DataFrame, form: str, target: TextIO) -> None:
    """Print rows as table, csv, json or markdown."""
    if form == "csv":
        target.write(rows.write_csv(datetime_format="%Y-%m-%dT%H:%M:%S"))
    elif form == "json":
        target.write(json.dumps(rows.to_dicts(), default=str, ensure_ascii=False, indent=1) + "\n")
    else:
        target.write("\n".join(_lines(rows, is_markdown=form == "markdown")) + "\n")


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
    text = f"{value:.6g}" if isinstance(value, float) else " ".join(str(value).split())
    if is_markdown:
        return text.replace("\\", "\\\\").replace("|", "\\|")
    return text if len(text) <= WIDEST_CELL else text[: WIDEST_CELL - 1] + "…"


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
