"""Measure the import of a million playlist rows against merely reading the same files."""

import shutil
from pathlib import Path

from .fresh import Figures, draw_table, fastest, measure_fresh, write_library

HELD_OUT_SEED = 12
TRACKS, PLAYLISTS = 228_000, 400
NO_PLAYLISTS = ("top_tracks.csv", "top_artists.csv", "plays.csv", "credits.csv", "relations.csv")
QUICK_SHARE = 20
ROUNDS = 3
MOST_TIMES_READING, AIMED_TIMES_READING, MOST_MEBIBYTES = 6, 3, 4096


def measure_import(folder: Path, *, is_quick: bool) -> str:
    """Give the table of an import's seconds and memory, the least disturbed of some rounds."""
    share = QUICK_SHARE if is_quick else 1
    library = write_library(folder, TRACKS // share, PLAYLISTS // share, HELD_OUT_SEED)
    for name in NO_PLAYLISTS:
        (library / name).unlink()
    readings, imports = [], []
    for _ in range(ROUNDS):
        readings.append(measure_fresh("timed_reading", library, home=folder / "unused"))
        imports.append(_import_anew(library, folder / "import-home"))
    reading, imported = fastest(readings), fastest(imports)
    return f"{reading.parts['rows']:,.0f} rows in {reading.parts['files']:.0f} files\n\n{_tabulate(reading, imported)}"


def _import_anew(library: Path, home: Path) -> Figures:
    """Import into a home that is new."""
    shutil.rmtree(home, ignore_errors=True)
    return measure_fresh("timed_import", library, home=home)


def _tabulate(reading: Figures, imported: Figures) -> str:
    """Lay out what was measured, the ratio, and the parts of the import."""
    law = f"<= {MOST_TIMES_READING} x, aim {AIMED_TIMES_READING} x; < {MOST_MEBIBYTES} MiB"
    rows = [
        ("polars.read_csv of every file", f"{reading.seconds:.2f}", f"{reading.own_mebibytes:.0f}", "", ""),
        ("import", f"{imported.seconds:.2f}", f"{imported.own_mebibytes:.0f}", f"{imported.seconds / reading.seconds:.1f} x", law),
        *((f"of which {name}", f"{seconds:.2f}", "", "", "") for name, seconds in imported.parts.items()),
    ]
    return draw_table(("", "seconds", "peak MiB", "ratio", "law"), rows)
