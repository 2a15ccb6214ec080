"""Measure a cold study against its floor, and a quiet one against the cold one."""

import shutil
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from .fresh import Figures, draw_table, fastest, measure_fresh, write_library

HELD_OUT_SEED = 11
ROUNDS = 3
MOST_TIMES_THE_FLOOR, MOST_OF_THE_COLD = 1.5, 0.05
ONE_THREAD_EACH = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS"), "1")


class Size(NamedTuple):
    """How large a sample library is."""

    tracks: int
    playlists: int


USUAL, QUICK = Size(3000, 60), Size(600, 12)


def measure_study(folder: Path, size: Size) -> str:
    """Give the tables of a study's speed, the least disturbed of some rounds, against the standing server."""
    library, home = write_library(folder, *size, HELD_OUT_SEED), folder / f"home-{size.tracks}"
    measure_fresh("timed_night", "pull", library, home=home)
    rounds: dict[str, list[Figures]] = defaultdict(list)
    for _ in range(ROUNDS):
        rounds["pool"].append(measure_fresh("timed_pool", home=home))
        rounds["empty"].append(measure_fresh("timed_night", "empty", home=home))
        rounds["cold"].append(_study_cold(home))
        rounds["floor"].append(measure_fresh("timed_floor", home=home, **ONE_THREAD_EACH))
        rounds["quiet"].append(measure_fresh("timed_night", "study", home=home))
        rounds["quiet night"].append(measure_fresh("timed_night", "night", library, home=home))
    best = {name: fastest(runs) for name, runs in rounds.items()}
    work = best["floor"].parts
    head = f"{size.tracks} tracks, {size.playlists} playlists, {work['collections']:.0f} clustered collections, {work['figures']:.0f} figures"
    return f"{head}\n\n{_tabulate(best)}"


def _study_cold(home: Path) -> Figures:
    """Study a pulled snapshot of which nothing is known."""
    for cache in ("artifacts", "results"):
        shutil.rmtree(home / cache, ignore_errors=True)
    return measure_fresh("timed_night", "study", home=home)


def _tabulate(best: dict[str, Figures]) -> str:
    """Lay out what was measured and the two ratios."""
    empty = best["empty"].seconds
    cold, floor = best["cold"].seconds, best["floor"].seconds
    rows = [
        ("floor: the same fits and figures from memory, no orchestration", f"{floor:.2f}", "", ""),
        ("cold study", f"{cold:.2f}", f"{cold / floor:.2f} x the floor", f"<= {MOST_TIMES_THE_FLOOR}"),
        ("start of the process pool, inside the cold study alone", f"{best['pool'].seconds:.2f}", "", ""),
        ("empty flows of the same nesting, taken off below on both sides", f"{empty:.2f}", "", ""),
        _compare("quiet study", best["quiet"].seconds - empty, cold - empty),
        _compare("quiet night: pull too", best["quiet night"].seconds - empty, cold - empty),
    ]
    return draw_table(("", "seconds", "ratio", "law"), rows)


def _compare(name: str, quiet: float, cold: float) -> tuple[str, str, str, str]:
    """Give the row of a run in which nothing had changed."""
    return name, f"{quiet:.2f}", f"{quiet / cold:.1%} of the cold study", f"<= {MOST_OF_THE_COLD:.0%}"
