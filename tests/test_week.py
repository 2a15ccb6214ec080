"""Nights in a row on a library that changes: history, changes and the size of a home, and what a clock that jumps does to them."""

import csv
import itertools
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from markdown_tree import complaints
from nights import run_of, tree_of, warehouse_of
from simulated import Nights, nights_in_a_row, weight_of

from storage.prefect_server import temporary_server, wait_until_up
from storage import runs, snapshots, states

MONDAY = datetime(2026, 3, 2, 3, tzinfo=UTC)
SOUNDS = ("Danceability", "Energy", "Speechiness", "Acousticness", "Instrumentalness", "Liveness", "Valence")
MOST_OF_A_QUIET_NIGHT = 100 * 1024
Lists = dict[str, list[int]]


class Evening(NamedTuple):
    """How the library is when a night comes: its lists, what was heard otherwise, and what the page of changes says then."""

    lists: Lists
    revised: frozenset[int]
    told: tuple[str, ...]


LIKED, MORNING, LATE = [*range(12)], [*range(14)], [*range(10, 22)]
WEEK = (
    Evening({"Liked Songs": LIKED, "Morning": MORNING, "Evening": LATE}, frozenset(), ()),
    Evening({"Liked Songs": LIKED, "Morning": [*MORNING, 22], "Evening": LATE}, frozenset(), ("Song 22", "Morning")),
    Evening({"Liked Songs": LIKED, "Morning": [*MORNING, 22], "Evening": LATE}, frozenset({3}), ("Song 3",)),
    Evening({"Liked Songs": LIKED, "Morning": [*MORNING, 22], "Evening": LATE}, frozenset({3}), ()),
    Evening({"Liked Songs": LIKED, "Morning": [*MORNING, 22], "Dusk": LATE}, frozenset({3}), ("Evening", "Dusk")),
    Evening({"Liked Songs": LIKED[1:], "Morning": [*MORNING, 22], "Dusk": LATE, "Noon": [1, 2, 30]}, frozenset({3}), ("Noon", "Song 0", "Song 30")),
    Evening({"Liked Songs": LIKED[1:], "Morning": MORNING[:4], "Dusk": LATE, "Noon": [1, 2, 30]}, frozenset({3}), ("Morning", "unconfirmed")),
)


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


def export(folder: Path, evening: Evening) -> Path:
    """Write the library as exports, in place of what was there."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    for name, numbers in evening.lists.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, list(row_of(0, is_revised=False)))
            writer.writeheader()
            writer.writerows(row_of(number, is_revised=number in evening.revised) for number in numbers)
    return folder


@pytest.fixture(scope="module", autouse=True)
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    with temporary_server(tmp_path_factory.mktemp("server")):
        wait_until_up()
        with nights_in_a_row(LINERNOTES_CACHE_DAYS="2") as ready:
            yield ready


class Week(NamedTuple):
    """A home after a week of nights, and what it weighed after each."""

    home: Path
    exports: Path
    weights: list[int]


@pytest.fixture(scope="module")
def week(nights: Nights, tmp_path_factory: pytest.TempPathFactory) -> Week:
    """Live through the week."""
    folder = tmp_path_factory.mktemp("week")
    weights = []
    for number, evening in enumerate(WEEK):
        nights.run(folder / "home", export(folder / "exports", evening), at=MONDAY + timedelta(days=number))
        weights.append(weight_of(folder / "home"))
    return Week(folder / "home", folder / "exports", weights)


def sections_of(page: str) -> dict[str, str]:
    """Give what a page says under each heading that begins with a date."""
    parts = re.split(r"^## (?=\d{4})", page, flags=re.MULTILINE)[1:]
    return {part[:10]: part for part in parts}


def test_each_night_that_brought_something_new_is_told_with_its_date_and_no_other(week: Week) -> None:
    told = sections_of((week.home / "reports" / "changes.md").read_text(encoding="utf-8"))
    print(told, week.weights)
    expected = {f"{MONDAY + timedelta(days=number):%Y-%m-%d}": evening.told for number, evening in enumerate(WEEK) if evening.told}
    assert sorted(told) == sorted(expected)
    assert not [(day, word) for day, words in expected.items() for word in words if word not in told[day]]


