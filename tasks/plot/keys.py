"""Say what the colours of a figure stand for, in one line above it; refuses to know the figure."""

from collections.abc import Sequence
from typing import Final

from matplotlib.figure import Figure

from tasks.plot.lettering import letters
from tasks.plot.shapes import Corners, fill_boxes
from tasks.plot.style import FAINT_INK, LIKED_GREEN, TRACKS_GREY
from tasks.plot.writing import Words

KEY_PX: Final = 24
POINTS: Final = 9.5
MARK_PX, AFTER_MARK_PX, APART_PX = 11, 6, 18

TRACKS_AND_LIKED: Final = ((TRACKS_GREY, "tracks"), (LIKED_GREEN, "of them liked"))


def draw_key(figure: Figure, left: float, middle: float, entries: Sequence[tuple[str, str]] = TRACKS_AND_LIKED) -> list[Words]:
    """Draw the colours side by side and give the words that belong beside them."""
    words, boxes = list[Words](), list[Corners]()
    for _, text in entries:
        low = middle - MARK_PX // 2
        boxes.append((left, low, left + MARK_PX, low + MARK_PX))
        words.append(Words(text, left + MARK_PX + AFTER_MARK_PX, middle, POINTS, FAINT_INK))
        left += _width(text) + APART_PX
    fill_boxes(figure, boxes, [colour for colour, _ in entries])
    return words


def width_of_key(entries: Sequence[tuple[str, str]]) -> int:
    """Say how wide colours and their words are together."""
    return sum(_width(text) for _, text in entries) + APART_PX * (len(entries) - 1)


def _width(text: str) -> int:
    """Say how wide a colour and its word are."""
    return MARK_PX + AFTER_MARK_PX + round(letters(text, POINTS).width)
