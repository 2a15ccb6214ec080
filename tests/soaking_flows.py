"""Fault schedules through the whole command: pull, study and publish in processes of their own, against one Prefect server."""

import random
import sqlite3
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from fetching import log_in
from nights import linernotes, warehouse_of
from soaking import Soaked, find_secrets, own_home
from standins.behaviour import Behaviour
from standins.faults import BREAKING, FaultSchedule, PlannedFaults
from standins.person import Wishes, invent_library
from standins.spotify import serving
from standins.standin import Standin

from storage.clock import Clock
from storage.prefect_server import temporary_server, wait_until_up

WISHES = Wishes(tracks=120, saved_tracks=90, playlists=4, playlist_tracks=55, saved_albums=5, followed=10, plays=80)
DONE, SOME_FAILED, STOPPED_EARLY = 0, 3, 75
PACE = 1000
TELLING_WHEN = ("core.source_files", "core.playlist_sources")


def soak_flows(seeds: Iterable[int]) -> Soaked:
    """Run the schedules one after another."""
    soaked = Soaked()
    with tempfile.TemporaryDirectory(prefix="linernotes-server-") as folder, temporary_server(Path(folder)):
        wait_until_up()
        for seed in seeds:
            soaked.add(soak_flow(seed, Path(folder)))
    return soaked


def soak_flow(seed: int, server: Path) -> Soaked:
    """Run one night of failures and one without, and compare with a home that never saw one."""
    chance, soaked = random.Random(f"flow {seed}"), Soaked(nights=3)  # noqa: S311 - chance by seed
    with serving(invent_library(WISHES, seed), Behaviour(slow_seconds=0.01)) as standin:
        faults = FaultSchedule(seed, 0.1, BREAKING, chance.choice((None, chance.randint(1, 25))))
        address = {"api_url": standin.api_url, "accounts_url": standin.accounts_url, "client_id": standin.behaviour.client_id}
        with own_home(**address, pace=PACE) as folder:
            log_in(standin, Clock())
            standin.behave(faults=faults)
            first = linernotes("run", "--spotify", home=folder / "home")
            soaked.faults, soaked.stopped = sum(line.fault is not None for line in standin.log), int(first.returncode == STOPPED_EARLY)
            if first.returncode not in {DONE, SOME_FAILED, STOPPED_EARLY}:
                soaked.problems.append(f"flow {seed}: status {first.returncode}: {first.stderr[-300:]}")
            standin.behave(faults=PlannedFaults())
            standin.pass_a_day()
            (folder / "home" / "fetch" / "quota.json").unlink()
            second = linernotes("run", home=folder / "home")
            fresh = linernotes("run", "--spotify", home=folder / "fresh")
            soaked.requests = standin.requests
            if second.returncode or fresh.returncode:
                soaked.problems.append(f"flow {seed}: status {second.returncode} and {fresh.returncode}: {second.stderr[-300:]}{fresh.stderr[-300:]}")
            else:
                ours, theirs = rows_of(folder / "home"), rows_of(folder / "fresh")
                soaked.problems += [f"flow {seed}: {name} is other than in a fresh home" for name in ours if ours[name] != theirs[name]]
            said = "".join(told.stdout + told.stderr for told in (first, second, fresh))
            soaked.problems += [f"flow {seed}: {problem}" for problem in (*find_secrets(standin, folder, said), *find_in_prefect(standin, server))]
    return soaked


def rows_of(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Give the rows of every table; when a source told something is a moment of its own in every home."""
    rows = warehouse_of(home)
    for name in TELLING_WHEN:
        rows[name] = [tuple(None if isinstance(cell, datetime) else cell for cell in row) for row in rows[name]]
    return rows


def find_in_prefect(standin: Standin, server: Path) -> list[str]:
    """Search everything that the Prefect server keeps: parameters, logs, artifacts, states."""
    secrets = (standin.library.person.email, *standin.accounts.secrets)
    kept = b"".join(file.read_bytes() for file in server.rglob("*") if file.is_file())
    tables = _list_tables(server)
    if not tables:
        return ["Prefect keeps nothing, so nothing was searched"]
    return [f"a secret stands in Prefect's database of {len(tables)} tables" for secret in secrets if secret.encode() in kept]


def _list_tables(server: Path) -> list[str]:
    """Name the tables of the server's database, so that an empty search is noticed."""
    (database,) = server.rglob("prefect.db")
    with sqlite3.connect(database) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
