"""Every test has a home of its own."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a new home."""
    monkeypatch.setenv("DO_NOT_TRACK", "1")
    for name in ("RANKING_COLUMN", "CORES", "SAMPLE_TRACKS", "SAMPLE_PLAYLISTS", "SAMPLE_SEED", "WAIT_FOR_LOCK"):
        monkeypatch.delenv(f"LINERNOTES_{name}", raising=False)
    monkeypatch.setenv("LINERNOTES_HOME", str(tmp_path / "home"))
    return tmp_path / "home"
