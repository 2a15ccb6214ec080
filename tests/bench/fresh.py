"""Run one measurement in a process of its own, and hold its figures; refuses to know what is measured."""

import json
import multiprocessing
import os
import resource
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
KIBIBYTES_PER_MEBIBYTE = 1024


class Figures(NamedTuple):
    """What one fresh process measured: seconds, the parts of them, its own peak memory and that of its largest child."""

    seconds: float
    parts: dict[str, float]
    own_mebibytes: float
    child_mebibytes: float


def measure_fresh(module: str, *words: str | Path, home: Path, **settings: str) -> Figures:
    """Run a module of this folder as a program in a fresh process and give the figures that it tells."""
    command = [sys.executable, "-m", f"tests.bench.{module}", *map(str, words)]
    environment = {**os.environ, **settings, "LINERNOTES_HOME": str(home)}
    told = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    return Figures(*json.loads(told.splitlines()[-1]))


def tell(seconds: float, **parts: float) -> None:
    """Tell the figures of this process to the one that started it; its children are waited for, their memory counts."""
    for child in multiprocessing.active_children():
        child.join()
    own, children = (resource.getrusage(who).ru_maxrss / KIBIBYTES_PER_MEBIBYTE for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps([seconds, parts, own, children]))


def fastest(measured: Iterable[Figures]) -> Figures:
    """Give the run that other programs disturbed least."""
    return min(measured, key=lambda figures: figures.seconds)


def write_library(folder: Path, tracks: int, playlists: int, seed: int) -> Path:
    """Write a sample library, once."""
    library = folder / f"library-{tracks}-{playlists}-{seed}"
    if not library.exists():
        words = ("sample", library, "--tracks", tracks, "--playlists", playlists, "--seed", seed, "--quiet")
        subprocess.run([sys.executable, "-m", "flows.cli.main", *map(str, words)], cwd=ROOT, check=True)
    return library


def draw_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay figures out as a markdown table, the first column to the left."""
    lines = [heads, [":--", *("--:" for _ in heads[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
