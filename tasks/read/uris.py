"""Bring ids, links and URIs into one spelling; refuses to know what they stand for."""

import polars as pl

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


def spell_uri(text: pl.Expr, kind: str) -> pl.Expr:
    """Give the URI that an id, a link or a URI of this kind means; null where it means none."""
    found = text.str.extract(rf"(?:^|spotify:{kind}:|spotify\.com/(?:intl-\w+/)?(?:embed/)?{kind}/)({ID})(?:[^0-9A-Za-z]|$)")
    return pl.lit(f"spotify:{kind}:") + found


def spell_track_uri(text: pl.Expr) -> pl.Expr:
    """Give the URI of a track; that of a local file stays as it is."""
    return pl.when(text.str.starts_with(LOCAL)).then(text).otherwise(spell_uri(text, "track"))


def tell_other_kind(text: pl.Expr) -> pl.Expr:
    """Say what a URI or link means instead of a track; null where it may mean a track."""
    kind = text.str.extract(rf"(?:spotify:|spotify\.com/(?:intl-\w+/)?)({'|'.join(NOT_TRACKS)})[:/]")
    return kind.replace_strict(NOT_TRACKS, default=None, return_dtype=pl.String)


def spell_isrc(text: pl.Expr) -> pl.Expr:
    """Give a recording code in capitals without hyphens; null where it is none."""
    bare = text.str.to_uppercase().str.replace_all(r"[\s-]", "")
    return pl.when(bare.str.contains(ISRC)).then(bare)
