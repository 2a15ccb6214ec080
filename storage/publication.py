"""Publish one night whole: reports, warehouse and run.json change together; refuses to know what they say."""

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from storage.switch import NEW_TREE, REPORTS, RUN, STAGING, WAREHOUSE, decide, heal, switch, write_surely


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


class DamagedSourceError(OSError):
    """A file to be published does not hold what its digest says."""


def publish(home: Path, files: Mapping[str, tuple[Path, str]], warehouse: Path | None, run: Mapping[str, object]) -> PublishedCounts:
    """Make a night public: files by their path inside the tree with source and digest; the warehouse file is moved in."""
    heal(home)
    counts = stage(home, files, warehouse, run)
    switch(home)
    return counts


def stage(home: Path, files: Mapping[str, tuple[Path, str]], warehouse: Path | None, run: Mapping[str, object]) -> PublishedCounts:
    """Lay a night out beside the public one and decide for it; what is public is not touched."""
    _refuse_what_cannot_be_switched(home / REPORTS)
    last = read_listing(home)
    intact = {path: listed for path, (_, digest) in files.items() if (listed := _if_intact(home, path, digest, last.get(path)))}
    removed = last.keys() - files.keys()
    (home / STAGING).mkdir()
    is_changed = bool(removed) or len(intact) < len(files) or not (home / REPORTS).is_dir()
    listing = _stage_tree(home, files, intact) if is_changed else intact
    if warehouse is not None:
        shutil.move(warehouse, home / STAGING / WAREHOUSE)
    write_surely(home / STAGING / RUN, json.dumps({**run, "files": dict(sorted(listing.items()))}, ensure_ascii=False))
    decide(home, sorted(last))
    return PublishedCounts(written=len(files) - len(intact), unchanged=len(intact), removed=len(removed))


def read_listing(home: Path) -> dict[str, Listed]:
    """Give what the last run published, by path; nothing where no run left a readable list, which costs a look into every file."""
    try:
        files = json.loads((home / RUN).read_text(encoding="utf-8"))["files"]
        return {path: Listed(*listed) for path, listed in files.items()}
    except (FileNotFoundError, json.JSONDecodeError, KeyError):
        return {}


def digest_of(file: Path) -> str:
    """Give the SHA-256 of a file's content."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _refuse_what_cannot_be_switched(reports: Path) -> None:
    """Raise where the tree cannot change places with another."""
    if reports.is_symlink() or reports.is_mount() or (reports.exists() and not reports.is_dir()):
        message = f"{reports} must be a plain folder, no link, no mount: it is replaced whole; link or mount the home instead"
        raise NotADirectoryError(message)


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
    is_wanted = listed == found if is_untouched else digest_of(file) == digest
    return found if is_wanted else None


def _stage_tree(home: Path, files: Mapping[str, tuple[Path, str]], intact: Mapping[str, Listed]) -> dict[str, Listed]:
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
    if hashlib.sha256(content).hexdigest() != digest:
        message = f"{source} is damaged: delete it and run again"
        raise DamagedSourceError(message)
    staged.write_bytes(content)
