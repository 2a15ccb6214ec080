"""Fold names so that two spellings of one name are equal; refuses to know what is named."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

GUESTS: Final = re.compile(r"[(\[](?:feat|ft|featuring)\b[^)\]]*[)\]]")
REMEMBERED_NAMES: Final = 1 << 16
PUNCTUATION_AND_SPACES: Final = frozenset(("P", "Z"))
UNSEEN: Final = "Cf"


class Seen(dict[int, str]):
    """What is read of each letter: itself, a space in place of what only parts words, nothing for what nobody sees."""

    def __missing__(self, code: int) -> str:
        """Tell it of a letter that was not met before."""
        category = unicodedata.category(chr(code))
        self[code] = " " if category[0] in PUNCTUATION_AND_SPACES else "" if category == UNSEEN else chr(code)
        return self[code]


SEEN: Final = Seen()


@lru_cache(maxsize=REMEMBERED_NAMES)
def fold(name: str | None) -> str | None:
    """Give the words of a name without case, width and punctuation; guests in brackets stand among the artists anyway."""
    whole = unicodedata.normalize("NFKC", name or "").casefold()
    spaced = GUESTS.sub(" ", whole).translate(SEEN)
    return " ".join(spaced.split()) or " ".join(whole.split()) or None


def fold_all(names: Iterable[str | None]) -> str | None:
    """Fold the names of a set of artists: the same for every order; none if one of them is not known."""
    folded = {fold(name) for name in names}
    return "\x1f".join(sorted(name for name in folded if name)) if folded and None not in folded else None
