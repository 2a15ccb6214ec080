"""Hold what every page may ask for: the tables, the collections, rows of tracks, and which pictures exist; refuses to know any page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ParamSpec, TypeVar

import polars as pl

from storage.failures import Failure
from tasks.report.facts import Entry, RankingColumn, TrackTable
from tasks.report.faults import attempt
from tasks.report.membership import Key
from tasks.report.ranking_bases import tell_bases
from tasks.report.rows import Rows
from tasks.report.templates import Page
from tasks.shared_paths import picture_path

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Site:
    """One night's report tree while it is written; tables are core.* and mart.* by their full names.

    Ranking is what the user wants to see. What is lacking could not be made before. Pages that cannot be written are noted in failures;
    where there is no list, they raise.
    """

    tables: Mapping[str, pl.DataFrame]
    entries: Mapping[Key, Entry]
    numbered: pl.DataFrame
    rows: Rows
    ranking: RankingColumn
    pictures: frozenset[str]
    lacking: frozenset[str] = frozenset()
    failures: list[Failure] | None = None

    def page(self, path: str, lay_out: Callable[P, Page], *args: P.args, **kwargs: P.kwargs) -> Iterator[tuple[str, Page]]:
        """Give a page with its path; nothing where it cannot be laid out."""
        page = self.attempt(path, lay_out, *args, **kwargs)
        if page is not None:
            yield path, page

    def attempt(self, path: str, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
        """Give what a page rests on; note its failure where that cannot be had."""
        return attempt(self.failures, path, work, *args, **kwargs)

    def picture(self, kind: str, key: str, name: str) -> str | None:
        """Give the path of a picture inside reports/ if it was drawn."""
        path = picture_path(kind, key, name)
        return path if path in self.pictures else None

    def track_table(self, numbers: Sequence[int]) -> TrackTable:
        """Give a table of tracks in the order of the numbers."""
        return self.rows.table(numbers, has_art=self.rows.has_art(numbers))

    @cached_property
    def number_of_track(self) -> dict[str, int]:
        """Give the number of each track: its place by rank, release date, album, name and URI."""
        return dict(self.numbered.select("track_uri", "track_number").iter_rows())

    @cached_property
    def ranking_basis(self) -> str | None:
        """Say what ranks rest on, if anything in the library has one."""
        is_any_ranked = any(self.tables[f"mart.{kind}_ranks"].height for kind in ("track", "album", "artist"))
        return tell_bases(self.tables["mart.ranking"]) if is_any_ranked else None
