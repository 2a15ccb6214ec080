"""Prefect's own database stays bounded: a server forgets runs after thirty days, a temporary one too."""

import os
import sqlite3
import time
from pathlib import Path

from asking import client_of

from storage.prefect_server import temporary_server, wait_until_up

MOST_SECONDS = 60


def known_runs() -> set[str]:
    with client_of(os.environ["PREFECT_API_URL"]) as client:
        found = client.post("/flow_runs/filter", json={}).raise_for_status().json()
    return {run["id"] for run in found}


def make_runs(count: int) -> list[str]:
    with client_of(os.environ["PREFECT_API_URL"]) as client:
        flow = client.post("/flows/", json={"name": "nightly"}).raise_for_status().json()["id"]
        asked = {"flow_id": flow, "state": {"type": "COMPLETED"}}
        return [client.post("/flow_runs/", json=asked).raise_for_status().json()["id"] for _ in range(count)]


def test_runs_are_forgotten_after_thirty_days_and_not_before(tmp_path: Path) -> None:
    with temporary_server(tmp_path):
        wait_until_up()
        old, young = make_runs(2)
    connection = sqlite3.connect(tmp_path / ".prefect" / "prefect.db")
    for run, days in ((old, 31), (young, 29)):
        connection.execute("UPDATE flow_run SET end_time = datetime('now', ?) WHERE id = ?", (f"-{days} days", run))
    connection.commit()
    connection.close()
    with temporary_server(tmp_path):
        wait_until_up()
        until = time.monotonic() + MOST_SECONDS
        while old in known_runs():
            assert time.monotonic() < until, "an old run is still there"
            time.sleep(0.2)
        assert known_runs() == {young}
