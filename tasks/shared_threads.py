"""Work out several things at a time, each in a thread of its own; refuses to know what they are."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def work_out(parts: Iterable[Callable[[], T]]) -> list[T]:
    """Give what each part comes to, in their order."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda part: part(), parts))
