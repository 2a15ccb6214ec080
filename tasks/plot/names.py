"""Make names fit to be written: in one line, of characters that can be drawn, no longer than there is room; refuses to know what is named."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import numpy as np
from matplotlib.ft2font import LoadFlags

from tasks.plot.faces import PARTS_OF_A_PIXEL, all_faces, face_with, has
from tasks.plot.lettering import REMEMBERED_TEXTS, letters

NO_NAME: Final = "(no name)"
ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"
LONGEST_TEXT: Final = 160  # characters; more never fit on a figure

BLANKS: Final = re.compile(r"\s+")
UNSEEN: Final = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")  # letters that are drawn as nothing
NOT_WRITTEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
UNSEEN_ALONE: Final = frozenset({"Cc", "Cf", "Cs", "Mn", "Mc", "Me", "Zl", "Zp", "Zs"})
JOINERS: Final = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
ATTACHED: Final = re.compile(
    "[\u200c\u200d\u0e33\u0eb3\uff9e\uff9f\U0001f3fb-\U0001f3ff]"
)  # what belongs to the character before it though it is no mark
OMITTED: Final = "\x00"


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
    """Give a name in one line of characters that faces here can draw; what they cannot is omitted, words visibly, a whole name put in words."""
    plain = BLANKS.sub(" ", unicodedata.normalize("NFC", UNSEEN.sub("", name)))
    if plain.isascii() and plain.isprintable():
        return plain.strip() or NO_NAME
    text = re.sub(f"{OMITTED}+", ELLIPSIS, "".join(_drawable(plain)))
    return BLANKS.sub(" ", text).strip(f" {JOINERS}") or _in_words(plain)


def _in_words(plain: str) -> str:
    """Say what the first character with a shape is called, of a name of which nothing can be drawn."""
    seen = next((character for character in plain if unicodedata.category(character) not in UNSEEN_ALONE), None)
    return NO_NAME if seen is None else unicodedata.name(seen, ELLIPSIS).lower()


def _fitting(text: str, points: float, room: float) -> int:
    """Guess how many characters fit before an ellipsis; too many rather than too few."""
    places = all_faces(points).set_text(text, 0, flags=LoadFlags.DEFAULT)[:, 0] / PARTS_OF_A_PIXEL
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
            if base is not None and has(base, character):
                yield character
        elif unicodedata.category(character) not in NOT_WRITTEN:
            base = face_with(character)
            if base is not None:
                yield character
            elif unicodedata.category(character)[0] in "LN":
                yield OMITTED


def _is_mark(character: str) -> bool:
    """Say whether a character belongs to the one before it."""
    return unicodedata.category(character)[0] == "M" or ATTACHED.match(character) is not None
