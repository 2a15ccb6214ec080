"""Remember what files looked like when their content was written or found to be what it should; refuses to know what that content is."""

import os
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from storage.files import write_whole


class Look(NamedTuple):
    """What tells without reading that nobody touched a file: whoever writes into it changes the last of these, and nobody can set that."""

    size: int
    inode: int
    changed_ns: int


Looks = dict[str, tuple[int, int, int]]  # read as plain tuples: thousands of Looks take three times as long
KEPT: TypeAdapter[Looks] = TypeAdapter(Looks)


class Seals:
    """The looks of files by name, kept in one file; it may be lost at any time, which costs a look into every file."""

    def __init__(self, kept: Path) -> None:
        """Read what was kept."""
        self._kept = kept
        self._last = _read(kept)
        self._known = dict(self._last)
        self._used: Looks = {}

    def is_whole(self, name: str, look: Look) -> bool:
        """Tell whether a file looks as it did when it was sealed."""
        if self._known.get(name) != look:
            return False
        self._used[name] = look
        return True

    def add(self, name: str, look: Look) -> None:
        """Seal a file that was found whole after it had looked like this, or looked like this when it was written."""
        self._known[name] = self._used[name] = look

    def keep(self) -> None:
        """Keep the seals that were used since the last time, and no others; written only where they differ from what is kept."""
        if self._used != self._last or not self._kept.exists():
            write_whole(self._kept, KEPT.dump_json(self._used))
        else:
            os.utime(self._kept)
        self._known, self._last, self._used = dict(self._used), self._used, {}


def look_at(file: str) -> Look | None:
    """Give what a file looks like; nothing where there is none."""
    try:
        found = os.stat(file)  # noqa: PTH116 - thousands of times a night
    except FileNotFoundError:
        return None
    return Look(found.st_size, found.st_ino, found.st_ctime_ns)


def _read(kept: Path) -> Looks:
    """Read what was kept; nothing where it is lost or damaged."""
    try:
        return KEPT.validate_json(kept.read_bytes())
    except (FileNotFoundError, ValidationError):
        return {}
