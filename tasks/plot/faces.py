"""The faces that texts are written in, and what each of them can draw; refuses to know any text."""

from functools import lru_cache
from typing import Final

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import FT2Font, LoadFlags

from tasks.plot.style import PX_PER_INCH, font_families

REMEMBERED_CHARACTERS: Final = 1 << 16
PARTS_OF_A_PIXEL: Final = 64


def all_faces(points: float) -> FT2Font:
    """Give the first face, with those that it falls back to, clean and in this size."""
    font = get_font(_files())
    font.clear()
    font.set_size(points, PX_PER_INCH)
    return font


def advance(character: str, points: float) -> float:
    """Say how far it is from a character to the next."""
    font = get_font(_files()[face_with(character) or 0])
    font.set_size(points, PX_PER_INCH)
    return font.load_char(ord(character), LoadFlags.DEFAULT).horiAdvance / PARTS_OF_A_PIXEL


def face_with(character: str) -> int | None:
    """Give the number of the first face that can draw a character."""
    return next((face for face in range(len(_files())) if has(face, character)), None)


@lru_cache(maxsize=REMEMBERED_CHARACTERS)
def has(face: int, character: str) -> bool:
    """Say whether a face, by its number, can draw a character."""
    return get_font(_files()[face]).get_char_index(ord(character)) != 0


@lru_cache(maxsize=1)
def _files() -> tuple[font_manager.FontPath, ...]:
    """Find the files of our faces, in the order in which they are tried."""
    return tuple(font_manager.findfont(FontProperties(family=[family])) for family in font_families())
