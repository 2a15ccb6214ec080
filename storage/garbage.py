"""Look for garbage seldom while a night makes much that stays; refuses to know what is made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

YOUNG_AT_MOST: Final = 50_000  # objects made since the last look; Python's 700 would have it look through all pages many times


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Leave what is there already out of every look for garbage while the block lasts, and look at the rest seldom."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(YOUNG_AT_MOST, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
