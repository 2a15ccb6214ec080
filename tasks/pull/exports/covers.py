"""Land the covers that rows name by a relative path; refuses pictures that no row names and files that are no pictures."""

from functools import partial

from tasks.pull.exports.known import Told
from tasks.pull.exports.recognise import Shelf
from tasks.pull.exports.walk import Found
from tasks.pull.exports.zips import UNREADABLE_CONTENT, TooLarge, read_bounded
from tasks.shared_threads import WHERE_DISKS_ARE_WAITED_FOR, work_out

COVER_BYTES_AT_MOST = 1 << 20


def land_covers(shelf: Shelf) -> dict[str, str]:
    """Give the blob of each picture that a row names, by the name inside its source."""
    named = [shelf.pictures[name] for name in sorted(shelf.named.named)]
    told = {picture.name: known.picture for picture in named if shelf.known and (known := shelf.known.recall(picture))}
    unknown = [picture for picture in named if picture.name not in told]
    blobs = work_out((partial(_land_picture, picture, shelf) for picture in unknown), threads_per_core=WHERE_DISKS_ARE_WAITED_FOR)
    told |= {picture.name: blob for picture, blob in zip(unknown, blobs, strict=True)}
    return {picture.name: blob for picture in named if (blob := told[picture.name])}


def _land_picture(picture: Found, shelf: Shelf) -> str | None:
    """Land a file that is a picture by its first bytes and small enough."""
    try:
        with picture.open() as opened:
            content = read_bounded(opened, COVER_BYTES_AT_MOST)
    except (TooLarge, *UNREADABLE_CONTENT):
        return None
    suffix = _tell_suffix(content)
    if suffix is None:
        return None
    blob = shelf.land(content, suffix)
    if shelf.known:
        shelf.known.remember(picture, Told(picture=blob))
    return blob


def _tell_suffix(content: bytes) -> str | None:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return ".png"
    if content.startswith(b"\xff\xd8\xff"):
        return ".jpg"
    return ".webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None
