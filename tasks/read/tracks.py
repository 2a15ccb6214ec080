"""Read the rows of playlist-like files, each thing that is said of a track once; refuses to know which playlist a library keeps."""

import os
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

import polars as pl

from storage.schemas import FEATURES, TOLD_OF_A_TRACK
from tasks.read import uris
from tasks.read.artists import split_artists
from tasks.read.dates import read_moments, spell_dates
from tasks.read.distinct import number_rows
from tasks.read.gather import OF_AN_ENTRY, Gathered, lay_together
from tasks.read.listings import LISTED, read_listings
from tasks.read.manners import MANNER, TEXT, tell_manners
from tasks.read.rejects import FILE
from tasks.read.split import REASON, part
from tasks.read.texts import CONTENT
from tasks.read.values import (
    choose_label,
    choose_length,
    clear_nothing,
    read_features,
    read_genres,
    read_lengths,
    read_track_name,
    read_truth,
    read_wholes,
    scale_features,
)
from tasks.shared_cells import LINE
from tasks.shared_cover_names import cover_key
from tasks.shared_threads import work_out

TEXTS = (
    *("track_uri", "track_id", "artist_names", "artist_uris", "album_uri", "album_name", "album_artist_names", "album_artist_uris", "release_date"),
    *("release_year", "album_image_url", "isrc", "genres", "raw_label", "label_or_mark", "entry_type"),
)
OF_A_TRACK = (*TEXTS, "track_name", "duration_ms", "duration", "is_explicit", "popularity", *FEATURES)
SETTLED = ("track_id", "duration_ms", "duration", "entry_type", "other_kind")  # what these say stands in other columns, or was asked already
CLEARED_OF_AN_ENTRY = ("added_at", "playlist_uri", "owner_name", "entry_type")
NO_TRACK = "it names no track"
ENTRY_TYPES = {kind: uris.NOT_TRACKS[kind] for kind in ("album", "artist", "episode", "show", "audiobook")} | {"podcast": uris.NOT_TRACKS["show"]}
TEXTS_OF_A_THREAD_AT_LEAST = 50_000
LINKS = ("http://", "https://")


class ReadTracks(NamedTuple):
    """Accepted rows as entries of listings that carry descriptions of tracks, and the rows refused."""

    entries: pl.DataFrame
    listings: pl.DataFrame
    descriptions: pl.DataFrame
    refused: pl.DataFrame


def read_tracks(gathered: Gathered, images: Mapping[str, str]) -> ReadTracks:
    """Read the rows of playlist-like files."""
    entries = clear_nothing(lay_together(gathered.of("tracks"), (*OF_AN_ENTRY, "entry_type", CONTENT)), CLEARED_OF_AN_ENTRY)
    numbers, distinct = gathered.texts.lay_out(entries[CONTENT])
    texts = _read_all_texts(lay_together([distinct], OF_A_TRACK))
    reasons = texts.select(_give_reason().alias(REASON)).to_series()
    sorted_rows = part(entries.with_columns(numbers.alias(TEXT)), reasons[numbers] if reasons.null_count() < len(reasons) else None)
    accepted = sorted_rows.accepted
    manners = tell_manners(accepted, texts, gathered.files)
    numbers, descriptions = _describe(accepted, texts.drop(SETTLED), manners)
    listed = number_rows(accepted.select(LISTED))
    return ReadTracks(
        accepted.select(
            FILE,
            LINE,
            listed.numbers.alias("listing"),
            read_moments(accepted["added_at"], manners["order"][accepted[FILE]]),
            numbers.alias("description"),
        ),
        read_listings(accepted[listed.first_places], gathered.files),
        _read_descriptions(descriptions, images).with_columns(descriptions["source"]),
        sorted_rows.refused,
    )


def _describe(accepted: pl.DataFrame, texts: pl.DataFrame, manners: pl.DataFrame) -> tuple[pl.Series, pl.DataFrame]:
    """Give for each row the number of its text as the manner of its file means it, and each such text beside that manner."""
    manner = manners[MANNER][accepted[FILE]]
    if manner.n_unique() <= 1:
        only, height = manners[accepted[FILE].head(1)], texts.height
        return accepted[TEXT], texts.with_columns(one.new_from_index(0, height) if len(one) else one.clear(height) for one in only)
    told = number_rows(accepted.select(TEXT, manner))
    first = accepted[told.first_places]
    return told.numbers, texts[first[TEXT]].hstack(manners[first[FILE]])


def _read_all_texts(rows: pl.DataFrame) -> pl.DataFrame:
    """Read what all texts say by themselves, some of them at a time."""
    share = max(-(-rows.height // (os.cpu_count() or 1)), TEXTS_OF_A_THREAD_AT_LEAST)
    return pl.concat(work_out(partial(_read_texts, some) for some in rows.iter_slices(share))) if rows.height > share else _read_texts(rows)


def _read_texts(rows: pl.DataFrame) -> pl.DataFrame:
    """Read what a text says by itself, whatever the manner of its file."""
    named = uris.name_tracks(clear_nothing(rows, TEXTS)).with_columns(read_track_name())
    return named.with_columns(read_features(rows)).hstack(read_lengths(rows))


def _give_reason() -> pl.Expr:
    """Say why a row is refused, null where it is not."""
    entry = pl.col("entry_type").str.to_lowercase().replace_strict(ENTRY_TYPES, default=None, return_dtype=pl.String)
    names_none = pl.all_horizontal(pl.col(name).is_null() for name in ("track_uri", "isrc", "track_name"))
    return (
        pl.when(pl.col("track_uri").is_null() & pl.col("other_kind").is_not_null())
        .then("other_kind")
        .when(entry.is_not_null())
        .then(entry)
        .when(names_none)
        .then(pl.lit(NO_TRACK))
    )


def _read_descriptions(texts: pl.DataFrame, images: Mapping[str, str]) -> pl.DataFrame:
    """Give what texts say of a track, read in the manner of their files."""
    by_themselves = ("track_uri", "track_name", "album_name", "isrc")
    parts: list[Callable[[], pl.DataFrame]] = [
        lambda: split_artists(texts.select(names="artist_names", uris="artist_uris", separator="artist_names_separator")),
        lambda: _find_covers(texts, images).to_frame(),
        lambda: read_genres(texts["genres"]).to_frame(),
        lambda: _read_release(texts).to_frame(),
        lambda: _read_album_artist(texts).to_frame(),
        lambda: scale_features(texts),
        lambda: uris.spell_uris(texts["album_uri"], "album").to_frame(),
        lambda: texts.select(*by_themselves, choose_length(), read_truth(pl.col("is_explicit")).alias("is_explicit"), choose_label()),
        lambda: read_wholes(texts["popularity"], 0, 100).to_frame(),
    ]
    typed = pl.concat(work_out(parts), how="horizontal")
    return typed.select(pl.col(name).cast(dtype) for name, (dtype, _) in TOLD_OF_A_TRACK.items())


def _read_release(texts: pl.DataFrame) -> pl.Series:
    """Give dates of release, the year alone where a file tells no more."""
    dates, years = (spell_dates(texts[column], texts["order"]) for column in ("release_date", "release_year"))
    return dates.zip_with(dates.is_not_null(), years).alias("release_date")


def _read_album_artist(texts: pl.DataFrame) -> pl.Series:
    """Give the first artist of the album."""
    of_album = texts.select(names="album_artist_names", uris="album_artist_uris", separator="album_artist_names_separator")
    return split_artists(of_album)["artist_names"].list.first().alias("album_artist_name")


def _find_covers(texts: pl.DataFrame, images: Mapping[str, str]) -> pl.Series:
    """Give addresses of covers as they are, and covers beside the file by the blob they were landed as."""
    cover = pl.col("album_image_url")
    is_link = pl.any_horizontal(cover.str.starts_with(link) for link in LINKS)
    addresses = texts.select("folder", pl.when(is_link).then(cover).alias("album_image_url"), path=pl.when(~is_link).then(cover))
    paths = addresses.select("folder", "path").drop_nulls().unique()
    blobs = [images.get(cover_key(f"{folder}/", path)) for folder, path in paths.iter_rows()]
    landed = paths.with_columns(pl.Series("blob", [None if blob is None else f"blob:{blob}" for blob in blobs], pl.String))
    found = addresses.join(landed, on=("folder", "path"), how="left", maintain_order="left")
    return found.select(pl.coalesce("album_image_url", "blob").alias("album_image_url")).to_series()
