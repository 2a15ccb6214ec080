"""Say which rows tell of the same play and which of them tells most; refuses to know which track a play is of."""

import polars as pl

from tasks.shared_recent_plays import pair_recent_plays

MINUTE, SECOND = "minute", "second"
SPOTIFY, ACCOUNT_DATA = "spotify", "account_data"
ROW = "row"
CONTENT = ("played_at", "played_ms", "track_uri", "isrc", "track_name", "artist_name", "source", "precision")


def new_plays(known: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Give what history must learn: plays that no known row tells as well.

    What files say never rests on a service's word, and each word of a service is kept: which play it is of shows only beside all others.
    """
    fresh = told.join(known, on=CONTENT, how="anti", nulls_equal=True, maintain_order="left") if known.height else told
    if fresh.is_empty():
        return fresh
    both = pl.concat([known, fresh.with_columns(pl.lit(_next_page(known), pl.Int64).alias("recorded"))], how="diagonal").with_row_index(ROW)
    standing = pl.concat([stand_plays(both.filter(~_is_recent())), _keep_recent(both)])[ROW]
    is_standing = both[ROW].is_in(standing.implode())
    return fresh.filter(is_standing.tail(fresh.height))


def stand_plays(plays: pl.DataFrame) -> pl.DataFrame:
    """Give each play once, as the row tells it that tells most; a length that only another row knows is added."""
    is_rough = (pl.col("precision") == MINUTE).fill_null(value=False)
    exact = _stand_exact(plays.filter(~_is_recent() & ~is_rough))
    rough = _stand_rough(plays.filter(~_is_recent() & is_rough), exact)
    recent = _keep_recent(plays)
    return pl.concat([exact, rough]) if recent.is_empty() else _stand_recent(recent, exact, rough)


def _keep_recent(plays: pl.DataFrame) -> pl.DataFrame:
    """Give each word of a service once."""
    return _keep_best(plays.filter(_is_recent()), ("played_at", "track_uri", "track_name"))


def _next_page(known: pl.DataFrame) -> int:
    newest = known["recorded"].max()
    return newest + 1 if isinstance(newest, int) else 0


def _is_recent() -> pl.Expr:
    """Tell rows in which a service names the last plays: it says when, not how long."""
    return (pl.col("source") == SPOTIFY).fill_null(value=False)


def _keep_best(plays: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    """Keep one row of each play: one with a URI, of the account data, the one recorded first."""
    is_twice = plays.select(key).is_duplicated()
    if not is_twice.any():
        return plays
    has_no_uri, is_elsewhere = pl.col("track_uri").is_null(), (pl.col("source") != ACCOUNT_DATA).fill_null(value=True)
    ordered = plays.filter(is_twice).sort(has_no_uri, is_elsewhere, "recorded", "file_name", "line_number")
    return pl.concat([plays.filter(~is_twice), ordered.unique(key, keep="first", maintain_order=True)])


def _stand_exact(plays: pl.DataFrame) -> pl.DataFrame:
    """Give plays that are told to the second: the same track at the same moment with the same length, or with none, is the same play."""
    by_uri = _keep_best(plays.filter(pl.col("track_uri").is_not_null()), ("played_at", "played_ms", "track_uri"))
    by_uri = _leave_lengthless(by_uri, by_uri, ("played_at", "track_uri"))
    by_name = _keep_best(plays.filter(pl.col("track_uri").is_null()), ("played_at", "played_ms", "isrc", "track_name", "artist_name"))
    if by_name.height:
        by_name = by_name.join(by_uri, on=("played_at", "played_ms", "track_name"), how="anti")
        by_name = _leave_lengthless(by_name, pl.concat([by_uri, by_name]), ("played_at", "track_name"))
    return pl.concat([by_uri, by_name])


def _leave_lengthless(plays: pl.DataFrame, others: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    """Leave out plays without a length that another row tells with one."""
    has_length = pl.col("played_ms").is_not_null()
    if not plays["played_ms"].has_nulls():
        return plays
    lengthless = plays.filter(~has_length).join(others.filter(has_length), on=key, how="anti", maintain_order="left")
    return pl.concat([plays.filter(has_length), lengthless])


def _stand_rough(plays: pl.DataFrame, exact: pl.DataFrame) -> pl.DataFrame:
    """Give plays that are told to the minute, but for those that a row to the second tells: it ends in that minute."""
    if plays.is_empty():
        return plays
    is_named = pl.col("track_name").is_not_null()
    named = _keep_best(plays.filter(is_named), ("played_at", "played_ms", "track_name", "artist_name"))
    nameless = _keep_best(plays.filter(~is_named), ("played_at", "played_ms", "track_uri", "isrc"))
    once = pl.concat([named, _leave_told(nameless, named, "track_uri")])
    minutes = exact.select(pl.col("played_at").dt.truncate("1m"), "played_ms", "track_uri", "track_name").join(once, on="played_at", how="semi")
    for key in ("track_uri", "track_name"):
        once = _leave_told(once, minutes, key)
        once = _leave_lengthless(once, once, ("played_at", key))
    return once


def _leave_told(plays: pl.DataFrame, better: pl.DataFrame, key: str) -> pl.DataFrame:
    """Leave out plays that a better row tells with the same length, and those without a length that it tells at all."""
    left = plays.join(better, on=("played_at", "played_ms", key), how="anti", maintain_order="left")
    has_length = pl.col("played_ms").is_not_null()
    return pl.concat([left.filter(has_length), left.filter(~has_length).join(better, on=("played_at", key), how="anti", maintain_order="left")])


def _stand_recent(recent: pl.DataFrame, exact: pl.DataFrame, rough: pl.DataFrame) -> pl.DataFrame:
    """Give all plays: of two that are the same, the one to the second stands before a service's, and that before the one to the minute."""
    others = pl.concat([exact, rough])
    pairs = pair_recent_plays(recent, others)
    told_better = pairs.filter(pl.col("other") < exact.height)
    told_worse = pairs.filter(pl.col("other") >= exact.height)
    lengths = told_worse.select("recent", others["played_ms"][told_worse["other"]].alias("told_ms"))
    kept = recent.with_row_index("recent").join(told_better, on="recent", how="anti", maintain_order="left")
    filled = kept.join(lengths, on="recent", how="left", maintain_order="left").with_columns(pl.coalesce("played_ms", "told_ms").alias("played_ms"))
    left = others.with_row_index("other").join(told_worse, on="other", how="anti", maintain_order="left")
    return pl.concat([left.drop("other"), filled.drop("recent", "told_ms")])
