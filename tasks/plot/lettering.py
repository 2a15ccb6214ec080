"""Turn a line of text in any script into pixels; refuses to know where it stands and what it names."""

import re
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

import numpy as np
from matplotlib.ft2font import Kerning, LoadFlags
from numpy.typing import NDArray

from tasks.plot.faces import PARTS_OF_A_PIXEL, advance, all_faces
from tasks.plot.style import POINTS_PER_PX

REMEMBERED_TEXTS: Final = 8192
HIGHEST, LOWEST = 1.25, 0.45  # of the letters' size; marks piled higher or lower would stand on other lines
# Latin, Greek, Cyrillic, Armenian, Chinese, Japanese, Korean: letters that stand side by side, whatever their neighbours are
SEPARATE: Final = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u058f\u2010-\u2027\u2190-\u2199\u2665\u3000-\u3029\u3030-\u3098\u309b-\u9fff\uac00-\ud7a3]+"
)


class Letters(NamedTuple):
    """One line of text as coverage of pixels, top row first, with where it begins and how far it reaches from its origin."""

    coverage: NDArray[np.uint8]
    left: int
    below: int
    width: float


@lru_cache(maxsize=REMEMBERED_TEXTS)
def letters(text: str, points: float) -> Letters:
    """Draw a line of text in black on nothing."""
    return _spelled(text, points) if SEPARATE.fullmatch(text) else _shaped(text, points)


def _shaped(text: str, points: float) -> Letters:
    """Let the faces shape a text: whatever its script joins, stacks or turns around."""
    font = all_faces(points)
    font.set_text(text, 0, flags=LoadFlags.DEFAULT)
    font.draw_glyphs_to_bitmap(antialiased=True)
    coverage, below = font.get_image(), round(font.get_descent() / PARTS_OF_A_PIXEL)
    size = points / POINTS_PER_PX
    too_high = max(coverage.shape[0] - below - round(HIGHEST * size), 0)
    too_low = max(below - round(LOWEST * size), 0)
    kept = coverage[too_high : coverage.shape[0] - too_low].copy()
    return Letters(kept, round(font.get_bitmap_offset()[0] / PARTS_OF_A_PIXEL), below - too_low, font.get_width_height()[0] / PARTS_OF_A_PIXEL)


def _spelled(text: str, points: float) -> Letters:
    """Put known letters side by side, several times faster than shaping."""
    known = [_letter(character, points) for character in text]
    kerns = [0, *(_kern(*pair, points) for pair in pairwise(text))]
    starts = list(accumulate(kern + before.width for kern, before in zip(kerns[1:], known, strict=False)))
    lefts = [round(start) + letter.left for start, letter in zip([0.0, *starts], known, strict=True)]
    first = min(lefts)
    above = max(letter.coverage.shape[0] - letter.below for letter in known)
    below = max(letter.below for letter in known)
    coverage = np.zeros(
        (above + below, max(left + letter.coverage.shape[1] for left, letter in zip(lefts, known, strict=True)) - first), dtype=np.uint8
    )
    for left, letter in zip(lefts, known, strict=True):
        height, width = letter.coverage.shape
        top = above + letter.below - height
        room = coverage[top : top + height, left - first : left - first + width]
        np.maximum(room, letter.coverage, out=room)
    return Letters(coverage, first, below, (starts[-1] if starts else 0.0) + known[-1].width)


@lru_cache(maxsize=REMEMBERED_TEXTS)
def _letter(character: str, points: float) -> Letters:
    """Draw one letter; its width is the way to the next."""
    return _shaped(character, points)._replace(width=advance(character, points))


@lru_cache(maxsize=REMEMBERED_TEXTS)
def _kern(one: str, other: str, points: float) -> float:
    """Say how much nearer than usual two letters stand."""
    font = all_faces(points)
    return font.get_kerning(font.get_char_index(ord(one)), font.get_char_index(ord(other)), Kerning.DEFAULT) / PARTS_OF_A_PIXEL
