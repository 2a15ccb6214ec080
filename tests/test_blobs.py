"""Raw content on its way to the disk: a night waits for what it brought, not for what others write meanwhile."""

import os

import pytest

from storage import blobs

usefixtures = pytest.mark.usefixtures("home")


def wait_for(count: int, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Land contents and wait for them; tell how many files and folders, and how often everything, was waited for."""
    names = {blobs.land(f"{number}".encode(), ".csv") for number in range(count)}
    one_by_one: list[int] = []
    everything: list[bool] = []
    monkeypatch.setattr(os, "fsync", one_by_one.append)
    monkeypatch.setattr(os, "sync", lambda: everything.append(True))
    blobs.settle(names)
    return len(one_by_one), len(everything)


@usefixtures
def test_few_files_are_waited_for_one_by_one_with_their_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    assert wait_for(0, monkeypatch) == (0, 0)
    assert wait_for(2, monkeypatch) == (4, 0)


@usefixtures
def test_many_are_waited_for_together(monkeypatch: pytest.MonkeyPatch) -> None:
    assert wait_for(blobs.WAITED_FOR_ONE_BY_ONE + 1, monkeypatch) == (0, 1)
