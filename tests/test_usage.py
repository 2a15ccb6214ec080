"""What a command refuses before it touches anything, with status 2 and a sentence that says what to do."""

from pathlib import Path

import pytest
from nights import linernotes, tree_of

SMALL = ("--tracks", "50", "--playlists", "1")


def refused(*words: str | Path, home: Path) -> str:
    """Run a command that must be refused as wrong usage, and give the one line that says so."""
    done = linernotes(*words, home=home)
    assert done.returncode == 2, done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("linernotes")]
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    return lines[0]


def test_a_sample_is_never_written_over_anything(tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    assert linernotes("sample", folder, *SMALL, home=home).returncode == 0
    (folder / "Liked_Songs.csv").write_text("my own", encoding="utf-8")
    before = tree_of(folder)
    assert "is not empty: name a new or an empty folder" in refused("sample", folder, *SMALL, home=home)
    assert tree_of(folder) == before


@pytest.mark.parametrize("below", [".", "deeper/still"])
def test_a_sample_is_not_written_where_a_file_stands(tmp_path: Path, home: Path, below: str) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("my own", encoding="utf-8")
    assert f"{file} is a file" in refused("sample", file / below, *SMALL, home=home)
    assert file.read_text(encoding="utf-8") == "my own"


@pytest.mark.parametrize("days", ["-1", "99999999999", "a week"])
def test_a_sweep_looks_neither_ahead_nor_back_beyond_the_calendar(home: Path, days: str) -> None:
    assert "--days" in refused("sweep", f"--days={days}", home=home)
    assert not home.exists()


def test_a_cache_kept_longer_than_the_calendar_is_a_wrong_setting(home: Path) -> None:
    home.mkdir()
    (home / "linernotes.toml").write_text("cache_days = 99999999999\n", encoding="utf-8")
    assert "cache_days" in refused("sweep", home=home)


@pytest.mark.parametrize(
    "words", [("status",), ("run",), ("query", "SELECT 1"), ("tables",), ("sweep",), ("up",), ("login",), ("logout",)], ids=" ".join
)
def test_a_home_that_is_a_file_is_named_by_every_command(tmp_path: Path, words: tuple[str, ...]) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("my own", encoding="utf-8")
    assert f"{file} is a file" in refused(*words, home=file)


def test_a_home_below_a_file_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("my own", encoding="utf-8")
    told = refused("status", home=tmp_path / "notes.txt" / "home")
    assert f"{tmp_path / 'notes.txt'} is a file, and the home {tmp_path / 'notes.txt' / 'home'} must be a folder" in told


def test_a_home_that_is_a_link_to_nowhere_is_named(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "away")
    assert f"{tmp_path / 'link'} is a link that leads nowhere, and the home" in refused("run", home=tmp_path / "link")
