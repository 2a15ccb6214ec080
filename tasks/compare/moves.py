"""Tell which tracks came and left, with names; refuses to judge whether a playlist that shrank is to be believed."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import polars as pl

from tasks.compare.playlists import Playlists
from tasks.compare.states import MEMBER, TRACK_NAME
from tasks.shared_changes import Move, NamedPlaylist

LISTED_TRACKS: Final = 100
IN_LIBRARY: Final = pl.Enum(["new", "gone", "stays"])

Lists = dict[str, tuple[NamedPlaylist, ...]]


@dataclass(frozen=True)
class Moves:
    """The tracks that came and left: how many the library gained and lost, the first of all, how many more there are."""

    new_count: int
    gone_count: int
    first: tuple[Move, ...]
    left_out: int


def tell_moves(before: pl.DataFrame, after: pl.DataFrame, playlists: Playlists, doubted: Collection[str]) -> Moves:
    """Tell of the tracks that the library or a staying playlist gained or lost; a doubted playlist has lost none."""
    kept = before.filter(pl.col("part") == MEMBER, pl.col("subject").is_in(sorted(doubted)))["value"]
    then, now = (state.filter(pl.col("part") == TRACK_NAME).select("subject") for state in (before, after))
    new = now.join(then, on="subject", how="anti")
    gone = then.join(now, on="subject", how="anti").filter(~pl.col("subject").is_in(kept.implode()))
    believed = ~pl.col("subject").is_in(sorted(doubted))
    came, left = playlists.came.filter(believed), playlists.left.filter(believed)
    staying = pl.col("subject").is_in(sorted(playlists.staying))
    stirred = pl.concat([came, left]).filter(staying).select(subject="value")
    listed = pl.concat([_marked(new, "new"), _marked(gone, "gone"), _marked(stirred, "stays")]).unique("subject", keep="first", maintain_order=True)
    named = _with_names(listed, before, after).sort("in_library", "track_name", "subject", nulls_last=True)
    first = named.head(LISTED_TRACKS)
    into, out_of = _by_track(came, first["subject"], playlists), _by_track(left, first["subject"], playlists)
    moves = tuple(_move(row, into, out_of) for row in first.iter_rows())
    return Moves(new.height, gone.height, moves, named.height - first.height)


def _marked(tracks: pl.DataFrame, in_library: str) -> pl.DataFrame:
    """Say of tracks whether the library gained or lost them."""
    return tracks.select("subject", in_library=pl.lit(in_library, IN_LIBRARY))


def _with_names(listed: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Add the names of track and artist as they are now, or were."""
    states = pl.concat([after, before])
    for part in (TRACK_NAME, "first_artist"):
        names = states.filter(pl.col("part") == part).unique("subject", keep="first", maintain_order=True)
        listed = listed.join(names.select("subject", pl.col("value").alias(part)), on="subject", how="left")
    return listed.select("subject", "in_library", TRACK_NAME, "first_artist")


def _by_track(moved: pl.DataFrame, tracks: pl.Series, playlists: Playlists) -> Lists:
    """Give the playlists that each of these tracks came into or left, by title."""
    found: dict[str, list[NamedPlaylist]] = {}
    for key, track in moved.filter(pl.col("value").is_in(tracks.implode())).sort("subject").iter_rows():
        found.setdefault(track, []).append(playlists.named(key))
    return {track: tuple(sorted(lists, key=lambda playlist: playlist.title)) for track, lists in found.items()}


def _move(row: tuple[str, str, str | None, str | None], into: Lists, out_of: Lists) -> Move:
    """Tell of one track."""
    uri, in_library, track_name, artist_name = row
    return Move(
        track_uri=uri,
        track_name=track_name,
        artist_name=artist_name,
        in_library=in_library,  # type: ignore[arg-type] # one of the words of IN_LIBRARY
        came_into=into.get(uri, ()),
        left=out_of.get(uri, ()),
    )
