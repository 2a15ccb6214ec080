"""Lands and reads a few small files in memory, as a night does."""

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from storage.schemas import TOLD_OF_A_TRACK, Landing
from tasks.pull.exports import land_exports
from tasks.read.landing import lay_beside, part_landing, read_group

FIRST_ID, SECOND_ID = "4uLU6hMCjMI75M1A2tKUQC", "1301WleyT98MSxVHPZCA6M"
FIRST, SECOND = f"spotify:track:{FIRST_ID}", f"spotify:track:{SECOND_ID}"

LISTED = ("file_name", "line_number", "list_kind", "playlist_uri", "playlist_name", "owner_name", "added_at")


@dataclass(frozen=True)
class SourceTables:
    """What the files of a night say."""

    entries: pl.DataFrame
    listings: pl.DataFrame
    variants: pl.DataFrame
    source_files: pl.DataFrame
    rejects: pl.DataFrame
    listed_tracks: pl.DataFrame
    listed_artists: pl.DataFrame
    played_tracks: pl.DataFrame
    credited_tracks: pl.DataFrame
    related_artists: pl.DataFrame
    told_playlists: pl.DataFrame
    followed_artists: pl.DataFrame


def read_landing(landing: Landing, fetch: Callable[[str], bytes]) -> SourceTables:
    """Read all files of a landing."""
    groups = [read_group(name, part, fetch) for name, part in part_landing(landing)]
    whole = {table: frame for tables in groups for table, frame in tables.items()}
    whole |= lay_beside(*([tables[table] for tables in groups] for table in ("step.source_files", "core.rejects")))
    return SourceTables(**{table.partition(".")[2]: frame for table, frame in whole.items()})


class Night:
    """A landing zone in memory."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}

    def keep(self, content: bytes, suffix: str) -> str:
        name = hashlib.sha256(content).hexdigest() + suffix
        self.blobs[name] = content
        return name

    def land(self, folder: Path) -> Landing:
        return land_exports([folder], self.keep)

    def read(self, folder: Path) -> SourceTables:
        return read_landing(self.land(folder), self.blobs.__getitem__)


def read_files(files: dict[str, str | bytes]) -> SourceTables:
    """Read files by their names and contents."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        return Night().read(Path(folder))


def read_one(content: str | bytes, name: str = "Mix.csv") -> SourceTables:
    """Read one file."""
    return read_files({name: content})


def rows_of(read: SourceTables) -> pl.DataFrame:
    """Give the accepted rows of playlist-like files, each with its list and what it says of a track."""
    listed = read.entries.join(read.listings, on="listing", how="left")
    described = listed.join(read.variants.drop("file_name", "line_number"), on="variant", how="left")
    return described.select(*LISTED, *TOLD_OF_A_TRACK).sort("file_name", "line_number")
