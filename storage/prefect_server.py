"""A Prefect server for one run whose files live in the home; refuses to touch the user's own Prefect profile."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty

from storage.errors import Failed

START_SECONDS = 180
STOP_SECONDS = 10
LOOPBACK = "127.0.0.1"
PARENT_DEATH_SIGNAL = 1  # prctl's PR_SET_PDEATHSIG
UNUSED_SERVICES = (
    "EVENT_PERSISTER",
    "EVENT_LOGGER",
    "SCHEDULER",
    "LATE_RUNS",
    "CANCELLATION_CLEANUP",
    "FOREMAN",
    "PAUSE_EXPIRATIONS",
    "TRIGGERS",
    "REPOSSESSOR",
)
BATCHES = {
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "200",
}
OWN_PAGES = "PREFECT_SERVER_CORS_ALLOWED_ORIGINS"  # any page of the web else, which could read the reports and start what it likes
TRIES_AGAIN = "2"  # six seconds for each question; a server of our own that does not answer then is gone
KEPT_DAYS = 30
SECONDS_IN_A_DAY = 86_400
FORGETTING = {
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(KEPT_DAYS * SECONDS_IN_A_DAY),
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P7D",
}


class ServerFailed(Failed):
    """The server does not answer."""


def is_configured() -> bool:
    """Say whether the user has a Prefect server of their own."""
    return bool(os.environ.get("PREFECT_API_URL"))


def own_files(home: Path) -> dict[str, str]:
    """Give the settings under which Prefect keeps to the home."""
    return {"PREFECT_HOME": str(home / ".prefect"), "PREFECT_PROFILES_PATH": str(home / ".prefect" / "profiles.toml")}


def quiet_environment(home: Path) -> dict[str, str]:
    """Give the settings under which Prefect keeps to the home, sends nothing anywhere and says little."""
    return {
        **own_files(home),
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
    }


@contextmanager
def temporary_server(home: Path) -> Iterator[None]:
    """Run a server until the block ends; it starts while the caller goes on, `wait_until_up` waits for it."""
    os.environ.update(quiet_environment(home))
    os.environ.setdefault("PREFECT_CLIENT_MAX_RETRIES", TRIES_AGAIN)
    port = free_port()
    services = {f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "false" for service in UNUSED_SERVICES}
    server = start(home, port, {**BATCHES, **FORGETTING, **services, "PREFECT_SERVER_UI_ENABLED": "false"})
    os.environ["PREFECT_API_URL"] = f"http://{LOOPBACK}:{port}/api"
    try:
        yield
    finally:
        os.environ.pop("PREFECT_API_URL", None)
        stop(server)


def start(home: Path, port: int, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a server that ends with this process at the latest."""
    folder = home / ".prefect"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "server.log").open("wb") as log:
        command = [sys.executable, "-m", "storage.prefect_server", str(port)]
        allowed = {OWN_PAGES: os.environ.get(OWN_PAGES) or ",".join(f"http://{name}:{port}" for name in (LOOPBACK, "localhost"))}
        return subprocess.Popen(command, env={**os.environ, **allowed, **environment}, stdout=log, stderr=log, start_new_session=True)


def wait_until_up(server: subprocess.Popen[bytes] | None = None) -> None:
    """Wait until the server that PREFECT_API_URL names answers; one that was started here and ended is not waited for."""
    address = os.environ["PREFECT_API_URL"]
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and (server is None or server.poll() is None):
        if _answers(f"{address}/health"):
            return
        time.sleep(0.05)
    raise ServerFailed(f"no Prefect server answers at {address}: start it, or unset PREFECT_API_URL to use a temporary one")


def _answers(address: str) -> bool:
    """Say whether the server is healthy."""
    import httpx

    try:
        return httpx.get(address, timeout=5, trust_env=False).status_code == httpx.codes.OK
    except (httpx.TransportError, httpx.UnsupportedProtocol):
        return False


@contextmanager
def needing_server() -> Iterator[None]:
    """Say in a sentence that the server went away while the block was carried out, and end soon then."""
    import httpx

    try:
        yield
    except httpx.TransportError as wrong:
        raise ServerFailed("the Prefect server does not answer any more: run again; what is published is whole") from wrong
    finally:
        _forget_untold()


def _forget_untold() -> None:
    """Drop the events that were still to be told to a server that is gone: Prefect would try eleven seconds for each, one after another."""
    if "prefect.events.worker" not in sys.modules or _answers(f"{os.environ.get('PREFECT_API_URL')}/health"):
        return
    from prefect.events.worker import EventsWorker

    for worker in tuple(EventsWorker._instances.values()):  # type: ignore[misc] # noqa: SLF001 - it offers no way to give up
        with contextlib.suppress(Empty):
            while True:
                worker._queue.get_nowait()  # noqa: SLF001


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def stop(server: subprocess.Popen[bytes], patience: float = STOP_SECONDS) -> None:
    """End a server or a worker, politely first."""
    server.terminate()
    try:
        server.wait(patience)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def die_with_parent() -> None:
    """Let this process be told to end when the one that started it ends, however it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _serve(port: int) -> None:
    """Serve until the parent ends."""
    import uvicorn

    die_with_parent()
    uvicorn.run("storage.reading:create_app", factory=True, host=LOOPBACK, port=port, log_level="error", timeout_graceful_shutdown=1)


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
