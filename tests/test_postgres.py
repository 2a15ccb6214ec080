"""What deploy/compose.yaml says, run by hand: its server on Postgres, its pool, its deployment, its worker, and a night through them.

Skipped where Postgres is not installed; with LINERNOTES_TEST_ALL set that is a failure.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from asking import client_of
from nights import ROOT, run_of

from storage.prefect_server import LOOPBACK, free_port, stop

MOST_SECONDS = 180
PASSWORD = "letters1and2figures"  # noqa: S105 - of a server that lives as long as this test
SERVICES: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))["services"]
Words = list[str | Path]
ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


def programs_of_postgres() -> Path | None:
    """Find where Postgres keeps its programs; Debian puts the newest under the highest number."""
    known = shutil.which("initdb")
    return (
        Path(known).resolve().parent
        if known
        else max(Path("/usr/lib/postgresql").glob("*/bin"), default=None, key=lambda found: int(found.parent.name))
    )


@contextmanager
def postgres() -> Iterator[int]:
    """Run a Postgres of its own, as a user that it accepts, and give its port."""
    programs = programs_of_postgres()
    if programs is None:
        assert not os.environ.get("LINERNOTES_TEST_ALL"), "Postgres is not installed, and LINERNOTES_TEST_ALL allows no test to be skipped"
        pytest.skip("Postgres is not installed")
    user: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="linernotes-postgres-") as made:
        folder, port = Path(made), free_port()
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        folder.chmod(0o755)
        (folder / "data").mkdir()
        if user:
            shutil.chown(folder / "data", user["user"], user["group"])
        made_by: Words = [
            programs / "initdb",
            "--pgdata",
            folder / "data",
            "--username",
            "prefect",
            "--pwfile",
            folder / "password",
            "--auth",
            "scram-sha-256",
        ]
        subprocess.run(made_by, check=True, stdout=subprocess.DEVNULL, **user)
        words: Words = [
            programs / "postgres",
            "-D",
            folder / "data",
            "-p",
            str(port),
            "-c",
            f"listen_addresses={LOOPBACK}",
            "-c",
            "unix_socket_directories=",
        ]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                words, stdout=log, stderr=log, user=user.get("user"), group=user.get("group"), extra_groups=user.get("extra_groups")
            )
        try:
            wait_for(
                lambda: subprocess.run([programs / "pg_isready", "-h", LOOPBACK, "-p", str(port)], check=False, capture_output=True).returncode == 0
            )
            asked: Words = [programs / "createdb", "-h", LOOPBACK, "-p", str(port), "-U", "prefect", "prefect"]
            subprocess.run(asked, check=True, env={**os.environ, "PGPASSWORD": PASSWORD})
            yield port
        finally:
            stop(server)


def wait_for(holds: Callable[[], Any]) -> None:
    until = time.monotonic() + MOST_SECONDS
    while not holds():
        assert time.monotonic() < until, "it did not come true in time"
        time.sleep(0.2)


class Composed:
    """The services of the compose file as processes of this machine: other places and ports, everything else as it stands there."""

    def __init__(self, folder: Path, database: int) -> None:
        self.home, self.port = folder / "home", free_port()
        self._folder = folder
        self._elsewhere = {
            "${LINERNOTES_DATABASE_PASSWORD}@database:5432": f"{PASSWORD}@{LOOPBACK}:{database}",
            "server:4200": f"{LOOPBACK}:{self.port}",
            "127.0.0.1:4200": f"{LOOPBACK}:{self.port}",
            "4200": str(self.port),
            "0.0.0.0": LOOPBACK,  # noqa: S104 - what is open inside the container only
            "/tmp/prefect": str(folder / "prefect"),  # noqa: S108 - so it stands in the file
            "/home-of-the-library": str(self.home),
        }

    def start(self, service: str, **environment: str) -> "subprocess.Popen[bytes]":
        """Start a service, with what it says in a file of its own."""
        told = SERVICES[service]
        program, *words = [self._place(word) for word in told["command"]]
        assert program == "prefect"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        own = {name: self._place(value) for name, value in told["environment"].items()}
        with (self._folder / f"{service}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "prefect", *words], cwd=ROOT, env={**inherited, **own, **environment}, stdout=log, stderr=log
            )

    def finish(self, service: str) -> None:
        """Run a service that ends by itself."""
        assert self.start(service).wait(MOST_SECONDS) == 0, (self._folder / f"{service}.log").read_text(encoding="utf-8")

    def _place(self, text: str) -> str:
        for name, elsewhere in self._elsewhere.items():
            if name in text:
                return text.replace(name, elsewhere)
        return text


@contextmanager
def composed(folder: Path) -> Iterator[tuple[Composed, httpx.Client]]:
    """Run database, server, pool and deployment as the compose file orders them."""
    with postgres() as database:
        services = Composed(folder, database)
        server = services.start("server")
        try:
            with client_of(f"http://{LOOPBACK}:{services.port}/api") as client:
                wait_for(lambda: is_healthy(client))
                services.finish("pool")
                services.finish("deployment")
                yield services, client
        finally:
            stop(server)


def is_healthy(client: httpx.Client) -> bool:
    try:
        return client.get("/health").is_success
    except httpx.TransportError:
        return False


def test_a_night_runs_through_a_server_on_postgres_as_the_compose_file_says(tmp_path: Path) -> None:
    with composed(tmp_path) as (services, client):
        deployment = client.get("/deployments/name/nightly/nightly").raise_for_status().json()
        asked = client.post(f"/deployments/{deployment['id']}/create_flow_run", json={"state": {"type": "SCHEDULED"}}).raise_for_status().json()
        worker = services.start("worker", LINERNOTES_SAMPLE_TRACKS="50", LINERNOTES_SAMPLE_PLAYLISTS="1", LINERNOTES_CORES="1")
        try:
            wait_for(lambda: client.get(f"/flow_runs/{asked['id']}").json()["state_type"] in ENDED)
        finally:
            stop(worker, MOST_SECONDS)
        assert client.get(f"/flow_runs/{asked['id']}").json()["state_type"] == "COMPLETED"
        assert run_of(services.home)["counts"]["tracks"] == 50
        assert client.post("/task_runs/count", json={}).json() > 10
        assert not list(tmp_path.rglob("*.db")), "Prefect kept a database of its own beside Postgres"


def test_only_what_is_to_be_seen_is_open_and_nothing_runs_as_root() -> None:
    assert {name: service["ports"] for name, service in SERVICES.items() if "ports" in service} == {"server": ["127.0.0.1:4200:4200"]}
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    assert "\nUSER 10001:10001\n" in dockerfile.split("FROM ")[-1]
