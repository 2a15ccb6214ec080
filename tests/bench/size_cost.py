"""Measure what a night costs against the size of its library."""

import json
from pathlib import Path

from .fresh import Figures, draw_table, measure_fresh, write_library

HELD_OUT_SEED = 13
TRACKS_PER_PLAYLIST = 50
USUAL, QUICK = (1_000, 10_000, 100_000), (100, 1_000)
BYTES_PER_MEBIBYTE = 1024 * 1024
HEADS = (
    "tracks",
    "playlists",
    "pull s",
    "cold study s",
    "quiet study s",
    "collections",
    "pages",
    "warehouse MiB",
    "peak MiB",
    "largest pool process MiB",
)


def measure_sizes(folder: Path, *, is_quick: bool) -> str:
    """Give the table of costs, one row per size."""
    return draw_table(HEADS, [_measure(folder, tracks) for tracks in (QUICK if is_quick else USUAL)])


def _measure(folder: Path, tracks: int) -> tuple[str, ...]:
    """Pull and study a library of one size in a new home, then study it again."""
    playlists = tracks // TRACKS_PER_PLAYLIST
    library, home = write_library(folder, tracks, playlists, HELD_OUT_SEED), folder / f"home-of-{tracks}"
    pulled = measure_fresh("timed_night", "pull", library, home=home)
    cold, quiet = (measure_fresh("timed_night", "study", home=home) for _ in range(2))
    counts = json.loads((home / "run.json").read_text(encoding="utf-8"))["counts"]
    return (
        f"{tracks:,}",
        f"{playlists:,}",
        *(f"{run.seconds:.1f}" for run in (pulled, cold, quiet)),
        f"{counts['collections']:,}",
        f"{counts['pages_unchanged']:,}",
        f"{(home / 'warehouse.duckdb').stat().st_size / BYTES_PER_MEBIBYTE:.1f}",
        f"{_peak(pulled, cold, quiet):.0f}",
        f"{cold.child_mebibytes:.0f}",
    )


def _peak(*runs: Figures) -> float:
    """Give the largest memory of any of these."""
    return max(run.own_mebibytes for run in runs)
