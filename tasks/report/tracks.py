"""Turn library tables into what tables of tracks print, row by row of one fixed order; refuses to know the pages."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl

from tasks.report.facts import Named, RankingColumn, Track
from tasks.shared_paths import overview_path

SPOTIFY_TRACK: Final = re.compile(r"spotify:track:([0-9A-Za-z]+)")
SHOWN_IMAGE: Final = r"^(?i:https?://\S+|images/[^\s\"<>]+)$"
PRINTED: Final = (*("track_uri", "track_name", "album_name", "artist_names", "artist_pages", "raw_label", "label_names", "label_pages", "is_liked"),)


def number_tracks(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Give every track a number by rank, release date, album, name and URI: the order of every table of tracks."""
    albums = tables["core.albums"].select("album_key", "album_name", "album_image_url")
    ranks = tables["mart.track_ranks"].select("track_uri", "rank", "score")
    columns = ("track_uri", "track_name", "album_key", "release_date", "is_liked")
    return (
        tables["core.tracks"]
        .select(columns)
        .join(albums, on="album_key", how="left")
        .join(ranks, on="track_uri", how="left")
        .sort("rank", "release_date", "album_name", "track_name", "track_uri", nulls_last=True)
        .with_row_index("track_number")
    )


def print_tracks(numbered: pl.DataFrame, tables: Mapping[str, pl.DataFrame], ranking: RankingColumn) -> pl.DataFrame:
    """Give what is printed of each track, in the order of their numbers."""
    place = pl.lit(None, pl.Int64) if ranking == "none" else pl.col(ranking).round().cast(pl.Int64)
    return (
        numbered.join(_artists(numbered, tables), on="track_uri", how="left")
        .join(_labels(numbered, tables), on="album_key", how="left")
        .sort("track_number")
        .select(*PRINTED, place.alias("place"), shown_image("album_image_url").alias("image"))
    )


def read_track(row: Mapping[str, object]) -> Track:
    """Make one track's facts of what is printed of it."""
    spotify = SPOTIFY_TRACK.fullmatch(str(row["track_uri"]))
    return Track(
        name=_text(row["track_name"]),
        album=_text(row["album_name"]),
        artists=tuple(_named(row["artist_names"], row["artist_pages"])),
        labels=_label_cell(row),
        image=_text(row["image"]),
        place=row["place"] if isinstance(row["place"], int) else None,
        is_liked=bool(row["is_liked"]),
        spotify_id=spotify.group(1) if spotify else None,
    )


def _artists(numbered: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Give each track its artists' names and pages, primary artist first."""
    return (
        tables["core.track_artists"]
        .join(numbered.select("track_uri"), on="track_uri", how="semi")
        .join(tables["core.artists"].select("artist_key", "artist_name"), on="artist_key", how="left")
        .join(_pages(tables, "artist"), left_on="artist_key", right_on="collection_key", how="left")
        .sort("track_uri", "artist_position", "artist_key")
        .group_by("track_uri", maintain_order=True)
        .agg(artist_names=pl.col("artist_name"), artist_pages=pl.col("page"))
    )


def _labels(numbered: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Give each album its label text as written, and its standard labels with their pages."""
    return (
        tables["core.album_labels"]
        .join(numbered.select("album_key"), on="album_key", how="semi")
        .join(_pages(tables, "label"), left_on="label_key", right_on="collection_key", how="left")
        .sort("album_key", "label_name", "label_key")
        .group_by("album_key", maintain_order=True)
        .agg(raw_label=pl.col("raw_label").min(), label_names=pl.col("label_name"), label_pages=pl.col("page"))
    )


def _pages(tables: Mapping[str, pl.DataFrame], kind: str) -> pl.DataFrame:
    """Give the page of each collection of a kind."""
    keys = tables["mart.collections"].filter(pl.col("collection_kind") == kind)["collection_key"]
    pages = [overview_path(kind, key) for key in keys]
    return pl.DataFrame({"collection_key": keys, "page": pages}, schema={"collection_key": pl.String, "page": pl.String})


def _label_cell(row: Mapping[str, object]) -> tuple[Named, ...]:
    """Choose what a label cell says: the text as written, linked where one label has a page, else every standard name."""
    labels = tuple(_named(row["label_names"], row["label_pages"]))
    pages = [label.page for label in labels if label.page]
    if len(pages) > 1:
        return tuple(sorted(labels, key=lambda label: f"{'[' if label.page else ''}{label.name}"))
    return (Named(_text(row["raw_label"]), pages[0] if pages else None),) if labels else ()


def shown_image(column: str) -> pl.Expr:
    """Keep of a column what a page can show."""
    return pl.when(pl.col(column).str.contains(SHOWN_IMAGE)).then(pl.col(column))


def _named(names: object, pages: object) -> Iterator[Named]:
    """Pair names with pages."""
    if isinstance(names, list) and isinstance(pages, list):
        for name, page in zip(names, pages, strict=True):
            yield Named(name, page)


def _text(value: object) -> str | None:
    """Narrow a cell to a text or nothing."""
    return value if isinstance(value, str) else None
