"""Land the covers that rows name by a relative path; refuses pictures that no row names and files that are no pictures."""

from functools import partial

from tasks.pull.exports.recognise import Shelf
from tasks.pull.exports.walk import Found
from tasks.pull.exports.zips import UNREADABLE_CONTENT, TooLarge, read_bounded
from tasks.shared_threads import WHERE_DISKS_ARE_WAITED_FOR, work_out

COVER_BYTES_AT_MOST = 1 << 20


def land_covers(shelf: Shelf) -> dict[str, str]:
    """Give the blob of each picture that a row names, by the name inside its source."""
    names = sorted(shelf.named.named)
    landing = (partial(_land_picture, shelf.pictures[name], shelf) for name in names)
    blobs = work_out(landing, threads_per_core=WHERE_DISKS_ARE_WAITED_FOR)
    return {name: blob for name, blob in zip(names, blobs, strict=True) if blob is not None}


def _land_picture(picture: Found, shelf: Shelf) -> str | None:
    """Land a file that is a picture by its first bytes and small enough."""
    try:
        with picture.open() as opened:
            content = read_bounded(opened, COVER_BYTES_AT_MOST)
    except (TooLarge, *UNREADABLE_CONTENT):
        return None
    suffix = _tell_suffix(content)
    return None if suffix is None else shelf.land(content, suffix)


def _tell_suffix(content: bytes) -> str | None:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return ".png"
    if content.startswith(b"\xff\xd8\xff"):
        return ".jpg"
    return ".webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None
