"""Draw up lines of places over time, thinned to what a figure can show; refuses to know which of them a page shows."""

from typing import Final

import polars as pl

from tasks.depict.facts import PICTURE, write_lines

DATES_AT_MOST: Final = 130
POINTS_AT_LEAST: Final = 20
TOP_PLACES: Final = 10
LINES_OF_A_REASON: Final = 10
KEPT: Final = pl.List(pl.Int64())
LINE: Final = ("series", "thing_key")  # a thing has a line for each list it stands in


def draw_up(points: pl.DataFrame) -> pl.DataFrame:
    """Give the line of each thing in each series as JSON, with its number of points, its best, its worst and its last place.

    Points are rows of series, thing_key, thing_name, as_of_date and place, one for each date of a line.
    """
    dated = points.select(*LINE, "thing_name", "place", day=pl.col("as_of_date").dt.epoch("d").cast(pl.Int64)).sort(*LINE, "day")
    lines = dated.group_by(LINE, maintain_order=True).agg(
        pl.col("thing_name").first(),
        point_count=pl.len(),
        best_place=pl.col("place").min(),
        worst_place=pl.col("place").max(),
        last_place=pl.col("place").last(),
        days="day",
        places="place",
    )
    kept = lines.select(pl.col("point_count").unique()).with_columns(pl.col("point_count").map_elements(_keep, KEPT).alias("kept"))
    thinned = lines.join(kept, on="point_count", maintain_order="left").with_columns(pl.col("days", "places").list.gather(pl.col("kept")))
    line = pl.struct(name="thing_name", days="days", places="places").struct.json_encode()
    return thinned.select(*LINE, "point_count", "best_place", "worst_place", "last_place", line=line)


def _keep(count: int) -> list[int]:
    """Give the numbers, from 0, of the points of a line that are kept: the first, the last and evenly many between."""
    steps, last = DATES_AT_MOST - 1, max(count - 1, 1)
    return [number for number in range(count) if count <= DATES_AT_MOST or not number or number * steps // last > (number - 1) * steps // last]


def choose_lines(standing: pl.DataFrame) -> pl.DataFrame:
    """Choose of each figure the things that stand best now, and those that were most often among the best.

    Standing are rows of a figure and a line with current_place (null: not to be shown for that) and times_on_top.
    """
    known, order = standing.filter(pl.col("current_place").is_not_null()), (*PICTURE, "times_on_top", "current_place", "thing_key")
    best = known.sort(*PICTURE, "current_place", "thing_key").group_by(PICTURE, maintain_order=True).head(LINES_OF_A_REASON)
    on_top = standing.filter(pl.col("times_on_top") > 0).sort(order, descending=[False] * 3 + [True, False, False], nulls_last=True)
    often = on_top.group_by(PICTURE, maintain_order=True).head(LINES_OF_A_REASON)
    return pl.concat([best, often.select(best.columns)]).select(*PICTURE, *LINE).unique()


def plan_lines(chosen: pl.DataFrame, what: str, lowest_place: pl.Expr) -> pl.DataFrame:
    """Give the figure of the chosen lines, the best last place on top, if they have enough points; lines below it all are left out.

    Chosen are rows of a figure and a line of draw_up, joined.
    """
    seen = chosen.with_columns(lowest_place=lowest_place).filter(pl.col("best_place") <= pl.col("lowest_place"))
    ordered = seen.sort(*PICTURE, "last_place", *LINE)
    gathered = ordered.group_by(PICTURE, maintain_order=True).agg(pl.col("lowest_place").first(), pl.col("point_count").sum(), lines="line")
    return write_lines(gathered.filter(pl.col("point_count") >= POINTS_AT_LEAST), what)
