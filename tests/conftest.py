"""Every test has a home of its own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.prefect_server import temporary_server, wait_until_up

os.environ["PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"] = "false"  # Prefect would start a server of its own, in the profile of whoever runs the tests

# The files that take longest begin first, so that no process works alone at the end.
LONGEST_FIRST = (
    *(
        "test_study",
        "test_up",
        "test_spotify_nights",
        "test_kills",
        "test_ui",
        "test_command",
        "test_week",
        "test_earlier_homes",
        "test_failing_nights",
    ),
    *("test_three_sources", "test_sweep", "test_deployment", "test_postgres", "test_markdown", "test_house", "test_publication", "test_working_copy"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the longest files first, in their order."""
    turns = {name: turn for turn, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: turns.get(item.path.stem, len(turns)))


@pytest.fixture(scope="session", autouse=True)
def home_of_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give what is made once for a file of tests a home that is not the checkout's own."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LINERNOTES_HOME", str(tmp_path_factory.mktemp("home_of_all")))
        yield Path(os.environ["LINERNOTES_HOME"])


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a new home."""
    monkeypatch.setenv("DO_NOT_TRACK", "1")
    for name in (
        "RANKING_COLUMN",
        "CORES",
        "SAMPLE_TRACKS",
        "SAMPLE_PLAYLISTS",
        "SAMPLE_SEED",
        "WAIT_FOR_LOCK",
        "PUBLISH_TO",
        "PUBLISH_FOLDER",
        "PUBLISH_PUSH",
    ):
        monkeypatch.delenv(f"LINERNOTES_{name}", raising=False)
    for name in ("CLIENT_ID", "API_URL", "ACCOUNTS_URL", "REQUESTS_A_DAY", "PACE", "SECRET_BLOCK"):
        monkeypatch.delenv(f"LINERNOTES_SPOTIFY_{name}", raising=False)
    monkeypatch.setenv("LINERNOTES_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LINERNOTES_CONFIG", str(tmp_path / "config"))
    return tmp_path / "home"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a Prefect server that all nights of a file report to."""
    with temporary_server(tmp_path_factory.mktemp("server")):
        wait_until_up()
        yield os.environ["PREFECT_API_URL"]
