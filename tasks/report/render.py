"""Write every page of the report tree as markdown; refuses to know where it is kept."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from storage.schemas import Clustering, SkippedFile
from tasks.report.changes import write_changes
from tasks.report.cluster_pages import write_clusters
from tasks.report.collections import write_collections
from tasks.report.entities import Entities
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
from tasks.shared_paths import COVERS_FOLDER, REJECTS_PAGE

COVER_SHOWN: Final = re.compile(rf'<img src="(?:\.\./)*({COVERS_FOLDER}/[^"]+)"')


@dataclass(frozen=True)
class Night:
    """All that the pages of one night rest on; tables are core.* and mart.* by their full names."""

    tables: Mapping[str, pl.DataFrame]
    clusterings: Sequence[Clustering]
    pictures: frozenset[str]
    skipped: tuple[SkippedFile, ...]
    history: History


def render_reports(night: Night, choices: ReportChoices) -> Iterator[tuple[str, str]]:
    """Give every page as its path inside reports/ and its text."""
    site = _lay_out(night, choices)
    entities = Entities(site.tables, site.ranking)
    rejects = read_rejects(site.tables["core.rejects"], night.skipped)
    yield REJECTS_PAGE, fill("rejects.md.j2", rejects, "")
    yield write_changes(site, night.history)
    yield from write_collections(site, entities)
    yield from write_producers(site, entities)
    yield from write_features(site)
    yield from write_clusters(site, night.clusterings)
    errors = read_errors(site, rejects)
    yield from write_errors(errors)
    yield from write_entrance(site, entities, Noted(rejects, errors))


def referenced_covers(texts: Iterable[str]) -> set[str]:
    """Give the covers inside reports/ that these pages show."""
    return {found[1] for text in texts for found in COVER_SHOWN.finditer(text) if not text.endswith("\\", 0, found.start())}


def _lay_out(night: Night, choices: ReportChoices) -> Site:
    """Lay out what all pages share; without ranks there is no ranking column."""
    numbered = number_tracks(night.tables)
    column: RankingColumn = choices.ranking_column if night.tables["mart.track_ranks"].height else "none"
    rows = Rows(read_tracks(numbered, night.tables, column), column, fill_row)
    return Site(night.tables, read_entries(night.tables, night.clusterings), numbered, rows, column, night.pictures)
