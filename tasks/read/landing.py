"""Read what was landed, a group of files that need each other at a time; each row becomes a row of a table or a reject.

Refuses to know the library that it makes.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import polars as pl

from storage.order import tidy
from storage.schemas import TABLES, FileKind, Landing
from tasks.read.cells import read_like, show_rows
from tasks.read.counts import count_files, date_files
from tasks.read.gather import EVERY_COLUMN, Gathered, gather, lay_together
from tasks.read.plain import read_credits, read_relations, read_top_artists, read_top_tracks
from tasks.read.plays import read_all_plays
from tasks.read.rejects import FILE, list_rejects
from tasks.read.service_lists import (
    FOLLOWED_COLUMNS,
    PERSON_COLUMNS,
    PLAYLIST_COLUMNS,
    read_followed,
    read_persons,
    read_told_playlists,
)
from tasks.read.split import Sorted
from tasks.read.tracks import read_tracks
from tasks.read.variants import order_variants

Fetch = Callable[[str], bytes]
Tables = dict[str, pl.DataFrame]

FILES: Final = "step.source_files"
REJECTS: Final = "core.rejects"


class Group(NamedTuple):
    """Files that are read together: their kinds, how all that they say is read, and the table that it makes, if any."""

    kinds: tuple[FileKind, ...]
    read: Callable[[Gathered], Sorted]
    table: str | None


def _plain(kind: FileKind, read: Callable[[pl.DataFrame], Sorted], table: str | None, columns: Sequence[str] = EVERY_COLUMN) -> Group:
    """Give the group of files of one kind, whose rows say each for itself what they say."""
    return Group((kind,), lambda gathered: read(lay_together(gathered.of(kind), columns)), table)


GROUPS: Final = {
    "top_tracks": _plain("top_tracks", read_top_tracks, "step.listed_tracks"),
    "top_artists": _plain("top_artists", read_top_artists, "step.listed_artists"),
    "plays": Group(("plays", "streams"), read_all_plays, "step.played_tracks"),
    "credits": _plain("credits", read_credits, "step.credited_tracks"),
    "relations": _plain("relations", read_relations, "step.related_artists"),
    "told_playlists": _plain("playlist_list", read_told_playlists, "step.told_playlists", PLAYLIST_COLUMNS),
    "followed_artists": _plain("followed_artists", read_followed, "step.followed_artists", FOLLOWED_COLUMNS),
    "persons": _plain("profile", read_persons, None, PERSON_COLUMNS),
}


def part_landing(landing: Landing) -> Iterator[tuple[str | None, Landing]]:
    """Give the files of each group and its name; those that tell tracks of playlists, which alone name pictures, have none."""
    group_of: dict[FileKind, str | None] = {"tracks": None, **{kind: name for name, group in GROUPS.items() for kind in group.kinds}}
    files = [(group_of[read_like(file)], file) for file in landing.files]
    for name in (None, *GROUPS):
        chosen = tuple(file for group, file in files if group == name)
        yield name, Landing(files=chosen, images=landing.images if name is None else {}, skipped=())


def read_group(name: str | None, landing: Landing, fetch: Fetch) -> Tables:
    """Read the files of a group: the tables that they make, what became of each file's rows, and the rejects."""
    gathered = gather(landing, fetch)
    if name is None:
        tracks = read_tracks(gathered, landing.images)
        counted = _count(gathered, Sorted(tracks.entries, tracks.refused), fetch)
        entries, variants = order_variants(tracks.entries, tracks.listings, tracks.descriptions, counted[FILES])
        return {**counted, "step.entries": entries, "step.listings": tracks.listings, "step.variants": variants}
    group = GROUPS[name]
    told = group.read(gathered)
    counted = _count(gathered, told, fetch)
    return {**counted, group.table: _finish(told, gathered, group.table)} if group.table else counted


def lay_beside(files: Sequence[pl.DataFrame], rejects: Sequence[pl.DataFrame]) -> Tables:
    """Give what became of the rows of all groups' files, and the rejects among them."""
    return {FILES: date_files(pl.concat(files)), REJECTS: pl.concat(rejects).sort(TABLES[REJECTS].key)}


def _count(gathered: Gathered, told: Sorted, fetch: Fetch) -> Tables:
    """Count what became of the rows of files, and show those refused."""
    refused = pl.concat([gathered.flaws, told.refused])
    rejects = list_rejects(refused, gathered.files, lambda file: show_rows(file, fetch(file.blob)))
    return {FILES: count_files(gathered, told.accepted, refused), REJECTS: rejects}


def _finish(told: Sorted, gathered: Gathered, table: str) -> pl.DataFrame:
    """Give accepted rows the name of their file, the table's columns and its order."""
    spec = TABLES[table]
    names = {place: file.name for place, file in enumerate(gathered.files)}
    named = (
        told.accepted.with_columns(pl.col(FILE).replace_strict(names, return_dtype=pl.String).alias("file_name"))
        .select(*spec.dtypes)
        .cast(pl.Schema(spec.dtypes))
    )
    return tidy(named, spec)
