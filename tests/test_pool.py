"""The pool of processes: one that is killed, hangs or fails costs its own work alone."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.failures import Fault
from storage.pool import Patience, Pool

HURRIED = Patience(seconds=60, tries=2, pause_seconds=0.01)


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    monkeypatch.setenv("LINERNOTES_CORES", "2")
    made = Pool()
    yield made
    made.close()


def die() -> None:
    """Be killed."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(mark: Path) -> str:
    """Be killed the first time."""
    if not mark.exists():
        mark.touch()
        die()
    return "done"


def wait_for(mark: Path) -> int:
    """Work until somebody else has been killed."""
    while not mark.exists():
        time.sleep(0.01)
    return os.getpid()


def test_one_that_is_killed_is_told_after_the_last_try_and_the_others_go_on(pool: Pool, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        other = threads.submit(pool.attempt, HURRIED, wait_for, tmp_path / "killed")
        assert pool.attempt(HURRIED, die) == Fault("its process was killed", is_accident=True)
        (tmp_path / "killed").touch()
        assert isinstance(other.result(), int)


def test_one_that_is_killed_once_is_begun_again(pool: Pool, tmp_path: Path) -> None:
    assert pool.attempt(HURRIED, die_once, tmp_path / "mark") == "done"


def test_one_that_hangs_is_ended_and_its_process_is_made_anew(pool: Pool, tmp_path: Path) -> None:
    before = pool.attempt(HURRIED, os.getpid)
    hung = pool.attempt(Patience(seconds=0.5, tries=1), wait_for, tmp_path / "never")
    assert hung == Fault("it took longer than 0.5 seconds", is_accident=True)
    after = pool.attempt(HURRIED, os.getpid)
    assert isinstance(after, int)
    assert after != before
    assert isinstance(before, int)
    with pytest.raises(ProcessLookupError):
        wait_until_gone(before)


def wait_until_gone(process: int) -> None:
    """Ask for a process until there is none; it is forgotten a little after it is killed."""
    for _ in range(500):
        os.kill(process, 0)
        time.sleep(0.02)


def test_a_work_that_fails_is_told_in_one_line_and_its_process_works_on(pool: Pool) -> None:
    process = pool.attempt(HURRIED, os.getpid)
    fault = pool.attempt(HURRIED, int, "a\nnumber")
    assert fault == Fault(r"ValueError: invalid literal for int() with base 10: 'a\nnumber'")
    assert pool.attempt(HURRIED, os.getpid) == process


def test_a_long_reason_is_cut(pool: Pool) -> None:
    fault = pool.attempt(HURRIED, int, "9" * 300 + "x")
    assert isinstance(fault, Fault)
    assert len(fault.reason) == 200
