"""Tell which playlists hold a track or an album; refuses to know why it is asked."""

from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

from storage.schemas import LIKED_KEY
from tasks.report.error_facts import Held
from tasks.report.facts import Named
from tasks.report.site import Site

NAMED_PLAYLISTS: Final = 10


def name_playlists(site: Site) -> dict[str, Named]:
    """Give every playlist by its key, in the order of titles."""
    playlists = [entry for (kind, _), entry in site.entries.items() if kind == "playlist"]
    ordered = sorted(playlists, key=lambda entry: (entry.title, entry.key))
    return {entry.key: Named(entry.title, entry.page) for entry in ordered}


def find_holders(things: pl.DataFrame, playlists: Mapping[str, Named], members: pl.DataFrame) -> dict[str, Held]:
    """Give the playlists of each thing; of things it needs track_uri and thing. Liked songs say so by a heart instead."""
    numbers = pl.DataFrame(
        {"playlist_key": list(playlists), "playlist": range(len(playlists))}, schema={"playlist_key": pl.String, "playlist": pl.Int64}
    )
    lists = members.filter(pl.col("collection_kind") == "playlist", pl.col("collection_key") != LIKED_KEY)
    held = things.join(lists.select("track_uri", playlist_key="collection_key"), on="track_uri").join(numbers, on="playlist_key")
    found = held.group_by("thing").agg(pl.col("playlist").unique().sort())
    named = list(playlists.values())
    return {thing: _held(named[number] for number in holders) for thing, holders in found.iter_rows()}


def _held(playlists: Iterable[Named]) -> Held:
    """Name the first playlists and count the others."""
    known = tuple(playlists)
    return Held(known[:NAMED_PLAYLISTS], max(0, len(known) - NAMED_PLAYLISTS))
