"""Gather what the page of refused rows prints; refuses to know how it looks."""

from collections.abc import Iterable
from typing import Final

import polars as pl

from storage.schemas import SkippedFile
from tasks.report.facts import Reason, Refused, Rejects, Skipped
from tasks.report.templates import Page

LISTED_REJECTS: Final = 1000


def read_rejects(rejects: pl.DataFrame, skipped: Iterable[SkippedFile]) -> Rejects:
    """Group the refused rows by reason, the commonest first."""
    ordered = rejects.sort("reason", "file_name", "line_number", "raw_text", "source", nulls_last=True)
    groups = ordered.partition_by("reason", maintain_order=True)
    return Rejects(
        row_count=rejects.height,
        file_count=rejects["file_name"].n_unique(),
        reasons=tuple(sorted((_reason(group) for group in groups), key=lambda reason: (-reason.row_count, reason.reason))),
        skipped=tuple(Skipped(file.name, file.reason) for file in sorted(skipped, key=lambda file: (file.name, file.reason))),
    )


def lay_out_rejects(rejects: Rejects) -> Page:
    """Lay out the page of what was refused."""
    return Page("rejects.md.j2", rejects)


def _reason(rows: pl.DataFrame) -> Reason:
    """Give one reason with its first rows."""
    listed = rows.head(LISTED_REJECTS).select("file_name", "line_number", "raw_text")
    return Reason(str(rows["reason"][0]), rows.height, tuple(Refused(*row) for row in listed.iter_rows()))
