"""Say which sources told the library and its playlists, and what is not confirmed; refuses to know how it looks."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from storage.schemas import LIKED_KEY

Tables = Mapping[str, pl.DataFrame]

WORDS = {"exports": "exports", "account_data": "account data", "spotify": "Spotify"}


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who tells a playlist, whose entries it has, and the answer that is not believed yet."""

    sources: tuple[str, ...]
    leading: str | None
    doubt: str | None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source: its files, their rows, and how much of the library it tells."""

    name: str
    file_count: int
    row_count: int
    reject_count: int
    track_count: int
    playlist_count: int


@dataclass(frozen=True, slots=True)
class Untold:
    """A playlist whose entries no source tells."""

    name: str
    owner_name: str | None
    track_count: int | None


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A file or resource that is kept as it was, and the suspicious answer in its place."""

    file_name: str
    source: str
    kept_count: int
    doubt: str


def tell_playlists(tables: Tables) -> dict[str, Provenance]:
    """Give who tells each playlist, by key."""
    told = tables["core.playlist_sources"].sort("playlist_key", "source")
    grouped = told.group_by("playlist_key", maintain_order=True).agg(
        "source", pl.col("source").filter("is_leading").first().alias("leading"), pl.col("doubt").filter("is_leading").drop_nulls().first()
    )
    return {key: Provenance(tuple(WORDS[name] for name in names), WORDS.get(leading), doubt) for key, names, leading, doubt in grouped.iter_rows()}


def list_sources(tables: Tables) -> tuple[SourceRow, ...]:
    """Give the sources of the library, the one that tells most tracks first."""
    playlists = tables["core.playlist_sources"].filter(pl.col("playlist_key") != LIKED_KEY)
    counted = (
        tables["core.source_files"]
        .group_by("source")
        .agg(pl.len().alias("files"), pl.col("row_count", "reject_count").sum())
        .join(tables["core.track_sources"].group_by("source").agg(pl.col("track_uri").n_unique().alias("tracks")), on="source", how="left")
        .join(playlists.group_by("source").len("playlists"), on="source", how="left")
        .fill_null(0)
        .sort("tracks", "source", descending=[True, False])
    )
    columns = ("source", "files", "row_count", "reject_count", "tracks", "playlists")
    return tuple(SourceRow(WORDS[name], *counts) for name, *counts in counted.select(columns).iter_rows())


def list_untold(tables: Tables) -> tuple[Untold, ...]:
    """Give the playlists that are known by name and size alone, and those that are empty, by name."""
    listless = tables["core.playlists"].join(tables["core.playlist_tracks"], on="playlist_key", how="anti")
    told = listless.filter(pl.col("is_content_known").is_not_null()).sort("playlist_name", "playlist_key")
    return tuple(Untold(name, owner, count) for name, owner, count in told.select("playlist_name", "owner_name", "track_count").iter_rows())


def list_unconfirmed(tables: Tables) -> tuple[Unconfirmed, ...]:
    """Give what is kept as it was because the newest answer is suspicious."""
    doubted = tables["core.source_files"].drop_nulls("doubt").sort("source", "file_name")
    rows = doubted.select("file_name", "source", "row_count", "doubt").iter_rows()
    return tuple(Unconfirmed(name, WORDS[source], count, doubt) for name, source, count, doubt in rows)
