"""Gather what the entrance and the rejects page print; refuses to know how they look."""

from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

from storage.schemas import LIBRARY_KIND, LIKED_KEY, SkippedFile
from tasks.report.facts import Entrance, Entry, Known, Reason, Refused, Rejects, Section, Skipped
from tasks.report.membership import Key
from tasks.shared_paths import REJECTS_PAGE

LISTED_REJECTS: Final = 1000
SECTIONS: Final = (
    ("playlist", "Playlists", "Playlist"),
    ("artist", "Artists", "Artist"),
    ("label", "Labels", "Label"),
    ("genre", "Genres", "Genre"),
)


def read_entrance(tables: Mapping[str, pl.DataFrame], entries: Mapping[Key, Entry], rejects: Rejects) -> Entrance:
    """Gather counts, coverage and the tables of all collections."""
    return Entrance(
        library=entries.get((LIBRARY_KIND, LIBRARY_KIND)) or _empty_library(),
        playlist_count=tables["core.playlists"].height,
        artist_count=tables["core.artists"].height,
        album_count=tables["core.albums"].height,
        coverage=_coverage(tables["mart.coverage"]),
        sections=tuple(_section(entries.values(), *section) for section in SECTIONS),
        rejects_page=REJECTS_PAGE,
        reject_count=rejects.row_count,
        skipped_count=len(rejects.skipped),
    )


def _section(entries: Iterable[Entry], kind: str, heading: str, column: str) -> Section:
    """Order the collections of a kind: liked songs, then most liked, most tracks, title."""
    of_kind = [entry for entry in entries if entry.kind == kind]
    return Section(heading, column, tuple(sorted(of_kind, key=_place)))


def _place(entry: Entry) -> tuple[bool, int, int, str, str]:
    """Give what orders a collection among those of its kind."""
    is_liked_songs = (entry.kind, entry.key) == ("playlist", LIKED_KEY)
    return (not is_liked_songs, -entry.liked_count, -entry.track_count, entry.title, entry.key)


def _coverage(coverage: pl.DataFrame) -> tuple[Known, ...]:
    """Give coverage by fact, the source that knows most first."""
    ordered = coverage.sort("fact", "track_count", "source", descending=[False, True, False], nulls_last=True)
    return tuple(Known(fact, source, count) for fact, source, count in ordered.select("fact", "source", "track_count").iter_rows())


def _empty_library() -> Entry:
    """Give the library that has no track, and so is no collection."""
    return Entry(LIBRARY_KIND, LIBRARY_KIND, "", "README.md", None, 0, 0, 0, 0, ())


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


def _reason(rows: pl.DataFrame) -> Reason:
    """Give one reason with its first rows."""
    listed = rows.head(LISTED_REJECTS).select("file_name", "line_number", "raw_text")
    return Reason(str(rows["reason"][0]), rows.height, tuple(Refused(*row) for row in listed.iter_rows()))
