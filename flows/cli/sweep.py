"""`linernotes sweep`: show, or remove, what of the cache no recent night used."""

import argparse
from datetime import UTC, datetime, timedelta

from flows.cli.words import between
from storage.lock import working_alone
from storage.settings import DAYS_AT_MOST, home, settings
from storage.sweep import find_unused, remove

KIBIBYTE = 1024


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser) -> None:
    """Add the command."""
    command = commands.add_parser("sweep", parents=[common], help="show what of the cache no recent night used; every night removes it by itself")
    command.add_argument(
        "--days", metavar="N", type=between(0, DAYS_AT_MOST), help="how long it must not have been used (default: setting cache_days)"
    )
    command.add_argument("--delete", action="store_true", help="remove it, which costs only time if it is needed again")
    command.set_defaults(carry_out=sweep)


def sweep(wanted: argparse.Namespace) -> int:
    """Print how much could go, and let it go where that is wished."""
    days = settings().cache_days if wanted.days is None else wanted.days
    with working_alone():
        unused = find_unused(datetime.now(UTC) - timedelta(days=days))
        if wanted.delete:
            remove(unused.files)
    if not wanted.quiet:
        done = "removed" if wanted.delete else "could go (--delete removes them)"
        print(f"{len(unused.files)} files of {home()} with {unused.size / KIBIBYTE:,.0f} KiB, unused for {days} days, {done}")
    return 0
