"""The room in which places stand over dates, with its scales; refuses to know which lines go through it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from tasks.plot.lettering import letters
from tasks.plot.shapes import Places, rule
from tasks.plot.style import FAINT_INK, GRID
from tasks.plot.ticks import apart, date_name, month_days, round_step
from tasks.plot.writing import Words
from tasks.shared_pictures import Line

POINTS: Final = 9.5
BEYOND_PX: Final = 6  # the room goes on so far beyond the first and the lowest place
MARK_PX: Final = 5
DATE_PX: Final = 17  # below the room
GAP_PX: Final = 8
MOST_LEVELS: Final = 8
LEVELS_APART_PX: Final = 18
MONTH_ROOM_PX: Final = 90


@dataclass(frozen=True)
class Timeline:
    """A room in pixels and what its sides stand for."""

    left: int
    right: int
    bottom: int
    top: int
    first_day: int
    last_day: int
    lowest_place: int

    def x(self, days: Sequence[int]) -> NDArray[np.float64]:
        """Give where days stand; the last at the right end."""
        return self.right - (self.last_day - np.array(days, dtype=np.float64)) * (self.right - self.left) / max(self.last_day - self.first_day, 1)

    def y(self, places: Sequence[int]) -> NDArray[np.float64]:
        """Give where places stand; the first on top."""
        return self.top - (np.array(places, dtype=np.float64) - 1) * (self.top - self.bottom) / max(self.lowest_place - 1, 1)

    def points(self, line: Line) -> Places:
        """Give the points through which a line goes."""
        return np.stack([self.x(line.days), self.y(line.places)], axis=1)


def draw_levels(figure: Figure, timeline: Timeline) -> list[Words]:
    """Draw thin lines at the first, the lowest and round places, and give their numbers."""
    step = round_step(timeline.lowest_place, MOST_LEVELS)
    places = list(dict.fromkeys([1, timeline.lowest_place, *range(step, timeline.lowest_place, step)]))
    heights = [round(float(height)) for height in timeline.y(places)]
    shown = apart([(height, height) for height in heights], LEVELS_APART_PX)
    rule(figure, [(timeline.left, heights[each], timeline.right, heights[each]) for each in shown], GRID)
    return [Words(str(places[each]), timeline.left - GAP_PX, heights[each], POINTS, FAINT_INK, "right") for each in shown]


def draw_dates(figure: Figure, timeline: Timeline) -> list[Words]:
    """Mark the first and the last date, and beginnings of months or years between them, and give their names."""
    between = month_days(timeline.first_day, timeline.last_day, (timeline.right - timeline.left) // MONTH_ROOM_PX)
    dates = [(day, date_name(day)) for day in dict.fromkeys([timeline.last_day, timeline.first_day])] + list(between)
    across = [round(float(x)) for x in timeline.x([day for day, _ in dates])]
    spans = [_span(timeline, x, name) for x, (_, name) in zip(across, dates, strict=True)]
    shown = apart(spans, 2 * GAP_PX)
    low = timeline.bottom - BEYOND_PX
    rule(figure, [(timeline.left, low, timeline.right, low), *((across[each], low - MARK_PX, across[each], low) for each in shown)], FAINT_INK)
    return [Words(dates[each][1], round(spans[each][0]), low - DATE_PX, POINTS, FAINT_INK) for each in shown]


def _span(timeline: Timeline, x: float, name: str) -> tuple[float, float]:
    """Say from where to where a date's name reaches: around its mark, but not beyond the room's left end."""
    width = letters(name, POINTS).width
    left = max(x - width / 2, timeline.left - GAP_PX)
    return left, left + width
