"""Let two folders change places in one step of the file system; refuses to know what is in them."""

import ctypes
import errno
import os
import sys
from pathlib import Path

RENAME_EXCHANGE = 2
IN_CURRENT_FOLDER = -100  # AT_FDCWD
REFUSALS = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EXDEV, errno.EPERM})


def exchange(first: Path, second: Path) -> bool:
    """Let two paths change places at once; tell whether it happened: not every system and file system can."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(IN_CURRENT_FOLDER, os.fsencode(first), IN_CURRENT_FOLDER, os.fsencode(second), RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in REFUSALS:
        return False
    raise OSError(number, os.strerror(number), str(first), None, str(second))
