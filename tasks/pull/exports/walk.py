"""Find the files under a path without ever leaving it; refuses to know what is in them."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from storage.errors import Refused
from storage.files import identify
from storage.names import clean_name
from storage.schemas import SkippedFile
from tasks.pull.exports.zips import DamagedZip, Member, list_members

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
ZIP_SUFFIX, ZIP_MAGIC = ".zip", b"PK\x03\x04"
LINK_OUT = "it is a link that leads out of the folder"


class NothingReadable(Refused):
    """Some of the given paths hold no export; the text says of each what to do."""


@dataclass(frozen=True)
class Found:
    """A file that was found: its name inside the given path, that path, which of its groups it belongs to, and what tells that it was changed."""

    name: str
    source: Path
    group: str
    open: Callable[[], BinaryIO]
    seen: str | None = None

    @property
    def is_picture(self) -> bool:
        """Tell a file that may be a cover."""
        return self.name.lower().endswith(PICTURE_SUFFIXES)


@dataclass(frozen=True)
class Source:
    """What one given path holds."""

    path: Path
    files: tuple[Found, ...]
    skipped: tuple[SkippedFile, ...]


def walk(path: Path) -> Source:
    """List the files of a folder, of a zip, or the one file that a path is, none where nothing is; hidden ones are passed over."""
    if not path.exists():
        return Source(path, (), ())
    entered = (_enter(*file, path) for file in _list_files(path)) if path.is_dir() else [_open_up(path, clean_name(path.name), path, path.stat())]
    found = [one for some in entered for one in some]
    files = sorted((one for one in found if isinstance(one, Found)), key=lambda one: one.name)
    return Source(path, tuple(files), tuple(one for one in found if isinstance(one, SkippedFile)))


def give_names(sources: Sequence[Source], kept: Iterable[str]) -> list[Source]:
    """Give the files of paths whose names collide, with each other or with kept ones, the name of their path in front."""
    taken = set(kept)
    named = []
    for source in sources:
        number, front, names = 0, "", [file.name for file in source.files]
        while not taken.isdisjoint(front + name for name in names):
            number += 1
            front = f"{clean_name(source.path.name)}{f' ({number})' if number > 1 else ''}/"
        taken.update(front + name for name in names)
        files = tuple(replace(file, name=front + file.name) for file in source.files)
        named.append(replace(source, files=files))
    return named


def _list_files(folder: Path) -> Iterator[tuple[str, str]]:
    """List files below a folder, each with its path inside it; links are not followed, for what they lead to inside is met anyway."""
    for parent, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if not _is_hidden(name))
        inside = "" if Path(parent) == folder else f"{Path(parent).relative_to(folder).as_posix()}/"
        yield from ((os.path.join(parent, name), f"{inside}{name}") for name in sorted(files) if not _is_hidden(name))  # noqa: PTH118 - thousands


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name == "__MACOSX"


def _enter(file: str, inside: str, root: Path) -> Iterator[Found | SkippedFile]:
    """Give a file of a folder, or the members of a zip in it."""
    name = clean_name(inside)
    try:
        status = os.lstat(file)
        if stat.S_ISLNK(status.st_mode):
            if not Path(file).resolve().is_relative_to(root.resolve()):
                yield SkippedFile(name=name, reason=LINK_OUT)
        elif not stat.S_ISREG(status.st_mode):
            yield SkippedFile(name=name, reason="it is no regular file")
        else:
            yield from _open_up(Path(file), name, root, status)
    except (OSError, RuntimeError):
        yield SkippedFile(name=name, reason="it cannot be opened")


def _open_up(file: Path, name: str, root: Path, status: os.stat_result) -> Iterator[Found | SkippedFile]:
    """Give a regular file, or the members of a zip."""
    seen = identify(status)
    if not name.lower().endswith(ZIP_SUFFIX) and (file != root or not _is_zip(file)):
        yield Found(name, root, _group(name, root), lambda: file.open("rb"), seen)
        return
    try:
        for member in list_members(file, name):
            yield Found(member.name, root, _group(member.name, root), member.open, seen) if isinstance(member, Member) else member
    except DamagedZip as damage:
        yield SkippedFile(name=name, reason=str(damage))


def _group(name: str, root: Path) -> str:
    """Give the group of a file: the first folder or zip below the given path, which may be a zip itself."""
    parts = PurePosixPath(name).parts[0 if root.is_dir() else 1 :]
    return f"{root}/{parts[0] if len(parts) > 1 else ''}"


def _is_zip(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(ZIP_MAGIC)) == ZIP_MAGIC
