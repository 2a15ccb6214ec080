"""`linernotes up`: nights by themselves, by hand, and after whatever ended it."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from nights import ROOT, run_of
from prefect.settings import PREFECT_API_URL, temporary_settings

from storage.deployments import clear_up

MOST_SECONDS = 120
WORKING = ("prefect", "storage.prefect_server", "flow_engine", "linernotes up")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Up:
    """A running `linernotes up`, and the server behind it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}/api", trust_env=False, timeout=30)
        self.start()

    def start(self) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        settings = {"LINERNOTES_SAMPLE_TRACKS": "120", "LINERNOTES_SAMPLE_PLAYLISTS": "3", "LINERNOTES_UI_PORT": str(self.port)}
        self.command = subprocess.Popen(
            [sys.executable, "-m", "flows.cli.main", "up", "--home", str(self.home)],
            cwd=ROOT,
            env={**environment, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.command.stdout
        self.told = [next(self.command.stdout) for _ in range(4)]
        wait_for(lambda: self.deployment()["schedules"])

    def deployment(self) -> dict[str, Any]:
        return dict(self.client.get("/deployments/name/nightly/nightly").raise_for_status().json())

    def run_by_hand(self) -> str:
        asked = self.client.post(f"/deployments/{self.deployment()['id']}/create_flow_run", json={"state": {"type": "SCHEDULED"}})
        return str(asked.raise_for_status().json()["id"])

    def state_of(self, run: str) -> str:
        return str(self.client.get(f"/flow_runs/{run}").raise_for_status().json()["state_type"])

    def runs(self) -> list[dict[str, Any]]:
        return list(self.client.post("/flow_runs/filter", json={"sort": "EXPECTED_START_TIME_ASC"}).raise_for_status().json())

    def end(self, how: signal.Signals) -> int:
        self.command.send_signal(how)
        status = self.command.wait(MOST_SECONDS)
        assert self.command.stdout
        self.command.stdout.close()
        return status


def wait_for(holds: Callable[[], Any]) -> None:
    until = time.monotonic() + MOST_SECONDS
    while not holds():
        assert time.monotonic() < until, "it did not come true in time"
        time.sleep(0.2)


def processes_of(home: Path) -> list[str]:
    """Give the commands of processes that work in or for a home."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                command, environment = ((folder / part).read_bytes().replace(b"\0", b" ").decode(errors="replace") for part in ("cmdline", "environ"))
            except OSError:
                continue
            if f"LINERNOTES_HOME={home} " in environment and any(word in command for word in WORKING):
                found.append(command)
    return found


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    served = Up(tmp_path_factory.mktemp("up") / "home")
    yield served
    if served.command.poll() is None:
        served.end(signal.SIGTERM)
    served.client.close()


def test_it_says_where_it_is_and_when_it_runs(up: Up) -> None:
    told = "".join(up.told)
    assert f"http://127.0.0.1:{up.port}" in told
    assert "0 3 * * *" in told


def test_the_next_nights_are_planned(up: Up) -> None:
    wait_for(lambda: [run for run in up.runs() if run["auto_scheduled"] and run["state_type"] == "SCHEDULED"])


def test_of_missed_nights_only_the_last_is_made_up_for(up: Up, monkeypatch: pytest.MonkeyPatch) -> None:
    test_the_next_nights_are_planned(up)
    monkeypatch.setenv("LINERNOTES_HOME", str(up.home))
    planned = [run["id"] for run in up.runs() if run["auto_scheduled"]]
    with temporary_settings({PREFECT_API_URL: f"http://127.0.0.1:{up.port}/api"}):
        missed = asyncio.run(clear_up(UUID(up.deployment()["id"]), datetime.now(UTC) + timedelta(days=30)))
    assert missed == len(planned) > 1
    left = {run["id"] for run in up.runs() if run["auto_scheduled"]} & set(planned)
    assert left == {planned[-1]}


def test_a_second_one_for_the_same_home_is_refused(up: Up) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "flows.cli.main", "up", "--home", str(up.home)], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert second.returncode == 2
    assert "already serves" in second.stderr


def test_killed_in_the_middle_of_a_run_it_leaves_nothing_running_and_the_next_one_says_so(up: Up) -> None:
    run = up.run_by_hand()
    wait_for(lambda: (up.home / ".lock").exists() and up.state_of(run) == "RUNNING" and len(up.runs()) > 1)
    wait_for(lambda: any(each["parent_task_run_id"] and each["state_type"] == "RUNNING" for each in up.runs()))
    up.end(signal.SIGKILL)
    wait_for(lambda: not processes_of(up.home))
    up.start()
    assert up.state_of(run) == "CRASHED"
    assert not [each["name"] for each in up.runs() if each["state_type"] == "RUNNING"]


def test_a_run_by_hand_is_a_whole_night_and_a_stop_in_the_next_one_is_clean(up: Up) -> None:
    run = up.run_by_hand()
    wait_for(lambda: up.state_of(run) not in {"SCHEDULED", "PENDING", "RUNNING"})
    assert up.state_of(run) == "COMPLETED"
    assert run_of(up.home)["counts"]["tracks"] == 120
    second = up.run_by_hand()
    wait_for(lambda: up.state_of(second) == "RUNNING")
    assert up.end(signal.SIGTERM) == 0
    assert not processes_of(up.home)
    assert run_of(up.home)["counts"]["tracks"] == 120
