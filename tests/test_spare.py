"""The spare tree: whatever becomes of it, the next tree is the one that would be laid out without it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from publishing import names_in, night_of, publish, tree_of

from storage.publication import read_run
from storage.spare import SPARE
from storage.switch import heal

FIRST = {"README.md": "1", "same.md": "same", "a/page.md": "a", "a/b/page.md": "b", "gone/page.md": "gone"}
SECOND = {"README.md": "2", "same.md": "same", "a/page.md": "a", "a/b/page.md": "b", "c/page.md": "c"}
THIRD = {"README.md": "3", "same.md": "same", "a/page.md": "a", "a/b/page.md": "b", "gone/page.md": "gone"}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    (tmp_path / "store").mkdir()
    return tmp_path / "store"


@pytest.fixture
def home(tmp_path: Path, store: Path) -> Path:
    """Give a home after two nights, which has a spare."""
    (made := tmp_path / "home").mkdir()
    for night in (FIRST, SECOND):
        publish(made, night_of(store, night), None, {})
    return made


def modes_in(home: Path) -> dict[str, int]:
    """Say how open each folder of the public tree is."""
    return {str(folder.relative_to(home)): folder.stat().st_mode for folder in (home / "reports").rglob("*") if folder.is_dir()}


def copy_all(spare: Path) -> None:
    """Make other files of the same content of the links."""
    shutil.copytree(spare, spare.with_name("copy"))
    shutil.rmtree(spare)
    spare.with_name("copy").rename(spare)


def replace_by_link(spare: Path) -> None:
    """Let the name lead elsewhere."""
    shutil.rmtree(spare)
    (spare.parent / "elsewhere").mkdir()
    (spare.parent / "elsewhere" / "precious.txt").write_text("mine")
    spare.symlink_to("elsewhere")


def replace_by_file(spare: Path) -> None:
    """Put a file where the spare was."""
    shutil.rmtree(spare)
    spare.write_text("mine")


def put_file_for_folder(spare: Path) -> None:
    """Put a file where a folder was."""
    shutil.rmtree(spare / "a")
    (spare / "a").write_text("mine")


def put_folder_for_file(spare: Path) -> None:
    """Put a folder where a page was."""
    (spare / "same.md").unlink()
    (spare / "same.md").mkdir()
    (spare / "same.md" / "mine.txt").write_text("mine")


def exchange_pages(spare: Path) -> None:
    """Let each of two pages have the other's name."""
    (spare / "same.md").rename(spare / "other.md")
    (spare / "a" / "page.md").rename(spare / "same.md")
    (spare / "other.md").rename(spare / "a" / "page.md")


HURTS: dict[str, Callable[[Path], object]] = {
    "unhurt": lambda spare: spare,
    "missing": shutil.rmtree,
    "emptied": lambda spare: shutil.rmtree(spare / "a"),
    "copied": copy_all,
    "a link": replace_by_link,
    "a file": replace_by_file,
    "a file for a folder": put_file_for_folder,
    "a folder for a file": put_folder_for_file,
    "pages exchanged": exchange_pages,
    "a page lacks": lambda spare: (spare / "same.md").unlink(),
    "a foreign page": lambda spare: (spare / "a" / "foreign.md").write_text("mine"),
    "a foreign folder": lambda spare: (spare / "foreign" / "inner").mkdir(parents=True),
    "a link in it": lambda spare: (spare / "a" / "b" / "link").symlink_to("/"),
    "a folder that is closed to others": lambda spare: (spare / "a").chmod(0o700),
    "closed to others": lambda spare: spare.chmod(0o700),
}


@pytest.mark.parametrize("hurt", HURTS.values(), ids=HURTS.keys())
def test_whatever_became_of_the_spare_the_next_tree_is_the_same(home: Path, store: Path, hurt: Callable[[Path], object]) -> None:
    before = {path: (home / "reports" / path).stat().st_ino for path in ("same.md", "a/page.md", "a/b/page.md")}
    mode = (home / "reports").stat().st_mode
    hurt(home / SPARE)
    counts = publish(home, night_of(store, THIRD), None, {})
    assert (counts.written, counts.unchanged, counts.removed) == (2, 3, 1)
    assert tree_of(home) == THIRD
    assert {path: (home / "reports" / path).stat().st_ino for path in before} == before
    assert set(modes_in(home).values()) == {mode}
    assert names_in(home / "reports") == ["README.md", "a", "gone", "same.md"]
    assert {str(file.relative_to(home / SPARE)) for file in (home / SPARE).rglob("*")} == {"same.md", "a", "a/page.md", "a/b", "a/b/page.md"}
    assert not (home / "elsewhere").exists() or names_in(home / "elsewhere") == ["precious.txt"]


def test_a_night_that_changed_little_is_laid_out_in_the_spare(home: Path, store: Path) -> None:
    spare = (home / SPARE).stat().st_ino, (home / SPARE / "a" / "b").stat().st_ino
    public = (home / "reports").stat().st_ino
    publish(home, night_of(store, THIRD), None, {})
    assert ((home / "reports").stat().st_ino, (home / "reports" / "a" / "b").stat().st_ino) == spare
    assert (home / SPARE).stat().st_ino == public


def test_a_night_that_changed_nothing_leaves_the_spare(home: Path, store: Path) -> None:
    before = (home / SPARE).stat()
    publish(home, night_of(store, SECOND), None, {})
    assert (home / SPARE).stat() == before


def test_of_pages_that_changed_or_went_the_spare_keeps_nothing(home: Path, store: Path) -> None:
    assert sorted(str(file.relative_to(home / SPARE)) for file in (home / SPARE).rglob("*")) == ["a", "a/b", "a/b/page.md", "a/page.md", "same.md"]
    (home / "reports" / "same.md").write_text("edited by the owner")
    publish(home, night_of(store, THIRD), None, {})
    assert tree_of(home) == THIRD
    assert not (home / SPARE / "same.md").exists()


def test_what_is_the_owners_is_never_in_the_spare(home: Path, store: Path) -> None:
    reports = home / "reports"
    for path in (".git/HEAD", "a/notes.txt", "c/notes.txt"):
        (reports / path).parent.mkdir(exist_ok=True)
        (reports / path).write_text("mine")
    for night in (THIRD, SECOND, THIRD):
        publish(home, night_of(store, night), None, {})
        assert tree_of(home) == {**night, ".git/HEAD": "mine", "a/notes.txt": "mine", "c/notes.txt": "mine"}
        assert not [file for file in (home / SPARE).rglob("*") if file.name in {".git", "HEAD", "notes.txt"}]


def test_where_no_links_can_be_made_there_is_no_spare(home: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: str, target: str) -> None:
        raise PermissionError(1, "Operation not permitted", source, None, target)

    monkeypatch.setattr(os, "link", refuse)
    shutil.rmtree(home / SPARE)
    for night in (THIRD, SECOND):
        publish(home, night_of(store, night), None, {})
        assert tree_of(home) == night
        assert names_in(home) == ["reports", "run.json"]


def test_a_tree_whose_list_is_lost_leaves_a_spare_of_shared_files_alone(home: Path, store: Path) -> None:
    (home / "run.json").unlink()
    publish(home, night_of(store, THIRD), None, {})
    assert tree_of(home).items() >= THIRD.items()
    assert all(file.samefile(home / "reports" / file.relative_to(home / SPARE)) for file in (home / SPARE).rglob("*") if file.is_file())


def test_a_switch_that_an_earlier_version_decided_is_finished_without_a_spare(home: Path, store: Path) -> None:
    shutil.rmtree(home / SPARE)
    (staging := home / ".publishing").mkdir()
    shutil.copytree(home / "reports", staging / "tree")
    ours = str(sorted(SECOND)).replace("'", '"')
    (staging / "journal.json").write_text(f'{{"new_tree": {(staging / "tree").stat().st_ino}, "ours": {ours}}}')
    assert heal(home)
    assert tree_of(home) == SECOND
    assert names_in(home) == ["reports", "run.json"]
    assert publish(home, night_of(store, THIRD), None, {}).unchanged == 3
    assert read_run(home)["files"].keys() == THIRD.keys()
