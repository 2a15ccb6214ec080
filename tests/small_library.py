"""A library of two dozen tracks, written as exports; small, so that a night on it takes seconds."""

import csv
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

SOUNDS = ("Danceability", "Energy", "Speechiness", "Acousticness", "Instrumentalness", "Liveness", "Valence")


def row_of(number: int, *, is_revised: bool) -> dict[str, object]:
    """Give what an export says of a track."""
    sounds = {name: round((number * step + 7) % 23 / 23, 3) for step, name in enumerate(SOUNDS, 3)}
    return {
        "Track URI": f"spotify:track:{number:022d}",
        "Track Name": f"Song {number}",
        "Album Name": f"Album {number}",
        "Artist Name(s)": f"Artist {number}",
        "Record Label": f"Label {number}",
        "Release Date": f"{1990 + number}-01-01",
        "Duration (ms)": 200_000 + number,
        "Added At": "2026-01-01T00:00:00Z",
        **sounds,
        "Tempo": 90 + number,
        "Loudness": -6.0,
        "Key": number % 12,
        "Mode": 1,
        "Time Signature": 4,
        **({"Energy": 0.987} if is_revised else {}),
    }


def export(folder: Path, lists: Mapping[str, Sequence[int]], revised: Collection[int] = ()) -> Path:
    """Write the library as exports, in place of what was there."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    for name, numbers in lists.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, list(row_of(0, is_revised=False)))
            writer.writeheader()
            writer.writerows(row_of(number, is_revised=number in revised) for number in numbers)
    return folder
