"""Kills nights, or the server that they report to, at moments that a seed decides, and says what was not as it must be afterwards."""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown_tree import complaints
from nights import ROOT, tree_of, warehouse_of
from simulated import Nights, nights_in_a_row
from small_library import export
from watching import digest_of_warehouse

from storage import prefect_server
from storage.prefect_server import temporary_server, wait_until_up

MOST_SECONDS = 150
BEFORE = {"Liked Songs": [*range(12)], "Morning": [*range(14)], "Evening": [*range(10, 22)]}
AFTER = {"Liked Songs": [*range(2, 12)], "Morning": [*range(14), 22], "Noon": [*range(8, 20)]}
UNFINISHED = (".publishing", ".warehouse-*")
LASTING = ("snapshots", "facts", "history", "reports")


@dataclass
class Killed:
    """What kills came to, to be told at the end."""

    nights: int = 0
    in_time: int = 0
    switched: int = 0
    looks: int = 0
    slowest: float = 0.0  # seconds that a night went on without its server
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Scene:
    """A folder of homes that a reader watches, the home before the night to be killed, and what an undisturbed night makes of it."""

    folder: Path
    nights: Nights
    exports: Path
    usual: float

    @property
    def first(self) -> Path:
        """The home before the night."""
        return self.folder / "first"

    @property
    def second(self) -> Path:
        """The home after an undisturbed night."""
        return self.folder / "second"

    def new_home(self, name: str, *, is_cold: bool) -> Path:
        """Give a copy of the home before the night, with or without its cache; the reader sees it once it is whole."""
        made = Path(shutil.copytree(self.first, self.folder / f".{name}"))
        for part in ("artifacts", "results") if is_cold else ():
            shutil.rmtree(made / part)
        return made.rename(self.folder / f"home-{name}")

    def begin(self, home: Path, name: str, **environment: str) -> "subprocess.Popen[bytes]":
        """Start a night and do not wait; what it says stands under the name."""
        command = [sys.executable, "-m", "flows.cli.main", "run", str(self.exports), "--quiet", "--home", str(home)]
        with (self.folder / f".said-{name}").open("wb") as said:
            return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=said, stderr=said, start_new_session=True)

    def said(self, name: str) -> str:
        """Give what a night said."""
        return (self.folder / f".said-{name}").read_text(encoding="utf-8")

    def start(self, home: Path, **environment: str) -> "subprocess.Popen[bytes]":
        """Start the night that will be disturbed, and wait until it works on the home."""
        run = self.begin(home, home.name, **environment)
        wait_for(lambda: run.poll() is not None or holder_of(home) == run.pid, "the night did not begin")
        return run

    def compare(self, home: Path) -> Iterator[str]:
        """Run the next night, and name what differs from the undisturbed one or was left lying about."""
        self.nights.run(home, self.exports)
        ours, theirs = tree_of(home / "reports"), tree_of(self.second / "reports")
        yield from (f"{path} differs" for path in sorted(ours.keys() | theirs.keys()) if ours.get(path) != theirs.get(path))
        rows, wanted = warehouse_of(home), warehouse_of(self.second)
        yield from (f"{name} differs" for name in wanted if rows[name] != wanted[name])
        yield from (f"{left.name} was left" for pattern in UNFINISHED for left in home.glob(pattern))
        yield from (f"{left.relative_to(home)} was left" for part in LASTING for left in (home / part).rglob(".*"))


@contextlib.contextmanager
def prepared() -> Iterator[Scene]:
    """Live through two undisturbed nights, against a server of the whole scene, and let a reader watch from then on."""
    with tempfile.TemporaryDirectory(prefix="linernotes-kills-") as made, temporary_server(Path(made) / "server"):
        folder = Path(made)
        wait_until_up()
        with nights_in_a_row(LINERNOTES_CORES="1") as nights:
            nights.run(folder / "first", export(folder / "before", BEFORE))
            shutil.copytree(folder / "first", folder / "second")
            exports, begun = export(folder / "after", AFTER), time.monotonic()
            nights.run(folder / "second", exports)
            yield Scene(folder, nights, exports, time.monotonic() - begun)


def kill_nights(scene: Scene, seeds: range, server_seeds: range) -> Killed:
    """Kill a night for each seed, and a server for each of the others, under the eyes of a reader."""
    killed = Killed(nights=len(seeds) + len(server_seeds))
    killed.problems += [f"undisturbed: {problem}" for home in (scene.first, scene.second) for problem in complaints(home / "reports")]
    with watched(scene, killed):
        for seed in seeds:
            killed.problems += [f"kill {seed}: {problem}" for problem in kill_night(scene, seed, killed)]
        for seed in server_seeds:
            killed.problems += [f"server {seed}: {problem}" for problem in kill_server(scene, seed, killed)]
    return killed


def kill_night(scene: Scene, seed: int, killed: Killed) -> list[str]:
    """Kill one night, its first process or all of them, at any moment or while it publishes; the next one must heal what is left."""
    chance = random.Random(f"kill {seed}")  # noqa: S311 - chance by seed
    home = scene.new_home(str(seed), is_cold=chance.random() < 0.2)
    run = scene.start(home, LINERNOTES_CORES="1")
    if chance.random() < 0.4:
        wait_for(lambda: run.poll() is not None or any(any(home.glob(pattern)) for pattern in UNFINISHED), "it published nothing")
        time.sleep(chance.uniform(0, 0.2))
    else:
        time.sleep(chance.uniform(0, 1.2) * scene.usual)
    with contextlib.suppress(ProcessLookupError):
        chance.choice((os.kill, os.killpg))(run.pid, signal.SIGKILL)
    killed.in_time += run.wait() < 0
    wait_for(lambda: is_gone(run.pid), "a process of the killed night goes on")
    return finish(scene, home, killed)


def kill_server(scene: Scene, seed: int, killed: Killed) -> list[str]:
    """Kill the server of one night; the night ends by itself, and the next one must heal what is left."""
    chance = random.Random(f"server {seed}")  # noqa: S311 - chance by seed
    home, port = scene.new_home(f"server-{seed}", is_cold=False), prefect_server.free_port()
    address = {"PREFECT_API_URL": f"http://{prefect_server.LOOPBACK}:{port}/api", "PREFECT_CLIENT_MAX_RETRIES": "1"}  # not a minute for each question
    server = prefect_server.start(scene.folder / f"server-{seed}", port, prefect_server.quiet_environment(scene.folder / f"server-{seed}"))
    run = scene.start(home, LINERNOTES_CORES="1", **address)
    time.sleep(chance.uniform(0, 0.9) * scene.usual)
    server.kill()
    server.wait()
    begun = time.monotonic()
    killed.in_time += run.poll() is None
    problems = []
    try:
        run.wait(MOST_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        problems = ["the night did not end without its server"]
    killed.slowest = max(killed.slowest, time.monotonic() - begun)
    said = scene.said(home.name)
    problems += [f"status {run.returncode} and not a sentence: {said[-500:]}"] if "Traceback" in said or run.returncode not in {0, 1} else []
    return problems + finish(scene, home, killed)


def finish(scene: Scene, home: Path, killed: Killed) -> list[str]:
    """Compare, count, and clear away what needs no second look."""
    killed.switched += tree_of(home / "reports") == tree_of(scene.second / "reports")
    problems = list(scene.compare(home))
    if not problems:
        shutil.rmtree(home.rename(scene.folder / f".done-{home.name}"))
    return problems


@contextlib.contextmanager
def watched(scene: Scene, killed: Killed) -> Iterator[None]:
    """Let a reader look at all homes until the block ends, and add what it found."""
    known = scene.folder / "known.json"
    homes = (scene.first, scene.second)
    told = {"trees": [tree_of(home / "reports") for home in homes], "warehouses": [digest_of_warehouse(home) for home in homes]}
    known.write_text(json.dumps(told), encoding="utf-8")
    command = [sys.executable, str(Path(__file__).parent / "watching.py"), str(scene.folder), str(known)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        yield
        found: dict[str, Any] = json.loads(reader.communicate()[0] or '{"looks": 0, "problems": ["the reader ended by itself"]}')
    killed.looks += found["looks"]
    killed.problems += found["problems"]


def holder_of(home: Path) -> int | None:
    """Give the process that holds or held the lock of a home last."""
    try:
        return int(json.loads((home / ".holder.json").read_bytes())["pid"])
    except FileNotFoundError:
        return None


def is_gone(group: int) -> bool:
    """Say whether no process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def wait_for(holds: Callable[[], Any], otherwise: str) -> None:
    """Wait until something holds."""
    until = time.monotonic() + MOST_SECONDS
    while not holds():
        assert time.monotonic() < until, otherwise
        time.sleep(0.01)
