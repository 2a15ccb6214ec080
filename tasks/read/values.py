"""Read text as numbers, truths, lengths and features; refuses to take a mark for "unknown" as a value and to know how a file writes."""

import re
from collections.abc import Callable, Sequence

import polars as pl

from storage.schemas import FEATURES
from tasks.read.distinct import map_distinct, map_texts

NOTHING = ("", "undefined", "null")
SHARES = ("danceability", "energy", "speechiness", "acousticness", "instrumentalness", "liveness", "valence")
BOUNDS = {"loudness_db": (-100.0, 20.0), "tempo_bpm": (1.0, 1_000.0), "key": (0, 11), "mode": (0, 1), "time_signature": (1, 16)}
PITCHES = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11, "h": 11}
SIGNS = {"#": 1, "♯": 1, "b": -1, "♭": -1}
TRUE_WORDS = (
    "true",
    "1",
    "yes",
    "y",
    "t",
    "explicit",
    "wahr",
    "ja",
    "vrai",
    "oui",
    "verdadero",
    "sí",
    "si",
    "vero",
    "sim",
    "verdadeiro",
    "waar",
    "evet",
)
FALSE_WORDS = ("false", "0", "no", "n", "f", "clean", "falsch", "nein", "faux", "non", "falso", "não", "nao", "nee", "onwaar", "hayır")
SECONDS_BELOW = 5_000
LIKE_MARKS = (
    *("like", "liked", "dislike", "disliked", "love", "loved", "hate", "neutral", "skip", "favorite", "favourite", "none"),
    *("0", "1", "-1", "0.0", "1.0", "true", "false", "yes", "no", "y", "n"),
)
ODD_NUMBER = re.compile(r"\s*([+-]?\d*[.,]?\d+(?:[eE][+-]?\d+)?)\s*(?:%|db|bpm|ms|s|sec)?\s*$", re.IGNORECASE)
CLOCK = re.compile(r"^\s*(?:\d{1,2}:)?\d{1,3}:\d{2}(?:\.\d+)?\s*$")
WHOLE = pl.Int64()
WHOLE_FEATURES = ("key", "mode", "time_signature")


def clear_nothing(rows: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Trim the text of columns; words that exporters write for a missing value become missing."""
    filled = [column for column in columns if rows[column].null_count() < rows.height]
    texts = {column: pl.col(column).str.strip_chars() for column in filled}
    return rows.with_columns(pl.when(~text.is_in(NOTHING)).then(text).alias(column) for column, text in texts.items())


def read_track_name() -> pl.Expr:
    """Give names; a song with an id of its own may well be called null."""
    name = pl.col("track_name").str.strip_chars()
    is_named = name.is_in(NOTHING[1:]) & pl.col("track_uri").str.starts_with("spotify:track:")
    return pl.when((name != "") & (is_named.fill_null(value=False) | ~name.is_in(NOTHING))).then(name).alias("track_name")


def read_numbers(texts: pl.Series) -> pl.Series:
    """Give finite numbers, also those with a decimal comma or a unit behind them."""
    return read_or_else(texts, _read_odd_number)


def read_or_else(texts: pl.Series, read_odd: Callable[[str], float | None]) -> pl.Series:
    """Give plain numbers as they are, and what a function makes of other texts."""
    numbers = texts.cast(pl.Float64, strict=False)
    if texts.null_count() == len(texts):
        return numbers
    is_odd = texts.is_not_null() & numbers.is_null() & ~texts.is_in(NOTHING)
    if is_odd.any():
        numbers = numbers.zip_with(~is_odd, map_texts(texts.zip_with(is_odd, texts.clear(len(texts))), read_odd, pl.Float64()))
    return numbers.zip_with(numbers.is_finite(), numbers.clear(len(numbers)))


def _read_odd_number(text: str) -> float | None:
    match = ODD_NUMBER.match(text)
    return float(match[1].replace(",", ".")) if match else None


def read_wholes(texts: pl.Series, least: int, most: int) -> pl.Series:
    """Give whole numbers within bounds."""
    numbers = read_numbers(texts).round()
    return numbers.zip_with(numbers.is_between(least, most), numbers.clear(len(numbers))).cast(WHOLE)


def read_truth(text: pl.Expr) -> pl.Expr:
    """Give yes or no in the spellings of exporters and spreadsheets."""
    word = text.str.strip_chars().str.to_lowercase()
    return pl.when(word.is_in(TRUE_WORDS)).then(pl.lit(value=True)).when(word.is_in(FALSE_WORDS)).then(pl.lit(value=False))


def read_lengths(rows: pl.DataFrame) -> pl.DataFrame:
    """Give told lengths: in milliseconds, or loosely in what its file measures in, and whether that is a clock's."""
    exact, loose = (read_or_else(rows[column], _read_length) for column in ("duration_ms", "duration"))
    is_clock = rows["duration"].str.contains(":", literal=True).fill_null(value=False)
    return pl.DataFrame({"exact_length": exact, "loose_length": loose, "is_clock": is_clock})


def choose_length() -> pl.Expr:
    """Give lengths in milliseconds, those of a file that counts seconds made a thousand times as long."""
    loose = pl.when(pl.col("is_seconds") & ~pl.col("is_clock")).then(pl.col("loose_length") * 1000).otherwise("loose_length")
    length = pl.coalesce("exact_length", loose).round()
    return pl.when(length > 0).then(length).cast(WHOLE).alias("duration_ms")


def _read_length(text: str) -> float | None:
    """Give milliseconds for hours, minutes and seconds; another number as it is."""
    if not CLOCK.match(text):
        return _read_odd_number(text)
    seconds = 0.0
    for piece in text.split(":"):
        seconds = seconds * 60 + float(piece)
    return seconds * 1000


def read_features(rows: pl.DataFrame) -> pl.DataFrame:
    """Give the audio features as their file writes them."""
    odd_readers = {"key": _read_key, "mode": _read_mode}
    return rows.select(read_or_else(rows[name], odd_readers.get(name, _read_odd_number)) for name in FEATURES)


def scale_features(numbers: pl.DataFrame) -> pl.DataFrame:
    """Give the audio features in our units; a block that was never analysed is missing as a whole."""
    if numbers["is_percent"].any():
        numbers = numbers.with_columns(pl.when("is_percent").then(pl.col(name) / 100).otherwise(pl.col(name)).alias(name) for name in SHARES)
    is_blank = (pl.col("tempo_bpm") == 0) & pl.all_horizontal(pl.col(name).fill_null(0) == 0 for name in SHARES)
    analysed = numbers.with_columns(~is_blank.fill_null(value=False).alias("is_analysed"))
    return analysed.select(_within_bounds(name) for name in FEATURES)


def _within_bounds(name: str) -> pl.Expr:
    bounds = BOUNDS.get(name, (0.0, 1.0))
    kept = pl.when(pl.col(name).is_between(*bounds) & pl.col("is_analysed")).then(pl.col(name))
    return kept.cast(WHOLE if name in WHOLE_FEATURES else pl.Float64).alias(name)


def _read_key(text: str) -> float | None:
    """Give the pitch class of a note's name."""
    name = text.strip()
    pitch = PITCHES.get(name[:1].lower())
    return None if pitch is None else (pitch + SIGNS.get(name[1:2], 0)) % 12


def _read_mode(text: str) -> float | None:
    """Give 1 for major and 0 for minor."""
    word = text.strip().lower()
    if word.startswith("maj") or word == "dur":
        return 1
    return 0 if word.startswith("min") or word == "moll" else None


def choose_label() -> pl.Expr:
    """Give record labels; a column of likes that is called Label is none."""
    return pl.coalesce("raw_label", pl.when(~pl.col("is_mark")).then("label_or_mark")).alias("raw_label")


def read_genres(texts: pl.Series) -> pl.Series:
    """Give the genres of a text, each once."""
    return map_distinct(texts, _split_genres)


def _split_genres(texts: pl.Series) -> pl.Series:
    """Split what commas, semicolons or strokes part, brackets around all and quotation marks around each removed; null where nothing is left."""
    text, piece = pl.col(texts.name), pl.element().str.strip_chars(" '\"")
    bare = pl.when(text.str.starts_with("[") & text.str.ends_with("]")).then(text.str.strip_chars("[]")).otherwise(text)
    pieces = bare.str.replace_all("[;|]", ",").str.split(",").list.eval(piece.filter(~piece.is_in(NOTHING))).list.unique(maintain_order=True)
    return texts.to_frame().select(pl.when(pieces.list.len() > 0).then(pieces).alias(texts.name)).to_series()
