"""The deployment: what deploy/prefect.yaml describes is registered with a real server and runs when its API is asked."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from asking import client_of
from nights import ROOT, run_of

MOST_SECONDS = 180


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[httpx.Client]:
    with client_of(server) as client:
        yield client


def prefect(*words: str, folder: Path = ROOT, **environment: str) -> str:
    command = [sys.executable, "-m", "prefect", *words]
    done = subprocess.run(command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, timeout=MOST_SECONDS, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def deployment(client: httpx.Client) -> dict[str, Any]:
    """Register the deployment as deploy/README.md says."""
    prefect("work-pool", "create", "linernotes", "--type", "process")
    prefect("--no-prompt", "deploy", "--all", "--prefect-file", "deploy/prefect.yaml")
    return dict(client.get("/deployments/name/nightly/nightly").raise_for_status().json())


def test_the_night_is_scheduled_once_a_day_and_one_at_a_time(deployment: dict[str, Any]) -> None:
    assert [(one["schedule"]["cron"], one["active"]) for one in deployment["schedules"]] == [("0 3 * * *", True)]
    assert deployment["global_concurrency_limit"]["limit"] == 1


def test_its_parameters_are_explained_and_hold_no_secret(deployment: dict[str, Any]) -> None:
    described = deployment["parameter_openapi_schema"]["properties"]
    assert set(described) == {"sources", "only", "ignore_cache"}
    assert all(parameter.get("description") for parameter in described.values())
    parts = deployment["parameter_openapi_schema"]["definitions"]
    assert all(part.get("description") and part.get("title") for part in parts["Sources"]["properties"].values())
    assert parts["Reading"]["enum"] == ["the last sources again", "the paths named below", "the latest snapshot as it is"]
    words = str(deployment["parameter_openapi_schema"]).lower()
    assert not [word for word in ("secret", "token", "password", "client_id") if word in words]


def test_a_run_asked_for_through_the_api_is_a_whole_night(deployment: dict[str, Any], client: httpx.Client, tmp_path: Path) -> None:
    asked = {
        "parameters": {"sources": {"reading": "the last sources again", "paths": [], "spotify": False}, "only": []},
        "state": {"type": "SCHEDULED"},
    }
    run = client.post(f"/deployments/{deployment['id']}/create_flow_run", json=asked).raise_for_status().json()
    environment = {"LINERNOTES_HOME": str(tmp_path / "night"), "LINERNOTES_SAMPLE_TRACKS": "80", "LINERNOTES_SAMPLE_PLAYLISTS": "3"}
    prefect("worker", "start", "--pool", "linernotes", "--run-once", folder=tmp_path, **environment)
    until = time.monotonic() + MOST_SECONDS
    state = ""
    while state not in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"} and time.monotonic() < until:
        time.sleep(0.5)
        state = client.get(f"/flow_runs/{run['id']}").json()["state_type"]
    assert state == "COMPLETED"
    assert run_of(tmp_path / "night")["counts"]["tracks"] == 80
    assert (tmp_path / "night" / "reports" / "README.md").is_file()
