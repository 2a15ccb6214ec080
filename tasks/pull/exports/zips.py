"""List and open the members of a zip within bounds; refuses names that lead out of it and content that swells without end."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO

from storage.schemas import SkippedFile

MEMBER_BYTES_AT_MOST = 1 << 30
TOTAL_BYTES_AT_MOST = 4 << 30
NESTED_ZIP_BYTES_AT_MOST = 1 << 28
MEMBERS_AT_MOST = 200_000
RATIO_AT_MOST = 250
BYTES_OF_ANY_RATIO = 1 << 24
ENCRYPTED = 0x1
READ_BYTES = 1 << 20
UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, struct.error, ValueError)


class DamagedZip(ValueError):
    """The zip cannot be listed; the text says why."""


class TooLarge(ValueError):
    """A member swells beyond all bounds."""


@dataclass(frozen=True)
class Member:
    """A member of a zip under its full name."""

    name: str
    open: Callable[[], BinaryIO]


def list_members(open_zip: Callable[[], BinaryIO], name: str, *, is_nested: bool = False) -> Iterator[Member | SkippedFile]:
    """Give the members of a zip, those of zips inside it too, and those that are refused."""
    for info in _list_infos(open_zip):
        parts = PurePosixPath(info.filename.replace("\\", "/")).parts
        if info.is_dir() or not parts or "__MACOSX" in parts or any(part.startswith(".") and part != ".." for part in parts):
            continue
        member = f"{name}/{'/'.join(part for part in parts if part not in ('/', '..'))}"
        if info.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
            yield SkippedFile(name=member, reason="its name leads out of the zip")
        elif info.flag_bits & ENCRYPTED:
            yield SkippedFile(name=member, reason="it is encrypted: unpack the zip first")
        elif parts[-1].lower().endswith(".zip"):
            yield from _list_nested(partial(_open_member, open_zip, info), member, is_nested=is_nested)
        else:
            yield Member(member, partial(_open_member, open_zip, info))


def read_bounded(source: BinaryIO, at_most: int) -> bytes:
    """Read to the end, or refuse what is longer than allowed."""
    content = source.read(at_most + 1)
    if len(content) > at_most:
        raise TooLarge(f"it is larger than {at_most >> 20:,} MiB")
    return content


def _list_infos(open_zip: Callable[[], BinaryIO]) -> list[zipfile.ZipInfo]:
    try:
        with open_zip() as opened, zipfile.ZipFile(opened) as archive:
            infos = archive.infolist()
    except UNREADABLE:
        raise DamagedZip("the zip is damaged: download it again") from None
    claimed = sum(min(info.file_size, TOTAL_BYTES_AT_MOST + 1) for info in infos)
    if len(infos) > MEMBERS_AT_MOST or claimed > TOTAL_BYTES_AT_MOST:
        raise DamagedZip(f"the zip holds more than {MEMBERS_AT_MOST:,} files or {TOTAL_BYTES_AT_MOST >> 30} GiB: unpack it and give the exports")
    return sorted(infos, key=lambda info: info.filename)


def _list_nested(open_zip: Callable[[], BinaryIO], name: str, *, is_nested: bool) -> Iterator[Member | SkippedFile]:
    """Give the members of a zip that lies in a zip, one level deep."""
    if is_nested:
        yield SkippedFile(name=name, reason="it is a zip in a zip in a zip: unpack it first")
        return
    try:
        with open_zip() as opened:
            content = read_bounded(opened, NESTED_ZIP_BYTES_AT_MOST)
        yield from list_members(partial(io.BytesIO, content), name, is_nested=True)
    except (DamagedZip, *UNREADABLE) as damage:
        yield SkippedFile(name=name, reason=str(damage) if isinstance(damage, DamagedZip | TooLarge) else "the zip is damaged: download it again")


def _open_member(open_zip: Callable[[], BinaryIO], info: zipfile.ZipInfo) -> BinaryIO:
    """Open a member so that it can be read only as far as its bounds allow."""
    allowed = min(MEMBER_BYTES_AT_MOST, max(BYTES_OF_ANY_RATIO, RATIO_AT_MOST * info.compress_size))
    return io.BufferedReader(_Bounded(zipfile.ZipFile(open_zip()), info, allowed), READ_BYTES)


class _Bounded(io.RawIOBase):
    """The content of a member, an error where it grows beyond what is allowed."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, allowed: int) -> None:
        self._archive, self._member, self._left = archive, archive.open(info), allowed

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
        """Close the member and the file of its zip."""
        if not self.closed:
            self._member.close()
            opened = self._archive.fp
            self._archive.close()
            if opened is not None:
                opened.close()
        super().close()
