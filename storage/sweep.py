"""Find what of the cache no recent night used, and remove it; refuses to touch snapshots, facts, history and what is published."""

import json
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
    last = read_run(home())
    limit = min(since.timestamp(), _started(last))
    results = {file: file.stat().st_mtime for file in (home() / "results").rglob("*") if file.is_file()}
    old = {file for file, used in results.items() if used < limit}
    if not old:
        return Sweepings((), 0)
    needed = {digest for file in results.keys() - old for digest in _digests_in(file)} | {told[0] for told in last.get("files", {}).values()}
    artifacts = [file for file in (home() / "artifacts").rglob("*") if file.is_file() and file.stat().st_mtime < limit]
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
