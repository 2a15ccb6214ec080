"""Bring pages and figures together into one tree, also where some could not be made or were not wanted; refuses to know how they are made."""

from collections.abc import Sequence
from typing import NamedTuple

from storage.failures import Drawn, Failure, failures_in
from tasks.report.mend import mend
from tasks.report.write_pages import Edition, Tickets, Written, write_pages


class Finished(NamedTuple):
    """The files of a night's tree, and what could not be made of it."""

    files: Tickets
    failures: tuple[Failure, ...]


def finish_pages(tables: Tickets, edition: Edition, draft: Written, drawn: Sequence[Drawn]) -> Finished:
    """Give the whole tree; pages are written again without figures that could not be drawn."""
    lacking = failures_in(drawn)
    written = write_pages(tables, edition.without(lacking)) if lacking else draft
    figures = {path: figure for sheet in drawn for path, figure in sheet.figures.items()}
    failures = (*edition.failures, *lacking, *written.failures)
    files = written.pages | figures
    return Finished(mend(files, failures, edition.only) if failures or edition.only else files, failures)
