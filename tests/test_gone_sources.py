"""Sources that are not there any more: what they held stays, and every other source is read as it is tonight."""

import json
import shutil
from pathlib import Path

import pytest
from fetching import FakeClock, gather_night
from small_library import export

from storage import snapshots
from storage.schemas import Landing, SkippedFile
from storage.settings import home
from storage.snapshots import GONE
from tasks.pull.land import Gathered
from tasks.pull.sources import LAST_AGAIN, Sources

PNG = b"\x89PNG\r\n\x1a\n"
COVERED = "Track URI,Track Name,Artist Name(s),Album Image URL\nspotify:track:{:022d},Song,Singer,covers/1.png\n"


@pytest.fixture
def one(tmp_path: Path) -> Path:
    return export(tmp_path / "one", {"P1": range(1, 6)})


@pytest.fixture
def two(tmp_path: Path) -> Path:
    return export(tmp_path / "two", {"P2": range(6, 11)})


def night(*paths: Path) -> Gathered:
    """Gather and record a night of these paths, or of the last ones again."""
    return gather_night(FakeClock(), Sources(paths=tuple(map(str, paths))) if paths else LAST_AGAIN)


def blobs_of(gathered: Gathered) -> dict[str, str]:
    return {file.name: file.blob for file in gathered.landing.files}


def with_gone(landing: Landing, *gone: Path) -> Landing:
    """Give a landing in which sources are named that are gone and nothing else was left out."""
    return landing.model_copy(update={"skipped": tuple(SkippedFile(name=str(path), reason=GONE) for path in gone)})


def latest() -> snapshots.Manifest:
    manifest = snapshots.latest()
    assert manifest is not None
    return manifest


def test_of_two_sources_the_one_that_is_gone_stays_and_the_other_is_read(one: Path, two: Path) -> None:
    first = blobs_of(night(one, two))
    shutil.rmtree(one)
    export(two, {"P2": range(6, 16), "P3": range(3)})
    second = night()
    assert (second.is_new, second.sources, latest().gone) == (True, (str(one), str(two)), (str(one),))
    assert list(blobs_of(second)) == ["P1.csv", "P2.csv", "P3.csv"]
    assert blobs_of(second)["P1.csv"] == first["P1.csv"]
    assert blobs_of(second)["P2.csv"] != first["P2.csv"]
    assert second.held == {str(one): ("P1.csv",), str(two): ("P2.csv", "P3.csv")}


def test_where_nothing_else_changed_the_night_differs_by_the_line_alone_and_the_next_one_not_at_all(one: Path, two: Path) -> None:
    first = night(one, two)
    shutil.rmtree(one)
    second, third = night(), night()
    assert second.landing == with_gone(first.landing, one)
    assert (third.landing, third.is_new, third.held) == (second.landing, False, first.held)


def test_of_a_source_that_is_gone_the_files_that_were_left_out_stay_named(one: Path, two: Path) -> None:
    (one / "notes.csv").write_text("shopping,amount\nmilk,2\n")
    (one / "MyPlaylists.json").write_text(json.dumps({"playlists": [{"name": "Empty", "items": []}]}))
    (one / "broken.zip").write_bytes(b"PK\x03\x04 and then nothing")
    (one / "outside").symlink_to(two / "P2.csv")
    said = night(one, two).landing.skipped
    assert [left_out.name for left_out in said] == ["MyPlaylists.json: Empty", "broken.zip", "notes.csv", "outside"]
    shutil.rmtree(one)
    night()
    assert set(night().landing.skipped) == {*said, SkippedFile(name=str(one), reason=GONE)}


def test_a_damaged_zip_of_a_source_that_is_there_again_is_named_while_it_is_damaged(one: Path, two: Path) -> None:
    (one / "broken.zip").write_bytes(b"PK\x03\x04 and then nothing")
    said = night(one, two).landing.skipped
    one.rename(one.with_name("away"))
    night()
    one.with_name("away").rename(one)
    assert night().landing.skipped == said
    (one / "broken.zip").unlink()
    assert night().landing.skipped == ()


def test_when_both_are_gone_both_are_named_and_one_that_comes_back_is_read(one: Path, two: Path) -> None:
    first = night(one, two)
    for folder in (one, two):
        shutil.rmtree(folder)
    second = night()
    assert (second.landing, second.held) == (with_gone(first.landing, one, two), first.held)
    export(two, {"P4": range(6, 11)})
    third = night()
    assert blobs_of(third) == {"P1.csv": first.landing.files[0].blob, "P4.csv": first.landing.files[1].blob}
    assert latest().gone == (str(one),)


def test_a_source_that_comes_back_is_read_as_if_it_had_never_been_away(one: Path, two: Path) -> None:
    night(one, two)
    shutil.rmtree(one)
    night()
    export(one, {"P1": range(1, 4), "P5": range(2)})
    back = night()
    assert latest().gone == ()
    assert list(blobs_of(back)) == ["P1.csv", "P2.csv", "P5.csv"]
    assert night(one, two).landing == back.landing


@pytest.mark.parametrize("gone", ["one", "two"])
def test_files_of_equal_names_and_their_covers_keep_the_names_that_they_had(tmp_path: Path, gone: str) -> None:
    for number, name in enumerate(("one", "two"), 1):
        (tmp_path / name / "covers").mkdir(parents=True)
        (tmp_path / name / "P.csv").write_text(COVERED.format(number))
        (tmp_path / name / "covers" / "1.png").write_bytes(PNG + name.encode())
    first = night(tmp_path / "one", tmp_path / "two")
    assert (list(blobs_of(first)), list(first.landing.images)) == (["P.csv", "two/P.csv"], ["covers/1.png", "two/covers/1.png"])
    shutil.rmtree(tmp_path / gone)
    assert night().landing == with_gone(first.landing, tmp_path / gone)


def test_which_source_held_what_is_no_part_of_what_is_studied(one: Path, two: Path) -> None:
    night(one, two)
    manifest = latest()
    assert manifest.held
    assert manifest.model_copy(update={"held": {}}).snapshot == manifest.snapshot
    assert night(one).held == {}


def test_a_night_that_could_not_tell_the_sources_apart_stays_whole(one: Path, two: Path) -> None:
    first = night(one, two)
    (file,) = (home() / "snapshots").glob("*.json")
    file.write_text(json.dumps({name: told for name, told in json.loads(file.read_text()).items() if name != "held"}))
    shutil.rmtree(one)
    export(two, {"P2": range(6, 16)})
    assert night().landing == with_gone(first.landing, one)
