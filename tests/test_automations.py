"""The examples of deploy/automations.yaml on a real server: crashed, failed and late nights are told."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from asking import client_of
from nights import ROOT
from receiving import Receiver, receiving

from storage.prefect_server import free_port, quiet_environment, start, stop, wait_until_up

MOST_SECONDS = 90
QUICK = {
    "PREFECT_SERVER_SERVICES_LATE_RUNS_LOOP_SECONDS": "1",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": "1",
    "PREFECT_SERVER_UI_ENABLED": "false",
}
MAKE_BLOCK = "import sys; from prefect.blocks.webhook import Webhook; print(Webhook(url=sys.argv[1]).save('linernotes', overwrite=True))"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """Give the address of a server that acts on events."""
    with pytest.MonkeyPatch.context() as patched:
        for name, value in quiet_environment(tmp_path / "server").items():
            patched.setenv(name, value)
        port = free_port()
        patched.setenv("PREFECT_API_URL", f"http://127.0.0.1:{port}/api")
        running = start(tmp_path / "server", port, QUICK)
        wait_until_up(running)
        yield os.environ["PREFECT_API_URL"]
        stop(running)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as listening:
        yield listening


def run_python(*words: str) -> str:
    """Run Python with words and give what it printed."""
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, timeout=MOST_SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def begin(client: httpx.Client, flow: str, *states: dict[str, Any]) -> str:
    """Make a run of a flow go through states; give its name."""
    flow_id = client.post("/flows/", json={"name": flow}).raise_for_status().json()["id"]
    run = client.post("/flow_runs/", json={"flow_id": flow_id, "state": states[0]}).raise_for_status().json()
    for state in states[1:]:
        client.post(f"/flow_runs/{run['id']}/set_state", json={"state": state, "force": True}).raise_for_status()
    return str(run["name"])


def test_crashed_failed_and_late_nights_are_told_and_other_flows_are_not(server: str, receiver: Receiver, tmp_path: Path) -> None:
    block = run_python("-c", MAKE_BLOCK, receiver.address)
    chosen = tmp_path / "my-automations.yaml"
    chosen.write_text((ROOT / "deploy" / "automations.yaml").read_text(encoding="utf-8").replace("BLOCK_ID", block), encoding="utf-8")
    assert "Created 3 automation(s)" in run_python("-m", "prefect", "automation", "create", "--from-file", str(chosen))
    due = (datetime.now(UTC) - timedelta(minutes=5)).isoformat()
    scheduled = {"type": "SCHEDULED", "state_details": {"scheduled_time": due}}
    with client_of(server) as client:
        begin(client, "another", {"type": "RUNNING"}, {"type": "FAILED"})
        crashed = begin(client, "nightly", {"type": "RUNNING"}, {"type": "CRASHED"})
        failed = begin(client, "nightly", {"type": "RUNNING"}, {"type": "FAILED"})
        begin(client, "nightly", {"type": "RUNNING"}, {"type": "COMPLETED"})
        late = begin(client, "nightly", scheduled)
    until = time.monotonic() + MOST_SECONDS
    while len(receiver.taken) < 3 and time.monotonic() < until:
        time.sleep(0.2)
    assert sorted([told["text"] for told in receiver.taken]) == sorted(
        [
            f"linernotes: the night {crashed} crashed and the last good one stays published",
            f"linernotes: the night {failed} failed and the last good one stays published",
            f"linernotes: the night {late} has not begun: is a worker running?",
        ]
    )
