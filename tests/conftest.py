"""Every test has a home of its own."""

from pathlib import Path

import pytest


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
