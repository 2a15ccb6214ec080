"""`linernotes run`: one night, against a temporary Prefect server unless one is configured."""

import argparse
import asyncio
import os
import re
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from flows.cli.printing import ShownProgress
from storage import tokens
from storage.errors import Refused
from storage.prefect_server import is_configured, needing_server, temporary_server, wait_until_up
from storage.settings import home, settings
from tasks.shared_paths import PAGES

HOME_TEST = ".writable"
STOPPED_EARLY, SOME_FAILED = 75, 3


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser) -> None:
    """Add the command."""
    command = commands.add_parser("run", parents=[common], help="one night: read the sources, then study them")
    command.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help="folders, .zip, .csv or .json files of one person's library; none: the last ones again, or the sample library in a new home",
    )
    command.add_argument("--spotify", action="store_true", help="also fetch from Spotify's Web API, after `linernotes login`")
    command.add_argument(
        "--only",
        metavar="KIND[:KEY]",
        action="append",
        default=[],
        type=_pages,
        help="write only these pages, such as artist:girls__generation (repeatable)",
    )
    command.add_argument("--ignore-cache", action="store_true", help="compute everything anew, also what has not changed")
    command.set_defaults(carry_out=run_night)


def run_night(wanted: argparse.Namespace) -> int:
    """Run one night and print what came of it; a quota that stopped it early and what could not be refreshed show in the status."""
    here = home()
    settings()
    _check_paths(wanted.paths)
    _check_home(here)
    if wanted.spotify:
        _check_login()
    with nullcontext() if is_configured() else temporary_server(here), nullcontext() if wanted.quiet else ShownProgress():
        os.environ["DO_NOT_TRACK"] = "1"
        for said in ("PREFECT_LOGGING_LEVEL", "PREFECT_LOGGING_INTERNAL_LEVEL"):
            os.environ[said] = "INFO" if wanted.verbose else "CRITICAL"
        from flows.nightly import nightly
        from tasks.publish.published import Published
        from tasks.pull.sources import Sources

        wait_until_up()
        sources = Sources(paths=tuple(str(Path(path).absolute()) for path in wanted.paths), spotify=wanted.spotify)
        with needing_server():
            published: Any = asyncio.run(nightly(sources, tuple(wanted.only), wanted.ignore_cache))
    if not isinstance(published, Published):
        print(f"linernotes: {published}", file=sys.stderr)
        return STOPPED_EARLY
    if not wanted.quiet:
        print("\n".join(published.sentences()))
    return STOPPED_EARLY if published.is_stopped_early else SOME_FAILED if published.is_degraded else 0


def _pages(told: str) -> str:
    """Give the pages that are asked for; argparse says so where there can be none."""
    if not re.search(PAGES, told):
        raise argparse.ArgumentTypeError(f"{told!r} names no pages: give KIND or KIND:KEY, such as artist or playlist:liked_tracks, or library")
    return told


def _check_login() -> None:
    """Refuse to begin where nobody is logged in, or where the login cannot be asked for."""
    tokens.check_place()
    if not settings().spotify_secret_block and tokens.read() is None:
        raise Refused(tokens.NO_LOGIN)


def _check_paths(paths: list[str]) -> None:
    """Refuse paths that are not there, before anything is started."""
    missing = [path for path in paths if not Path(path).exists()]
    if missing:
        raise Refused(f"there is nothing at {', '.join(missing)}: name a folder, .zip, .csv or .json file of exports or account data")


def _check_home(here: Path) -> None:
    """Fail early where nothing can be written."""
    here.mkdir(parents=True, exist_ok=True)
    (here / HOME_TEST).write_bytes(b"")
    (here / HOME_TEST).unlink()
