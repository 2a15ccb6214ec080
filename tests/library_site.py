"""A site over a library made by hand, for the tests of pages."""

from collections.abc import Mapping

import polars as pl

from tasks.report.facts import RankingColumn
from tasks.report.membership import read_entries
from tasks.report.rows import Rows
from tasks.report.site import Site
from tasks.report.templates import fill_row
from tasks.report.tracks import number_tracks, read_tracks


def site_of(library: Mapping[str, pl.DataFrame], ranking: RankingColumn = "rank", pictures: frozenset[str] = frozenset()) -> Site:
    """Give the site from which all pages of a library are written."""
    numbered = number_tracks(library)
    rows = Rows(read_tracks(numbered, library, ranking), ranking, fill_row)
    return Site(library, read_entries(library, []), numbered, rows, ranking, pictures)
