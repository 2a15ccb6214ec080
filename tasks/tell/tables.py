"""Lay out the tables that a night leaves in the interface; refuses to know who shows them."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from storage.snapshots import Fetch
from tasks.shared_changes import Changes, Move, PlaylistChange

CHANGES_AT_MOST = 25
REJECTS_AT_MOST = 50
PROBLEMS_AT_MOST = 50
LONGEST_SENTENCE = 400
PLACES_AT_MOST = 5
LONGEST_NAME = 80
FATES = {"new": "new", "gone": "gone", "stays": "changed"}


def list_changes(changes: Changes) -> list[dict[str, Any]]:
    """Give the largest changes: playlists by how many tracks came and went, then tracks that the library gained or lost."""
    playlists = sorted(changes.playlists, key=lambda change: (-change.in_count - change.out_count, change.playlist.title))
    moves = sorted(changes.moves, key=lambda move: move.in_library == "stays")
    return [*map(_playlist, playlists), *map(_track, moves)][:CHANGES_AT_MOST]


def _playlist(change: PlaylistChange) -> dict[str, Any]:
    """Give the row of a playlist."""
    told = f"was called {_short(change.old_title)}" if change.old_title else ""
    counts = {"tracks in": change.in_count, "tracks out": change.out_count}
    return {"what": "playlist", "name": _short(change.playlist.title), "change": FATES[change.what], **counts, "more": told}


def _track(move: Move) -> dict[str, Any]:
    """Give the row of a track."""
    places = [f"into {_short(each.title)}" for each in move.came_into] + [f"out of {_short(each.title)}" for each in move.left]
    name = " · ".join(part for part in (move.track_name, move.artist_name) if part)
    fate = "moved" if move.in_library == "stays" else move.in_library
    counts = {"tracks in": None, "tracks out": None}
    return {"what": "track", "name": _short(name), "change": fate, **counts, "more": ", ".join(places[:PLACES_AT_MOST])}


def list_rejects(rejects: pl.DataFrame) -> list[dict[str, Any]]:
    """Give the refused rows by source and reason, the commonest first, each with the place of one; what stood in them is not told."""
    placed = rejects.sort("file_name", "line_number", nulls_last=True)
    counted = placed.group_by("source", "reason", maintain_order=True).agg(pl.len().alias("rows"), pl.col("file_name", "line_number").first())
    ordered = counted.sort(["rows", "source", "reason"], descending=[True, False, False], nulls_last=True).head(REJECTS_AT_MOST)
    return [
        {"source": source, "reason": reason, "rows": count, "for example": _place(file_name, line_number)}
        for source, reason, count, file_name, line_number in ordered.iter_rows()
    ]


def _place(file_name: str | None, line_number: int | None) -> str:
    """Say where a row stood."""
    return _short(file_name or "") + (f", line {line_number}" if line_number is not None else "")


def list_problems(problems: tuple[str, ...]) -> list[dict[str, str]]:
    """Give what failed, a sentence each."""
    return [{"what failed": " ".join(problem.split())[:LONGEST_SENTENCE]} for problem in problems[:PROBLEMS_AT_MOST]]


def list_unread(fetch: Fetch) -> list[dict[str, str]]:
    """Give what of Spotify was not refreshed, failed or is doubted."""
    return list(_tell_unread(fetch))[:REJECTS_AT_MOST]


def _tell_unread(fetch: Fetch) -> Iterator[dict[str, str]]:
    """Give a row for each."""
    for what, these in (("failed", fetch.failed), ("unconfirmed", fetch.unconfirmed), ("not refreshed", fetch.not_refreshed)):
        for one in these:
            yield {"what": what, "name": _short(one.title), "why": one.reason}


def _short(name: str | None) -> str:
    """Give a name as one line that fits into a cell."""
    line = " ".join((name or "").split())
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1]}…"
