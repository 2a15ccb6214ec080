"""Keeps `linernotes up` running for tests, with a home and a server of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from asking import client_of
from nights import ROOT

T = TypeVar("T")
MOST_SECONDS = 240
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
        self.client = client_of(f"http://127.0.0.1:{self.port}/api")
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

    def run_by_hand(self, **parameters: object) -> str:
        asked = {"state": {"type": "SCHEDULED"}, "parameters": parameters}
        told = self.client.post(f"/deployments/{self.deployment()['id']}/create_flow_run", json=asked)
        return str(told.raise_for_status().json()["id"])

    def run(self, run: str) -> dict[str, Any]:
        return dict(self.client.get(f"/flow_runs/{run}").raise_for_status().json())

    def wait_for_the_end(self, run: str) -> dict[str, Any]:
        wait_for(lambda: self.state_of(run) not in {"SCHEDULED", "PENDING", "RUNNING"})
        return self.run(run)

    def shown_with(self, run: str) -> dict[str, dict[str, Any]]:
        told = self.client.post("/artifacts/filter", json={"artifacts": {"flow_run_id": {"any_": [run]}}}).raise_for_status().json()
        return {shown["key"]: shown for shown in told if shown["key"]}

    def log_of(self, run: str) -> list[dict[str, Any]]:
        asked = {"logs": {"flow_run_id": {"any_": [run]}}, "sort": "TIMESTAMP_ASC"}
        return list(self.client.post("/logs/filter", json=asked).raise_for_status().json())

    def state_of(self, run: str) -> str:
        return str(self.run(run)["state_type"])

    def runs(self) -> list[dict[str, Any]]:
        return list(self.client.post("/flow_runs/filter", json={"sort": "EXPECTED_START_TIME_ASC"}).raise_for_status().json())

    def end(self, how: signal.Signals) -> int:
        self.command.send_signal(how)
        status = self.command.wait(MOST_SECONDS)
        assert self.command.stdout
        self.command.stdout.close()
        return status


def wait_for(what: Callable[[], T]) -> T:
    """Ask until there is something, and give it."""
    until = time.monotonic() + MOST_SECONDS
    while not (found := what()):
        assert time.monotonic() < until, "it did not come true in time"
        time.sleep(0.2)
    return found


def processes_of(home: Path) -> dict[int, str]:
    """Give the processes that work in or for a home, and their commands."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                command, environment = ((folder / part).read_bytes().replace(b"\0", b" ").decode(errors="replace") for part in ("cmdline", "environ"))
            except OSError:
                continue
            if f"LINERNOTES_HOME={home} " in environment and any(word in command for word in WORKING):
                found[int(folder.name)] = command
    return found
