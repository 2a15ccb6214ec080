"""Nights in which something fails: the rest is published, last night's page stands in, all is named and tried again."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from markdown_tree import complaints
from nights import ROOT, home_after, invented_exports, linernotes, run_of, start, tree_of, warehouse_of
from receiving import receiving

from storage.pool import Patience

SUNRISE = "playlists/새벽_산책_🌙"  # 13 described tracks
PALE_BLUE = "labels/pale_blue_inc_"  # 21
NIGHT_DRIVE = "night_drive-52cd8a8a"  # 48
NORTHLIGHT = "labels/northlight_records"
SURVIVED = Patience(seconds=0).tries - 1  # lost processes, even where one work loses them all
# the same program with a mistake for one collection each: two clusterings, a scatter, a figure, a page
MISTAKES = {
    "tasks/cluster/clusters.py": (
        "def cluster_tracks(",
        "def cluster_rightly(",
        """

def cluster_tracks(described):
    if described.height == 13:
        raise ValueError("thirteen | is\\nunlucky")
    if described.height == 21:
        raise MemoryError
    return cluster_rightly(described)
""",
    ),
    "tasks/plot/scatter.py": (
        "def draw_clusters(",
        "def draw_rightly(",
        """

def draw_clusters(members, axes):
    assert members.height != 48, "too many"
    return draw_rightly(members, axes)
""",
    ),
    "tasks/plot/years.py": (
        "def draw_years(",
        "def draw_rightly(",
        """

def draw_years(facts):
    return draw_rightly(facts) if sum(bar.count for bar in facts.bars) != 50 else 1 / 0
""",
    ),
    "tasks/report/label.md.j2": (
        "{{ head(page.basics, up) }}",
        '{{ head(page.basics, up) }}{% if page.basics.entry.key == "northlight_records" %}{{ page.nothing }}{% endif %}',
        "",
    ),
}
EXPECTED = {
    ("clusters", f"{SUNRISE}/clusters/overview.md", "ValueError: thirteen | is unlucky"),
    ("clusters", f"{PALE_BLUE}/clusters/overview.md", "MemoryError"),
    ("figure", f"images/playlists/{NIGHT_DRIVE}/clusters/clusters_scatter.png", "AssertionError: too many"),
    ("figure", f"images/playlists/{NIGHT_DRIVE}/years.png", "ZeroDivisionError: division by zero"),
}


class Bad(NamedTuple):
    """A night in which things failed."""

    home: Path
    done: "subprocess.CompletedProcess[str]"
    posted: list[dict[str, Any]]


pytestmark = pytest.mark.usefixtures("server")


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a small invented library."""
    return invented_exports(tmp_path_factory.mktemp("exports") / "library", 80, 3)


@pytest.fixture(scope="module")
def good(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home after a good night."""
    return home_after(tmp_path_factory.mktemp("good") / "home", exports)


@pytest.fixture(scope="module")
def mistaken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the program with mistakes."""
    project = tmp_path_factory.mktemp("mistaken")
    for room in ("flows", "tasks", "storage"):
        shutil.copytree(ROOT / room, project / room)
    for name, (right, wrong, more) in MISTAKES.items():
        text = (project / name).read_text(encoding="utf-8")
        assert right in text
        (project / name).write_text(text.replace(right, wrong, 1) + more, encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def bad(good: Path, mistaken: Path, tmp_path_factory: pytest.TempPathFactory) -> Bad:
    """Give the home after a night in which things failed, and what was said and posted of it."""
    home = Path(shutil.copytree(good, tmp_path_factory.mktemp("bad") / "home"))
    with receiving() as receiver:
        done = linernotes("run", home=home, project=mistaken, LINERNOTES_WEBHOOK_URL=receiver.address)
    return Bad(home, done, receiver.taken)


def test_what_failed_is_told_with_status_3_in_the_summary_in_run_json_and_at_the_webhook(bad: Bad) -> None:
    home, done, posted = bad
    assert done.returncode == 3, done.stderr
    told = {(failure["what"], failure["path"], failure["reason"]) for failure in run_of(home)["failures"]}
    (page,) = told - EXPECTED
    assert page[:2] == ("page", f"{NORTHLIGHT}/overview.md")
    assert page[2].startswith("UndefinedError: ")
    assert told - {page} == EXPECTED
    assert f"failed:    clusters of {SUNRISE}/clusters/overview.md: ValueError: thirteen | is unlucky" in done.stdout
    assert [(told["outcome"], told["failure_count"], len(told["failures"])) for told in posted] == [("degraded", 5, 5)]
    assert run_of(home)["outcome"] == "published, but something failed"
    assert run_of(home)["counts"]["failures"] == 5
    asked = linernotes("query", "SELECT outcome, counts->>'failures' AS failures FROM mart.runs ORDER BY run_id", "--format", "csv", home=home)
    assert asked.stdout.splitlines()[1:] == ["done,", '"published, but something failed",5']


def test_last_nights_page_and_its_figures_stand_in_and_no_link_is_dead(good: Path, bad: Bad) -> None:
    before, after = tree_of(good / "reports"), tree_of(bad.home / "reports")
    assert complaints(bad.home / "reports") == []
    kept = [f"{SUNRISE}/clusters/overview.md", f"images/{SUNRISE}/clusters/clusters_scatter.png", f"{PALE_BLUE}/clusters/overview.md"]
    kept.append(f"{NORTHLIGHT}/overview.md")
    assert [after[path] for path in kept] == [before[path] for path in kept]
    without_clusters = {f"images/{SUNRISE}/artists_comparison.png"}  # it would show tracks where their clusters lie
    assert {path for path in before if path not in after} == without_clusters | {path for what, path, _ in EXPECTED if what == "figure"}
    page = (bad.home / "reports" / "playlists" / NIGHT_DRIVE / "clusters" / "overview.md").read_text(encoding="utf-8")
    assert "Comparison of Cluster" not in page
    assert "## Cluster #3" in page


def test_the_page_of_errors_and_the_entrance_name_what_failed(bad: Bad) -> None:
    page = (bad.home / "reports" / "errors.md").read_text(encoding="utf-8")
    assert "## What could not be made\n\n5 things that" in page
    clusters = f"{SUNRISE}/clusters/overview.md"
    shown = clusters.replace("_", "\\_")
    assert f"| clusters | [{shown}]({clusters}) | ValueError: thirteen &#124; is unlucky |" in page
    assert "5 failures" in (bad.home / "reports" / "README.md").read_text(encoding="utf-8")


def test_the_warehouse_has_the_clusters_of_all_others(good: Path, bad: Bad) -> None:
    failed = {("playlist", SUNRISE.partition("/")[2]), ("label", PALE_BLUE.partition("/")[2])}
    rows = warehouse_of(good)["mart.clusters"]
    assert warehouse_of(bad.home)["mart.clusters"] == [row for row in rows if row[:2] not in failed]


def test_the_status_asks_for_the_user_after_a_failure(bad: Bad) -> None:
    told = linernotes("status", home=bad.home)
    assert told.returncode == 1
    assert "needs you   5 pages or figures failed in the last run: see" in told.stdout


def test_what_failed_is_tried_again_the_next_night(bad: Bad, mistaken: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(bad.home, tmp_path / "home"))
    again = linernotes("run", home=home, project=mistaken)
    assert again.returncode == 3
    told = run_of(home)["tasks"]
    failed = {"cluster_collection": 2, "plot_clusters": 1, "plot_sheet": 1, "write_pages": 2}
    assert {name: counts["failed"] for name, counts in told.items() if "failed" in counts} == failed
    assert told["plot_sheet"]["computed"] == 1
    assert tree_of(home / "reports") == tree_of(bad.home / "reports")


def test_in_a_new_home_a_short_page_stands_where_none_ever_was(exports: Path, mistaken: Path, tmp_path: Path) -> None:
    assert linernotes("run", exports, home=tmp_path / "new", project=mistaken).returncode == 3
    reports = tmp_path / "new" / "reports"
    assert complaints(reports) == []
    for page in (f"{NORTHLIGHT}/overview.md", f"{SUNRISE}/clusters/overview.md"):
        assert (reports / page).read_text(encoding="utf-8").startswith("# This page could not be written\n")
    assert "- [clusters/overview.md](clusters/overview.md)" in (reports / NORTHLIGHT / "overview.md").read_text(encoding="utf-8")


def pool_of(run: int) -> set[int]:
    """Give the processes that a run has started to work for it."""
    found = set()
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                command = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if parent == run and b"spawn_main" in command:
                found.add(int(folder.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_a_right_program_heals_it_all_even_where_processes_are_killed_while_they_work(good: Path, bad: Bad, tmp_path: Path) -> None:
    home = Path(shutil.copytree(bad.home, tmp_path / "home"))
    for step in ("cluster_collection", "plot_clusters"):
        shutil.rmtree(home / "results" / step)
    run, killed = start("run", home=home), set[int]()
    while run.poll() is None:
        alive = pool_of(run.pid) - killed
        if alive and len(killed) < SURVIVED:
            time.sleep(0.5)
            with suppress(ProcessLookupError):  # its work may have ended meanwhile
                os.kill(min(alive), signal.SIGKILL)
                killed.add(min(alive))
        time.sleep(0.2)
    assert len(killed) == SURVIVED
    assert run.returncode == 0
    assert tree_of(home / "reports") == tree_of(good / "reports")
    assert warehouse_of(home) == warehouse_of(good)
