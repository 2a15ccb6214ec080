"""A Prefect server and a worker that last, with their files in the home; refuses to know what they work on."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from storage.errors import Refused
from storage.prefect_server import BATCHES, FORGETTING, LOOPBACK, die_with_parent, free_port, own_files, start, stop
from storage.reading import PREFIX

STOP_WORKER_SECONDS = 60
LARGEST_LOG_BYTES = 4_000_000
PLAIN_UI = {
    "PREFECT_SERVER_UI_V2_ENABLED": "false",  # the newer interface asks a host outside
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
}
USEFUL_LINES = {
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "INFO",
    "PREFECT_LOGGING_LOGGERS_PREFECT_TASK_RUNS_LEVEL": "WARNING",  # a line per task would bury the night's own
}


class AlreadyUp(Refused):
    """Another server and worker serve this home."""


@contextmanager
def alone_up(home: Path) -> Iterator[None]:
    """Hold the right to serve a home."""
    (home / ".prefect").mkdir(parents=True, exist_ok=True)
    lock = FileLock(home / ".prefect" / "up.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise AlreadyUp(f"`linernotes up` already serves {home}: stop it first, or give --home DIR for another library") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def standing_server(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends, and point this process and all that it starts to it."""
    chosen = port if _is_free(port) else free_port()
    address = f"http://{LOOPBACK}:{chosen}"
    os.environ.update({**own_files(home), **USEFUL_LINES, "PREFECT_API_URL": f"{address}/api", "PREFECT_UI_URL": address})
    os.environ.setdefault("LINERNOTES_REPORTS_URL", f"{address}{PREFIX}")
    server = start(home, chosen, {**BATCHES, **FORGETTING, **PLAIN_UI})
    try:
        yield server
    finally:
        stop(server)


@contextmanager
def standing_worker(home: Path, pool: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker of a pool until the block ends; what it was running is stopped with it."""
    os.environ.update(USEFUL_LINES)
    if worker_log(home).exists() and worker_log(home).stat().st_size > LARGEST_LOG_BYTES:
        worker_log(home).replace(worker_log(home).with_suffix(".log.1"))
    with worker_log(home).open("ab") as log:
        command = [sys.executable, "-m", "storage.standing", pool]
        worker = subprocess.Popen(command, cwd=home, stdout=log, stderr=log, start_new_session=True)
    try:
        yield worker
    finally:
        stop(worker, STOP_WORKER_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)  # of a worker that was killed itself, what it was running


def worker_log(home: Path) -> Path:
    """Give where the worker and the runs that it starts write what they say."""
    return home / ".prefect" / "worker.log"


def ui_address() -> str:
    """Give the address of the interface of the server that is in use."""
    return os.environ.get("PREFECT_UI_URL") or os.environ["PREFECT_API_URL"].removesuffix("/").removesuffix("/api")


def _is_free(port: int) -> bool:
    """Say whether nobody listens on a port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def _work(pool: str) -> None:
    """Become the worker of a pool, which ends with the process that started it."""
    die_with_parent()
    os.execv(sys.executable, [sys.executable, "-m", "prefect", "worker", "start", "--pool", pool, "--type", "process", "--name", "linernotes"])


if __name__ == "__main__":
    _work(sys.argv[1])
