"""Draw groups of tracks as level bars, the liked tracks over all; refuses to know what the groups are."""

from dataclasses import dataclass
from typing import Final

from matplotlib.figure import Figure

from tasks.plot.keys import KEY_PX, draw_key
from tasks.plot.lettering import letters
from tasks.plot.names import shortened
from tasks.plot.shapes import Corners, fill_boxes
from tasks.plot.style import INK, LIKED_GREEN, LIKED_INK, TRACKS_GREY, WIDTH_PX, blank_figure
from tasks.plot.writing import Words, write
from tasks.shared_pictures import Bar, Bars

POINTS: Final = 10.5
ROW_PX, BAR_PX = 25, 17
NAME_ROOM_PX: Final = 280
EDGE_PX: Final = 8
GAP_PX: Final = 8  # between a name, its bar and its numbers
HEART: Final = "\N{BLACK HEART SUIT}"


@dataclass(frozen=True)
class Rows:
    """Where bars begin, how long one track is, and how high the first bar stands."""

    start: int
    track_px: float
    top: int

    def box(self, place: int, count: int) -> Corners:
        """Give the bar of so many tracks in a row."""
        low = self.top - ROW_PX * place - (ROW_PX + BAR_PX) // 2
        return self.start, low, self.start + round(self.track_px * count), low + BAR_PX


def draw_bars(facts: Bars) -> Figure:
    """Draw each group's bar below the larger ones, with its name before it and its numbers after it."""
    names = [shortened(bar.name, POINTS, NAME_ROOM_PX) for bar in facts.bars]
    head = EDGE_PX + (KEY_PX if any(bar.liked_count for bar in facts.bars) else 0)
    figure = blank_figure(head + ROW_PX * len(names) + EDGE_PX)
    rows = _rows(facts, names, round(figure.bbox.height) - head)
    boxes = [rows.box(place, count) for place, bar in enumerate(facts.bars) for count in (bar.count, min(bar.liked_count, bar.count))]
    fill_boxes(figure, boxes, [TRACKS_GREY, LIKED_GREEN] * len(names))
    words = draw_key(figure, rows.start, rows.top + KEY_PX // 2) if head > EDGE_PX else []
    for name, bar, (start, low, end, _) in zip(names, facts.bars, boxes[::2], strict=True):
        middle = low + BAR_PX // 2
        words += [Words(name, start - GAP_PX, middle, POINTS, anchor="right"), *_numbers(bar, end, middle)]
    write(figure, words)
    return figure


def _rows(facts: Bars, names: list[str], top: int) -> Rows:
    """Share the width among names, bars and numbers."""
    widest_name = max((letters(name, POINTS).width for name in names), default=0.0)
    start = EDGE_PX + round(widest_name) + GAP_PX
    room = WIDTH_PX - EDGE_PX - start - max((_width(bar) for bar in facts.bars), default=0.0)
    return Rows(start, room / max((bar.count for bar in facts.bars if bar.count), default=1), top)


def _numbers(bar: Bar, end: float, middle: float) -> list[Words]:
    """Write how many tracks there are, and how many liked ones where there are any."""
    count = Words(str(bar.count), end + GAP_PX, middle, POINTS, INK)
    if not bar.liked_count:
        return [count]
    after = count.x + letters(count.text, POINTS).width + GAP_PX
    return [count, Words(f"{HEART} {bar.liked_count}", after, middle, POINTS, LIKED_INK)]


def _width(bar: Bar) -> float:
    """Say how much room the numbers after a bar need."""
    last = _numbers(bar, 0, 0)[-1]
    return last.x + letters(last.text, POINTS).width
