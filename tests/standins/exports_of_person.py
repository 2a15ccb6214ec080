"""Write a person's playlists as the CSV files of exportify.net of 2026; refuses to know any other source."""

import csv
import random
from pathlib import Path
from typing import Any

from tasks.pull.sample.exports import REFUSED_IN_FILE_NAMES

from .library import Entry, Episode, Library, Track
from .objects import told_moment
from .truth import OF_THE_SERVICE

FEATURES = (
    *("Danceability", "Energy", "Key", "Loudness", "Mode", "Speechiness", "Acousticness"),
    *("Instrumentalness", "Liveness", "Valence", "Tempo", "Time Signature"),
)
HEADER = (
    *("Track URI", "ISRC", "Track Name", "Album Name", "Artist Name(s)", "Release Date", "Duration (ms)", "Popularity", "Explicit"),
    *("Added By", "Added At", "Genres", "Record Label", *FEATURES),
)
GENRES = ("dawn pop", "drum & hush", "lo/fi|hi/fi", "새벽 발라드", "")
LONGEST_STEM = 100


def write_exports(folder: Path, library: Library, seed: int = 1) -> list[Path]:
    """Write saved tracks and every playlist but the service's own; same-named ones get a number."""
    folder.mkdir(parents=True, exist_ok=True)
    liked = [Entry(saved.item, saved.added_at, None) for saved in library.saved_tracks]
    written = [_write(folder / "Liked_Songs.csv", liked, seed)]
    for playlist in library.playlists:
        if playlist.owner_id != OF_THE_SERVICE:
            stem = REFUSED_IN_FILE_NAMES.sub("_", playlist.name)[:LONGEST_STEM]
            places = (stem, *(f"{stem} ({number})" for number in range(1, len(written) + 1)))
            free = next(place for place in places if not (folder / f"{place}.csv").exists())
            written.append(_write(folder / f"{free}.csv", playlist.entries, seed))
    return written


def _write(path: Path, entries: Any, seed: int) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.DictWriter(file, HEADER, restval="", lineterminator="\n")
        lines.writeheader()
        lines.writerows(_row(entry, seed) for entry in entries)
    return path


def _row(entry: Entry, seed: int) -> dict[str, Any]:
    """Give a row; what the service no longer has is told as `undefined`."""
    added = {"Added By": entry.added_by or "", "Added At": told_moment(entry.added_at) or ""}
    if entry.item is None:
        return dict.fromkeys(HEADER, "undefined")
    told = {"Track URI": entry.item.uri, "Track Name": entry.item.name, "Duration (ms)": entry.item.duration_ms}
    if isinstance(entry.item, Episode):
        return told | added | {"Album Name": entry.item.show_name, "Artist Name(s)": entry.item.show_name, "Explicit": "false"}
    return told | added | _describe(entry.item, seed)


def _describe(track: Track, seed: int) -> dict[str, Any]:
    names = {"Artist Name(s)": ";".join(artist.name for artist in track.artists), "Album Name": track.album.name}
    plain = {"ISRC": track.isrc or "", "Release Date": track.album.release_date, "Popularity": 35, "Explicit": str(track.is_explicit).lower()}
    return names | plain | ({} if track.is_local else features_of(track, seed) | {"Genres": genre_of(track), "Record Label": track.album.label})


def features_of(track: Track, seed: int) -> dict[str, Any]:
    """Invent the features of a track, the same in every file."""
    chance = random.Random(f"features {seed} {track.uri}")
    shares = {name: round(chance.uniform(0.01, 0.99), 3) for name in FEATURES}
    keys = {"Key": chance.randrange(12), "Mode": chance.randrange(2), "Loudness": round(chance.uniform(-30, -2), 3)}
    return shares | keys | {"Tempo": round(chance.uniform(60, 190), 3), "Time Signature": 4}


def genre_of(track: Track) -> str:
    """Give the genre of a track's first artist."""
    return random.Random(f"genre {track.artists[0].uri}").choice(GENRES)
