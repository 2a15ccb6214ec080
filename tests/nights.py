"""Runs whole nights as a user does, against one standing Prefect server for all tests of a process."""

import ctypes
import hashlib
import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import httpx

from storage.schemas import CORE_TABLES, MART_TABLES

ROOT = Path(__file__).parent.parent
STATES_AT_ONCE = 200
RECORDING_SECONDS = 60
DROP_FROM_BOUNDING_SET, OVERRIDING_MODES = 24, 1  # of Linux's prctl, and of its capabilities


def linernotes(*words: str | Path, home: Path, project: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command with its own environment and give what it said."""
    command = [sys.executable, "-m", "flows.cli.main", *map(str, words), "--home", str(home)]
    return subprocess.run(command, cwd=project, env={**os.environ, **environment}, capture_output=True, text=True, timeout=300, check=False)


def look_as_a_reader(*words: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as somebody who may read the home and write nothing of it, and give what it said."""
    kept = {file: file.stat().st_mode for file in (home, *home.rglob("*")) if not file.is_symlink()}
    command = [sys.executable, "-m", "flows.cli.main", *map(str, words), "--home", str(home)]
    try:
        for file, mode in kept.items():
            file.chmod(mode & ~0o222)
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False, preexec_fn=_be_bound_by_modes)
    finally:
        for file, mode in kept.items():
            file.chmod(mode)


def _be_bound_by_modes() -> None:
    """Let the modes of files bind root too; whoever is not root is bound by them anyway."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DROP_FROM_BOUNDING_SET, OVERRIDING_MODES)


def home_after(home: Path, *words: str | Path, **environment: str) -> Path:
    """Run a night that must succeed, and give its home."""
    done = linernotes("run", *words, home=home, project=ROOT, **environment)
    assert done.returncode == 0, done.stderr
    return home


def invented_exports(folder: Path, tracks: int, playlists: int) -> Path:
    """Write an invented library as exports."""
    done = linernotes("sample", folder, "--tracks", str(tracks), "--playlists", str(playlists), "--seed", "7", home=folder.parent / "unused")
    assert done.returncode == 0, done.stderr
    return folder


def start(*words: str | Path, home: Path) -> subprocess.Popen[bytes]:
    """Start the command and do not wait."""
    command = [sys.executable, "-m", "flows.cli.main", *map(str, words), "--home", str(home)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def tree_of(folder: Path) -> dict[str, str]:
    """Give every file of a tree with the digest of its bytes."""
    return {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.rglob("*") if file.is_file()}


def times_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Give every file of a tree with its inode and time: a file that was written anew has others."""
    return {file.relative_to(folder).as_posix(): (file.stat().st_ino, file.stat().st_mtime_ns) for file in folder.rglob("*") if file.is_file()}


def warehouse_of(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Give the rows of every table but mart.runs."""
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        names = [name for name in (*CORE_TABLES, *MART_TABLES) if name != "mart.runs"]
        return {name: connection.table(name).fetchall() for name in names}


def run_of(home: Path) -> dict[str, Any]:
    """Give run.json."""
    return dict(json.loads((home / "run.json").read_text(encoding="utf-8")))


def states_of_last_run(address: str, expected: int) -> Counter[tuple[str, str]]:
    """Count the task runs of the newest night by task and state, as Prefect's API tells them; it records them with a delay."""
    until = time.monotonic() + RECORDING_SECONDS
    counted: Counter[tuple[str, str]] = Counter()
    with httpx.Client(base_url=address, trust_env=False) as client:
        while counted.total() < expected and time.monotonic() < until:
            time.sleep(0.5)
            counted = _count_states(client)
    return counted


def _count_states(client: httpx.Client) -> Counter[tuple[str, str]]:
    """Count what is recorded now of the newest night and the flows inside it."""
    newest = client.post("/flow_runs/filter", json={"flows": {"name": {"any_": ["nightly"]}}, "sort": "START_TIME_DESC", "limit": 1}).json()[0]
    inside = client.post("/flow_runs/filter", json={"flow_runs": {"parent_flow_run_id": {"any_": [newest["id"]]}}}).json()
    ids = [flow["id"] for flow in (newest, *inside)]
    counted: Counter[tuple[str, str]] = Counter()
    found: list[Any] = [None] * STATES_AT_ONCE
    while len(found) == STATES_AT_ONCE:
        body = {"flow_runs": {"id": {"any_": ids}}, "limit": STATES_AT_ONCE, "offset": counted.total(), "sort": "ID_DESC"}
        found = client.post("/task_runs/filter", json=body).json()
        counted.update((run["name"].split(" ")[0], run["state_name"]) for run in found if run["state_type"] == "COMPLETED")
    return counted
