"""Seals: what nobody touched is not read again, and whatever was touched is."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from storage import artifacts
from storage.schemas import Artifact
from storage.seals import Seals, look_at

PAGE = b"# Page\n"


@pytest.fixture
def page() -> Artifact:
    """Give an artifact that was found whole in an earlier night."""
    ticket = artifacts.save_bytes("pages", PAGE)
    assert artifacts.are_whole([ticket])
    begin_next_night()
    return ticket


def begin_next_night() -> None:
    """Keep the seals and forget everything else, as another process would."""
    artifacts.keep_seals()
    artifacts.doubt_all()
    artifacts.seals_in.cache_clear()


def seals_of(home: Path) -> dict[str, list[int]]:
    return dict(json.loads((home / "artifacts" / artifacts.SEALS).read_bytes()))


def make_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be read whose seal is whole."""

    def refuse(ticket: Artifact) -> bytes:
        raise AssertionError(f"{ticket.digest} was read")

    monkeypatch.setattr(artifacts, "load_bytes", refuse)


def test_a_sealed_artifact_is_not_read_again(page: Artifact, monkeypatch: pytest.MonkeyPatch) -> None:
    make_unreadable(monkeypatch)
    assert artifacts.are_whole([page])


def keep_time(file: Path, content: bytes) -> None:
    """Change content behind the back of whoever looks at size and time."""
    before = file.stat()
    file.write_bytes(content)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


HURTS: dict[str, Callable[[Path], object]] = {
    "gone": lambda file: file.unlink(),
    "emptied": lambda file: file.write_bytes(b""),
    "of the same size": lambda file: file.write_bytes(PAGE.upper()),
    "of the same size and time": lambda file: keep_time(file, PAGE.upper()),
    "replaced": lambda file: (file.with_name("other").write_bytes(PAGE.upper()), file.with_name("other").replace(file)),
}


@pytest.mark.parametrize("hurt", HURTS.values(), ids=HURTS.keys())
def test_an_artifact_that_is_hurt_is_noticed_and_made_again(page: Artifact, hurt: Callable[[Path], object]) -> None:
    hurt(artifacts.path_of(page))
    assert not artifacts.are_whole([page])
    assert artifacts.save_bytes("pages", PAGE) == page
    assert artifacts.load_bytes(page) == PAGE


@pytest.mark.parametrize("hurt", HURTS.values(), ids=HURTS.keys())
def test_what_is_computed_again_is_kept_again_where_it_is_hurt(page: Artifact, hurt: Callable[[Path], object]) -> None:
    hurt(artifacts.path_of(page))
    assert artifacts.save_bytes("pages", PAGE) == page
    assert artifacts.load_bytes(page) == PAGE


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"pages/1": 1}', b'{"pages/1": [1]}'])
def test_without_its_list_every_artifact_is_read(page: Artifact, home: Path, content: bytes) -> None:
    (home / "artifacts" / artifacts.SEALS).write_bytes(content)
    keep_time(artifacts.path_of(page), PAGE.upper())
    artifacts.seals_in.cache_clear()
    assert not artifacts.are_whole([page])


def test_a_copied_home_is_read_again(page: Artifact, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").rename(tmp_path / "moved")
    monkeypatch.setenv("LINERNOTES_HOME", str(tmp_path / "moved"))
    assert artifacts.are_whole([page])
    file = artifacts.path_of(page)
    file.rename(file.with_name("first"))
    file.write_bytes(PAGE.upper())
    artifacts.doubt_all()
    assert not artifacts.are_whole([page])


def test_tables_are_always_read(home: Path) -> None:
    ticket = Artifact(table="core.artists", digest=artifacts.save_bytes("core.artists", PAGE).digest)
    assert artifacts.are_whole([ticket])
    begin_next_night()
    assert ticket.table not in str(seals_of(home))


def test_only_seals_that_were_used_are_kept_and_written_only_where_they_differ(page: Artifact, home: Path) -> None:
    other = artifacts.save_bytes("pages", b"other")
    assert artifacts.are_whole([page, other])
    begin_next_night()
    assert seals_of(home).keys() == {f"pages/{page.digest}", f"pages/{other.digest}"}
    assert artifacts.are_whole([page])
    begin_next_night()
    assert seals_of(home).keys() == {f"pages/{page.digest}"}
    before = (home / "artifacts" / artifacts.SEALS).stat().st_ino
    assert artifacts.are_whole([page])
    begin_next_night()
    assert (home / "artifacts" / artifacts.SEALS).stat().st_ino == before


def test_seals_are_kept_where_somebody_took_them_away(tmp_path: Path) -> None:
    (file := tmp_path / "file").write_bytes(PAGE)
    look = look_at(str(file))
    assert look is not None
    seals = Seals(tmp_path / "seals.json")
    for _ in range(2):
        seals.add("file", look)
        seals.keep()
        (tmp_path / "seals.json").unlink()
    assert look_at(str(tmp_path / "nothing")) is None


def test_what_a_night_wrote_is_not_read_by_the_next_one(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = artifacts.save_bytes("pages", PAGE)
    begin_next_night()
    assert seals_of(home).keys() == {f"pages/{ticket.digest}"}
    make_unreadable(monkeypatch)
    assert artifacts.are_whole([ticket])
