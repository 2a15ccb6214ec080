"""Write and read whole files so that a crash never leaves half of one; refuses to know what is in them."""

import hashlib
import os
import time
from pathlib import Path
from threading import get_ident
from typing import BinaryIO, Final

JUST_CHANGED_NS: Final = 2_000_000_000  # as long as the coarsest clock of a file system


def digest_of(content: bytes) -> str:
    """Give the digest by which content is addressed everywhere."""
    return hashlib.sha256(content).hexdigest()


def identify(status: os.stat_result) -> str | None:
    """Give what changes whenever somebody changes a file; nothing for one just changed, whose times may not tell the next change."""
    if time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) < JUST_CHANGED_NS:
        return None
    return f"{status.st_dev} {status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def write_whole(file: Path, content: bytes, *, is_lasting: bool = False) -> None:
    """Put content in place in one step; `is_lasting` also waits until the disk has it."""
    private = file.with_name(f".{file.name[:80]}.{os.getpid()}-{get_ident()}")
    try:
        with _open(private) as target:
            target.write(content)
            if is_lasting:
                target.flush()
                os.fsync(target.fileno())
        private.replace(file)
    except OSError:
        private.unlink(missing_ok=True)
        raise
    if is_lasting:
        settle(file.parent)


def _open(file: Path) -> BinaryIO:
    """Open a new file, in a folder that is made where it lacks: most are there."""
    try:
        return file.open("wb")
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        return file.open("wb")


def settle(folder: Path) -> None:
    """Wait until the disk knows the names in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
