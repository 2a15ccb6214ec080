"""One run at a time works on a home; a lock dies with its holder."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from storage.clock import clock
from storage.errors import Failed
from storage.files import write_whole
from storage.settings import home, settings

SECONDS_OF_A_LOOK = 1.0  # `linernotes status` holds the lock for a moment to see whether anyone else does


class HomeBusy(Failed):
    """Another run works on this home."""


@contextmanager
def working_alone() -> Iterator[None]:
    """Hold the home for one run."""
    home().mkdir(parents=True, exist_ok=True)
    lock = FileLock(home() / ".lock")
    try:
        lock.acquire(timeout=-1 if settings().wait_for_lock else SECONDS_OF_A_LOOK)
    except Timeout:
        raise HomeBusy(
            f"another run works on {home()} ({holder()}): wait until it is done, or set wait_for_lock = true in linernotes.toml and it is waited for"
        ) from None
    try:
        write_whole(home() / ".holder.json", json.dumps({"pid": os.getpid(), "since": clock().now().isoformat(timespec="seconds")}).encode())
        yield
    finally:
        lock.release()


def is_held() -> bool:
    """Say whether a run works on this home now; whoever may read it may know."""
    try:
        looked_at = (home() / ".lock").open("rb")
    except FileNotFoundError:
        return False
    with looked_at:
        try:
            fcntl.flock(looked_at, fcntl.LOCK_SH | fcntl.LOCK_NB)  # shared, as a file opened for reading allows everywhere
        except (BlockingIOError, PermissionError):
            return True
    return False


def holder() -> str:
    """Say who took the lock last."""
    try:
        told = json.loads((home() / ".holder.json").read_bytes())
    except (FileNotFoundError, json.JSONDecodeError):
        return "by an unknown one"
    return f"process {told['pid']}, since {told['since']}"
