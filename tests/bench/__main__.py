"""Print every benchmark as a markdown table: `python -m tests.bench [--clusters FOLDER] [--only NAME] [--quick]`."""

import argparse
import importlib.metadata
import os
import platform
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from storage.cache import DECIDING_LIBRARIES
from storage.prefect_server import temporary_server, wait_until_up

from .command_cost import measure_command
from .import_speed import measure_import
from .plays import measure_plays
from .report_speed import QUICK as QUICK_REPORTS
from .report_speed import USUAL as USUAL_REPORTS
from .report_speed import measure_reports
from .size_cost import measure_sizes
from .spotify import measure_spotify
from .study_speed import QUICK, USUAL, measure_study


class Wanted(NamedTuple):
    """What the command line asked for."""

    clusters: Path | None
    only: list[str]
    quick: bool


class Part(NamedTuple):
    """A benchmark: its heading and how to measure it in a folder of its own."""

    heading: str
    measure: Callable[[Path, Wanted], str]


def measure_clusters(_folder: Path, wanted: Wanted) -> str:
    """Give the tables of how well collections are clustered."""
    from .cluster_quality import HELD_OUT_SEEDS, RULES, cut_folder, sample_collections, tabulate  # noqa: PLC0415 - a child's peak memory starts at ours

    if wanted.clusters:
        return tabulate(cut_folder(wanted.clusters), RULES)
    return tabulate(sample_collections(HELD_OUT_SEEDS[:1] if wanted.quick else HELD_OUT_SEEDS), RULES)


PARTS = {
    "study": Part(
        "A cold study against its floor, a quiet one against the cold one",
        lambda folder, wanted: measure_study(folder, QUICK if wanted.quick else USUAL),
    ),
    "reports": Part(
        "All pages and figures against a plain script",
        lambda folder, wanted: measure_reports(folder, QUICK_REPORTS if wanted.quick else USUAL_REPORTS),
    ),
    "import": Part("Import against merely reading", lambda folder, wanted: measure_import(folder, is_quick=wanted.quick)),
    "plays": Part(
        "Import of a streaming history against merely reading its JSON", lambda folder, wanted: measure_plays(folder, is_quick=wanted.quick)
    ),
    "size": Part("Cost against size", lambda folder, wanted: measure_sizes(folder, is_quick=wanted.quick)),
    "command": Part("Fixed cost of the command", lambda folder, _wanted: measure_command(folder)),
    "spotify": Part("What a library costs at Spotify", lambda folder, wanted: measure_spotify(folder, is_quick=wanted.quick)),
    "clusters": Part("Quality of clusters", measure_clusters),
}


def main() -> None:
    """Measure and print what the command line asks for; a folder of exports alone means the quality of its clusters."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--clusters", metavar="FOLDER", type=Path, help="measure the quality of clusters on this folder of exports")
    parser.add_argument("--only", metavar="NAME", action="append", default=[], choices=PARTS, help=f"one of {', '.join(PARTS)} (repeatable)")
    parser.add_argument("--quick", action="store_true", help="smaller libraries: a look at whether it runs")
    wanted = Wanted(**vars(parser.parse_args()))
    chosen = wanted.only or (["clusters"] if wanted.clusters else list(PARTS))
    print(describe_machine())
    with tempfile.TemporaryDirectory(prefix="linernotes-bench-") as folder, temporary_server(Path(folder) / "server"):
        wait_until_up()
        for name in chosen:
            print(f"\n## {PARTS[name].heading}\n\n{PARTS[name].measure(Path(folder), wanted)}", flush=True)


def describe_machine() -> str:
    """Say what was measured on, and with what."""
    libraries = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("prefect", *DECIDING_LIBRARIES))
    load = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"# Benchmarks\n\n{when}: {os.cpu_count()} cores, {platform.machine()}, load {load}, Python {platform.python_version()}, {libraries}"


if __name__ == "__main__":
    main()
