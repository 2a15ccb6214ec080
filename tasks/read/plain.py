"""Read the five plain files that any user may supply; refuses to know what they are used for."""

import polars as pl

from tasks.read import uris
from tasks.read.dates import read_moments, spell_dates, tell_order
from tasks.read.rejects import FILE
from tasks.read.split import Sorted, part
from tasks.read.values import clear_nothing, read_track_name, read_wholes
from tasks.shared_cells import LINE
from tasks.shared_plays import MINUTE, SECOND

TERMS = ("short_term", "medium_term", "long_term", "on_repeat", "repeat_rewind")
RELATIONS = ("member_of", "renamed_to", "subgroup_of")
NAMED = ("track_uri", "isrc", "track_name", "artist_name", "album_name")
HIGHEST_PLACE = 1_000_000
LONGEST_PLAY_MS = 7 * 86_400_000
NO_TRACK = "it names no track"
NO_MOMENT = "it does not say when it was played"
TO_THE_MINUTE = r"^[^:]*\d:\d{2}(?:[^:\d]|$)"  # no second colon follows the first: what comes after is AM, PM or a zone


def read_top_tracks(rows: pl.DataFrame) -> Sorted:
    """Read places in lists of top tracks."""
    return _choose(_date_list(_name_tracks(rows)), (_without_track, _without_place), ("as_of_date", "term", "place", *NAMED))


def read_top_artists(rows: pl.DataFrame) -> Sorted:
    """Read places in lists of top artists."""
    cleared = _clear(rows)
    named = cleared.with_columns(uris.spell_uris(cleared["artist_uris"], "artist").alias("artist_uri"), artist_name="artist_names")
    return _choose(_date_list(named), (_without_artist, _without_place), ("as_of_date", "term", "place", "artist_uri", "artist_name"))


def read_plays(rows: pl.DataFrame) -> Sorted:
    """Read plays."""
    named = _name_tracks(rows)
    dated = named.with_columns(
        tell_precision(pl.col("played_at")),
        read_moments(named["played_at"], _tell_orders(named, "played_at")),
        read_wholes(named["played_ms"], 0, LONGEST_PLAY_MS),
    )
    return _choose(dated, (_without_track, _without_moment), ("played_at", "played_ms", *NAMED, "precision"))


def tell_precision(moments: pl.Expr) -> pl.Expr:
    """Say whether moments are told to the second or only to the minute."""
    return pl.when(moments.str.contains(TO_THE_MINUTE)).then(pl.lit(MINUTE)).otherwise(pl.lit(SECOND)).alias("precision")


def read_credits(rows: pl.DataFrame) -> Sorted:
    """Read credits of persons on tracks."""
    return _choose(_name_tracks(rows), (_without_track, _without_person), (*NAMED, "person_name", "credit_type", "credit_details"))


def read_relations(rows: pl.DataFrame) -> Sorted:
    """Read relations between artists."""
    named = _clear(rows).with_columns(_spell_word(pl.col("relation")).alias("relation"), artist_name="artist_names")
    return _choose(named, (_without_relation,), ("artist_name", "relation", "other_name"))


def _clear(rows: pl.DataFrame) -> pl.DataFrame:
    return clear_nothing(rows, [column for column in rows.columns if column not in (FILE, LINE)])


def _name_tracks(rows: pl.DataFrame) -> pl.DataFrame:
    """Say which track each row means."""
    named = uris.name_tracks(_clear(rows)).with_columns(track_name=rows["track_name"], artist_name="artist_names")
    return named.with_columns(read_track_name())


def _date_list(named: pl.DataFrame) -> pl.DataFrame:
    """Type the day, the term and the place of a list."""
    days = spell_dates(named["as_of_date"], _tell_orders(named, "as_of_date"))
    return named.with_columns(
        days.str.to_date("%Y-%m-%d", strict=False), _spell_word(pl.col("term")).alias("term"), read_wholes(named["place"], 1, HIGHEST_PLACE)
    )


def _tell_orders(rows: pl.DataFrame, column: str) -> pl.Series:
    return rows.select(tell_order(pl.col(column)).over(FILE)).to_series()


def _spell_word(text: pl.Expr) -> pl.Expr:
    return text.str.to_lowercase().str.replace_all(r"[\s-]+", "_")


def _choose(rows: pl.DataFrame, reasons: tuple[pl.Expr, ...], columns: tuple[str, ...]) -> Sorted:
    told = part(rows, pl.coalesce(reasons))
    return Sorted(told.accepted.select(FILE, LINE, *columns), told.refused)


_without_track = pl.when(pl.all_horizontal(pl.col(name).is_null() for name in ("track_uri", "isrc", "track_name"))).then(
    pl.coalesce("other_kind", pl.lit(NO_TRACK))
)
_without_artist = pl.when(pl.col("artist_uri").is_null() & pl.col("artist_name").is_null()).then(pl.lit("it names no artist"))
_without_place = (
    pl.when(pl.col("as_of_date").is_null())
    .then(pl.lit("its date is no full date"))
    .when(~pl.col("term").is_in(TERMS).fill_null(value=False))
    .then(pl.lit(f"its term is none of {', '.join(TERMS)}"))
    .when(pl.col("place").is_null())
    .then(pl.lit("its place is no number from 1 on"))
)
_without_moment = pl.when(pl.col("played_at").is_null()).then(pl.lit(NO_MOMENT))
_without_person = (
    pl.when(pl.col("person_name").is_null())
    .then(pl.lit("it names no person"))
    .when(pl.col("credit_type").is_null())
    .then(pl.lit("it does not say what the person did"))
)
_without_relation = (
    pl.when(pl.col("artist_name").is_null() | pl.col("other_name").is_null())
    .then(pl.lit("it does not name two artists"))
    .when(~pl.col("relation").is_in(RELATIONS).fill_null(value=False))
    .then(pl.lit(f"its relation is none of {', '.join(RELATIONS)}"))
)
