"""Keep raw content compressed by the digest of what it was; refuses to change or drop any of it."""

import os
from collections.abc import Collection
from pathlib import Path
from threading import Lock

import pyarrow as pa

from storage.errors import Failed
from storage.files import digest_of, write_whole
from storage.files import settle as settle_folder
from storage.settings import home

ZSTD = pa.Codec("zstd", 1)
BYTES_IN_HAND = 600_000_000
WAITED_FOR_ONE_BY_ONE = 64


class Hand:
    """What was just landed and nobody has read yet, as far as it is not too much; spares the first reader the way over the disk."""

    def __init__(self) -> None:
        """Begin empty."""
        self._held: dict[tuple[Path, str], bytes] = {}
        self._size = 0
        self._lock = Lock()

    def take_up(self, name: str, content: bytes) -> None:
        """Hold content if there is room."""
        with self._lock:
            if self._size + len(content) <= BYTES_IN_HAND and (home(), name) not in self._held:
                self._held[home(), name] = content
                self._size += len(content)

    def give(self, name: str) -> bytes | None:
        """Give content that is held, once."""
        with self._lock:
            content = self._held.pop((home(), name), None)
            self._size -= len(content or b"")
            return content


hand = Hand()


class BlobLost(Failed):
    """Raw content is missing or damaged: only a backup or the source itself can bring it back."""


def land(content: bytes, suffix: str) -> str:
    """Keep content and give its name; content that is there already costs nothing."""
    name = f"{digest_of(content)}{suffix}"
    file = file_of(name)
    if not holds(name):
        head = len(content).to_bytes(8, "little")
        write_whole(file, head + bytes(ZSTD.compress(content, asbytes=True)))
        hand.take_up(name, content)
    return name


def holds(name: str) -> bool:
    """Say whether content is there."""
    return os.path.exists(_place_of(name))  # noqa: PTH110 - hundreds of times a night


def fetch(name: str) -> bytes:
    """Give back content, verified."""
    content = hand.give(name)
    return _read(name) if content is None else content


def _read(name: str) -> bytes:
    """Read content from the disk."""
    file = file_of(name)
    try:
        packed = file.read_bytes()
    except FileNotFoundError:
        raise BlobLost(f"snapshots/blobs lacks {name}: bring it back from a backup, or run again with the exports it came from") from None
    size = int.from_bytes(packed[:8], "little")
    try:
        content = bytes(ZSTD.decompress(packed[8:], decompressed_size=size, asbytes=True))
    except (OSError, ValueError):
        content = b""
    if digest_of(content) != name.split(".", maxsplit=1)[0]:
        raise BlobLost(f"snapshots/blobs/{file.parent.name}/{file.name} is damaged: bring it back from a backup")
    return content


def file_of(name: str) -> Path:
    """Derive where a blob lies."""
    return Path(_place_of(name))


def _place_of(name: str) -> str:
    """Derive it as text, for those who ask for hundreds."""
    return f"{home()}/snapshots/blobs/{name[:2]}/{name}.zst"


def settle(names: Collection[str]) -> None:
    """Wait until the disk has these; many at a time with whatever else is on its way there."""
    if len(names) > WAITED_FOR_ONE_BY_ONE:
        os.sync()
        return
    files = [file_of(name) for name in sorted(names)]
    for file in files:
        with file.open("rb") as landed:
            os.fsync(landed.fileno())
    for folder in sorted({file.parent for file in files}):
        settle_folder(folder)
