"""`linernotes query`, `tables` and `status`: look at what was published, without Prefect."""

import argparse
import stat
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.cli.printing import show_rows
from storage import begun_night, lock, publication, queries, quota, schedule, snapshots, tokens, working_copy
from storage.clock import Clock
from storage.settings import home, settings

MEBIBYTE = 1024 * 1024
NEEDS_USER = 1


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser) -> None:
    """Add the commands."""
    query = commands.add_parser("query", parents=[common], help="ask the warehouse in SQL, read-only")
    query.add_argument("sql", metavar="SQL", help='one statement, such as "SELECT title, track_count FROM mart.collections"')
    query.add_argument("--format", choices=("table", "csv", "json", "markdown"), default="table", help="how to print the rows (default table)")
    query.set_defaults(carry_out=ask)
    tables = commands.add_parser("tables", parents=[common], help="list the warehouse's tables and columns with their descriptions")
    tables.add_argument("name", metavar="NAME", nargs="?", help="one table, such as mart.collections")
    tables.add_argument("--format", choices=("table", "csv", "json", "markdown"), default="table", help="how to print the rows (default table)")
    tables.set_defaults(carry_out=list_tables)
    status = commands.add_parser("status", parents=[common], help="last run, coverage, disk, login, quota; status 1 when something needs you")
    status.set_defaults(carry_out=tell_status)


def ask(wanted: argparse.Namespace) -> int:
    """Print the rows that a statement gives."""
    show_rows(queries.query(home() / "warehouse.duckdb", wanted.sql), wanted.format, sys.stdout)
    return 0


def list_tables(wanted: argparse.Namespace) -> int:
    """Print the tables and columns."""
    show_rows(queries.list_tables(home() / "warehouse.duckdb", wanted.name), wanted.format, sys.stdout)
    return 0


def tell_status(_wanted: argparse.Namespace) -> int:
    """Print how the home is; status 1 when something needs the user."""
    here = home()
    run = publication.read_run(here)
    lines = [f"home        {here}", f"lock        {'held ' + lock.holder() if lock.is_held() else 'free'}"]
    if not {"outcome", "finished_at", "snapshot_id", "counts"} <= run.keys():
        is_damaged = (here / "run.json").exists()
        last = "unknown: run.json is damaged, and `linernotes run` writes it anew" if is_damaged else "none: start one with `linernotes run PATH`"
        lines += [*_tell_login(), f"last run    {last}"]
        print("\n".join(lines + [f"needs you   {problem}" for problem in _nights(None)]))
        return NEEDS_USER
    counts = run["counts"]
    lasting = sum(_size(here / part) for part in ("snapshots", "facts", "history"))
    lines += [
        f"last run    {run['outcome']}, finished {run['finished_at']}Z, snapshot {run['snapshot_id']}",
        f"snapshots   {len(snapshots.names())}",
        f"library     {counts['tracks']} tracks, {counts['playlists']} playlists, {counts['collections']} collections, {counts['rejects']} rejects",
        f"coverage    features known for {counts['described']} of {counts['tracks']} tracks",
        f"disk        {_size(here) / MEBIBYTE:.1f} MiB, of which {lasting / MEBIBYTE:.1f} MiB need a backup",
        *_tell_login(),
    ]
    problems = [*_problems(here), *_failures(here, run), *_nights(datetime.fromisoformat(run["finished_at"]).replace(tzinfo=UTC))]
    print("\n".join(lines + [f"needs you   {problem}" for problem in problems]))
    return NEEDS_USER if problems else 0


def _problems(here: Path) -> list[str]:
    """Say what only the user can mend."""
    missing = [name for name in ("warehouse.duckdb", "reports/README.md") if not (here / name).exists()]
    found = [f"{name} is gone: run `linernotes run` to make it again" for name in missing]
    last = snapshots.latest()
    if last is not None:
        found += [f"the source {path} is gone: name the new one with `linernotes run PATH`" for path in last.sources if not Path(path).exists()]
        if last.fetch is not None and last.fetch.failed:
            found.append(f"Spotify did not give {', '.join(each.title for each in last.fetch.failed)}: the next run asks again")
        if last.fetch is not None and not settings().spotify_secret_block:
            found += _login_problems()
    return found + working_copy.complaints()


def _failures(here: Path, run: dict[str, Any]) -> list[str]:
    """Say how much of the last run failed."""
    count = len(run.get("failures", ()))
    return [f"{count} pages or figures failed in the last run: see {here / 'reports' / 'errors.md'}; the next run tries again"] if count else []


def _nights(finished_at: datetime | None) -> list[str]:
    """Say which night did not finish and which one never began, unless a run is at it."""
    if lock.is_held():
        return []
    begun, folder = begun_night.read(), home() / ".prefect"
    told = [begun.sentence()] if begun else []
    due = schedule.missed_night(begun.since if begun else finished_at, Clock().now())
    if due is not None:
        asked = (
            f"the night of {due:%Y-%m-%d %H:%M} published nothing: is `linernotes up` running? Its interface and {folder / 'worker.log'} tell more"
        )
        told.append(f"{asked} (delete {folder / 'up.lock'} if nights are not wanted any more)")
    return told


def _login_problems() -> list[str]:
    """Say what the login of a home that rests on Spotify needs."""
    known = tokens.read()
    if known is None:
        return [tokens.NO_LOGIN]
    left = known.days_left(Clock().now())
    if left == 0:
        return ["the login at Spotify has ended: run `linernotes login`"]
    return [f"the login at Spotify ends in {left} days: run `linernotes login` again before"] if left <= snapshots.DAYS_TO_WARN else []


def _tell_login() -> list[str]:
    """Say how long the login lasts and what was asked within a day."""
    now, budget = Clock().now(), settings().spotify_requests_a_day
    if settings().spotify_secret_block:
        told = f"in {tokens.place()}"
    else:
        known = tokens.read()
        told = f"{known.days_left(now)} days left, until {known.ends_on:%Y-%m-%d}" if known else "none (`linernotes login`)"
    lines = [f"login       {told}"]
    for bucket, (count, resume_at) in quota.spent_today(now).items():
        closed = f", closed by Spotify until {resume_at:%Y-%m-%d %H:%M} UTC" if resume_at else ""
        lines.append(f"quota       {bucket}: {count} of {budget} requests within 24 hours{closed}")
    return lines


def _size(folder: Path) -> int:
    """Give the bytes of all files in a folder, one of several names once; a run may take some of them away meanwhile."""
    sizes = {}
    for file in folder.rglob("*"):
        with suppress(FileNotFoundError):
            found = file.lstat()
            sizes[found.st_dev, found.st_ino] = found.st_size if stat.S_ISREG(found.st_mode) else 0
    return sum(sizes.values())
