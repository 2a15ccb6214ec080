"""The record of runs: every run once, oldest first, whatever the home is called."""

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from storage import runs

STARTED = datetime(2026, 1, 1)  # noqa: DTZ001
TOLD = {"started_at": STARTED, "finished_at": STARTED, "snapshot_id": "s", "outcome": "done", "counts": {"tracks": 1}}


def test_no_run_is_known_before_the_first() -> None:
    assert_frame_equal(runs.known(), pl.DataFrame(schema=runs.TABLE.dtypes))


@pytest.mark.parametrize("name", ["home", "[my] music*", "music?"])
def test_runs_are_known_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("LINERNOTES_HOME", str(tmp_path / name))
    rows = [runs.as_row({**TOLD, "run_id": run_id}) for run_id in ("2026-01-02", "2026-01-01", "2026-01-03")]
    for row in rows:
        runs.record(row)
    assert_frame_equal(runs.known(), pl.concat(rows).sort("run_id"))
    assert runs.is_recorded("2026-01-02")
