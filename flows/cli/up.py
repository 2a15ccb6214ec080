"""`linernotes up`: a Prefect server unless one is configured, the nightly deployment and a worker for it, in one command."""

import argparse
import asyncio
import os
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from datetime import UTC, datetime
from threading import Event
from types import FrameType

from storage import standing
from storage.errors import Failed
from storage.prefect_server import is_configured, wait_until_up
from storage.settings import home, settings

LOOK_SECONDS = 1.0
QUICK_SECONDS, QUICK_ENDS = 60.0, 5


class ServerEnded(Failed):
    """The Prefect server that was started here is gone."""


class WorkerEnded(Failed):
    """Workers end as soon as they are started."""


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser) -> None:
    """Add the command."""
    command = commands.add_parser("up", parents=[common], help="run every night by itself: Prefect server, schedule and worker, until it is stopped")
    command.set_defaults(carry_out=keep_up)


def keep_up(wanted: argparse.Namespace) -> int:
    """Serve until told to stop; a run in progress is stopped too, what was published before stays."""
    here = home()
    here.mkdir(parents=True, exist_ok=True)
    os.environ["LINERNOTES_HOME"] = str(here)
    stopped = _listen_for_the_end()
    with standing.alone_up(here), nullcontext() if is_configured() else standing.standing_server(here, settings().ui_port) as server:
        wait_until_up(server)
        quick_ends = 0
        while not stopped.is_set():
            missed, begun = asyncio.run(_deploy()), time.monotonic()
            with standing.standing_worker(here, _pool()) as worker:
                if not wanted.quiet and not quick_ends:
                    print("\n".join(_sentences(missed)), flush=True)
                _watch(stopped, worker, server)
            quick_ends = quick_ends + 1 if time.monotonic() - begun < QUICK_SECONDS else 0
            if not stopped.is_set():
                _tell_of_end(quick_ends)
    return 0


def _tell_of_end(quick_ends: int) -> None:
    """Say that a worker ended by itself; give up where one after another does."""
    log = standing.worker_log(home())
    if quick_ends == QUICK_ENDS:
        raise WorkerEnded(f"the worker ended {quick_ends} times within a minute of its start: see {log}, mend it and start `linernotes up` again")
    print(f"linernotes: the worker ended by itself and is started again; {log} may tell why", file=sys.stderr, flush=True)


async def _deploy() -> int:
    """Register the nightly deployment; give how many nights were missed while nobody worked."""
    from flows.nightly import nightly
    from storage.deployments import Hour, clear_up, register

    chosen = settings()
    return await clear_up(await register(nightly, Hour(chosen.nightly_cron, chosen.nightly_zone)), datetime.now(UTC))


def _pool() -> str:
    """Give the name of the work pool."""
    from storage.deployments import POOL

    return POOL


def _sentences(missed: int) -> list[str]:
    """Say where it can be looked at and when it runs."""
    from storage.deployments import Hour

    chosen = settings()
    hour = Hour(chosen.nightly_cron, chosen.nightly_zone)
    caught_up = ["a night was missed and is made up for now"] if missed else []
    return [
        f"home:      {home()}",
        f"nights:    {hour.cron} ({hour.clock}); settings nightly_cron and nightly_zone",
        *caught_up,
        f"interface: {standing.ui_address()}  (Deployments, nightly, Run)",
        "stop with Ctrl-C or SIGTERM; what was published stays",
    ]


def _listen_for_the_end() -> Event:
    """Give what is set when this process is told to end."""
    stopped = Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    return stopped


def _watch(stopped: Event, worker: subprocess.Popen[bytes], server: subprocess.Popen[bytes] | None) -> None:
    """Wait until told to stop, or until the worker ended; without its server nothing can go on."""
    while not stopped.wait(LOOK_SECONDS):
        if server is not None and server.poll() is not None:
            raise ServerEnded(f"the Prefect server ended by itself: see {home() / '.prefect' / 'server.log'}, and start `linernotes up` again")
        if worker.poll() is not None:
            return
