"""Read everything that was landed: each row becomes a row of a table or a reject; refuses to know the library it makes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from storage.order import tidy
from storage.schemas import TABLES, FileKind, Landing
from tasks.read.cells import show_rows
from tasks.read.gather import Gathered, gather, lay_together
from tasks.read.plain import read_credits, read_relations, read_top_artists, read_top_tracks
from tasks.read.plays import read_all_plays
from tasks.read.rejects import FILE, list_rejects
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


def read_landing(landing: Landing, fetch: Fetch) -> SourceTables:
    """Read all files of a landing."""
    gathered = gather(landing, fetch)
    plain = {kind: read(lay_together(gathered.of(kind))) for kind, read in _PLAIN_READERS.items()} | {"plays": read_all_plays(gathered)}
    tracks = read_tracks(gathered, landing.images)
    accepted = [tracks.entries, *(one.accepted for one in plain.values())]
    refused = pl.concat([gathered.flaws, tracks.refused, *(one.refused for one in plain.values())])
    source_files = _count(gathered, accepted, refused)
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
    )


_PLAIN_READERS: dict[FileKind, Callable[[pl.DataFrame], Sorted]] = {
    "top_tracks": read_top_tracks,
    "top_artists": read_top_artists,
    "credits": read_credits,
    "relations": read_relations,
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


def _count(gathered: Gathered, accepted: Sequence[pl.DataFrame], refused: pl.DataFrame) -> pl.DataFrame:
    """Count for each file what became of its rows; every row must be somewhere."""
    dated = pl.concat([rows.select(FILE, added_at=_added_at(rows)) for rows in accepted])
    counted = dated.group_by(FILE).agg(pl.len().alias("accepted_count"), pl.col("added_at").max().alias("newest_added_at"))
    files = pl.DataFrame(
        {
            FILE: range(len(gathered.files)),
            "file_name": [file.name for file in gathered.files],
            "file_kind": [file.kind for file in gathered.files],
            "content_digest": [file.blob.partition(".")[0] for file in gathered.files],
            "row_count": [one.row_count for one in gathered.cut],
        },
        {FILE: pl.UInt32, "file_name": pl.String, "file_kind": pl.String, "content_digest": pl.String, "row_count": pl.Int64},
    )
    whole = (
        files.join(counted, on=FILE, how="left")
        .join(refused.group_by(FILE).agg(pl.len().alias("reject_count")), on=FILE, how="left")
        .with_columns(pl.col("accepted_count", "reject_count").fill_null(0).cast(pl.Int64))
    )
    lost = whole.filter(pl.col("accepted_count") + pl.col("reject_count") != pl.col("row_count"))
    assert lost.is_empty(), f"rows of {lost['file_name'].to_list()} are neither accepted nor refused"
    spec = TABLES["step.source_files"]
    return whole.select(*spec.dtypes).cast(pl.Schema(spec.dtypes)).sort(spec.key)


def _added_at(accepted: pl.DataFrame) -> pl.Expr:
    """Give the moments of a table that has them."""
    return pl.col("added_at") if "added_at" in accepted.columns else pl.lit(None, pl.Datetime("us"))
