"""Publish one night whole: reports, warehouse and run.json change together; refuses to know what they say."""

import json
import os
import shutil
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from storage.errors import Failed, Refused
from storage.files import digest_of, write_whole
from storage.switch import NEW_TREE, REPORTS, RUN, STAGING, WAREHOUSE, decide, heal, switch

Files = Mapping[str, tuple[Path, str]]


@dataclass(frozen=True)
class PublishedCounts:
    """How many files of the tree were written, stayed as they were, and went."""

    written: int
    unchanged: int
    removed: int


class Listed(NamedTuple):
    """What run.json says of a published file; size and time tell cheaply that nobody touched it."""

    digest: str
    size: int
    modified_ns: int


class DamagedSourceError(Failed):
    """A file to be published does not hold what its digest says."""


class Comparison(NamedTuple):
    """How a night's files compare with the public tree: what is already there as wanted, and what has to go."""

    intact: dict[str, Listed]
    removed: frozenset[str]


def publish(home: Path, files: Files, warehouse: Path | None, run: Mapping[str, Any]) -> PublishedCounts:
    """Make a night public: files by their path inside the tree with source and digest; the warehouse file is moved in."""
    heal(home)
    counts = stage(home, files, warehouse, run)
    switch(home)
    return counts


def survey(home: Path, files: Files) -> PublishedCounts:
    """Count what publishing these files would write, leave and remove; nothing is touched."""
    intact, removed = _compare(home, files, _listing_of(read_run(home)))
    return PublishedCounts(written=len(files) - len(intact), unchanged=len(intact), removed=len(removed))


def stage(home: Path, files: Files, warehouse: Path | None, run: Mapping[str, Any]) -> PublishedCounts:
    """Lay a night out beside the public one and decide for it; what is public is not touched."""
    _refuse_what_cannot_be_switched(home / REPORTS)
    last = _listing_of(read_run(home))
    intact, removed = _compare(home, files, last)
    counts = PublishedCounts(written=len(files) - len(intact), unchanged=len(intact), removed=len(removed))
    (home / STAGING).mkdir()
    is_same = counts.written + counts.removed == 0 and (home / REPORTS).is_dir()
    listing = intact if is_same else _stage_tree(home, files, intact)
    if warehouse is not None:
        shutil.move(warehouse, home / STAGING / WAREHOUSE)
    told = json.dumps({**run, "files": dict(sorted(listing.items()))}, ensure_ascii=False)
    write_whole(home / STAGING / RUN, told.encode(), is_lasting=True)
    decide(home, sorted(last))
    return counts


def read_run(home: Path) -> dict[str, Any]:
    """Give what the last run said of itself; nothing where no run left a readable page, which costs a look into every file."""
    try:
        told = json.loads((home / RUN).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _listing_of(run: Mapping[str, Any]) -> dict[str, Listed]:
    """Give what a run published, by path."""
    return {path: Listed(*listed) for path, listed in run.get("files", {}).items()}


def _compare(home: Path, files: Files, last: Mapping[str, Listed]) -> Comparison:
    """Compare a night's files with the public tree."""
    found = ((path, _if_intact(home, path, digest, last.get(path))) for path, (_, digest) in files.items())
    return Comparison({path: listed for path, listed in found if listed is not None}, frozenset(last.keys() - files.keys()))


def _refuse_what_cannot_be_switched(reports: Path) -> None:
    """Raise where the tree cannot change places with another."""
    if reports.is_symlink() or reports.is_mount() or (reports.exists() and not reports.is_dir()):
        message = f"{reports} must be a plain folder, no link, no mount: it is replaced whole; link or mount the home instead"
        raise Refused(message)


def _if_intact(home: Path, path: str, digest: str, listed: Listed | None) -> Listed | None:
    """Give a published file's listing where it holds the wanted content; content is only read where size or time tell of a change."""
    file = home / REPORTS / path
    try:
        status = file.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    found = Listed(digest, status.st_size, status.st_mtime_ns)
    is_untouched = listed is not None and listed[1:] == found[1:]
    is_wanted = listed == found if is_untouched else digest_of(file.read_bytes()) == digest
    return found if is_wanted else None


def _stage_tree(home: Path, files: Files, intact: Mapping[str, Listed]) -> dict[str, Listed]:
    """Lay out the new tree beside the old one: intact files are linked, the others copied; give its listing."""
    tree = home / STAGING / NEW_TREE
    tree.mkdir()
    if (home / REPORTS).is_dir():
        shutil.copymode(home / REPORTS, tree)
    for folder in {PurePosixPath(path).parent for path in files}:
        if folder.is_absolute() or ".." in folder.parts:
            message = f"{folder} is outside the tree"
            raise ValueError(message)
        (tree / folder).mkdir(parents=True, exist_ok=True)
    listing = {}
    for path, (source, digest) in files.items():
        if path in intact:
            _link(home / REPORTS / path, tree / path)
        else:
            _copy(source, digest, tree / path)
        status = (tree / path).stat()
        listing[path] = Listed(digest, status.st_size, status.st_mtime_ns)
    return listing


def _link(published: Path, staged: Path) -> None:
    """Give a published file its place in the new tree; copied where the file system knows no links."""
    try:
        os.link(published, staged)
    except OSError:
        shutil.copy2(published, staged)


def _copy(source: Path, digest: str, staged: Path) -> None:
    """Write a file anew; raise where the source is not what it should be."""
    content = source.read_bytes()
    if digest_of(content) != digest:
        message = f"{source} is damaged: delete it and run again"
        raise DamagedSourceError(message)
    staged.write_bytes(content)
