"""Draw groups of tracks on two principal axes, each in a colour and a shape of its own; refuses to know what the groups are."""

from typing import Final

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from tasks.plot.lettering import letters
from tasks.plot.marks import Marks, mark, per_decade
from tasks.plot.names import readable, shortened
from tasks.plot.shapes import rule
from tasks.plot.style import COLOURS, FAINT_INK, GRID, HEIGHT_PX, MARKERS, WIDTH_PX, blank_figure
from tasks.plot.writing import Words, write
from tasks.shared_pictures import Comparison

POINTS: Final = 10.5
LEFT, BOTTOM, TOP = 44, 46, HEIGHT_PX - 8
EDGE_PX: Final = 8
LEGEND_PX: Final = 22  # from the plot to the legend's marks
LEGEND_ROW_PX: Final = 26
LEGEND_MARK_PX: Final = 12
AFTER_MARK_PX: Final = 14
NAME_ROOM_PX: Final = 180
GAP_PX: Final = 6
WORDS_PX: Final = 22  # from the plot to the words of its axes
ROOM_AT_EDGES: Final = 0.05
# per power of ten of the number of points, from 1 on
MARK_PX: Final = (17.0, 15.0, 11.0, 7.5, 4.5, 2.8)
OPACITIES: Final = (1.0, 0.95, 0.85, 0.7, 0.5, 0.35)
FEW_POINTS: Final = 1000
EDGE_OF_MARK: Final = 0.6

Range = tuple[float, float]


def draw_comparison(facts: Comparison) -> Figure:
    """Draw each track at its place, smaller groups over larger ones, with the groups' names and sizes beside them."""
    figure = blank_figure()
    names = [shortened(group.name, POINTS, NAME_ROOM_PX) for group in facts.groups]
    counts = [str(len(group.x)) for group in facts.groups]
    widest = max((letters(name, POINTS).width + letters(count, POINTS).width for name, count in zip(names, counts, strict=True)), default=0.0)
    right = WIDTH_PX - EDGE_PX - round(widest) - LEGEND_PX - AFTER_MARK_PX - GAP_PX
    points = _points(facts, (LEFT, right), (BOTTOM, TOP))
    _draw_frame(figure, right, points[0])
    mark(figure, [*_marks(points[1:]), *_legend_marks(right, len(names))])
    write(figure, [*_axis_words(facts, right), *_legend(right, names, counts)])
    return figure


def _points(facts: Comparison, across: Range, up: Range) -> list[NDArray[np.float64]]:
    """Give the place of the mean, and the places of each group's tracks, inside the plot."""
    values = [
        np.zeros((1, 2)),
        *(np.stack([np.array(group.x, dtype=np.float64), np.array(group.y, dtype=np.float64)], axis=1) for group in facts.groups),
    ]
    everything = np.concatenate(values[1:] or values)
    low, high = everything.min(axis=0, initial=np.inf), everything.max(axis=0, initial=-np.inf)
    spans = np.where(high > low, high - low, 1.0)
    room = np.array([across[1] - across[0], up[1] - up[0]])
    start = np.array([across[0], up[0]])
    return [start + room * ((each - (low + high) / 2) / spans * (1 - 2 * ROOM_AT_EDGES) + 0.5) for each in values]


def _draw_frame(figure: Figure, right: int, mean: NDArray[np.float64]) -> None:
    """Draw the light frame, and the cross through the mean where it lies inside; the scales have no unit, so no numbers."""
    x, y = (round(float(place)) for place in mean[0])
    sides = [(LEFT, BOTTOM, right, BOTTOM), (LEFT, TOP - 1, right, TOP - 1), (LEFT, BOTTOM, LEFT, TOP), (right - 1, BOTTOM, right - 1, TOP)]
    upright = [(x, BOTTOM, x, TOP)] if LEFT < x < right else []
    level = [(LEFT, y, right, y)] if BOTTOM < y < TOP else []
    rule(figure, [*sides, *upright, *level], GRID)


def _marks(groups: list[NDArray[np.float64]]) -> list[Marks]:
    """Mark all tracks, as large and as dense as their number allows."""
    total = sum(len(places) for places in groups)
    width, opacity = per_decade(MARK_PX, total), per_decade(OPACITIES, total)
    edge = EDGE_OF_MARK if total <= FEW_POINTS else 0.0
    return [Marks(places, *_look(number, width), opacity, edge) for number, places in enumerate(groups)]


def _legend_marks(right: int, count: int) -> list[Marks]:
    """Mark the groups beside the plot, the same size in every figure."""
    places = [np.array([[right + LEGEND_PX, _row(number)]], dtype=np.float64) for number in range(count)]
    return [Marks(place, *_look(number, LEGEND_MARK_PX)) for number, place in enumerate(places)]


def _legend(right: int, names: list[str], counts: list[str]) -> list[Words]:
    """Name the groups beside the plot, where no point can be, with their sizes."""
    left = right + LEGEND_PX + AFTER_MARK_PX
    words = [Words(name, left, _row(number), POINTS) for number, name in enumerate(names)]
    ends = [left + letters(name, POINTS).width + GAP_PX for name in names]
    return words + [Words(count, end, _row(number), POINTS, FAINT_INK) for number, (count, end) in enumerate(zip(counts, ends, strict=True))]


def _axis_words(facts: Comparison, right: int) -> list[Words]:
    """Say in words what differs along each axis, and how much of all that differs it shows."""
    across, up = (f"{readable(axis.label)}  ({round(100 * axis.variance_share)} % of what differs)  \N{RIGHTWARDS ARROW}" for axis in facts.axes)
    return [
        Words(across, (LEFT + right) // 2, BOTTOM - WORDS_PX, POINTS, FAINT_INK, "centre"),
        Words(up, LEFT - WORDS_PX, (BOTTOM + TOP) // 2, POINTS, FAINT_INK, "centre", is_turned=True),
    ]


def _row(number: int) -> int:
    """Give the height of a group's name."""
    return TOP - LEGEND_ROW_PX // 2 - LEGEND_ROW_PX * number


def _look(number: int, width: float) -> tuple[str, float, str]:
    """Give a group's colour, width and shape."""
    return COLOURS[number % len(COLOURS)], width, MARKERS[number % len(MARKERS)]
