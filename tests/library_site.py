"""A site over a library made by hand, for the tests of pages."""

from collections.abc import Iterable, Mapping

import polars as pl

from tasks.report.facts import RankingColumn
from tasks.report.membership import read_entries
from tasks.report.press import find_covers
from tasks.report.rows import Rows
from tasks.report.site import Site
from tasks.report.templates import Page, fill_row, print_page
from tasks.report.tracks import number_tracks, print_tracks


def site_of(library: Mapping[str, pl.DataFrame], ranking: RankingColumn = "rank", pictures: frozenset[str] = frozenset()) -> Site:
    """Give the site from which all pages of a library are written."""
    numbered = number_tracks(library)
    rows = Rows(print_tracks(numbered, library, ranking), ranking, fill_row)
    return Site(library, read_entries(library, []), numbered, rows, ranking, pictures)


def print_all(pages: Iterable[tuple[str, Page]]) -> dict[str, str]:
    """Give the text of every page by its path."""
    return {path: print_page(path, page) for path, page in pages}


def covers_on(texts: Iterable[str]) -> set[str]:
    """Give the covers that these pages show."""
    return {path for text in texts for path in find_covers(text)}
