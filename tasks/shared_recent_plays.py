"""Pair plays of which a service tells only a moment with plays that other rows tell; refuses to know which of the two stands."""

import polars as pl

# a service tells a play's end, or its beginning, and not to the same second as an export
TOLERANCE = pl.duration(seconds=3)
SECOND_LONG, MINUTE_LONG = pl.duration(seconds=1), pl.duration(minutes=1)
NONE = pl.duration(seconds=0)


def pair_recent_plays(recent: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Give places of rows in both tables that tell of the same play, each place at most once.

    Of a track played over and over one play ends where the next begins: taken in order of time, each the earliest that is left, none goes without.
    """
    moments = recent.with_row_index("recent").select(
        "recent", "track_uri", "track_name", "played_at", pl.col("played_at").dt.date().alias("day"), pl.lit([-1, 0, 1]).alias("shift")
    )
    days = moments.explode("shift").with_columns(pl.col("day") + pl.duration(days=pl.col("shift")))
    numbered = others.with_row_index("other").with_columns(pl.col("played_at").alias("ends_at"), pl.col("played_at").dt.date().alias("day"))
    near = numbered.join(days.select("day").unique(), on="day", how="semi").drop("played_at")
    by_key = [days.join(near, on=("day", key), how="inner") for key in ("track_uri", "track_name")]
    pairs = pl.concat([pairs.select("recent", "other", "played_at", "ends_at", "played_ms", "precision") for pairs in by_key]).unique()
    close = pairs.filter(_gap() <= TOLERANCE).sort("played_at", "ends_at", "recent", "other")
    return _each_once(close)


def _gap() -> pl.Expr:
    """Say how far the moment of a service lies from the end or the beginning of the other row's play."""
    first = pl.col("ends_at")
    last = first + pl.when(pl.col("precision") == "minute").then(MINUTE_LONG).otherwise(SECOND_LONG)
    length = pl.duration(milliseconds=pl.col("played_ms"))
    at = pl.col("played_at")
    from_end = pl.max_horizontal(first - at, at - last, NONE)
    from_start = pl.max_horizontal(first - length - at, at - last + length, NONE)
    return pl.when(pl.col("played_ms").is_null()).then(from_end).otherwise(pl.min_horizontal(from_end, from_start))


def _each_once(pairs: pl.DataFrame) -> pl.DataFrame:
    """Take pairs in their order as long as neither of the two is taken."""
    taken: tuple[set[int], set[int]] = (set(), set())
    kept: list[tuple[int, int]] = []
    for recent, other in pairs.select("recent", "other").iter_rows():
        if recent not in taken[0] and other not in taken[1]:
            taken[0].add(recent)
            taken[1].add(other)
            kept.append((recent, other))
    return pl.DataFrame(kept, {"recent": pl.UInt32(), "other": pl.UInt32()}, orient="row")
