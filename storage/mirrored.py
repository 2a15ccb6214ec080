"""Bring files into a folder in which others' may lie, and know which are ours; refuses to follow links and to replace what is not ours.

`.linernotes` in the folder names the files that are ours, one a line.
"""

import filecmp
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from storage.errors import Failed
from storage.files import write_whole
from storage.names import clean_name

LISTING = ".linernotes"
NAMED_AT_MOST = 3


class InTheWay(Failed):
    """Something of the user's stands where a file belongs; nothing was changed."""


@dataclass(frozen=True)
class Mirror:
    """A folder that takes files of another: those wanted there, and those that are ours there already."""

    source: Path
    target: Path
    wanted: frozenset[str]
    ours: frozenset[str]

    @cached_property
    def written(self) -> list[str]:
        """Give the files that differ or are not there yet."""
        return sorted(path for path in self.wanted if not _is_same(self.source / path, self.target / path))

    @cached_property
    def removed(self) -> list[str]:
        """Give the files of ours that are not wanted any more and still there."""
        return sorted(path for path in self.ours - self.wanted if os.path.lexists(self.target / path))

    @property
    def is_whole(self) -> bool:
        """Tell whether the folder holds what it should, and says so."""
        return not self.written and not self.removed and lines_of(self.target / LISTING) == self.wanted

    def refuse_what_is_in_the_way(self) -> None:
        """Raise where a file that is not ours, or a link, stands where a file belongs."""
        foreign = [path for path in self.written if path not in self.ours and os.path.lexists(self.target / path)]
        if foreign:
            raise InTheWay(f"it has files that linernotes did not write ({name_some(foreign)}): move them, or choose another publish_folder")
        folders = {str(folder) for path in (*self.wanted, *self.ours) for folder in PurePosixPath(path).parents}
        linked = sorted(folder for folder in folders if (self.target / folder).is_symlink())
        if linked:
            raise InTheWay(f"it has links where folders belong ({name_some(linked)}): move them, or choose another publish_folder")

    def bring_in(self) -> None:
        """Copy what differs, take out what is not wanted any more, and list what is ours now."""
        for path in self.removed:
            (self.target / path).unlink()
            self._take_out_empty(path)
        for path in self.written:
            place = self.target / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.unlink(missing_ok=True)
            shutil.copyfile(self.source / path, place)
        write_whole(self.target / LISTING, as_lines(self.wanted))

    def _take_out_empty(self, path: str) -> None:
        """Remove the folders that stood only for a file."""
        for folder in PurePosixPath(path).parents[:-1]:
            place = self.target / folder
            if place.is_dir() and not any(place.iterdir()):
                place.rmdir()


def lines_of(listing: Path) -> frozenset[str]:
    """Give the paths that a listing names, those that stay inside their folder; none where there is no listing."""
    try:
        paths = listing.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    except FileNotFoundError:
        return frozenset()
    return frozenset(path for path in paths if path and not path.startswith("/") and ".." not in path.split("/"))


def as_lines(paths: Iterable[str]) -> bytes:
    """Write paths as a listing."""
    return "".join(f"{path}\n" for path in sorted(paths)).encode("utf-8", "surrogateescape")


def name_some(paths: list[str]) -> str:
    """Name the first of several files and count the others."""
    more = f" and {len(paths) - NAMED_AT_MOST} more" if len(paths) > NAMED_AT_MOST else ""
    return clean_name(", ".join(paths[:NAMED_AT_MOST]) + more)


def _is_same(source: Path, place: Path) -> bool:
    """Tell whether a plain file stands there with the same content."""
    return place.is_file() and not place.is_symlink() and filecmp.cmp(source, place, shallow=False)
