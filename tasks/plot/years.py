"""Draw tracks by year of release as upright bars, every year in its place; refuses to know whose tracks they are."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib.figure import Figure

from tasks.plot.keys import KEY_PX, draw_key
from tasks.plot.lettering import letters
from tasks.plot.shapes import Corners, fill_boxes, rule
from tasks.plot.style import FAINT_INK, GRID, INK, LIKED_GREEN, PAPER, TRACKS_GREY, WIDTH_PX, blank_figure
from tasks.plot.ticks import Span, apart, round_step
from tasks.plot.writing import Words, write
from tasks.shared_pictures import Years

HEIGHT_PX: Final = 320
POINTS, TICK_POINTS = 10.0, 9.5
FOOT_PX, HEAD_PX, EDGE_PX = 30, 26, 8  # below the bars, for numbers above the highest, and at the left
RIGHT_PX: Final = WIDTH_PX - 20  # half of the last year stands beyond
BAR_SHARE: Final = 0.76
WIDEST_BAR_PX: Final = 56
LINE_PX: Final = 16
GAP_PX: Final = 8
NUMBERS_APART: Final = (3, 18)  # where bars are wide enough for a number, and where they are not
WIDE_YEAR_PX: Final = 18
MOST_LEVELS: Final = 4


@dataclass(frozen=True)
class Field:
    """Where the first year begins, how wide a year is, and how high one track is."""

    left: int
    first_year: int
    year_px: float
    track_px: float

    def middle(self, year: int) -> float:
        """Give the middle of a year's place."""
        return self.left + (year - self.first_year + 0.5) * self.year_px

    def box(self, year: int, count: int) -> Corners:
        """Give the bar of so many tracks of a year."""
        width = max(round(min(self.year_px * BAR_SHARE, WIDEST_BAR_PX)), 1)
        low = round(self.middle(year) - width / 2)
        return low, FOOT_PX, low + width, FOOT_PX + round(self.track_px * count)


def draw_years(facts: Years) -> Figure:
    """Draw each year's bar, the liked tracks over all, with as many numbers and years as have room."""
    figure = blank_figure(HEIGHT_PX)
    has_likes = any(bar.liked_count for bar in facts.bars)
    most = max((bar.count for bar in facts.bars), default=0)
    step = round_step(max(most, 1), MOST_LEVELS)
    field = _field(facts, HEIGHT_PX - FOOT_PX - HEAD_PX - (KEY_PX if has_likes else 0), str(most // step * step))
    words = draw_key(figure, field.left, HEIGHT_PX - KEY_PX // 2 - EDGE_PX // 2) if has_likes else []
    words += _draw_levels(figure, field, range(step, most + 1, step))
    boxes = [field.box(int(bar.name), count) for bar in facts.bars for count in (bar.count, min(bar.liked_count, bar.count))]
    fill_boxes(figure, boxes, [TRACKS_GREY, LIKED_GREEN] * len(facts.bars))
    rule(figure, [(field.left, FOOT_PX - 1, RIGHT_PX, FOOT_PX)], FAINT_INK)
    write(figure, [*words, *_counts(facts, boxes[::2], field.year_px), *_likes(facts, boxes[1::2]), *_years(facts, field)])
    return figure


def _field(facts: Years, height: int, highest_level: str) -> Field:
    """Share the room among the years, those without tracks too."""
    years = [int(bar.name) for bar in facts.bars] or [0]
    left = EDGE_PX + round(letters(highest_level, TICK_POINTS).width) + GAP_PX
    span = max(years) - min(years) + 1
    return Field(left, min(years), (RIGHT_PX - left) / span, height / max((bar.count for bar in facts.bars if bar.count), default=1))


def _draw_levels(figure: Figure, field: Field, levels: range) -> list[Words]:
    """Draw thin lines at round counts and give their numbers."""
    heights = [FOOT_PX + round(field.track_px * level) for level in levels]
    rule(figure, [(field.left, height, RIGHT_PX, height) for height in heights], GRID)
    return [Words(str(level), field.left - GAP_PX, height, TICK_POINTS, FAINT_INK, "right") for level, height in zip(levels, heights, strict=True)]


def _counts(facts: Years, boxes: list[Corners], year_px: float) -> list[Words]:
    """Write counts above their bars, the largest first, where they cover neither a bar nor a number."""
    largest_first = sorted(zip(facts.bars, boxes, strict=True), key=lambda drawn: (-drawn[0].count, int(drawn[0].name)))
    words = [Words(str(bar.count), (left + right) // 2, top + GAP_PX, TICK_POINTS, INK, "centre") for bar, (left, _, right, top) in largest_first]
    free = [word for word, is_covering in zip(words, _cover(words, boxes), strict=True) if not is_covering]
    return [free[place] for place in apart([_span(word) for word in free], NUMBERS_APART[year_px < WIDE_YEAR_PX])]


def _cover(words: list[Words], boxes: list[Corners]) -> list[bool]:
    """Say of numbers above their own bars which would stand on another."""
    lefts, _, rights, tops = np.array(boxes, dtype=np.float64).reshape(-1, 4).T
    spans = np.array([(*_span(word), word.y - GAP_PX) for word in words]).reshape(-1, 3, 1)
    is_covering = (tops > spans[:, 2]) & (lefts < spans[:, 1]) & (spans[:, 0] < rights)
    return [bool(each.any()) for each in is_covering]


def _likes(facts: Years, boxes: list[Corners]) -> list[Words]:
    """Write how many are liked inside the green bars that are high enough, if all are wide enough."""
    drawn = [(str(bar.liked_count), box) for bar, box in zip(facts.bars, boxes, strict=True) if bar.liked_count]
    high = [(text, box) for text, box in drawn if box[3] - box[1] >= LINE_PX]
    if any(letters(text, TICK_POINTS).width > right - left for text, (left, _, right, _) in high):
        return []
    return [Words(text, (left + right) // 2, top - LINE_PX // 2, TICK_POINTS, PAPER, "centre") for text, (left, _, right, top) in high]


def _years(facts: Years, field: Field) -> list[Words]:
    """Name the first and the last year, and round ones between them that have room."""
    years = [int(bar.name) for bar in facts.bars] or [0]
    first, last = min(years), max(years)
    room = letters("2000", TICK_POINTS).width + GAP_PX
    step = round_step(room / field.year_px, 1)
    named = [first, last, *(year for year in range(first + 1, last) if year % step == 0)]
    words = [Words(str(year), field.middle(year), FOOT_PX // 2, TICK_POINTS, FAINT_INK, "centre") for year in dict.fromkeys(named)]
    return [words[place] for place in apart([_span(word) for word in words], GAP_PX)]


def _span(word: Words) -> Span:
    """Say from where to where a centred text reaches."""
    half = letters(word.text, word.points).width / 2
    return word.x - half, word.x + half
