"""Lay out every page of the report tree; refuses to know where it is kept and which of it is new."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from storage.failures import Failure
from storage.schemas import Clustering, SkippedFile
from tasks.report.changes import lay_out_changes
from tasks.report.cluster_pages import lay_out_clusters
from tasks.report.collections import lay_out_collections
from tasks.report.entities import Entities
from tasks.report.error_facts import Errors
from tasks.report.errors import lay_out_errors, read_errors
from tasks.report.facts import RankingColumn, ReportChoices
from tasks.report.features import lay_out_features
from tasks.report.library_facts import Noted
from tasks.report.library_page import lay_out_entrance
from tasks.report.membership import read_entries
from tasks.report.producers import lay_out_producers
from tasks.report.rejects import lay_out_rejects, read_rejects
from tasks.report.rows import Rows
from tasks.report.site import Site
from tasks.report.templates import Page, fill_row
from tasks.report.tracks import number_tracks, print_tracks
from tasks.shared_changes import History
from tasks.shared_paths import CHANGES_PAGE, ENTRANCE_PAGE, ERRORS_PAGE, REJECTS_PAGE


@dataclass(frozen=True)
class Night:
    """All that the pages of one night rest on; tables are core.* and mart.* by their full names."""

    tables: Mapping[str, pl.DataFrame]
    clusterings: Sequence[Clustering]
    pictures: frozenset[str]
    skipped: tuple[SkippedFile, ...]
    history: History
    failures: tuple[Failure, ...] = ()


def lay_out_reports(night: Night, choices: ReportChoices, failures: list[Failure] | None = None) -> Iterator[tuple[str, Page]]:
    """Give every page by its path inside reports/; those that cannot be laid out are noted, or raise where there is no list.

    The last ones tell what was noted so far, so each page is printed before the next one is asked for.
    """
    site = _lay_out(night, choices, failures)
    entities = Entities(site.tables, site.ranking)
    rejects = read_rejects(site.tables["core.rejects"], night.skipped)
    yield from site.page(REJECTS_PAGE, lay_out_rejects, rejects)
    yield from site.page(CHANGES_PAGE, lay_out_changes, site, night.history)
    yield from lay_out_collections(site, entities)
    yield from lay_out_producers(site, entities)
    yield from lay_out_features(site)
    yield from lay_out_clusters(site, night.clusterings)
    errors = site.attempt(ERRORS_PAGE, read_errors, site, rejects) or Errors()
    yield from site.page(ENTRANCE_PAGE, lay_out_entrance, site, entities, Noted(rejects, _with_failures(errors, night, site)))
    yield ERRORS_PAGE, lay_out_errors(_with_failures(errors, night, site))


def _with_failures(errors: Errors, night: Night, site: Site) -> Errors:
    """Name what has failed so far."""
    return replace(errors, failures=(*night.failures, *(site.failures or ())))


def _lay_out(night: Night, choices: ReportChoices, failures: list[Failure] | None) -> Site:
    """Lay out what all pages share; without ranks of tracks their tables have no ranking column."""
    numbered = number_tracks(night.tables)
    column: RankingColumn = choices.ranking_column if night.tables["mart.track_ranks"].height else "none"
    rows = Rows(print_tracks(numbered, night.tables, column), column, fill_row)
    lacking = frozenset(failure.path for failure in night.failures)
    entries = read_entries(night.tables, night.clusterings, lacking)
    return Site(night.tables, entries, numbered, rows, choices.ranking_column, night.pictures, lacking, failures)
