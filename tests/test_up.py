"""`linernotes up`: nights by themselves, by hand, and after whatever ended it."""

import asyncio
import logging
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from nights import ROOT, run_of
from prefect.settings import PREFECT_API_URL, temporary_settings
from serving_up import Up, processes_of, wait_for

from flows.nightly import nightly
from storage.deployments import Hour, clear_up, register


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


def planned_nights(up: Up) -> list[dict[str, Any]]:
    return wait_for(lambda: [run for run in up.runs() if run["auto_scheduled"] and run["state_type"] == "SCHEDULED"])


def test_the_next_nights_are_planned(up: Up) -> None:
    moments = [datetime.fromisoformat(run["expected_start_time"]).astimezone() for run in planned_nights(up)]
    assert {f"{moment:%H:%M}" for moment in moments} == {"03:00"}


def test_of_missed_nights_only_the_last_is_made_up_for(up: Up, monkeypatch: pytest.MonkeyPatch) -> None:
    planned_nights(up)
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


def test_a_worker_that_is_killed_takes_its_run_with_it_and_another_one_takes_its_place(up: Up) -> None:
    run = up.run_by_hand()
    wait_for(lambda: (up.home / ".lock").exists() and up.state_of(run) == "RUNNING")
    (worker,) = (number for number, command in processes_of(up.home).items() if "prefect worker start" in command)
    os.kill(worker, signal.SIGKILL)
    wait_for(lambda: up.state_of(run) == "CRASHED")
    assert wait_for(lambda: {number for number, command in processes_of(up.home).items() if "prefect worker start" in command} - {worker})


def test_a_night_planned_anew_leaves_one_schedule(up: Up, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINERNOTES_HOME", str(up.home))
    with temporary_settings({PREFECT_API_URL: f"http://127.0.0.1:{up.port}/api"}):
        asyncio.run(register(nightly, Hour("30 4 * * *", "Europe/Berlin")))
    (schedule,) = up.deployment()["schedules"]
    assert (schedule["schedule"]["cron"], schedule["schedule"]["timezone"], schedule["active"]) == ("30 4 * * *", "Europe/Berlin", True)


@pytest.fixture(scope="module")
def run(up: Up) -> dict[str, Any]:
    """Run a whole night by hand; it only begins in time where the killed run before it holds no slot of the deployment."""
    return up.wait_for_the_end(up.run_by_hand())


def test_a_run_by_hand_is_a_whole_night(up: Up, run: dict[str, Any]) -> None:
    assert run["state_name"] == "Completed"
    assert run["name"].startswith("night of ")
    assert run_of(up.home)["counts"]["tracks"] == 120


def test_its_log_is_a_few_lines_without_warnings(up: Up, run: dict[str, Any]) -> None:
    wait_for(lambda: any(line["message"].startswith("published: 120 tracks") for line in up.log_of(run["id"])))  # lines follow a run by some seconds
    lines = up.log_of(run["id"])
    assert not [line["message"] for line in lines if line["level"] > logging.INFO]
    told = [line["message"] for line in lines]
    assert len(told) == len(set(told)) < 40
    assert any(re.fullmatch(r"cluster collection (\d+) of \1", line) for line in told)


def test_it_leaves_summary_tables_progress_and_a_picture_that_is_a_link(up: Up, run: dict[str, Any]) -> None:
    shown = up.shown_with(run["id"])
    assert {"summary", "rejects", "clusters", "progress-cluster-collection"} <= set(shown)
    assert shown["progress-cluster-collection"]["data"] == 100
    assert shown["clusters"]["data"] == f"http://127.0.0.1:{up.port}/reports/images/overview/clusters/clusters_scatter.png"
    assert "| tracks | 120 |" in shown["summary"]["data"]
    assert sum(len(str(each["data"])) for each in shown.values()) < 20_000


def test_its_pages_and_nothing_else_can_be_read_beside_the_interface(up: Up, run: dict[str, Any]) -> None:
    assert run
    with httpx.Client(base_url=f"http://127.0.0.1:{up.port}", trust_env=False) as reader:
        page = reader.get("/reports/", follow_redirects=True)
        assert page.headers["content-type"].startswith("text/html")
        assert "<table>" in page.text
        assert "script" not in page.headers["content-security-policy"]
        picture = reader.get("/reports/images/overview/clusters/clusters_scatter.png")
        assert picture.content.startswith(b"\x89PNG")
        for outside in ("/reports/../run.json", "/reports/%2e%2e/run.json", "/reports/%2e%2e%2frun.json", "/reports//etc/passwd", "/reports/images"):
            assert "tracks" not in reader.get(outside).text
            assert "root:" not in reader.get(outside).text


def test_no_page_of_another_site_may_read_or_start_anything(up: Up) -> None:
    own, asked = f"http://127.0.0.1:{up.port}", {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    with httpx.Client(base_url=own, trust_env=False) as reader:
        for origin, allowed in ((own, own), (f"http://localhost:{up.port}", f"http://localhost:{up.port}"), ("https://evil.example", None)):
            assert reader.get("/reports/README.md", headers={"Origin": origin}).headers.get("access-control-allow-origin") == allowed
            before = reader.options("/api/deployments/filter", headers={"Origin": origin, **asked})
            assert before.headers.get("access-control-allow-origin") == allowed
            assert before.is_success == (allowed is not None)


def test_values_that_the_form_does_not_offer_are_refused_before_a_run_is_made(up: Up) -> None:
    before = len(up.runs())
    for wrong in (
        {"only": ["everything"]},
        {"sources": {"reading": "all of it"}},
        {"sources": {"reading": "the paths named below", "paths": []}},
        {"sources": {"reading": "the latest snapshot as it is", "paths": ["/exports"]}},
        {"sources": {"reading": "the paths named below", "paths": ["exports"]}},
    ):
        answer = up.client.post(f"/deployments/{up.deployment()['id']}/create_flow_run", json={"parameters": wrong})
        assert answer.status_code == 409, answer.text
    assert len(up.runs()) == before


def test_the_latest_snapshot_is_studied_as_it_is(up: Up, run: dict[str, Any]) -> None:
    assert run
    before = sorted((up.home / "snapshots").glob("*.json"))
    again = up.wait_for_the_end(up.run_by_hand(sources={"reading": "the latest snapshot as it is"}, only=["label"]))
    assert (again["state_name"], again["state"]["message"]) == ("Completed", "Nothing changed.")
    assert sorted((up.home / "snapshots").glob("*.json")) == before
    inside = [each["name"] for each in up.runs() if each["parent_task_run_id"] and (each["start_time"] or "") > again["start_time"]]
    assert inside == [f"study {before[-1].stem}"]


def test_a_stop_in_the_middle_of_a_run_is_clean(up: Up) -> None:
    second = up.run_by_hand()
    wait_for(lambda: up.state_of(second) == "RUNNING")
    assert up.end(signal.SIGTERM) == 0
    assert not processes_of(up.home)
    assert run_of(up.home)["counts"]["tracks"] == 120


def test_a_worker_that_ends_again_and_again_is_given_up_and_said(up: Up) -> None:
    up.start()
    killed: set[int] = set()
    for _ in range(5):
        worker = wait_for(lambda: {number for number, command in processes_of(up.home).items() if "prefect worker start" in command} - killed).pop()
        killed.add(worker)
        os.kill(worker, signal.SIGKILL)
    assert up.command.wait(60) == 1
    assert up.command.stdout
    with up.command.stdout as said:
        told = said.read()
    assert told.count("the worker ended by itself and is started again") == 4
    assert f"the worker ended 5 times within a minute of its start: see {up.home / '.prefect' / 'worker.log'}" in told
    assert not processes_of(up.home)
