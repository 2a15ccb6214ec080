"""The command: what a user types wrongly is told in one sentence, with the status that the contract names."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from nights import ROOT, home_after, linernotes, look_as_a_reader, run_of, start, times_of
from serving_up import processes_of, wait_for
from small_library import export

pytestmark = pytest.mark.usefixtures("server")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home with the built-in sample library."""
    return home_after(tmp_path_factory.mktemp("sample") / "home", LINERNOTES_SAMPLE_TRACKS="300", LINERNOTES_SAMPLE_PLAYLISTS="6")


def sentence(stderr: str) -> str:
    lines = [line for line in stderr.splitlines() if line.startswith("linernotes: ")]
    assert len(lines) == 1, stderr
    assert "Traceback" not in stderr
    return lines[0]


def test_a_path_that_is_not_there_is_named(home: Path) -> None:
    done = linernotes("run", "nowhere.csv", home=home)
    assert done.returncode == 2
    assert "nowhere.csv" in sentence(done.stderr)


def test_a_folder_with_nothing_readable_is_refused(home: Path, tmp_path: Path) -> None:
    (tmp_path / "holiday").mkdir()
    (tmp_path / "holiday" / "notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    done = linernotes("run", tmp_path / "holiday", home=home)
    assert done.returncode == 2
    assert "holiday" in sentence(done.stderr)
    assert not (home / "reports").exists()


def test_a_home_that_cannot_be_written_is_told() -> None:
    done = linernotes("run", home=Path("/proc/linernotes"))
    assert done.returncode == 1
    assert "/proc/linernotes" in sentence(done.stderr)


def test_a_home_of_a_newer_version_is_left_alone(sample: Path, tmp_path: Path) -> None:
    (manifest,) = (sample / "snapshots").glob("*.json")
    newer = tmp_path / "home" / "snapshots" / manifest.name
    newer.parent.mkdir(parents=True)
    newer.write_text(json.dumps({**json.loads(manifest.read_text(encoding="utf-8")), "home_format": 99}), encoding="utf-8")
    before = newer.read_bytes()
    done = linernotes("run", home=tmp_path / "home")
    assert done.returncode == 2
    assert "newer linernotes" in sentence(done.stderr)
    assert newer.read_bytes() == before


def test_a_home_never_mixes_the_sample_with_a_persons_own(sample: Path) -> None:
    done = linernotes("run", ROOT / "tests", home=sample)
    assert done.returncode == 2
    assert "sample library" in sentence(done.stderr)


def test_a_wrong_setting_is_named(home: Path) -> None:
    done = linernotes("run", home=home, LINERNOTES_RANKING_COLUMN="stars")
    assert done.returncode == 2
    assert "ranking_column" in sentence(done.stderr)


def test_asking_before_the_first_run_says_what_to_run(home: Path) -> None:
    done = linernotes("query", "SELECT 1", home=home)
    assert done.returncode in {1, 2}
    assert "linernotes run" in sentence(done.stderr)


def test_wrong_sql_is_told_in_one_line(sample: Path) -> None:
    done = linernotes("query", "SELECT nothing FROM nowhere", home=sample)
    assert done.returncode != 0
    assert "nowhere" in sentence(done.stderr)


def test_rows_come_in_the_form_that_was_asked_for(sample: Path) -> None:
    sql = "SELECT 1 AS one, 'a|b' AS text, NULL AS nothing"
    said = {form: linernotes("query", sql, "--format", form, home=sample).stdout for form in ("csv", "json", "markdown", "table")}
    assert said["csv"] == "one,text,nothing\n1,a|b,\n"
    assert json.loads(said["json"]) == [{"one": 1, "text": "a|b", "nothing": None}]
    assert "a\\|b" in said["markdown"]
    assert said["table"].splitlines()[0].split() == ["one", "text", "nothing"]


def test_tables_lists_every_column_with_its_description(sample: Path) -> None:
    done = linernotes("tables", "core.tracks", "--format", "json", home=sample)
    rows = json.loads(done.stdout)
    assert {"track_uri", "is_liked"} <= {row["column_name"] for row in rows}
    assert all(row["comment"] for row in rows)


def test_pages_that_nobody_has_are_named(sample: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(sample, tmp_path / "home"))
    done = linernotes("run", "--only", "playlist:nosuch", "--only", "playlist:liked_tracks", home=home)
    assert done.returncode == 0, done.stderr
    named = [line for line in done.stdout.splitlines() if line.startswith("not found:")]
    assert named == [f"not found: no page is of playlist:nosuch: a KEY is a folder in {home / 'reports' / 'playlists'}"]


def test_status_says_how_the_home_is_and_whether_it_needs_someone(sample: Path, tmp_path: Path) -> None:
    well, new = linernotes("status", home=sample), linernotes("status", home=tmp_path / "new")
    assert well.returncode == 0, well.stdout
    assert "300 tracks" in well.stdout
    assert new.returncode == 1
    assert "linernotes run" in new.stdout
    assert not (tmp_path / "new").exists()


@pytest.mark.skipif(sys.platform != "linux" and os.geteuid() == 0, reason="modes of files do not bind root here")
def test_a_home_that_may_only_be_read_can_be_looked_at(sample: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(sample, tmp_path / "home"))
    before = times_of(home)
    looks = {("status",): "300 tracks", ("query", "SELECT 41 + 1"): "42", ("tables", "mart.clusters"): "silhouette"}
    for words, said in looks.items():
        done = look_as_a_reader(*words, home=home)
        assert done.returncode == 0, done.stderr
        assert said in done.stdout
    assert look_as_a_reader("sweep", "--delete", home=home).returncode == 1
    assert times_of(home) == before


def needs_of(home: Path) -> list[str]:
    """Give what the status says that the user is needed for."""
    return [line for line in linernotes("status", home=home).stdout.splitlines() if line.startswith("needs you")]


def test_the_status_tells_of_a_night_that_was_killed_until_another_one_is_good(sample: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(sample, tmp_path / "home"))
    assert needs_of(home) == []
    night = start("run", "--ignore-cache", home=home)
    wait_for((home / ".night.json").exists)
    running = linernotes("status", home=home)
    assert night.poll() is None
    assert f"held process {night.pid}, since " in running.stdout
    assert "did not finish" not in running.stdout
    os.killpg(night.pid, signal.SIGKILL)
    night.wait()
    (told,) = needs_of(home)
    assert re.search(r"the night that began \d{4}-\d\d-\d\d \d\d:\d\d UTC did not finish: it could not say why \(it was killed", told)
    assert told.endswith("`linernotes run` tries again")
    home_after(home)
    assert needs_of(home) == []


def test_the_status_tells_why_a_night_failed(sample: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(sample, tmp_path / "home"))
    (home / "reports").rename(tmp_path / "elsewhere")
    (home / "reports").symlink_to(tmp_path / "elsewhere")
    assert linernotes("run", "--ignore-cache", home=home).returncode == 2
    (told,) = needs_of(home)
    assert f"did not finish: {home / 'reports'} must be a plain folder, no link, no mount" in told


def test_a_source_that_is_gone_is_named_and_what_it_held_stays(tmp_path: Path) -> None:
    home, exports = tmp_path / "home", export(tmp_path / "exports", {"Liked Songs": range(12), "Morning": range(14)})
    home_after(home, exports)
    shutil.rmtree(exports)
    home_after(home)
    assert "it is not there any more: what it held when it was last read is used" in (home / "reports" / "rejects.md").read_text(encoding="utf-8")
    assert run_of(home)["counts"]["tracks"] == 14
    assert f"the source {exports} is gone" in linernotes("status", home=home).stdout
    home_after(home, export(exports, {"Liked Songs": range(12), "Morning": range(14)}))
    assert "not there any more" not in (home / "reports" / "rejects.md").read_text(encoding="utf-8")


def test_of_two_sources_the_one_that_is_gone_is_named_and_the_other_is_read(tmp_path: Path) -> None:
    home, one, two = tmp_path / "home", export(tmp_path / "one", {"P1": range(1, 6)}), export(tmp_path / "two", {"P2": range(6, 11)})
    home_after(home, one, two)
    shutil.rmtree(one)
    export(two, {"P2": range(6, 16), "P3": range(1, 3)})
    done = linernotes("run", home=home)
    assert done.returncode == 0, done.stderr
    named = f"{one}: it is not there any more: what it held when it was last read is used"
    assert [line for line in done.stdout.splitlines() if line.startswith("gone:")] == [f"gone:      {named}"]
    assert (run_of(home)["counts"]["tracks"], run_of(home)["counts"]["playlists"]) == (15, 3)
    assert "it is not there any more" in (home / "reports" / "rejects.md").read_text(encoding="utf-8")
    assert f"the source {one} is gone" in linernotes("status", home=home).stdout


def test_every_path_with_nothing_readable_is_named(home: Path, tmp_path: Path) -> None:
    for name in ("holiday", "letters"):
        (tmp_path / name).write_text("Dear me", encoding="utf-8")
    done = linernotes("run", tmp_path / "holiday", tmp_path / "letters", home=home)
    assert done.returncode == 2
    assert all(f"{tmp_path / name} is no export" in sentence(done.stderr) for name in ("holiday", "letters"))


def test_a_run_that_was_published_and_then_cut_off_is_recorded_by_the_next_one(sample: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(sample, tmp_path / "home"))
    first = run_of(home)["run_id"]
    told = linernotes("query", "FROM mart.runs", "--format", "csv", home=home).stdout.splitlines()
    (home / "history" / "runs" / f"{first}.parquet").unlink()
    home_after(home)
    assert linernotes("query", "FROM mart.runs ORDER BY run_id", "--format", "csv", home=home).stdout.splitlines()[:2] == told


@pytest.mark.parametrize(("page", "at_least"), [("README.md", 12), ("docs/recipes.md", 40)])
def test_every_question_of_the_documentation_has_an_answer(sample: Path, page: str, at_least: int) -> None:
    statements = [statement for block in blocks_of(page, "sql") for statement in re.split(r";\s*\n", block) if statement.strip()]
    assert len(statements) >= at_least
    with duckdb.connect(str(sample / "warehouse.duckdb"), read_only=True) as connection:
        unanswered = [statement for statement in statements if not connection.execute(statement).fetchone()]
    assert unanswered == []


def test_the_other_ways_to_ask_are_as_the_recipes_say(sample: Path) -> None:
    lines = [line for block in blocks_of("docs/recipes.md", "sh") for line in block.splitlines()]
    asked = [shlex.split(line)[1:] for line in lines if line.startswith("linernotes ")]
    assert len(asked) == len(lines) >= 3
    for words in asked:
        done = linernotes(*words, home=sample)
        assert done.returncode == 0, done.stderr
        assert len(done.stdout.splitlines()) > 1
    (program,) = blocks_of("docs/recipes.md", "python")
    said = subprocess.run([sys.executable, "-c", program], cwd=sample.parent, capture_output=True, text=True, check=True).stdout
    assert "label_name" in said


def blocks_of(page: str, language: str) -> list[str]:
    """Give the blocks of code in one language on a page of the documentation."""
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)


def test_the_sample_shows_every_kind_of_page(sample: Path) -> None:
    reports = sample / "reports"
    for kind in ("playlists", "artists", "labels", "genres"):
        assert list((reports / kind).glob("*/overview.md")), kind
    assert (reports / "clusters.md").is_file()
    assert (reports / "rejects.md").is_file()
    assert list((reports / "images" / "covers").iterdir())
    artists = "".join(page.read_text(encoding="utf-8") for page in (reports / "artists").glob("*/overview.md"))
    for section in ("## Relationships", "### Credits by Type", "### Member Credits", "### Production Credits"):
        assert f"\n{section}\n" in artists, section
    assert "\n## Duplicate albums\n" in (reports / "errors.md").read_text(encoding="utf-8")


def test_nothing_of_the_users_own_prefect_profile_is_touched(tmp_path: Path) -> None:
    home = tmp_path / "home"
    person = tmp_path / "person"
    person.mkdir()
    done = linernotes("run", home=home, HOME=str(person), PREFECT_API_URL="", LINERNOTES_SAMPLE_TRACKS="60", LINERNOTES_SAMPLE_PLAYLISTS="2")
    assert done.returncode == 0, done.stderr
    assert (home / ".prefect" / "prefect.db").exists()
    assert not (person / ".prefect").exists()


def test_a_server_that_dies_during_a_night_is_named_in_a_sentence(tmp_path: Path) -> None:
    home = tmp_path / "home"
    known = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    settings = {"LINERNOTES_SAMPLE_TRACKS": "120", "LINERNOTES_SAMPLE_PLAYLISTS": "3", "PREFECT_CLIENT_MAX_RETRIES": "0"}
    command = [sys.executable, "-m", "flows.cli.main", "run", "--home", str(home)]
    with subprocess.Popen(command, cwd=ROOT, env={**known, **settings}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as night:
        assert night.stderr
        next(line for line in night.stderr if "cut into collections" in line)
        (server,) = (number for number, words in processes_of(home).items() if "storage.prefect_server" in words)
        os.kill(server, signal.SIGKILL)
        _, stderr = night.communicate(timeout=200)
    assert night.returncode == 1
    assert "does not answer any more: run again" in sentence(stderr)
    assert "ERROR" not in stderr
