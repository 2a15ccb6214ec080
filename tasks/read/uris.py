"""Bring ids, links and URIs into one spelling; refuses to know what they stand for."""

from functools import partial

import polars as pl

from tasks.read.distinct import correct_odd, map_distinct

ID = "[0-9A-Za-z]{22}"
NOT_TRACKS = {
    "episode": "a podcast episode, not a track",
    "show": "a podcast, not a track",
    "chapter": "a chapter of an audiobook, not a track",
    "audiobook": "an audiobook, not a track",
    "album": "an album, not a track",
    "artist": "an artist, not a track",
    "playlist": "a playlist, not a track",
}
LOCAL = "spotify:local:"
ISRC = r"^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$"


def spell_uris(texts: pl.Series, kind: str) -> pl.Series:
    """Give the URIs that ids, links or URIs of this kind mean; null where one means none."""
    return correct_odd(texts, f"^spotify:{kind}:{ID}$", partial(_find_ids, kind=kind))


def spell_track_uris(texts: pl.Series) -> pl.Series:
    """Give the URIs of tracks; those of local files stay as they are."""
    return correct_odd(texts, f"^(?:spotify:track:{ID}$|{LOCAL})", partial(_find_ids, kind="track"))


def _find_ids(texts: pl.Series, kind: str) -> pl.Series:
    meaning = rf"(?:^|spotify:{kind}:|spotify\.com/(?:intl-\w+/)?(?:embed/)?{kind}/)({ID})(?:[^0-9A-Za-z]|$)"
    return f"spotify:{kind}:" + texts.str.extract(meaning)


def tell_other_kinds(texts: pl.Series) -> pl.Series:
    """Say what URIs or links mean instead of a track; null where one may mean a track."""
    meaning = rf"(?:spotify:|spotify\.com/(?:intl-\w+/)?)({'|'.join(NOT_TRACKS)})[:/]"
    kinds = map_distinct(texts, lambda distinct: distinct.str.extract(meaning))
    return kinds.replace_strict(NOT_TRACKS, default=None, return_dtype=pl.String)


def name_tracks(rows: pl.DataFrame) -> pl.DataFrame:
    """Give `track_uri` of each row, what else it means in `other_kind`, and `isrc`."""
    told, spare = rows["track_uri"], rows["track_id"]
    uris = spell_track_uris(told)
    lacking = uris.is_null()
    uris = uris.zip_with(~lacking, spell_track_uris(spare))
    lacking = uris.is_null()
    other = told.zip_with(told.is_not_null(), spare)
    kinds = tell_other_kinds(other.zip_with(lacking, other.clear(len(other))))
    return rows.with_columns(uris.alias("track_uri"), kinds.alias("other_kind"), correct_odd(rows["isrc"], ISRC, _spell_isrcs).alias("isrc"))


def _spell_isrcs(texts: pl.Series) -> pl.Series:
    """Give recording codes in capitals without hyphens; null where one is none."""
    bare = texts.str.to_uppercase().str.replace_all(r"[\s-]", "")
    return bare.zip_with(bare.str.contains(ISRC), bare.clear(len(bare)))
