"""Tell by content what a JSON file of account data holds, and keep of it what may be kept; refuses to know where files lie."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Final

from storage.packed import pack
from storage.schemas import LandedFile, SkippedFile
from tasks.pull.account_data.lists import Playlist, is_library, is_playlists, name_playlists, read_library, read_playlists
from tasks.pull.account_data.never_opened import find_technical_folders, tell_unopened
from tasks.pull.account_data.streams import read_streams, tell_generation
from tasks.pull.account_data.torn import NoJson, read_json

__all__ = ["JSON_BYTES_AT_MOST", "Unnumbered", "find_technical_folders", "land_account_file", "land_playlists", "looks_like_json", "tell_unopened"]

SOURCE: Final = "account_data"
JSON_BYTES_AT_MOST = 1 << 28
HEAD_BYTES = 1 << 16
UNKNOWN = "it is no account data that is known"
NOTHING_IN_IT = "it holds nothing"
EMPTY_PLAYLIST = "a playlist without tracks"
BEGINNING = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*(?:\{|\])|\{\s*["}])')
DIGITS = re.compile(r"(\d+)")
Land = Callable[[bytes, str], str]


@dataclass(frozen=True)
class Unnumbered:
    """A file of playlists that is not landed yet: its playlists get their URIs only beside the others of its folder."""

    name: str
    lists: tuple[Playlist, ...]
    original_digest: str


def looks_like_json(head: bytes) -> bool:
    """Tell content that begins like a list or an object of JSON, in an encoding of bytes."""
    return BEGINNING.match(head) is not None


def land_account_file(name: str, content: bytes, land: Land) -> LandedFile | Unnumbered | SkippedFile:
    """Land what a file tells of music; say why another is left out."""
    if not content[:HEAD_BYTES].strip():
        return SkippedFile(name=name, reason=NOTHING_IN_IT)
    digest = sha256(content).hexdigest()
    beginning = content[:HEAD_BYTES].decode(json.detect_encoding(content), errors="replace").removeprefix("\ufeff")
    generation = tell_generation(beginning)
    try:
        if generation is not None:
            blob = land(pack(read_streams(content, generation)), ".parquet")
            return LandedFile(name=name, kind="streams", blob=blob, original_digest=digest, source=SOURCE)
        told = read_json(content)
    except NoJson as refusal:
        return SkippedFile(name=name, reason=str(refusal))
    if is_library(told.value):
        blob = land(read_library(told.value, is_torn=told.is_torn), ".jsonl")
        return LandedFile(name=name, kind="account_library", blob=blob, original_digest=digest, source=SOURCE, is_liked=True)
    if is_playlists(told.value):
        return Unnumbered(name, tuple(read_playlists(told.value, is_torn=told.is_torn)), digest)
    return SkippedFile(name=name, reason=UNKNOWN if told.value else NOTHING_IN_IT)


def land_playlists(files: Iterable[Unnumbered], land: Land) -> tuple[list[LandedFile], list[SkippedFile]]:
    """Land files of playlists, equal names of a folder told apart by their order; name the empty ones."""
    landed, empty = [], []
    folders: dict[str, Counter[str]] = defaultdict(Counter)
    for file in sorted(files, key=_in_order):
        blob = land(name_playlists(file.lists, folders[str(PurePosixPath(file.name).parent)]), ".jsonl")
        landed.append(LandedFile(name=file.name, kind="account_playlists", blob=blob, original_digest=file.original_digest, source=SOURCE))
        empty += [SkippedFile(name=f"{file.name}: {one.name}", reason=EMPTY_PLAYLIST) for one in file.lists if not one.lines]
    return landed, empty


def _in_order(file: Unnumbered) -> list[tuple[int, str]]:
    """Order names as a person does: the tenth file comes after the second."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in DIGITS.split(file.name)]
