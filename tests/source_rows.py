"""Small hand-made source rows for tests: what is not named is unknown."""

from datetime import datetime
from typing import Any

import polars as pl

from storage.schemas import TABLES, TOLD_OF_A_TRACK
from tasks.read.variants import order_variants

FILE = {
    "source": "exports",
    "file_kind": "tracks",
    "content_digest": "0",
    "row_count": 1,
    "accepted_count": 1,
    "reject_count": 0,
    "newest_added_at": None,
}
LISTED = {name: dtype for table in ("listings", "entries") for name, dtype in TABLES[f"step.{table}"].dtypes.items()}
NUMBERS = ("listing", "variant")
ROW_TYPES = {name: dtype for name, dtype in LISTED.items() if name not in NUMBERS} | {name: dtype for name, (dtype, _) in TOLD_OF_A_TRACK.items()}
ROW = {"list_kind": "playlist", "playlist_name": "Mix"}
DESCRIBED = {
    "danceability": 0.5,
    "energy": 0.6,
    "key": 1,
    "loudness_db": -6.0,
    "mode": 1,
    "speechiness": 0.05,
    "acousticness": 0.2,
    "instrumentalness": 0.0,
    "liveness": 0.1,
    "valence": 0.4,
    "tempo_bpm": 120.0,
    "time_signature": 4,
}


def table(name: str, *rows: dict[str, Any]) -> pl.DataFrame:
    """Give a table of the vocabulary from rows that name only what matters."""
    return pl.DataFrame([{column: row.get(column) for column in TABLES[name].dtypes} for row in rows], schema=TABLES[name].dtypes)


def rows(*told: dict[str, Any]) -> pl.DataFrame:
    """Give source rows, numbered from line 2 of the file `Mix.csv` where they do not say otherwise."""
    numbered = ({"file_name": "Mix.csv", "line_number": line, **ROW, **row} for line, row in enumerate(told, start=2))
    return pl.DataFrame([{column: row.get(column) for column in ROW_TYPES} for row in numbered], schema=ROW_TYPES)


def split(told: pl.DataFrame, of: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Give the tables that reading makes of rows: each row a listing of its own."""
    source_of = dict(of.select("file_name", "source").iter_rows())
    whose = told["file_name"].replace_strict(source_of, default="exports", return_dtype=pl.String).alias("source")
    listings = told.with_row_index("listing").select(pl.col(name).cast(dtype) for name, dtype in TABLES["step.listings"].dtypes.items())
    entries = told.select(listings["listing"], "line_number", "added_at", listings["listing"].alias("description"))
    carried, variants = order_variants(entries, listings, told.select(*TOLD_OF_A_TRACK, whose), of)
    return {"step.entries": carried, "step.listings": listings, "step.variants": variants, "step.source_files": of}


def files(*told: dict[str, Any]) -> pl.DataFrame:
    """Give source files."""
    return table("step.source_files", *({**FILE, **file} for file in (told or ({"file_name": "Mix.csv"},))))


def track(letter: str, **told: Any) -> dict[str, Any]:
    """Give a row of a Spotify track whose id is made of one letter."""
    named = {
        "track_uri": f"spotify:track:{letter * 22}",
        "track_name": f"Song {letter}",
        "artist_names": [f"Artist {letter}"],
        "album_name": f"Album {letter}",
    }
    return {**named, **told}


def day(number: int) -> datetime:
    """Give a day of January 2024."""
    return datetime(2024, 1, number)  # noqa: DTZ001 - columns ending in _at hold UTC without saying so


def sources(told: pl.DataFrame, of: pl.DataFrame | None = None) -> dict[str, pl.DataFrame]:
    """Give what reading gives, with everything else empty."""
    empty = (
        *("core.rejects", "step.listed_tracks", "step.listed_artists", "step.played_tracks", "step.credited_tracks", "step.related_artists"),
        *("step.told_playlists", "step.followed_artists"),
    )
    return {**split(told, files() if of is None else of), **{name: table(name) for name in empty}}


def variants_of(told: pl.DataFrame, of: pl.DataFrame | None = None) -> pl.DataFrame:
    """Give the distinct descriptions among rows."""
    return split(told, files() if of is None else of)["step.variants"]


def ledger_of(read: dict[str, pl.DataFrame], facts: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Give what the ledger would tell after this night alone."""
    tables = ("step.listed_tracks", "step.listed_artists", "step.played_tracks", "step.credited_tracks", "step.related_artists")
    told = {name: read[name] for name in tables} | {"step.facts": facts}
    return {name: frame.with_columns(pl.lit(0, pl.Int64).alias("recorded")) for name, frame in told.items()}
