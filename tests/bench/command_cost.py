"""Measure the fixed cost of the command on a home where nothing changed."""

import os
import subprocess
import sys
import time
from pathlib import Path

from storage.prefect_server import temporary_server, wait_until_up

from .fresh import ROOT, draw_table, fastest, measure_fresh, write_library

HELD_OUT_SEED = 14
TRACKS, PLAYLISTS = 300, 5
ROUNDS = 3
IMPORTS = "import flows.cli.main, flows.nightly"


def measure_command(folder: Path) -> str:
    """Give the table of the whole command's seconds, and of those for server and imports, against servers of their own."""
    library, home = write_library(folder, TRACKS, PLAYLISTS, HELD_OUT_SEED), folder / "command-home"
    _run(home, library)
    rows = [
        ("`linernotes run`, nothing changed, temporary server", min(_run(home) for _ in range(ROUNDS))),
        ("start of a temporary server until it answers", min(_start_server(folder / "server-home") for _ in range(ROUNDS))),
        ("imports of the command and the flows (while the server starts)", min(_import() for _ in range(ROUNDS))),
        ("the night itself against a standing server", fastest(measure_fresh("timed_night", "night", home=home) for _ in range(ROUNDS)).seconds),
    ]
    return draw_table(("", "seconds"), [(name, f"{seconds:.1f}") for name, seconds in rows])


def _run(home: Path, *paths: Path) -> float:
    """Time the command without a configured server."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return _time([sys.executable, "-m", "flows.cli.main", "run", *map(str, paths), "--home", str(home), "--quiet"], environment)


def _import() -> float:
    """Time a process that only imports."""
    return _time([sys.executable, "-c", IMPORTS], dict(os.environ))


def _start_server(home: Path) -> float:
    """Time the start of a server in a home that a server has used before, beside the standing one."""
    standing = os.environ["PREFECT_API_URL"]
    started = time.perf_counter()
    with temporary_server(home):
        wait_until_up()
        seconds = time.perf_counter() - started
    os.environ["PREFECT_API_URL"] = standing
    return seconds


def _time(command: list[str], environment: dict[str, str]) -> float:
    """Time a program from its start to its end."""
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return time.perf_counter() - started
