"""The sweep: what no recent night used goes from the cache, and nothing else."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
from nights import linernotes, run_of, tree_of, warehouse_of
from source_rows import table

from storage import artifacts, cache
from storage.schemas import Artifact
from storage.settings import home
from storage.sweep import find_unused, remove

NOW = datetime(2026, 5, 1, tzinfo=UTC)
RANKED = table("mart.track_ranks", {"track_uri": "a", "score": 1.0, "rank": 1})


def rank(score: float) -> Artifact:
    return artifacts.save("mart.track_ranks", RANKED.with_columns(score=pl.lit(score)))


def age(file: Path, days: int) -> None:
    moment = (NOW - timedelta(days=days)).timestamp()
    os.utime(file, (moment, moment))


def results() -> list[Path]:
    return sorted((home() / "results").rglob("*.json"))


def keep(score: float, days: int) -> Artifact:
    """Keep a result as if it had last been used so many days ago."""
    known = set(results())
    ticket = cache.remember(rank, rank(score), score)
    for file in (*(set(results()) - known), artifacts.path_of(ticket)):
        age(file, days)
    return ticket


def write_run(days_ago: int) -> None:
    home().mkdir(parents=True, exist_ok=True)
    (home() / "run.json").write_text(f'{{"started_at": "{(NOW - timedelta(days=days_ago)).replace(tzinfo=None).isoformat()}"}}')


def test_what_was_not_used_goes_and_what_was_stays() -> None:
    write_run(days_ago=1)
    old, young = keep(1.0, days=20), keep(2.0, days=2)
    unused = find_unused(NOW - timedelta(days=14))
    assert {file.name for file in unused.files} >= {artifacts.path_of(old).name}
    assert unused.size > 0
    remove(unused.files)
    assert cache.recall(rank, 1.0) is None
    assert cache.recall(rank, 2.0) == young


def test_an_old_artifact_of_a_young_result_stays() -> None:
    write_run(days_ago=1)
    ticket = keep(2.0, days=2)
    age(artifacts.path_of(ticket), 40)
    keep(1.0, days=30)
    remove(find_unused(NOW - timedelta(days=14)).files)
    assert cache.recall(rank, 2.0) == ticket


def test_a_damaged_result_stops_no_sweep() -> None:
    write_run(days_ago=1)
    old, young = keep(1.0, days=20), keep(2.0, days=2)
    (damaged,) = (file for file in results() if young.digest in file.read_text())
    damaged.write_bytes(b"")
    age(damaged, 2)
    assert artifacts.path_of(old) in find_unused(NOW - timedelta(days=14)).files


def test_using_a_result_keeps_it_young() -> None:
    write_run(days_ago=1)
    ticket = keep(1.0, days=20)
    assert cache.recall(rank, 1.0) == ticket
    assert find_unused(NOW - timedelta(days=14)).files == ()


def test_what_the_last_night_used_stays_however_long_ago_it_was() -> None:
    write_run(days_ago=60)
    keep(1.0, days=59)
    assert find_unused(NOW - timedelta(days=14)).files == ()


def test_a_swept_home_gives_the_same_night_again(tmp_path: Path) -> None:
    here = tmp_path / "home"
    assert linernotes("run", "--quiet", home=here, LINERNOTES_SAMPLE_TRACKS="80", LINERNOTES_SAMPLE_PLAYLISTS="3").returncode == 0
    tree, rows = tree_of(here / "reports"), warehouse_of(here)
    for file in (*(here / "results").rglob("*"), *(here / "artifacts").rglob("*")):
        if file.is_file():
            os.utime(file, (0, 0))
    assert "could go" in linernotes("sweep", home=here).stdout
    assert (here / "results").exists()
    assert "removed" in linernotes("sweep", "--delete", home=here).stdout
    assert linernotes("run", "--quiet", home=here, LINERNOTES_SAMPLE_TRACKS="80", LINERNOTES_SAMPLE_PLAYLISTS="3").returncode == 0
    assert (tree_of(here / "reports"), warehouse_of(here)) == (tree, rows)
    assert run_of(here)["counts"]["pages_written"] == 0
