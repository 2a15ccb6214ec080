"""A fixed share of the kills that `make soak` does: nights and servers killed at seeded moments, under the eyes of a reader."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from killing import MOST_SECONDS, Scene, kill_nights, prepared
from nights import tree_of, warehouse_of

MOUNT, UNMOUNT = "/bin/mount", "/bin/umount"
KILLS, SERVER_KILLS = range(3), range(1)


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    with prepared() as scene:
        yield scene


def test_after_any_kill_the_next_night_heals_and_no_reader_ever_saw_half_a_night(scene: Scene) -> None:
    killed = kill_nights(scene, KILLS, SERVER_KILLS)
    assert killed.problems == []
    assert killed.looks > 10


def test_of_runs_started_at_the_same_moment_one_works_and_the_others_wait_or_are_refused(scene: Scene) -> None:
    home = scene.new_home("two", is_cold=False)
    settings: tuple[dict[str, str], ...] = ({}, {}, {"LINERNOTES_WAIT_FOR_LOCK": "true"})
    runs = [scene.begin(home, f"two-{number}", LINERNOTES_CORES="1", **chosen) for number, chosen in enumerate(settings)]
    ended = [run.wait(MOST_SECONDS) for run in runs]
    assert ended[2] == 0, scene.said("two-2")
    assert sorted(ended[:2]) in ([0, 0], [0, 1], [1, 1])
    assert not [number for number in (0, 1) if ended[number] and "another run works on" not in scene.said(f"two-{number}")]
    assert len(list((home / "history" / "runs").iterdir())) == 1 + ended.count(0)
    assert tree_of(home / "reports") == tree_of(scene.second / "reports")


def test_a_home_on_a_full_disk_keeps_its_last_night_and_goes_on_when_there_is_room(scene: Scene, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() != 0 or subprocess.run([MOUNT, "-t", "tmpfs", "none", disk], capture_output=True, check=False).returncode:
        pytest.skip("no file system of a chosen size can be mounted here")
    try:
        home = Path(shutil.copytree(scene.first, disk / "home"))
        used = sum(file.stat().st_blocks * 512 for file in home.rglob("*"))
        for room in (16, 300, 1500):
            subprocess.run([MOUNT, "-o", f"remount,size={used // 1024 + room}k", disk], check=True)
            run = scene.begin(home, f"full-{room}", LINERNOTES_CORES="1")
            assert run.wait(MOST_SECONDS) == 1, scene.said(f"full-{room}")
            assert "what was published before is still in place" in scene.said(f"full-{room}")
            assert "Traceback" not in scene.said(f"full-{room}")
            assert tree_of(home / "reports") == tree_of(scene.first / "reports")
            assert warehouse_of(home) == warehouse_of(scene.first)
        subprocess.run([MOUNT, "-o", "remount,size=200m", disk], check=True)
        assert list(scene.compare(home)) == []
    finally:
        subprocess.run([UNMOUNT, disk], check=True)
