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
        """Give the files of ours that are not wanted any more and still there; what became a folder is not ours any more."""
        unwanted = ((path, self.target / path) for path in self.ours - self.wanted)
        return sorted(path for path, place in unwanted if os.path.lexists(place) and not _is_folder(place))

    @property
    def is_whole(self) -> bool:
        """Tell whether the folder holds what it should, and says so."""
        return not self.written and not self.removed and lines_of(self.target / LISTING) == self.wanted

    def refuse_what_is_in_the_way(self) -> None:
        """Raise where a file or folder that is not ours, or a link, stands where a file belongs or a folder for it."""
        foreign = [path for path in self.written if self._is_foreign(path)]
        _refuse(foreign, "files that linernotes did not write")
        linked = {folder for folder in _folders_of(self.wanted | self.ours) if (self.target / folder).is_symlink()}
        _refuse(sorted(linked), "links where folders belong")
        places = _folders_of(self.wanted) - set(self.removed)
        blocked = {folder for folder in places if os.path.lexists(self.target / folder) and not (self.target / folder).is_dir()}
        _refuse(sorted(blocked), "files where folders belong")

    def _is_foreign(self, path: str) -> bool:
        """Tell whether something that linernotes did not write stands where a file belongs."""
        place = self.target / path
        return os.path.lexists(place) and (path not in self.ours or _is_folder(place))

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


def _refuse(paths: list[str], what: str) -> None:
    """Raise where there are such paths."""
    if paths:
        raise InTheWay(f"it has {what} ({name_some(paths)}): move them, or choose another publish_folder")


def _folders_of(paths: Iterable[str]) -> set[str]:
    """Give every folder in which files lie."""
    return {str(folder) for path in paths for folder in PurePosixPath(path).parents}


def _is_folder(place: Path) -> bool:
    """Tell a folder from a file and from a link."""
    return place.is_dir() and not place.is_symlink()


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
