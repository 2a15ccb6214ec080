"""Whole nights against a real Prefect server: cached, reproducible, and whole after any crash."""

import csv
import os
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from markdown_tree import complaints
from nights import ROOT, home_after, invented_exports, linernotes, run_of, start, states_of_last_run, times_of, tree_of, warehouse_of

TRACKS, PLAYLISTS = 200, 5
NEVER_CACHED = {"land", "record", "publish", "pull-0", "study-0"}  # Prefect counts a flow inside a flow as a task too
CRASH_MOMENTS = (0.95,)  # test_kills has others
MOST_SECONDS_TO_END = 30

pytestmark = pytest.mark.usefixtures("server")


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a small invented library."""
    return invented_exports(tmp_path_factory.mktemp("exports") / "library", TRACKS, PLAYLISTS)


@pytest.fixture(scope="module")
def first(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home after its first night; tests that change it work on a copy."""
    return home_after(tmp_path_factory.mktemp("first") / "home", exports)


@pytest.fixture
def night(first: Path, tmp_path: Path) -> Path:
    """Give a copy of the home after its first night; `copytree` keeps times, so nothing seems touched."""
    return Path(shutil.copytree(first, tmp_path / "night", symlinks=True))


def rewrite(folder: Path, change: Callable[[dict[str, str]], dict[str, str] | None]) -> None:
    """Change the rows of every exported playlist; a row that becomes nothing is left out."""
    for file in folder.glob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as source:
            reader = csv.DictReader(source)
            names = list(reader.fieldnames or [])
            rows = list(reader)
        if "Energy" not in names:
            continue
        kept = [row for row in (change(row) for row in rows) if row is not None]
        with file.open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, names, extrasaction="ignore", restval="")
            writer.writeheader()
            writer.writerows(kept)


@pytest.fixture(scope="module")
def touched(first: Path) -> str:
    """Give a described track that few collections hold and that is not liked, since the liked tracks stand in every distribution."""
    not_liked = {row[0] for row in warehouse_of(first)["core.tracks"] if not row[10]}
    holders = Counter(row[2] for row in warehouse_of(first)["mart.collection_members"])
    described = {row[3] for row in warehouse_of(first)["mart.cluster_members"] if row[0] == "playlist"}
    return str(min(described & not_liked & {uri for uri in holders if uri.startswith("spotify:track:")}, key=lambda uri: (holders[uri], uri)))


@pytest.fixture(scope="module")
def changed(exports: Path, touched: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the library in which one track sounds otherwise."""
    folder = Path(shutil.copytree(exports, tmp_path_factory.mktemp("changed") / "library"))
    rewrite(folder, lambda row: {**row, "Energy": "0.987", "Valence": "0.012"} if row["Track URI"] == touched else row)
    return folder


@pytest.fixture(scope="module")
def second(first: Path, changed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the home after a second night in which that track changed."""
    home = Path(shutil.copytree(first, tmp_path_factory.mktemp("second") / "home"))
    done = linernotes("run", changed, home=home)
    assert done.returncode == 0, done.stderr
    return home


def test_the_first_night_publishes_a_tree_without_a_dead_link_and_a_whole_warehouse(first: Path) -> None:
    assert complaints(first / "reports") == []
    tables = warehouse_of(first)
    assert len(tables["core.tracks"]) == run_of(first)["counts"]["tracks"] > 0
    pages = {row[6] for row in tables["mart.collections"]}
    assert not [page for page in pages if not (first / "reports" / page).is_file()]


def test_every_cluster_page_counts_every_described_track_once(first: Path) -> None:
    tables = warehouse_of(first)
    described = {(row[0], row[1]): row[4] for row in tables["mart.collections"] if row[7]}
    sizes: dict[tuple[str, str], int] = {}
    for kind, key, _number, count, _silhouette in tables["mart.clusters"]:
        sizes[kind, key] = sizes.get((kind, key), 0) + count
    assert sizes == described
    assert len({(*row[:2], row[3]) for row in tables["mart.cluster_members"]}) == sum(described.values())


def test_a_second_night_computes_nothing_and_changes_nothing(night: Path, server: str) -> None:
    tree, times, tables = tree_of(night / "reports"), times_of(night / "reports"), warehouse_of(night)
    done = linernotes("run", home=night)
    assert done.returncode == 0, done.stderr
    assert "nothing changed" in done.stdout
    assert tree_of(night / "reports") == tree
    assert times_of(night / "reports") == times
    assert warehouse_of(night) == tables
    told = run_of(night)["tasks"]
    assert all(set(counts) <= {"cached", "kept"} for counts in told.values()), told
    cached = sum(counts.get("cached", 0) for counts in told.values())
    states = states_of_last_run(server, expected=cached + len(NEVER_CACHED))
    assert sum(count for (_, state), count in states.items() if state == "Cached") == cached
    assert {name for name, state in states if state != "Cached"} == NEVER_CACHED
    assert len(list((night / "history" / "runs").iterdir())) == 2


def lasting_files(home: Path) -> set[str]:
    """Name what snapshots and facts hold."""
    return {name for part in ("snapshots", "facts") for name in tree_of(home / part)}


def test_an_identical_night_adds_only_a_manifest_to_what_needs_a_backup(night: Path) -> None:
    before = lasting_files(night)
    assert linernotes("run", home=night).returncode == 0
    added = lasting_files(night) - before
    assert len(added) == 1
    assert next(iter(added)).endswith(".json")


def test_one_changed_track_costs_the_collections_that_hold_it(first: Path, second: Path, touched: str) -> None:
    holders = {row[:2] for row in warehouse_of(second)["mart.cluster_members"] if row[3] == touched}
    told = run_of(second)["tasks"]
    assert told["cluster_collection"].get("computed") == len(holders)
    assert told["plot_clusters"].get("computed", 0) <= len(holders)
    before, after = tree_of(first / "reports"), tree_of(second / "reports")
    rewritten = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    theirs = (*(f"{folder}{kind}s/{key}/" for kind, key in holders for folder in ("", "images/")), "images/overview/", "images/covers/")
    assert rewritten
    assert {path for path in rewritten if not path.startswith(theirs)} <= {"clusters.md", "track_features.md", "README.md", "changes.md"}
    times_before, times_after = times_of(first / "reports"), times_of(second / "reports")
    assert len(times_before) == len(times_after) + len(before.keys() - after.keys()) - len(after.keys() - before.keys())


def test_the_tree_after_a_change_is_the_tree_that_a_new_home_gets(second: Path, changed: Path, tmp_path: Path) -> None:
    assert linernotes("run", changed, home=tmp_path / "new").returncode == 0
    new, known = tree_of(tmp_path / "new" / "reports"), tree_of(second / "reports")
    assert new.keys() == known.keys()
    assert {path for path in new if new[path] != known[path]} == {"changes.md"}, "only what changed depends on what was before"


def test_another_machine_gives_the_same_bytes(first: Path, exports: Path, tmp_path: Path) -> None:
    other: dict[str, Any] = {
        "TZ": "Asia/Tokyo",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "5",
        "POLARS_MAX_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "LINERNOTES_CORES": "1",
    }
    home = tmp_path / "a folder with spaces" / "heim-\u00e4"
    assert linernotes("run", exports, home=home, **other).returncode == 0
    assert tree_of(home / "reports") == tree_of(first / "reports")
    assert warehouse_of(home) == warehouse_of(first)


def test_an_edited_template_writes_pages_anew_and_nothing_else(night: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    for room in ("flows", "tasks", "storage"):
        shutil.copytree(ROOT / room, project / room)
    template = project / "tasks" / "report" / "clusters.md.j2"
    template.write_text(template.read_text(encoding="utf-8").replace("# Clusters in", "# The clusters in"), encoding="utf-8")
    assert linernotes("run", home=night, project=project).returncode == 0
    told = run_of(night)["tasks"]
    assert [name for name, counts in told.items() if "computed" in counts] == ["write_pages"]
    assert (night / "reports" / "clusters.md").read_text(encoding="utf-8").startswith("# The clusters in")


def test_damaged_and_deleted_artifacts_are_computed_again(night: Path) -> None:
    tree, tables = tree_of(night / "reports"), warehouse_of(night)
    members = sorted((night / "artifacts" / "step.cluster_members").iterdir())
    members[0].unlink()
    members[1].write_bytes(members[1].read_bytes()[:-20])
    shutil.rmtree(night / "artifacts" / "core.tracks")
    (night / "reports" / "README.md").write_text("edited by hand", encoding="utf-8")
    (night / "reports" / "clusters.md").unlink()
    assert linernotes("run", home=night).returncode == 0
    told = run_of(night)["tasks"]
    assert told["cluster_collection"]["computed"] >= 2
    assert told["normalise_library"] == {"computed": 1}
    assert tree_of(night / "reports") == tree
    assert warehouse_of(night) == tables


def test_the_cache_may_be_deleted_at_any_time(night: Path) -> None:
    tree, tables = tree_of(night / "reports"), warehouse_of(night)
    for folder in ("artifacts", "results"):
        shutil.rmtree(night / folder)
    (night / "warehouse.duckdb").unlink()
    assert linernotes("run", home=night).returncode == 0
    assert tree_of(night / "reports") == tree
    assert warehouse_of(night) == tables


def test_a_library_without_features_keeps_those_that_were_known(night: Path, exports: Path, tmp_path: Path) -> None:
    poorer = Path(shutil.copytree(exports, tmp_path / "poorer"))
    rewrite(
        poorer,
        lambda row: {name: "" if name in {"Danceability", "Energy", "Record Label", "Genres", "Tempo"} else value for name, value in row.items()},
    )
    before = run_of(night)["counts"]
    assert linernotes("run", poorer, home=night).returncode == 0
    assert run_of(night)["counts"]["described"] == before["described"]
    assert len(warehouse_of(night)["core.album_labels"]) > 0


def test_a_smaller_folder_is_a_smaller_library(night: Path, exports: Path, tmp_path: Path) -> None:
    liked = tmp_path / "Liked_Songs.csv"
    shutil.copy(exports / "Liked_Songs.csv", liked)
    assert linernotes("run", liked, home=night).returncode == 0
    tables = warehouse_of(night)
    assert tables["core.playlists"] == []
    assert all(row[10] for row in tables["core.tracks"])
    assert complaints(night / "reports") == []


@pytest.mark.parametrize("moment", CRASH_MOMENTS)
def test_a_killed_night_leaves_a_whole_one_and_the_next_run_heals(first: Path, second: Path, changed: Path, tmp_path: Path, moment: float) -> None:
    home = Path(shutil.copytree(first, tmp_path / "home"))
    shutil.rmtree(home / "artifacts")
    begun = time.monotonic()
    run = start("run", changed, home=home)
    usual = run_seconds(first)
    while time.monotonic() - begun < moment * usual and run.poll() is None:
        time.sleep(0.02)
    run.kill()
    run.wait()
    wait_until_gone(run.pid)
    assert tree_of(home / "reports") in (tree_of(first / "reports"), tree_of(second / "reports"))
    assert warehouse_of(home) in (warehouse_of(first), warehouse_of(second))
    done = linernotes("run", changed, home=home)
    assert done.returncode == 0, done.stderr
    assert tree_of(home / "reports") == tree_of(second / "reports")
    assert not (home / ".publishing").exists()


def wait_until_gone(group: int) -> None:
    """Wait until no process of a killed night is left; fail when one stays."""
    until = time.monotonic() + MOST_SECONDS_TO_END
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.2)
    pytest.fail("a process of the killed night goes on")


def run_seconds(home: Path) -> float:
    """Give how long the first night took from its start to its end, and what comes before."""
    log = (home / "run.json").stat().st_mtime - min(file.stat().st_mtime for file in (home / "snapshots").rglob("*.zst"))
    return log + 4.0


def test_the_warehouse_can_be_asked_while_a_night_runs(night: Path, changed: Path) -> None:
    run = start("run", changed, home=night)
    asked = 0
    while run.poll() is None or asked == 0:
        counted = linernotes("query", "SELECT count(*) AS tracks FROM core.tracks", "--format", "csv", home=night)
        assert counted.returncode == 0, counted.stderr
        assert int(counted.stdout.split()[1]) == run_of(night)["counts"]["tracks"]
        asked += 1
    assert run.returncode == 0


def test_a_second_run_at_the_same_time_is_refused_in_a_sentence(night: Path) -> None:
    run = start("run", home=night)
    refused = None
    while run.poll() is None and refused is None:
        other = linernotes("run", "--quiet", home=night)
        refused = other if other.returncode else None
    run.wait()
    assert run.returncode in {0, 1}
    if refused is not None:
        assert "another run works on" in refused.stderr
        assert refused.returncode == 1


def test_any_past_night_can_be_studied_again(second: Path, first: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(second, tmp_path / "home"))
    words = (
        "import asyncio; from flows.study import study; from storage import snapshots; from tasks.report.facts import ReportChoices;"
        "asyncio.run(study(snapshots.read(snapshots.names()[0]).snapshot, ReportChoices()))"
    )
    environment = {**os.environ, "LINERNOTES_HOME": str(home)}
    done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert tree_of(home / "reports") == tree_of(first / "reports")
    assert warehouse_of(home) == warehouse_of(first)


def test_what_is_the_owners_inside_the_tree_stays(night: Path, changed: Path) -> None:
    notes = night / "reports" / "playlists" / "my notes.md"
    notes.write_text("mine", encoding="utf-8")
    (night / "reports" / ".git").mkdir()
    (night / "reports" / ".git" / "HEAD").write_text("ref", encoding="utf-8")
    assert linernotes("run", changed, home=night).returncode == 0
    assert notes.read_text(encoding="utf-8") == "mine"
    assert (night / "reports" / ".git" / "HEAD").read_text(encoding="utf-8") == "ref"


def test_a_full_disk_leaves_the_last_night_in_place(night: Path, changed: Path) -> None:
    tree, tables = tree_of(night / "reports"), warehouse_of(night)

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    command = [sys.executable, "-m", "flows.cli.main", "run", str(changed), "--home", str(night)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, preexec_fn=fill, timeout=300, check=False)
    assert done.returncode == 1
    assert "what was published before is still in place" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tree_of(night / "reports"), warehouse_of(night)) == (tree, tables)
    assert linernotes("run", changed, home=night).returncode == 0


def test_only_some_pages_can_be_asked_for(night: Path, changed: Path, touched: str) -> None:
    before = tree_of(night / "reports")
    (key,) = [row[1] for row in warehouse_of(night)["mart.cluster_members"] if row[3] == touched and row[0] == "playlist"][:1]
    assert linernotes("run", changed, "--only", f"playlist:{key}", home=night).returncode == 0
    after = tree_of(night / "reports")
    rewritten = {path for path in before if after.get(path) != before[path]}
    assert rewritten
    assert all(path.startswith((f"playlists/{key}/", f"images/playlists/{key}/")) for path in rewritten)
    assert complaints(night / "reports") == []
