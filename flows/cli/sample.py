"""`linernotes sample`: write an invented library."""

import argparse
from pathlib import Path

from flows.cli.words import between, tell_obstacle
from storage.errors import Refused
from storage.settings import Settings

DEFAULTS = Settings.model_fields


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser) -> None:
    """Add the command."""
    command = commands.add_parser("sample", parents=[common], help="write an invented library as CSV exports, plus truth.csv")
    command.add_argument("folder", metavar="DIR", type=Path, help="where to write it; a new or empty folder")
    command.add_argument("--tracks", metavar="N", type=between(50, 1_000_000), default=DEFAULTS["sample_tracks"].default)
    command.add_argument("--playlists", metavar="N", type=between(1, 100_000), default=DEFAULTS["sample_playlists"].default)
    command.add_argument("--seed", metavar="S", type=between(0, 2**32 - 1), default=DEFAULTS["sample_seed"].default)
    command.set_defaults(carry_out=write)


def write(wanted: argparse.Namespace) -> int:
    """Write the library."""
    from tasks.pull.sample import UNFINISHED, write_whole_sample

    _check_folder(wanted.folder, UNFINISHED)
    write_whole_sample(wanted.folder, wanted.tracks, wanted.playlists, wanted.seed)
    if not wanted.quiet:
        print(f"wrote {wanted.tracks} invented tracks to {wanted.folder}: read them with `linernotes run {wanted.folder} --home DIR`")
    return 0


def _check_folder(folder: Path, unfinished: str) -> None:
    """Refuse a folder in which anything lies but what a killed call left, and what is no folder."""
    obstacle = tell_obstacle(folder)
    if obstacle:
        raise Refused(f"{obstacle}: name a new or an empty folder")
    if folder.is_dir() and any(path.name != unfinished for path in folder.iterdir()):
        raise Refused(f"{folder} is not empty: name a new or an empty folder, or delete this one first if all that it holds is an earlier sample")
