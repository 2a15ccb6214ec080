"""Merely read the JSON files of a streaming history into memory, every column: what any import has to pay."""

import sys
import time
from pathlib import Path

import polars as pl

from .fresh import tell

TEXT, WHOLE, TRUTH = pl.String(), pl.Int64(), pl.Boolean()
# polars guesses the types of a file by its first items and fails where a later one is of a podcast: it is told them
COLUMNS = {
    "ts": TEXT,
    "platform": TEXT,
    "ms_played": WHOLE,
    "conn_country": TEXT,
    "ip_addr": TEXT,
    "master_metadata_track_name": TEXT,
    "master_metadata_album_artist_name": TEXT,
    "master_metadata_album_album_name": TEXT,
    "spotify_track_uri": TEXT,
    "episode_name": TEXT,
    "episode_show_name": TEXT,
    "spotify_episode_uri": TEXT,
    "audiobook_title": TEXT,
    "audiobook_uri": TEXT,
    "audiobook_chapter_uri": TEXT,
    "audiobook_chapter_title": TEXT,
    "reason_start": TEXT,
    "reason_end": TEXT,
    "shuffle": TRUTH,
    "skipped": TRUTH,
    "offline": TRUTH,
    "offline_timestamp": WHOLE,
    "incognito_mode": TRUTH,
}


def main() -> None:
    """Time the reading of every file in a folder."""
    files = sorted(Path(sys.argv[1]).rglob("*.json"))
    started = time.perf_counter()
    tables = [pl.read_json(file, schema=COLUMNS) for file in files]
    seconds = time.perf_counter() - started
    tell(seconds, rows=sum(table.height for table in tables), files=len(files), mebibytes=sum(file.stat().st_size for file in files) / 2**20)


if __name__ == "__main__":
    main()
