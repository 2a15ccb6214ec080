"""Find what of the cache no recent night used, and remove it; refuses to touch snapshots, facts, history and what is published."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from storage.publication import read_run
from storage.settings import home, settings

TICKET = {"table", "digest"}


class Sweepings(NamedTuple):
    """Files of the cache that nothing recent needs, and their size."""

    files: tuple[Path, ...]
    size: int


def find_unused(since: datetime) -> Sweepings:
    """Give the results that no night used since a moment, and the artifacts that only those rest on; what the last night used always stays."""
    results = _times_in(home() / "results")
    if not any(used < since.timestamp() for used in results.values()):
        return Sweepings((), 0)
    last = read_run(home())
    limit = min(since.timestamp(), _started(last))
    old = {file for file, used in results.items() if used < limit}
    if not old:
        return Sweepings((), 0)
    needed = {digest for file in results.keys() - old for digest in _digests_in(file)} | {told[0] for told in last.get("files", {}).values()}
    artifacts = [file for file, made in _times_in(home() / "artifacts").items() if made < limit]
    unused = sorted((*old, *(file for file in artifacts if file.name.removesuffix(".parquet") not in needed)))
    return Sweepings(tuple(unused), sum(file.stat().st_size for file in unused))


def remove_unused(now: datetime) -> Sweepings:
    """Remove what was not used for as many days as the settings say."""
    unused = find_unused(now - timedelta(days=settings().cache_days))
    remove(unused.files)
    return unused


def remove(unused: Iterable[Path]) -> None:
    """Remove files of the cache, results before the artifacts that they name."""
    for file in sorted(unused, key=lambda file: file.relative_to(home()).parts[0] != "results"):
        file.unlink(missing_ok=True)


def _times_in(folder: Path) -> dict[Path, float]:
    """Give every file in a folder with its time."""
    if not folder.is_dir():
        return {}
    times: dict[Path, float] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                times |= _times_in(Path(entry.path))
            elif entry.is_file():
                times[Path(entry.path)] = entry.stat().st_mtime
    return times


def _started(run: dict[str, Any]) -> float:
    """Say when the last night began; nothing is old where there was none."""
    return datetime.fromisoformat(f"{run['started_at']}+00:00").timestamp() if run else 0.0


def _digests_in(result: Path) -> Iterator[str]:
    """Give the digests of all tickets in a result; what is no result, or a damaged one, rests on nothing."""
    if result.suffix != ".json":
        return
    with suppress(ValueError):
        yield from _find_digests(json.loads(result.read_bytes()))


def _find_digests(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.keys() == TICKET:
            yield value["digest"]
        for part in value.values():
            yield from _find_digests(part)
    elif isinstance(value, list):
        for part in value:
            yield from _find_digests(part)
