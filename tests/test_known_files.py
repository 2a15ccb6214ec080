"""Landing again: files that nobody touched are not read again, and every other one is."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from storage import blobs, files
from storage.answers import Answers
from storage.schemas import Landing
from storage.settings import home
from tasks.pull import land as landing
from tasks.pull.exports import TwoOwners, land_exports
from tasks.pull.exports.known import Known, Told

ID = "4uLU6hMCjMI75M1A2tKUQC"
HEADER = "Track URI,Track Name,Artist Name(s),Album Image URL,Added At\n"
ROW = f"spotify:track:{ID},A Song,A Singer,{{}},2024-05-06T07:08:09Z\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an export of two playlists with covers, old enough that it counts as left in peace."""
    monkeypatch.setattr(files, "JUST_CHANGED_NS", 0)
    exports = tmp_path / "exports"
    (exports / "covers").mkdir(parents=True)
    for name in ("a", "b"):
        (exports / f"{name}.csv").write_text(HEADER + ROW.format("covers/1.png"))
        (exports / "covers" / f"{len(name)}.png").write_bytes(PNG)
    (exports / "notes.csv").write_text("shopping,amount\nmilk,2\n")
    return exports


def land(folder: Path) -> tuple[Landing, int]:
    """Land a folder as a night does, and count what was landed anew."""
    landed = []

    def keep(content: bytes, suffix: str) -> str:
        landed.append(suffix)
        return blobs.land(content, suffix)

    with Answers("exports", Told, landing.__name__) as answers:
        return land_exports([folder], keep, Known(answers, blobs.holds)), len(landed)


def test_what_nobody_touched_is_not_read_again(folder: Path) -> None:
    first, count = land(folder)
    assert count == 3
    assert land(folder) == (first, 0)


def test_a_file_that_was_just_changed_is_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "JUST_CHANGED_NS", 1_000_000_000_000)
    first = land(folder)
    assert land(folder) == first


def rewrite(folder: Path) -> None:
    (folder / "b.csv").write_text((folder / "b.csv").read_text().replace("A Song", "B Song"))


def rewrite_as_of_then(folder: Path) -> None:
    status = (folder / "b.csv").stat()
    rewrite(folder)
    os.utime(folder / "b.csv", ns=(status.st_atime_ns, status.st_mtime_ns))


def replace(folder: Path) -> None:
    (folder / "new").write_text((folder / "b.csv").read_text().replace("A Song", "B Song"))
    (folder / "new").replace(folder / "b.csv")


def lose_the_blob(folder: Path) -> None:
    (blob,) = {file.blob for file in land(folder)[0].files}
    blobs.file_of(blob).unlink()


@pytest.mark.parametrize("change", [rewrite, rewrite_as_of_then, replace, lose_the_blob])
def test_what_was_changed_is_read_again(folder: Path, change: Callable[[Path], None]) -> None:
    land(folder)
    change(folder)
    landing, count = land(folder)
    assert count
    assert landing == land_exports([folder], blobs.land)
    assert all(blobs.holds(file.blob) for file in landing.files)


def test_a_picture_that_one_file_still_names_stays_when_the_other_names_it_no_more(folder: Path) -> None:
    land(folder)
    for name, other in (("a", "b"), ("b", "a")):
        (folder / f"{name}.csv").write_text(HEADER + ROW.format(""))
        assert set(land(folder)[0].images) == {"covers/1.png"}, f"{other}.csv names it"
        (folder / f"{name}.csv").write_text(HEADER + ROW.format("covers/1.png"))
        land(folder)


def test_a_new_picture_is_found_in_files_that_are_known(folder: Path) -> None:
    (folder / "a.csv").write_text(HEADER + ROW.format("covers/2.png"))
    assert set(land(folder)[0].images) == {"covers/1.png"}
    (folder / "covers" / "2.png").write_bytes(PNG + b"2")
    assert set(land(folder)[0].images) == {"covers/1.png", "covers/2.png"}


def test_a_zip_is_read_again_when_it_was_changed(folder: Path, tmp_path: Path) -> None:
    packed = tmp_path / "packed"
    packed.mkdir()
    shutil.make_archive(str(packed / "mine"), "zip", folder)
    first, _ = land(packed)
    assert land(packed) == (first, 0)
    rewrite(folder)
    shutil.make_archive(str(packed / "mine"), "zip", folder)
    second, count = land(packed)
    assert count
    assert second != first


def test_nobody_is_remembered(folder: Path) -> None:
    (folder / "c.csv").write_text("Track URI,Track Name,Artist Name(s),Account Name\n" + f"spotify:track:{ID},A Song,A Singer,somebody\n")
    for _ in range(2):
        assert "c.csv" in {file.name for file in land(folder)[0].files}
        assert "somebody" not in (home() / "results" / "exports" / "answers.json").read_text()
    (folder / "d.csv").write_text((folder / "c.csv").read_text().replace("somebody", "another"))
    with pytest.raises(TwoOwners):
        land(folder)
