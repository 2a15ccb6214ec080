"""Nights in a row on a library that changes: history, changes and the size of a home, and what a clock that jumps does to them."""

import os
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest
from markdown_tree import complaints
from nights import linernotes, tree_of, warehouse_of
from simulated import Nights, cached, nights_in_a_row, weight_of
from small_library import export

MONDAY = datetime(2026, 3, 2, 3, tzinfo=UTC)
MOST_OF_A_QUIET_NIGHT = 100 * 1024
BLOCK_OF_A_WAREHOUSE = 256 * 1024  # it grows and shrinks by whole ones
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


@pytest.fixture(scope="module", autouse=True)
def nights(server: str) -> Iterator[Nights]:
    assert server
    with nights_in_a_row(LINERNOTES_CACHE_DAYS="2", LINERNOTES_CORES="1") as ready:
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
        nights.run(folder / "home", export(folder / "exports", evening.lists, evening.revised), at=MONDAY + timedelta(days=number))
        weights.append(weight_of(folder / "home"))
    return Week(folder / "home", folder / "exports", weights)


def sections_of(page: str) -> dict[str, str]:
    """Give what a page says under each heading that begins with a date."""
    parts = re.split(r"^## (?=\d{4})", page, flags=re.MULTILINE)[1:]
    return {part[:10]: part for part in parts}


def test_each_night_that_brought_something_new_is_told_with_its_date_and_no_other(week: Week) -> None:
    told = sections_of((week.home / "reports" / "changes.md").read_text(encoding="utf-8"))
    expected = {f"{MONDAY + timedelta(days=number):%Y-%m-%d}": evening.told for number, evening in enumerate(WEEK) if evening.told}
    assert sorted(told) == sorted(expected)
    assert not [(day, word) for day, words in expected.items() for word in words if word not in told[day]]


def test_every_night_has_its_manifest_and_its_run_and_every_state_is_kept_once(week: Week) -> None:
    days = [f"{MONDAY + timedelta(days=number):%Y-%m-%d}" for number in range(len(WEEK))]
    new = [day for day, evening in zip(days, WEEK, strict=True) if evening.told or day == days[0]]
    assert [name[:10] for name in names_in(week.home / "snapshots")] == days
    assert [name[:10] for name in names_in(week.home / "history" / "states")] == new
    assert [started.isoformat()[:10] for started in starts_of(week.home)] == days


def names_in(folder: Path) -> list[str]:
    """Name the files of a folder, without what lies deeper."""
    return sorted(file.name for file in folder.iterdir() if file.is_file())


def starts_of(home: Path) -> list[datetime]:
    """Give when the runs began, as the warehouse tells."""
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return [row[0] for row in connection.execute("SELECT started_at FROM mart.runs ORDER BY run_id").fetchall()]


def test_after_the_week_the_reports_are_those_of_a_home_that_saw_its_end_alone(week: Week, nights: Nights, tmp_path: Path) -> None:
    assert complaints(week.home / "reports") == []
    nights.run(tmp_path / "fresh", week.exports, at=MONDAY + timedelta(days=len(WEEK)))
    ours, theirs = tree_of(week.home / "reports"), tree_of(tmp_path / "fresh" / "reports")
    assert {path for path in ours.keys() | theirs.keys() if ours.get(path) != theirs.get(path)} == {"changes.md"}
    tables, of_fresh = warehouse_of(week.home), warehouse_of(tmp_path / "fresh")
    assert [name for name in tables if tables[name] != of_fresh[name]] == []


def test_the_home_stays_small_and_its_cache_holds_the_last_days_alone(week: Week) -> None:
    assert week.weights[-1] < 1.2 * week.weights[0], week.weights
    oldest = min(file.stat().st_mtime for file in cached(week.home) if file.suffix == ".json")
    assert oldest >= (MONDAY + timedelta(days=len(WEEK) - 3)).timestamp()


def test_a_quiet_night_adds_less_than_a_hundred_kibibytes(week: Week, nights: Nights, tmp_path: Path) -> None:
    home = Path(shutil.copytree(week.home, tmp_path / "home"))
    ours, warehouses = [], []
    for number in range(5):
        nights.run(home, at=MONDAY + timedelta(days=len(WEEK) + number))
        warehouses.append((home / "warehouse.duckdb").stat().st_size)
        ours.append(weight_of(home) - warehouses[-1])
    assert max(after - before for before, after in pairwise(ours)) < MOST_OF_A_QUIET_NIGHT, ours
    assert max(warehouses) - min(warehouses) <= 2 * BLOCK_OF_A_WAREHOUSE, warehouses


def test_a_clock_that_jumps_years_ahead_and_back_loses_no_night_and_mixes_none_up(week: Week, nights: Nights, tmp_path: Path) -> None:
    home, exports = Path(shutil.copytree(week.home, tmp_path / "home")), tmp_path / "exports"
    tree = tree_of(home / "reports")
    nights.run(home, week.exports, at=MONDAY + timedelta(days=4000))
    for number in range(3):
        nights.run(home, week.exports, at=MONDAY - timedelta(days=number + 1))
    assert tree_of(home / "reports") == tree
    before = set(names_in(home / "snapshots"))
    nights.run(home, export(exports, WEEK[0].lists), at=MONDAY + timedelta(days=8))
    assert set(names_in(home / "snapshots")) > before
    told = (home / "reports" / "changes.md").read_text(encoding="utf-8")
    assert told.index("Dusk") < told.index("Song 22"), "the newest night stands first, whatever its clock said"
    assert len(starts_of(home)) == len(WEEK) + 5
    assert max(map(len, names_in(home / "snapshots"))) < 64


def test_a_reader_from_before_a_publish_goes_on_reading_the_night_that_it_opened(week: Week, nights: Nights, tmp_path: Path) -> None:
    home = Path(shutil.copytree(week.home, tmp_path / "home"))
    page = (home / "reports" / "README.md").read_bytes()
    folder = os.open(home / "reports", os.O_RDONLY)
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection, (home / "reports" / "README.md").open("rb") as opened:
        before = connection.execute("SELECT count(*) FROM core.playlist_tracks").fetchone()
        nights.run(home, export(tmp_path / "exports", WEEK[0].lists), at=MONDAY + timedelta(days=9))
        assert connection.execute("SELECT count(*) FROM core.playlist_tracks").fetchone() == before
        assert opened.read() == page
    os.close(folder)
    after = linernotes("query", "SELECT count(*) AS entries FROM core.playlist_tracks", "--format", "csv", home=home)
    assert after.stdout.split()[1] == str(sum(len(numbers) for name, numbers in WEEK[0].lists.items() if name != "Liked Songs"))
    assert (home / "reports" / "README.md").read_bytes() != page
