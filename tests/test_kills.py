"""A fixed share of the kills that `make soak` does: nights and servers killed at seeded moments, under the eyes of a reader."""

from collections.abc import Iterator

import pytest
from killing import Scene, kill_nights, prepared

KILLS, SERVER_KILLS = range(3), range(1)


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    with prepared() as scene:
        yield scene


def test_after_any_kill_the_next_night_heals_and_no_reader_ever_saw_half_a_night(scene: Scene) -> None:
    killed = kill_nights(scene, KILLS, SERVER_KILLS)
    assert killed.problems == []
    assert killed.looks > 10
