"""Turn texts in any script into the pixels of one line; refuses to know where they stand and what they name."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import FT2Font, LoadFlags
from numpy.typing import NDArray

from tasks.plot.style import POINTS_PER_PX, PX_PER_INCH, font_families

NO_NAME: Final = "(no name)"
ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"
LONGEST_TEXT: Final = 160  # characters; more never fit on a figure
REMEMBERED_TEXTS: Final = 8192
REMEMBERED_CHARACTERS: Final = 1 << 16
HIGHEST, LOWEST = 1.25, 0.45  # of the letters' size; marks piled higher or lower would stand on other lines
PARTS_OF_A_PIXEL: Final = 64

BLANKS: Final = re.compile(r"\s+")
UNSEEN: Final = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")  # letters that are drawn as nothing
NOT_WRITTEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
JOINERS: Final = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
ATTACHED: Final = re.compile(
    "[\u200c\u200d\u0e33\u0eb3\uff9e\uff9f\U0001f3fb-\U0001f3ff]"
)  # what belongs to the character before it though it is no mark
OMITTED: Final = "\x00"


class Letters(NamedTuple):
    """One line of text as coverage of pixels, top row first, with where it begins and how far it reaches from its origin."""

    coverage: NDArray[np.uint8]
    left: int
    below: int
    width: float


@lru_cache(maxsize=REMEMBERED_TEXTS)
def letters(text: str, points: float) -> Letters:
    """Draw a line of text in black on nothing."""
    font = _face()
    font.clear()
    font.set_size(points, PX_PER_INCH)
    font.set_text(text, 0, flags=LoadFlags.DEFAULT)
    font.draw_glyphs_to_bitmap(antialiased=True)
    coverage, below = font.get_image(), round(font.get_descent() / PARTS_OF_A_PIXEL)
    size = points / POINTS_PER_PX
    too_high = max(coverage.shape[0] - below - round(HIGHEST * size), 0)
    too_low = max(below - round(LOWEST * size), 0)
    kept = coverage[too_high : coverage.shape[0] - too_low].copy()
    return Letters(kept, round(font.get_bitmap_offset()[0] / PARTS_OF_A_PIXEL), below - too_low, font.get_width_height()[0] / PARTS_OF_A_PIXEL)


@lru_cache(maxsize=REMEMBERED_TEXTS)
def shortened(name: str, points: float, room: float) -> str:
    """Give a name as it can be written in so many pixels, its end replaced by an ellipsis where it is too long."""
    whole = readable(name)
    text = whole[:LONGEST_TEXT]
    if len(whole) == len(text) and letters(text, points).width <= room:
        return text
    kept = _fitting(text, points, room)
    while kept > 1 and letters(_cut(text, kept), points).width > room:
        kept -= 1
    return _cut(text, kept)


@lru_cache(maxsize=REMEMBERED_TEXTS)
def readable(name: str) -> str:
    """Give a name in one line of characters that the faces here can draw; what they cannot is omitted, words visibly."""
    plain = BLANKS.sub(" ", unicodedata.normalize("NFC", UNSEEN.sub("", name)))
    if plain.isascii() and plain.isprintable():
        return plain.strip() or NO_NAME
    text = re.sub(f"{OMITTED}+", ELLIPSIS, "".join(_drawable(plain)))
    return BLANKS.sub(" ", text).strip(f" {JOINERS}") or NO_NAME


def _fitting(text: str, points: float, room: float) -> int:
    """Guess how many characters fit before an ellipsis; too many rather than too few."""
    font = _face()
    font.clear()
    font.set_size(points, PX_PER_INCH)
    places = font.set_text(text, 0, flags=LoadFlags.DEFAULT)[:, 0] / PARTS_OF_A_PIXEL
    left = room - letters(ELLIPSIS, points).width
    if len(places) != len(text) or (np.diff(places) < 0).any():  # joined letters, or a script that runs to the left
        return min(len(text), int(len(text) * room / max(float(places.max(initial=0.0)), room)) + 1)
    return int(np.searchsorted(places, left))


def _cut(text: str, kept: int) -> str:
    """Cut a text before a character that stands alone and end it with an ellipsis."""
    while 1 < kept < len(text) and (_is_mark(text[kept]) or text[kept - 1] in JOINERS):
        kept -= 1
    return text[: max(kept, 1)].rstrip(f" ,;:-(\N{EN DASH}{ELLIPSIS}") + ELLIPSIS


def _drawable(text: str) -> Iterator[str]:
    """Give what faces have of a text, a mark only if the face of the letter below has it; for the rest of a word what says that it is missing."""
    base: int | None = None
    for character in text:
        if _is_mark(character):
            if base is not None and _has(base, character):
                yield character
        elif unicodedata.category(character) not in NOT_WRITTEN:
            base = next((face for face in range(len(_files())) if _has(face, character)), None)
            if base is not None:
                yield character
            elif unicodedata.category(character)[0] in "LN":
                yield OMITTED


def _is_mark(character: str) -> bool:
    """Say whether a character belongs to the one before it."""
    return unicodedata.category(character)[0] == "M" or ATTACHED.match(character) is not None


@lru_cache(maxsize=REMEMBERED_CHARACTERS)
def _has(face: int, character: str) -> bool:
    """Say whether a face, by its number, can draw a character."""
    return get_font(_files()[face]).get_char_index(ord(character)) != 0


def _face() -> FT2Font:
    """Give the face that texts are written in, with those that it falls back to."""
    return get_font(_files())


@lru_cache(maxsize=1)
def _files() -> tuple[font_manager.FontPath, ...]:
    """Find the files of our faces, in the order in which they are tried."""
    return tuple(font_manager.findfont(FontProperties(family=[family])) for family in font_families())
