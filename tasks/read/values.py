"""Read text as numbers, truths, lengths and features; refuses to take a mark for "unknown" as a value."""

import polars as pl

from storage.schemas import FEATURES
from tasks.read.distinct import map_texts
from tasks.read.rejects import FILE

NOTHING = ("", "undefined", "null")
SHARES = ("danceability", "energy", "speechiness", "acousticness", "instrumentalness", "liveness", "valence")
BOUNDS = {"loudness_db": (-100.0, 20.0), "tempo_bpm": (1.0, 1_000.0), "key": (0, 11), "mode": (0, 1), "time_signature": (1, 16)}
PITCHES = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11, "h": 11}
SIGNS = {"#": 1, "♯": 1, "b": -1, "♭": -1}
TRUE_WORDS = ("true", "1", "yes", "y", "t", "explicit", "wahr", "ja", "vrai", "oui", "verdadero", "sí", "si", "vero", "sim", "verdadeiro", "waar", "evet")
FALSE_WORDS = ("false", "0", "no", "n", "f", "clean", "falsch", "nein", "faux", "non", "falso", "não", "nao", "nee", "onwaar", "hayır")
SECONDS_BELOW = 5_000
LIKE_MARKS = (
    *("like", "liked", "dislike", "disliked", "love", "loved", "hate", "neutral", "skip", "favorite", "favourite", "none"),
    *("0", "1", "-1", "0.0", "1.0", "true", "false", "yes", "no", "y", "n"),
)
CLOCK = r"^\s*(?:\d{1,2}:)?\d{1,3}:\d{2}(?:\.\d+)?\s*$"
WHOLE = pl.Int64()


def clear_nothing(column: str) -> pl.Expr:
    """Give trimmed text; words that exporters write for a missing value become missing."""
    text = pl.col(column).str.strip_chars()
    return pl.when(~text.is_in(NOTHING)).then(text).alias(column)


def read_number(text: pl.Expr) -> pl.Expr:
    """Give a finite number, also one with a decimal comma or a unit behind it."""
    plain = text.str.strip_chars()
    lenient = plain.str.replace(",", ".", literal=True).str.extract(r"^([+-]?\d*\.?\d+(?:[eE][+-]?\d+)?)\s*(?:%|dB|db|bpm|BPM|s|ms)?$")
    number = pl.coalesce(plain.cast(pl.Float64, strict=False), lenient.cast(pl.Float64, strict=False))
    return pl.when(number.is_finite()).then(number)


def read_whole(text: pl.Expr, least: int, most: int) -> pl.Expr:
    """Give a whole number within bounds."""
    number = read_number(text).round()
    return pl.when(number.is_between(least, most)).then(number).cast(WHOLE)


def read_truth(text: pl.Expr) -> pl.Expr:
    """Give yes or no in the spellings of exporters and spreadsheets."""
    word = text.str.strip_chars().str.to_lowercase()
    return pl.when(word.is_in(TRUE_WORDS)).then(True).when(word.is_in(FALSE_WORDS)).then(False)


def read_lengths(rows: pl.DataFrame) -> pl.Series:
    """Give lengths in milliseconds: from such a column, or from one in seconds or minutes and seconds."""
    exact, loose = read_number(pl.col("duration_ms")), read_number(pl.col("duration"))
    is_seconds = loose.median().over(FILE) < SECONDS_BELOW
    told = rows.select(pl.coalesce(exact, pl.when(is_seconds).then(loose * 1000).otherwise(loose)).alias("ms"), _clocks("duration_ms"), _clocks("duration"))
    clocks = [map_texts(told[name], _read_clock, pl.Float64()) for name in ("duration_ms", "duration")]
    length = told.select(pl.coalesce("ms", *clocks).round())
    return length.select(pl.when(pl.first() > 0).then(pl.first()).cast(WHOLE)).to_series().alias("duration_ms")


def _clocks(column: str) -> pl.Expr:
    return pl.when(pl.col(column).str.contains(CLOCK)).then(pl.col(column))


def _read_clock(text: str) -> float:
    seconds = 0.0
    for part in text.strip().split(":"):
        seconds = seconds * 60 + float(part)
    return seconds * 1000


def read_features(rows: pl.DataFrame) -> pl.DataFrame:
    """Give the audio features in our units; a block that was never analysed is missing as a whole."""
    keys, modes = (map_texts(rows[name], read, WHOLE) for name, read in (("key", _read_key), ("mode", _read_mode)))
    numbers = rows.select(FILE, key=keys, mode=modes, **{name: read_number(pl.col(name)) for name in FEATURES if name not in ("key", "mode")})
    above_one = pl.sum_horizontal((pl.col(name) > 1).sum() for name in SHARES[:2])
    not_nought = pl.sum_horizontal((pl.col(name) > 0).sum() for name in SHARES[:2])
    percent = numbers.group_by(FILE).agg((2 * above_one > not_nought).alias("is_percent"))
    scaled = numbers.join(percent, on=FILE, how="left", maintain_order="left").with_columns(
        pl.when("is_percent").then(pl.col(name) / 100).otherwise(pl.col(name)).alias(name) for name in SHARES
    )
    is_analysed = ~((pl.col("tempo_bpm") == 0) & pl.all_horizontal(pl.col(name).fill_null(0) == 0 for name in SHARES))
    bounds = {**dict.fromkeys(SHARES, (0.0, 1.0)), **BOUNDS}
    whole = {"key", "mode", "time_signature"}
    within = {name: pl.when(pl.col(name).is_between(*bounds[name]) & is_analysed.fill_null(value=True)).then(pl.col(name)) for name in FEATURES}
    return scaled.select(expr.cast(WHOLE if name in whole else pl.Float64).alias(name) for name, expr in within.items())


def _read_key(text: str) -> int | None:
    """Give the pitch class of a number or of a note's name."""
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        name = text.strip()
    pitch = PITCHES.get(name[:1].lower())
    return None if pitch is None else (pitch + SIGNS.get(name[1:2], 0)) % 12


def _read_mode(text: str) -> int | None:
    word = text.strip().lower()
    if word.startswith("maj") or word == "dur":
        return 1
    if word.startswith("min") or word == "moll":
        return 0
    try:
        return int(float(word))
    except (ValueError, OverflowError):
        return None


def read_labels(rows: pl.DataFrame) -> pl.Series:
    """Give record labels; a column of likes that is called Label is none."""
    marked = pl.col("label_or_mark").str.to_lowercase().is_in(LIKE_MARKS).fill_null(value=True).all().over(FILE)
    return rows.select(pl.coalesce("raw_label", pl.when(~marked).then("label_or_mark")).alias("raw_label")).to_series()


def read_genres(texts: pl.Series) -> pl.Series:
    """Give the genres of a text, each once."""
    return map_texts(texts, _split_genres, pl.List(pl.String))


def _split_genres(text: str) -> list[str] | None:
    bare = text.strip("[]") if text.startswith("[") and text.endswith("]") else text
    pieces = (piece.strip(" '\"") for piece in bare.replace(";", ",").replace("|", ",").split(","))
    return list(dict.fromkeys(piece for piece in pieces if piece not in NOTHING)) or None
