"""Give invented tracks the traits of life: codes, lengths, twins, local files, missing features; refuses to know playlists."""

from urllib.parse import quote_plus

import numpy as np
import polars as pl

from . import names, odd_names
from .catalogue import Catalogue
from .draws import Names, Whole, draw_ids, flag, stream

FEATURES = (
    "Danceability",
    "Energy",
    "Key",
    "Loudness",
    "Mode",
    "Speechiness",
    "Acousticness",
    "Instrumentalness",
    "Liveness",
    "Valence",
    "Tempo",
    "Time Signature",
)
TWIN_SHARE = 0.015
REISSUED_SHARE = 0.01
LOCAL_SHARE = 0.006
NOT_ANALYSED_SHARE, ZERO_FEATURES_SHARE = 0.05, 0.006
NAMELESS_ARTIST_SHARE = 0.001
ISRC_DIGITS = 10_000_000


def complete_tracks(catalogue: Catalogue, seed: int) -> pl.DataFrame:
    """Give every track the remaining columns of an export."""
    rng, count = stream(seed, "traits"), catalogue.tracks.height
    titles = names.mix_in(rng, list(names.invent_titles(rng, count)), odd_names.ODD_TITLES, among_first=count)
    tracks = catalogue.tracks.with_columns(
        pl.Series("Track URI", draw_ids(rng, "spotify:track:", count), dtype=pl.String),
        pl.Series("ISRC", _code(rng, count), dtype=pl.String),
        pl.Series("Track Name", titles, dtype=pl.String),
        pl.Series("Duration (ms)", np.clip(rng.normal(212_000, 48_000, count), 31_000, 900_000).astype(np.int64)),
        pl.Series("Popularity", (rng.random(count) ** 1.6 * 95).astype(np.int64)),
        pl.Series("Explicit", flag(rng, count, 0.09)),
    )
    return _blank_features(rng, _make_local(rng, _make_twins(rng, _reissue(stream(seed, "reissues"), tracks))))


def _code(rng: np.random.Generator, count: int) -> Names:
    """Give recording codes of a registrant that does not exist."""
    numbers = rng.permutation(max(count, 1000))[:count] + 1_000_000
    return np.array([f"QZ0LN{number % ISRC_DIGITS:07d}" for number in numbers], dtype=object)


def _reissue(rng: np.random.Generator, tracks: pl.DataFrame) -> pl.DataFrame:
    """Give one track each of a few albums an album URI of its own, as where an album came out again under its name."""
    last_of_album = tracks.with_row_index("place").group_by("Album URI", maintain_order=True).agg(pl.len(), pl.col("place").last())
    several = last_of_album.filter(pl.col("len") > 1)["place"].to_numpy()
    places = several[_some(rng, len(several), REISSUED_SHARE, at_least=1)]
    uris = tracks["Album URI"].to_numpy(writable=True)
    uris[places] = draw_ids(rng, "spotify:album:", len(places))
    return tracks.with_columns(pl.Series("Album URI", uris, dtype=pl.String))


def _make_twins(rng: np.random.Generator, tracks: pl.DataFrame) -> pl.DataFrame:
    """Turn a few tracks into the same song under another URI on another album, half of them with the same code."""
    twins = _some(rng, tracks.height, TWIN_SHARE, at_least=2)
    originals = (twins + 1 + rng.integers(0, tracks.height - 1, len(twins))) % tracks.height
    source = np.arange(tracks.height)
    source[twins] = originals
    with_code = np.arange(tracks.height)
    with_code[twins[::2]] = originals[::2]
    shared = ("Track Name", "Artist Name(s)", "Artist URI(s)", "Genres", *FEATURES)
    return tracks.with_columns(*(tracks[column][source] for column in shared), tracks["ISRC"][with_code])


def _some(rng: np.random.Generator, count: int, share: float, at_least: int) -> Whole:
    """Pick a share of count places, in order."""
    return np.sort(rng.permutation(count)[: max(at_least, round(count * share))]).astype(np.int64)


def _make_local(rng: np.random.Generator, tracks: pl.DataFrame) -> pl.DataFrame:
    """Turn a few tracks into local files: their own URI, no code, no label, no features."""
    places = _some(rng, tracks.height, LOCAL_SHARE, at_least=1)
    uris = tracks["Track URI"].to_list()
    for place in places.tolist():
        artist, album, title, length = tracks.select("Artist Name(s)", "Album Name", "Track Name", "Duration (ms)").row(place)
        parts = (quote_plus(part[:60]) for part in (artist, album, title))
        uris[place] = f"spotify:local:{':'.join(parts)}:{length // 1000}"
    is_local = _mark(places, tracks.height)
    emptied = ("ISRC", "Genres", "Record Label", "Album URI", "Artist URI(s)", "Album Image URL", "Release Date", *FEATURES)
    return tracks.with_columns(
        pl.Series("Track URI", uris), *(pl.when(is_local).then(None).otherwise(pl.col(column)).alias(column) for column in emptied)
    )


def _blank_features(rng: np.random.Generator, tracks: pl.DataFrame) -> pl.DataFrame:
    """Take the features away from some tracks, and turn a few into the zeros of a failed analysis."""
    is_missing = pl.Series(flag(rng, tracks.height, NOT_ANALYSED_SHARE))
    is_zero = pl.Series(flag(rng, tracks.height, ZERO_FEATURES_SHARE)) & tracks["Tempo"].is_not_null()
    is_nameless = pl.Series(flag(rng, tracks.height, NAMELESS_ARTIST_SHARE))
    blanked = (pl.when(is_missing).then(None).when(is_zero).then(0).otherwise(pl.col(column)).alias(column) for column in FEATURES)
    return tracks.with_columns(*blanked, pl.when(is_nameless).then(pl.lit("")).otherwise(pl.col("Artist Name(s)")).alias("Artist Name(s)"))


def _mark(places: Whole, count: int) -> pl.Series:
    marks = np.zeros(count, dtype=np.bool_)
    marks[places] = True
    return pl.Series(marks)
