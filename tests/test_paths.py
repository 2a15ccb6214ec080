"""Where pages stand: which of them someone asked for."""

import pytest

from tasks.shared_paths import find_unmatched

PATHS = ("README.md", "playlists/mix/overview.md", "playlists/mix_2/2024/overview.md", "images/artists/iu/clusters/clusters_scatter.png")


@pytest.mark.parametrize("wanted", ["library", "playlist", "playlist:mix", "playlist:mix_2", "artist", "artist:iu"])
def test_pages_that_are_there_are_found(wanted: str) -> None:
    assert find_unmatched(PATHS, (wanted,)) == ()


def test_pages_that_are_nobodys_are_given_in_the_order_asked_for() -> None:
    only = ("playlist:mi", "playlist:mix", "producer", "artist:mix", "label:nosuch")
    assert find_unmatched(iter(PATHS), only) == ("playlist:mi", "producer", "artist:mix", "label:nosuch")


def test_whoever_asks_for_all_pages_finds_them() -> None:
    assert find_unmatched((), ()) == ()
