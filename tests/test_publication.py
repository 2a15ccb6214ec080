"""Publication: a night is public whole or not at all, and what is the owner's stays."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from publishing import names_in, night_of, publish, tree_of

from storage import publication
from storage.errors import Refused
from storage.exchange import exchange
from storage.publication import DamagedSourceError, PublishedCounts, compare, read_run
from storage.spare import SPARE
from storage.switch import STAGING, heal

# Publishes a second night again and again, each time killed one file operation later, and prints what it found wrong.
KILLED_EVERYWHERE = r"""
import hashlib, json, os, shutil, signal, sys
from pathlib import Path
from storage.publication import compare, read_run, stage
from storage.spare import SPARE
from storage.switch import heal, switch

CAN_EXCHANGE = sys.argv[2] == "exchange"
root = Path(sys.argv[1])
wrong = []
BEFORE = {"README.md": "Z", "same.md": "same", "gone/old.md": "A", "earlier/page.md": "Z"}
NIGHTS = {
    "A": {"README.md": "A", "same.md": "same", "artists/a/overview.md": "A", "gone/old.md": "A"},
    "B": {"README.md": "B", "same.md": "same", "artists/a/overview.md": "B", "new/notes.md": "B"},
}
AFTER = {"README.md": "C", "same.md": "same", "artists/a/overview.md": "B", "gone/old.md": "A"}
OWNERS = {".git/HEAD": "mine", "artists/a/notes.txt": "mine", "gone/kept.txt": "mine"}

def sources(texts):
    files = {}
    for path, text in texts.items():
        digest = hashlib.sha256(text.encode()).hexdigest()
        (root / digest).write_text(text)
        files[path] = (root / digest, digest)
    return files

def private_warehouse(night):
    (root / "private.duckdb").write_text(night)
    return root / "private.duckdb"

def lay_out(home, files, warehouse, run):
    heal(home)
    stage(home, compare(home, files, read_run(home)), warehouse, run)

def publish(home, files, warehouse, run):
    lay_out(home, files, warehouse, run)
    switch(home)

def start(home):
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    for night, texts in {"Z": BEFORE, "A": NIGHTS["A"]}.items():
        publish(home, sources(texts), private_warehouse(night), {"night": night})
    for path, text in OWNERS.items():
        (home / "reports" / path).parent.mkdir(parents=True, exist_ok=True)
        (home / "reports" / path).write_text(text)

def publish_and_die(home, files, warehouse, step):
    count = 0
    def count_down(event, arguments):
        nonlocal count
        if event == "open" or event.startswith(("os.", "shutil.")):
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(count_down)
    if CAN_EXCHANGE:
        publish(home, files, warehouse, {"night": "B"})
    else:
        lay_out(home, files, warehouse, {"night": "B"})
        switch(home, swap=lambda first, second: False)
    os._exit(0)

def tree(home):
    reports = home / "reports"
    return {str(file.relative_to(reports)): file.read_text() for file in reports.rglob("*") if file.is_file()}

def ours(home):
    return {path: text for path, text in tree(home).items() if path not in OWNERS}

def is_true_spare(home):
    spare, reports = home / SPARE, home / "reports"
    entries = [entry for entry in spare.rglob("*")]
    files = [entry for entry in entries if entry.is_file()]
    full = {folder for file in files for folder in file.parents}
    return all(file.samefile(reports / file.relative_to(spare)) for file in files) and {entry for entry in entries if entry.is_dir()} <= full

def check(step, moment, holds):
    if not holds:
        wrong.append(f"killed at operation {step}: {moment}")

step = 0
while True:
    step += 1
    home = root / "home"
    start(home)
    files, warehouse = sources(NIGHTS["B"]), private_warehouse("B")
    child = os.fork()
    if child == 0:
        publish_and_die(home, files, warehouse, step)
    is_done = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    if CAN_EXCHANGE:
        check(step, "the public tree is a mixture", ours(home) in NIGHTS.values())
    check(step, "the public warehouse is neither night's", (home / "warehouse.duckdb").read_text() in NIGHTS)
    heal(home)
    night = json.loads((home / "run.json").read_text())["night"]
    check(step, "after healing the tree is another night's", ours(home) == NIGHTS[night])
    check(step, "after healing the warehouse is another night's", (home / "warehouse.duckdb").read_text() == night)
    check(step, "the owner's files are not all there", OWNERS.items() <= tree(home).items())
    check(step, "a staging is left", not (home / ".publishing").exists())
    check(step, "the spare holds what is not public", is_true_spare(home))
    publish(home, sources(NIGHTS["B"]), private_warehouse("B"), {"night": "B"})
    check(step, "the next run does not end as an undisturbed one", tree(home) == {**NIGHTS["B"], **OWNERS})
    publish(home, sources(AFTER), private_warehouse("C"), {"night": "C"})
    check(step, "the night after does not end as an undisturbed one", tree(home) == {**AFTER, **OWNERS})
    check(step, "the next spare holds what is not public", is_true_spare(home) and (home / SPARE / "same.md").exists())
    if is_done:
        break
print(json.dumps({"steps": step, "wrong": wrong}))
"""


def survey(home: Path, files: publication.Files) -> PublishedCounts:
    return compare(home, files, read_run(home)).counts


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    (tmp_path / "store").mkdir()
    return tmp_path / "store"


def test_the_first_night_writes_tree_warehouse_and_run(home: Path, store: Path) -> None:
    warehouse = store / "built.duckdb"
    warehouse.write_text("tables")
    counts = publish(home, night_of(store, {"README.md": "hello", "artists/a/overview.md": "a"}), warehouse, {"run_id": "1"})
    assert counts == PublishedCounts(written=2, unchanged=0, removed=0)
    assert tree_of(home) == {"README.md": "hello", "artists/a/overview.md": "a"}
    assert (home / "warehouse.duckdb").read_text() == "tables"
    assert read_run(home)["run_id"] == "1"
    assert names_in(home) == ["reports", "run.json", "warehouse.duckdb"]


def test_run_json_lists_digest_size_and_time_of_every_file(home: Path, store: Path) -> None:
    publish(home, night_of(store, {"README.md": "hello"}), None, {})
    status = (home / "reports/README.md").stat()
    assert read_run(home)["files"] == {"README.md": [hashlib.sha256(b"hello").hexdigest(), 5, status.st_mtime_ns]}


def test_a_quiet_night_leaves_tree_and_files_as_they_are_and_renews_run_json(home: Path, store: Path) -> None:
    night = night_of(store, {"README.md": "hello"})
    publish(home, night, None, {"run_id": "1"})
    before = (home / "reports").stat().st_ino, (home / "reports/README.md").stat()
    counts = publish(home, night, None, {"run_id": "2"})
    assert counts == PublishedCounts(written=0, unchanged=1, removed=0)
    assert ((home / "reports").stat().st_ino, (home / "reports/README.md").stat()) == before
    assert read_run(home)["run_id"] == "2"


def test_a_changed_night_keeps_inode_and_time_of_the_files_that_did_not_change(home: Path, store: Path) -> None:
    publish(home, night_of(store, {"same.md": "same", "other.md": "1"}), None, {})
    before = (home / "reports/same.md").stat()
    counts = publish(home, night_of(store, {"same.md": "same", "other.md": "2"}), None, {})
    after = (home / "reports/same.md").stat()
    assert counts == PublishedCounts(written=1, unchanged=1, removed=0)
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert {file.relative_to(home) for file in home.rglob("*") if file.stat().st_ino == after.st_ino} == {
        Path("reports/same.md"),
        Path(SPARE, "same.md"),
    }
    assert after.st_nlink == 2


def test_a_published_file_shares_nothing_with_its_artifact(home: Path, store: Path) -> None:
    night = night_of(store, {"README.md": "hello"})
    publish(home, night, None, {})
    (home / "reports/README.md").write_text("edited in place")
    assert night["README.md"][0].read_text() == "hello"


def test_a_survey_counts_what_publishing_would_change_and_changes_nothing(home: Path, store: Path) -> None:
    assert survey(home, night_of(store, {"README.md": "1"})) == PublishedCounts(written=1, unchanged=0, removed=0)
    publish(home, night_of(store, {"README.md": "1", "same.md": "s", "gone.md": "g"}), None, {})
    before = (home / "run.json").read_bytes(), (home / "reports").stat()
    night = night_of(store, {"README.md": "2", "same.md": "s"})
    assert survey(home, night) == PublishedCounts(written=1, unchanged=1, removed=1)
    assert ((home / "run.json").read_bytes(), (home / "reports").stat()) == before
    assert publish(home, night, None, {}) == PublishedCounts(written=1, unchanged=1, removed=1)


def test_pages_that_are_gone_leave_no_empty_folder(home: Path, store: Path) -> None:
    publish(home, night_of(store, {"README.md": "r", "artists/a/clusters/overview.md": "a"}), None, {})
    counts = publish(home, night_of(store, {"README.md": "r"}), None, {})
    assert counts == PublishedCounts(written=0, unchanged=1, removed=1)
    assert names_in(home / "reports") == ["README.md"]


def test_an_edited_page_is_written_anew_even_if_its_size_is_the_same(home: Path, store: Path) -> None:
    night = night_of(store, {"README.md": "hello"})
    publish(home, night, None, {})
    (home / "reports/README.md").write_text("hullo")
    assert publish(home, night, None, {}).written == 1
    assert tree_of(home) == {"README.md": "hello"}


def test_a_deleted_page_is_written_again(home: Path, store: Path) -> None:
    night = night_of(store, {"README.md": "hello", "a/b.md": "b"})
    publish(home, night, None, {})
    (home / "reports/a/b.md").unlink()
    assert publish(home, night, None, {}) == PublishedCounts(written=1, unchanged=1, removed=0)
    assert tree_of(home) == {"README.md": "hello", "a/b.md": "b"}


def test_a_page_that_was_only_touched_counts_as_unchanged(home: Path, store: Path) -> None:
    night = night_of(store, {"README.md": "hello"})
    publish(home, night, None, {})
    os.utime(home / "reports/README.md", ns=(1, 1))
    assert publish(home, night, None, {}) == PublishedCounts(written=0, unchanged=1, removed=0)
    assert read_run(home)["files"]["README.md"][2] == 1


def test_what_the_owner_put_into_the_tree_moves_over_in_its_place(home: Path, store: Path) -> None:
    publish(home, night_of(store, {"README.md": "1", "gone/page.md": "1"}), None, {})
    reports = home / "reports"
    for path in (".git/objects/ab/cd", "gone/notes.txt", "empty/.keep"):
        (reports / path).parent.mkdir(parents=True, exist_ok=True)
        (reports / path).write_text("mine")
    (reports / "empty/.keep").unlink()
    (reports / "link").symlink_to("nowhere")
    publish(home, night_of(store, {"README.md": "2"}), None, {})
    assert tree_of(home) == {"README.md": "2", ".git/objects/ab/cd": "mine", "gone/notes.txt": "mine"}
    assert (reports / "empty").is_dir()
    assert (reports / "link").readlink() == Path("nowhere")


def test_an_owners_file_in_the_way_of_a_page_is_kept_beside_it(home: Path, store: Path) -> None:
    publish(home, night_of(store, {"README.md": "1"}), None, {})
    (home / "reports/notes.md").write_text("mine")
    (home / "reports/notes.md.yours").write_text("older")
    publish(home, night_of(store, {"README.md": "1", "notes.md": "ours"}), None, {})
    assert tree_of(home) == {"README.md": "1", "notes.md": "ours", "notes.md.yours": "older", "notes.md.yours.yours": "mine"}


def test_an_owners_folder_in_the_way_of_a_page_is_kept_beside_it(home: Path, store: Path) -> None:
    publish(home, night_of(store, {"README.md": "1"}), None, {})
    (home / "reports/a").mkdir()
    (home / "reports/a/mine.txt").write_text("mine")
    publish(home, night_of(store, {"README.md": "1", "a": "ours"}), None, {})
    assert tree_of(home) == {"README.md": "1", "a": "ours", "a.yours/mine.txt": "mine"}


def test_an_owners_file_in_the_way_of_our_folder_is_kept_beside_it(home: Path, store: Path) -> None:
    publish(home, night_of(store, {"README.md": "1"}), None, {})
    (home / "reports/artists").write_text("mine")
    publish(home, night_of(store, {"README.md": "1", "artists/a.md": "ours"}), None, {})
    assert tree_of(home) == {"README.md": "1", "artists/a.md": "ours", "artists.yours": "mine"}


def test_an_owners_file_in_a_folder_that_becomes_a_page_is_kept_beside_it(home: Path, store: Path) -> None:
    publish(home, night_of(store, {"a/page.md": "1"}), None, {})
    (home / "reports/a/mine.txt").write_text("mine")
    publish(home, night_of(store, {"a": "ours"}), None, {})
    assert tree_of(home) == {"a": "ours", "a.yours/mine.txt": "mine"}


def test_a_link_that_the_owner_put_in_place_of_a_page_is_kept_beside_it(home: Path, store: Path) -> None:
    publish(home, night_of(store, {"README.md": "1"}), None, {})
    (home / "reports/README.md").unlink()
    (home / "reports/README.md").symlink_to("elsewhere")
    publish(home, night_of(store, {"README.md": "1"}), None, {})
    assert tree_of(home) == {"README.md": "1"}
    assert (home / "reports/README.md.yours").readlink() == Path("elsewhere")


def test_the_new_tree_is_open_to_whom_the_old_one_was(home: Path, store: Path) -> None:
    publish(home, night_of(store, {"README.md": "1"}), None, {})
    (home / "reports").chmod(0o700)
    publish(home, night_of(store, {"README.md": "2"}), None, {})
    assert (home / "reports").stat().st_mode & 0o777 == 0o700


def test_a_night_without_pages_still_has_a_tree(home: Path) -> None:
    assert publish(home, {}, None, {}) == PublishedCounts(written=0, unchanged=0, removed=0)
    assert names_in(home / "reports") == []


def test_a_tree_whose_list_is_lost_is_recognised_by_content(home: Path, store: Path) -> None:
    night = night_of(store, {"README.md": "hello"})
    publish(home, night, None, {})
    (home / "run.json").write_text('{"files": {"README')
    assert survey(home, night) == PublishedCounts(written=0, unchanged=1, removed=0)
    assert publish(home, night_of(store, {"README.md": "hello", "b.md": "b"}), None, {}).written == 1
    assert tree_of(home) == {"README.md": "hello", "b.md": "b"}


def test_a_damaged_source_is_refused_and_the_last_night_stays(home: Path, store: Path) -> None:
    publish(home, night_of(store, {"README.md": "1"}), None, {"run_id": "1"})
    night = night_of(store, {"README.md": "2"})
    night["README.md"][0].write_text("rotten")
    with pytest.raises(DamagedSourceError, match="is damaged"):
        publish(home, night, None, {"run_id": "2"})
    assert heal(home)
    assert tree_of(home) == {"README.md": "1"}
    assert read_run(home)["run_id"] == "1"
    assert not heal(home)


def test_a_path_that_leaves_the_tree_is_refused(home: Path, store: Path) -> None:
    with pytest.raises(ValueError, match="outside the tree"):
        publish(home, night_of(store, {"../README.md": "1"}), None, {})


def test_reports_that_are_a_link_are_refused_before_anything_is_staged(home: Path, store: Path) -> None:
    (home / "reports").symlink_to(store)
    with pytest.raises(Refused, match="plain folder"):
        publish(home, night_of(store, {"README.md": "1"}), None, {})
    assert not (home / STAGING).exists()


def test_a_full_disk_is_an_error_and_leaves_the_last_night(home: Path, store: Path) -> None:
    publish(home, night_of(store, {"README.md": "1"}), None, {})
    night = night_of(store, {"README.md": "2" * 10_000})
    script = (
        "import json, resource, sys; from pathlib import Path; from storage.publication import compare, publish\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))\n"
        "home, source, digest = sys.argv[1:]\n"
        "publish(Path(home), compare(Path(home), {'README.md': (Path(source), digest)}, {}), None, {})\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, str(home), str(night["README.md"][0]), night["README.md"][1]],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "OSError: [Errno 27] File too large" in ended.stderr
    assert tree_of(home) == {"README.md": "1"}
    assert publish(home, night, None, {}) == PublishedCounts(written=1, unchanged=0, removed=0)


@pytest.mark.parametrize("swap", ["exchange", "renames"])
def test_killed_before_any_file_operation_either_night_is_whole_and_nothing_of_the_owners_is_lost(tmp_path: Path, swap: str) -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED_EVERYWHERE, str(tmp_path), swap], capture_output=True, text=True, check=True)
    found = json.loads(ended.stdout)
    assert found["wrong"] == []
    assert found["steps"] > 40


def test_two_folders_change_places_at_once_where_the_system_can(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    if sys.platform == "linux":
        assert exchange(tmp_path / "first", tmp_path / "second")
        assert names_in(tmp_path / "first") == ["second"]
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "first", tmp_path / "nothing")
