"""Measure a cold night with all pages and figures against a plain script, pages alone, and a night in which one playlist gained a track."""

import itertools
import shutil
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from storage.publication import read_run
from tasks.pull.sample.catalogue import invent_catalogue
from tasks.pull.sample.history import list_top_artists, list_top_tracks
from tasks.pull.sample.tracks import complete_tracks

from .fresh import Figures, draw_table, fastest, measure_fresh, write_library

HELD_OUT_SEED = 14
LEAST_TIMES_FASTER, AIMED_TIMES_FASTER = 4, 8
FEWEST_ROWS = 20
ROUNDS = 3
MOST_MILLISECONDS_A_PAGE, MOST_MEBIBYTES, MOST_OF_THE_COLD = 10, 1536, 0.05


class Size(NamedTuple):
    """How large a sample library is, and on how many dates its top lists were taken."""

    tracks: int
    playlists: int
    top_dates: int


USUAL, QUICK = Size(3000, 60, 120), Size(600, 12, 40)


def measure_reports(folder: Path, size: Size) -> str:
    """Give the table of what reports cost."""
    library = write_library(folder, size.tracks, size.playlists, HELD_OUT_SEED)
    _lengthen_lists(library, size)
    home = folder / f"reports-{size.tracks}"
    cold = measure_fresh("timed_night", "night", library, home=home)
    pages = list((home / "reports").rglob("*.md"))
    plain = measure_fresh("timed_plain", home=home)
    shutil.rmtree(home / "artifacts" / "pages")
    later = {"written": measure_fresh("timed_night", "study", home=home), **_measure_changes(library, home)}
    library_told = f"{size.tracks} tracks, {size.playlists} playlists, {size.top_dates} dates of top lists"
    head = f"{library_told}: {len(pages)} pages, {plain.parts['figures']:.0f} figures"
    return f"{head}\n\n{_tabulate(cold, plain, later, len(pages))}"


def _measure_changes(library: Path, home: Path) -> dict[str, Figures]:
    """Give the least disturbed of nights in which a playlist gained a track, of quiet ones, and of what no changed one can do without."""
    rounds: dict[str, list[Figures]] = defaultdict(list)
    for _ in range(ROUNDS):
        before = _list_figures(home)
        _add_a_track(library)
        rounds["changed"].append(measure_fresh("timed_night", "night", library, home=home))
        drawn = len(_list_figures(home) - before)
        rounds["quiet"].append(measure_fresh("timed_night", "night", library, home=home))
        rounds["least"].append(measure_fresh("timed_night", "draw", str(drawn), home=home))
    return {name: fastest(runs) for name, runs in rounds.items()}


def _list_figures(home: Path) -> set[tuple[str, str]]:
    """Give the published figures, each with the digest of its content."""
    return {(path, told[0]) for path, told in read_run(home)["files"].items() if path.endswith(".png")}


def _lengthen_lists(library: Path, size: Size) -> None:
    """Write the top lists of the same library again, over as many dates as wanted."""
    catalogue = invent_catalogue(size.tracks, HELD_OUT_SEED)
    complete = complete_tracks(catalogue, HELD_OUT_SEED)
    list_top_tracks(complete, HELD_OUT_SEED, size.top_dates).write_csv(library / "top_tracks.csv")
    list_top_artists(catalogue.artists, HELD_OUT_SEED, size.top_dates).write_csv(library / "top_artists.csv")


def _add_a_track(library: Path) -> None:
    """Put a track of one playlist at the end of the next one that is written in the same columns and lacks it; both are of usual size."""
    playlists = [
        file for file in sorted(library.glob("*.csv")) if len(rows := file.read_bytes().splitlines()) > FEWEST_ROWS and b"Added At" in rows[0]
    ]
    for source, target in itertools.pairwise(playlists):
        head, *rows = source.read_bytes().splitlines(keepends=True)
        known = target.read_bytes()
        missing = [row for row in rows if row.partition(b",")[0] not in known]
        if known.startswith(head) and missing:
            target.write_bytes(known + missing[-1])
            return
    raise AssertionError("no two playlists of the library are written in the same columns")


def _tabulate(cold: Figures, plain: Figures, later: dict[str, Figures], pages: int) -> str:
    """Lay out what was measured, and the laws."""
    faster = plain.seconds / cold.seconds
    memory = cold.own_mebibytes + 2 * cold.child_mebibytes
    each = 1000 * later["written"].seconds / pages
    of_cold = {name: (f"{run.seconds:.2f}", f"{run.seconds / cold.seconds:.1%} of the cold night") for name, run in later.items()}
    rows = [
        ("plain script, scaled from 200 figures", f"{plain.seconds:.1f}", f"{plain.parts['ms_a_figure']:.0f} ms a figure", ""),
        ("cold night, everything", f"{cold.seconds:.1f}", f"{faster:.1f} x faster", f">= {LEAST_TIMES_FASTER} x, aim {AIMED_TIMES_FASTER} x"),
        ("memory of all its processes, at most", "", f"{memory:.0f} MiB", f"< {MOST_MEBIBYTES} MiB"),
        ("all pages again, figures known", of_cold["written"][0], f"{each:.1f} ms a page", f"<= {MOST_MILLISECONDS_A_PAGE} ms"),
        ("one playlist gained a track", *of_cold["changed"], f"<= {MOST_OF_THE_COLD:.0%}"),
        ("of that: flows of the same nesting and one process that draws as many figures, nothing else", *of_cold["least"], ""),
        ("nothing changed", *of_cold["quiet"], ""),
    ]
    return draw_table(("", "seconds", "", "law"), rows)
