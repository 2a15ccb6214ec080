"""List and open the members of a zip within bounds; refuses names that lead out of it and content that swells without end."""

import io
import struct
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from storage.errors import Refused
from storage.schemas import SkippedFile

MEMBER_BYTES_AT_MOST = 1 << 30
TOTAL_BYTES_AT_MOST = 4 << 30
NESTED_ZIP_BYTES_AT_MOST = 1 << 28
MEMBERS_AT_MOST = 200_000
RATIO_AT_MOST = 250
BYTES_OF_ANY_RATIO = 1 << 24
ENCRYPTED = 0x1
READ_BYTES = 1 << 22
BUFFER_BYTES = 1 << 20
# zipfile raises kinds of RuntimeError for a compression that it does not know and for a password that it lacks
UNREADABLE_CONTENT = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError)
UNREADABLE = (*UNREADABLE_CONTENT, struct.error, ValueError)


class DamagedZip(Refused):
    """The zip cannot be listed; the text says why."""


class TooLarge(Refused):
    """A member swells beyond all bounds."""


@dataclass(frozen=True)
class Member:
    """A member of a zip under its full name."""

    name: str
    open: Callable[[], BinaryIO]


@dataclass(frozen=True)
class Archive:
    """A zip that stays open for many readers; opening and closing members is not safe without the lock."""

    packed: zipfile.ZipFile
    lock: threading.Lock = field(default_factory=threading.Lock)


def list_members(packed: Path | BinaryIO, name: str, *, is_nested: bool = False) -> Iterator[Member | SkippedFile]:
    """Give the members of a zip, those of zips inside it too, and those that are refused."""
    archive = _open_archive(packed)
    for info in sorted(archive.packed.infolist(), key=lambda info: info.filename):
        parts = PurePosixPath(info.filename.replace("\\", "/")).parts
        if info.is_dir() or not parts or "__MACOSX" in parts or any(part.startswith(".") and part != ".." for part in parts):
            continue
        member = f"{name}/{'/'.join(part for part in parts if part not in ('/', '..'))}"
        if info.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
            yield SkippedFile(name=member, reason="its name leads out of the zip")
        elif info.flag_bits & ENCRYPTED:
            yield SkippedFile(name=member, reason="it is encrypted: unpack the zip first")
        elif parts[-1].lower().endswith(".zip"):
            yield from _list_nested(partial(_open_member, archive, info), member, is_nested=is_nested)
        else:
            yield Member(member, partial(_open_member, archive, info))


def read_bounded(source: BinaryIO, at_most: int, head: bytes = b"") -> bytes:
    """Read to the end, or refuse what is longer than allowed; `head` was read before."""
    chunks, size = [head], len(head)
    while chunk := source.read(READ_BYTES):
        chunks.append(chunk)
        size += len(chunk)
        if size > at_most:
            raise TooLarge(f"it is larger than {at_most >> 20:,} MiB")
    return b"".join(chunks)


def _open_archive(packed: Path | BinaryIO) -> Archive:
    try:
        archive = Archive(zipfile.ZipFile(packed))
    except UNREADABLE:
        raise DamagedZip("the zip is damaged: download it again") from None
    infos = archive.packed.infolist()
    if len(infos) > MEMBERS_AT_MOST or sum(info.file_size for info in infos) > TOTAL_BYTES_AT_MOST:
        raise DamagedZip(f"the zip holds more than {MEMBERS_AT_MOST:,} files or {TOTAL_BYTES_AT_MOST >> 30} GiB: unpack it and give the exports")
    return archive


def _list_nested(open_zip: Callable[[], BinaryIO], name: str, *, is_nested: bool) -> Iterator[Member | SkippedFile]:
    """Give the members of a zip that lies in a zip, one level deep."""
    if is_nested:
        yield SkippedFile(name=name, reason="it is a zip in a zip in a zip: unpack it first")
        return
    try:
        with open_zip() as opened:
            content = read_bounded(opened, NESTED_ZIP_BYTES_AT_MOST)
        yield from list_members(io.BytesIO(content), name, is_nested=True)
    except (DamagedZip, *UNREADABLE) as damage:
        yield SkippedFile(name=name, reason=str(damage) if isinstance(damage, DamagedZip | TooLarge) else "the zip is damaged: download it again")


def _open_member(archive: Archive, info: zipfile.ZipInfo) -> BinaryIO:
    """Open a member so that it can be read only as far as its bounds allow."""
    allowed = min(MEMBER_BYTES_AT_MOST, max(BYTES_OF_ANY_RATIO, RATIO_AT_MOST * info.compress_size))
    return io.BufferedReader(_Bounded(archive, info, allowed), BUFFER_BYTES)


class _Bounded(io.RawIOBase):
    """The content of a member, an error where it grows beyond what is allowed."""

    def __init__(self, archive: Archive, info: zipfile.ZipInfo, allowed: int) -> None:
        self._archive, self._left = archive, allowed
        with archive.lock:
            self._member = archive.packed.open(info)

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read on, as far as allowed."""
        content = self._member.read(len(buffer))
        self._left -= len(content)
        if self._left < 0:
            raise TooLarge("it swells beyond all bounds when unpacked")
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        """Close the member."""
        if not self.closed:
            with self._archive.lock:
                self._member.close()
        super().close()
