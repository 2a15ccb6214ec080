"""What a command refuses before it touches anything, with status 2 and a sentence that says what to do."""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nights import ROOT, linernotes, run_of, tree_of

from storage.clock import Clock
from tasks.pull.land import gather_sources
from tasks.pull.sources import Sources

COMMAND = (sys.executable, "-m", "flows.cli.main")
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


def test_a_sample_that_could_not_be_written_leaves_nothing_and_one_that_was_killed_is_no_obstacle(tmp_path: Path, home: Path) -> None:
    words = ("--tracks", "300", "--playlists", "4")
    assert linernotes("sample", tmp_path / "wanted", *words, home=home).returncode == 0
    made = tmp_path / "mine"
    command = [*COMMAND, "sample", str(made), *words, "--home", str(home)]
    full = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=take_small_files_alone)
    assert (full.returncode, full.stderr.count("\n"), list(made.iterdir())) == (1, 1, []), full.stderr
    larger = [*COMMAND, "sample", str(made), "--tracks", "20000", "--playlists", "80", "--home", str(home)]
    with subprocess.Popen(larger, cwd=ROOT, stdout=subprocess.DEVNULL) as killed:
        while killed.poll() is None and not list(made.glob(".linernotes-sample/*")):
            time.sleep(0.001)
        killed.kill()
    assert list(made.iterdir()) == [made / ".linernotes-sample"]
    assert linernotes("sample", made, *words, home=home).returncode == 0
    assert tree_of(made) == tree_of(tmp_path / "wanted")
    assert "is not empty" in refused("sample", made, home=home)


def take_small_files_alone() -> None:
    """Let no file grow beyond a few pages, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_a_killed_nights_sample_goes_with_the_next_night_of_any_kind(tmp_path: Path, home: Path) -> None:
    (home / ".sample").mkdir(parents=True)
    (home / ".sample" / "half.csv").write_text("Track Na", encoding="utf-8")
    (tmp_path / "mine.csv").write_text("Track Name,Artist Name(s)\nOne,Somebody\n", encoding="utf-8")
    gather_sources(Sources(paths=(str(tmp_path / "mine.csv"),)), Clock())
    assert not (home / ".sample").exists()


@pytest.mark.parametrize("content", [b"cores = \n", b"\xef\xbb\xbfcores = 1\n", b"# \xff\n"])
def test_settings_that_are_no_toml_are_named_with_their_file(home: Path, content: bytes) -> None:
    home.mkdir()
    (home / "linernotes.toml").write_bytes(content)
    assert f"{home / 'linernotes.toml'} is no TOML" in refused("status", home=home)


def test_a_home_that_is_named_by_nothing_is_the_usual_one(tmp_path: Path) -> None:
    environment = {**os.environ, "LINERNOTES_HOME": "", "PYTHONPATH": str(ROOT)}
    told = subprocess.check_output([*COMMAND, "sweep"], cwd=tmp_path, env=environment, text=True)
    assert told
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


@pytest.mark.parametrize("content", ['{"broken', '{"outcome": 1}'])
def test_what_the_last_run_said_of_itself_may_be_damaged(home: Path, content: str) -> None:
    home.mkdir()
    (home / "run.json").write_text(content, encoding="utf-8")
    told = linernotes("status", home=home)
    assert (told.returncode, told.stderr) == (1, "")
    assert "run.json is damaged, and `linernotes run` writes it anew" in told.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="writes to /dev/full")
def test_a_night_is_published_though_nobody_can_read_its_progress(tmp_path: Path, home: Path) -> None:
    library = tmp_path / "mine"
    assert linernotes("sample", library, *SMALL, home=home).returncode == 0
    run = [*COMMAND, "run", str(library), "--home", str(home)]
    with Path("/dev/full").open("w") as full:
        assert subprocess.run(run, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=full, check=False).returncode == 0
    assert run_of(home)["counts"]["tracks"] == 50
    reading, writing = os.pipe()
    os.close(reading)
    again = subprocess.run(run, cwd=ROOT, stdout=writing, stderr=writing, check=False)
    os.close(writing)
    assert again.returncode == 0
    assert run_of(home)["outcome"] == "nothing changed"


@pytest.mark.skipif(sys.platform != "linux", reason="writes to /dev/full")
def test_rows_that_find_no_room_are_an_error_that_says_so(home: Path) -> None:
    with Path("/dev/full").open("w") as full:
        asked = [*COMMAND, "status", "--home", str(home)]
        done = subprocess.run(asked, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("linernotes: No space left on device: make the output and the home writable")


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
