"""Read everything that was landed: each row becomes a row of a table or a reject; refuses to know the library it makes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from storage.order import tidy
from storage.schemas import TABLES, FileKind, Landing
from tasks.read.cells import show_rows
from tasks.read.counts import count_files
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


@dataclass(frozen=True)
class SourceTables:
    """What the files of a night say, in the tables of the vocabulary."""

    entries: pl.DataFrame
    listings: pl.DataFrame
    variants: pl.DataFrame
    source_files: pl.DataFrame
    rejects: pl.DataFrame
    listed_tracks: pl.DataFrame
    listed_artists: pl.DataFrame
    played_tracks: pl.DataFrame
    credited_tracks: pl.DataFrame
    related_artists: pl.DataFrame
    told_playlists: pl.DataFrame
    followed_artists: pl.DataFrame


def read_landing(landing: Landing, fetch: Fetch) -> SourceTables:
    """Read all files of a landing."""
    gathered = gather(landing, fetch)
    plain = {kind: read(lay_together(gathered.of(kind), columns)) for kind, (read, columns) in _PLAIN_READERS.items()}
    plain["plays"] = read_all_plays(gathered)
    tracks = read_tracks(gathered, landing.images)
    accepted = [tracks.entries, *(one.accepted for one in plain.values())]
    refused = pl.concat([gathered.flaws, tracks.refused, *(one.refused for one in plain.values())])
    source_files = count_files(gathered, accepted, refused)
    entries, variants = order_variants(tracks.entries, tracks.listings, tracks.descriptions, source_files)
    return SourceTables(
        entries=entries,
        listings=tracks.listings,
        variants=variants,
        source_files=source_files,
        rejects=list_rejects(refused, gathered.files, lambda file: show_rows(file, fetch(file.blob))),
        listed_tracks=_finish(plain["top_tracks"], gathered, "step.listed_tracks"),
        listed_artists=_finish(plain["top_artists"], gathered, "step.listed_artists"),
        played_tracks=_finish(plain["plays"], gathered, "step.played_tracks"),
        credited_tracks=_finish(plain["credits"], gathered, "step.credited_tracks"),
        related_artists=_finish(plain["relations"], gathered, "step.related_artists"),
        told_playlists=_finish(plain["playlist_list"], gathered, "step.told_playlists"),
        followed_artists=_finish(plain["followed_artists"], gathered, "step.followed_artists"),
    )


_PLAIN_READERS: dict[FileKind, tuple[Callable[[pl.DataFrame], Sorted], Sequence[str]]] = {
    "top_tracks": (read_top_tracks, EVERY_COLUMN),
    "top_artists": (read_top_artists, EVERY_COLUMN),
    "credits": (read_credits, EVERY_COLUMN),
    "relations": (read_relations, EVERY_COLUMN),
    "playlist_list": (read_told_playlists, PLAYLIST_COLUMNS),
    "followed_artists": (read_followed, FOLLOWED_COLUMNS),
    "profile": (read_persons, PERSON_COLUMNS),
}


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
