"""Work out several things at a time, in threads; refuses to know what they are."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

T = TypeVar("T")
WHERE_DISKS_ARE_WAITED_FOR: Final = 2


def work_out(parts: Iterable[Callable[[], T]], *, threads_per_core: int = 1) -> list[T]:
    """Give what each part comes to, in their order."""
    with ThreadPoolExecutor(threads_per_core * (os.cpu_count() or 1)) as pool:
        return list(pool.map(lambda part: part(), parts))
