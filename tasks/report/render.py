"""Write every page of the report tree as markdown; refuses to know where it is kept."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from storage.failures import Failure
from storage.schemas import Clustering, SkippedFile
from tasks.report.changes import write_changes
from tasks.report.cluster_pages import write_clusters
from tasks.report.collections import write_collections
from tasks.report.entities import Entities
from tasks.report.error_facts import Errors
from tasks.report.errors import read_errors, write_errors
from tasks.report.facts import RankingColumn, ReportChoices
from tasks.report.features import write_features
from tasks.report.library_facts import Noted
from tasks.report.library_page import write_entrance
from tasks.report.membership import read_entries
from tasks.report.producers import write_producers
from tasks.report.rejects import read_rejects
from tasks.report.rows import Rows
from tasks.report.site import Site
from tasks.report.templates import fill, fill_row
from tasks.report.tracks import number_tracks, read_tracks
from tasks.shared_changes import History
from tasks.shared_paths import CHANGES_PAGE, COVERS_FOLDER, ENTRANCE_PAGE, ERRORS_PAGE, REJECTS_PAGE

COVER_SHOWN: Final = re.compile(rf'<img src="(?:\.\./)*({COVERS_FOLDER}/[^"]+)"')


@dataclass(frozen=True)
class Night:
    """All that the pages of one night rest on; tables are core.* and mart.* by their full names."""

    tables: Mapping[str, pl.DataFrame]
    clusterings: Sequence[Clustering]
    pictures: frozenset[str]
    skipped: tuple[SkippedFile, ...]
    history: History
    failures: tuple[Failure, ...] = ()


def render_reports(night: Night, choices: ReportChoices, failures: list[Failure] | None = None) -> Iterator[tuple[str, str]]:
    """Give every page as its path inside reports/ and its text; pages that cannot be written are noted, or raise where there is no list."""
    site = _lay_out(night, choices, failures)
    entities = Entities(site.tables, site.ranking)
    rejects = read_rejects(site.tables["core.rejects"], night.skipped)
    yield from site.page(REJECTS_PAGE, fill, "rejects.md.j2", rejects, "")
    yield from site.page(CHANGES_PAGE, write_changes, site, night.history)
    yield from write_collections(site, entities)
    yield from write_producers(site, entities)
    yield from write_features(site)
    yield from write_clusters(site, night.clusterings)
    errors = site.attempt(ERRORS_PAGE, read_errors, site, rejects) or Errors()
    yield from site.page(ENTRANCE_PAGE, write_entrance, site, entities, Noted(rejects, _with_failures(errors, night, site)))
    yield ERRORS_PAGE, write_errors(_with_failures(errors, night, site))


def _with_failures(errors: Errors, night: Night, site: Site) -> Errors:
    """Name what has failed so far."""
    return replace(errors, failures=(*night.failures, *(site.failures or ())))


def referenced_covers(texts: Iterable[str]) -> set[str]:
    """Give the covers inside reports/ that these pages show."""
    return {found[1] for text in texts for found in COVER_SHOWN.finditer(text) if not text.endswith("\\", 0, found.start())}


def _lay_out(night: Night, choices: ReportChoices, failures: list[Failure] | None) -> Site:
    """Lay out what all pages share; without ranks there is no ranking column."""
    numbered = number_tracks(night.tables)
    column: RankingColumn = choices.ranking_column if night.tables["mart.track_ranks"].height else "none"
    rows = Rows(read_tracks(numbered, night.tables, column), column, fill_row)
    lacking = frozenset(failure.path for failure in night.failures)
    entries = read_entries(night.tables, night.clusterings, lacking)
    return Site(night.tables, entries, numbered, rows, column, night.pictures, lacking, failures)
