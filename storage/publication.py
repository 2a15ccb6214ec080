"""Publish one night whole: reports, warehouse and run.json change together; refuses to know what they say."""

import os
import shutil
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from storage import spare
from storage.errors import Failed, Refused
from storage.files import digest_of, write_whole
from storage.names import folders_of
from storage.switch import NEW_TREE, REPORTS, RUN, STAGING, WAREHOUSE, decide, switch

Files = Mapping[str, tuple[Path | str, str]]
RUN_TOLD = TypeAdapter(dict[str, Any])


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
    """How a night's files compare with the public tree: what is wanted, what of it is there already (and as which inode), and what has to go."""

    wanted: Files
    intact: dict[str, Listed]
    inodes: dict[str, int]
    listed: dict[str, Listed]

    @property
    def removed(self) -> list[str]:
        """Give the published files that are not wanted any more."""
        return [path for path in self.listed if path not in self.wanted]

    @property
    def counts(self) -> PublishedCounts:
        """Count what publishing writes, leaves and removes."""
        return PublishedCounts(written=len(self.wanted) - len(self.intact), unchanged=len(self.intact), removed=len(self.removed))


def compare(home: Path, files: Files, last_run: Mapping[str, Any]) -> Comparison:
    """Compare a night's files, by their path inside the tree with source and digest, with the public tree; nothing is touched."""
    listed = _listing_of(last_run)
    reports = str(home / REPORTS)
    intact, inodes = {}, {}
    for path, (_, digest) in files.items():
        found = _if_intact(f"{reports}/{path}", digest, listed.get(path))
        if found is not None:
            intact[path], inodes[path] = found
    return Comparison(files, intact, inodes, listed)


def publish(home: Path, compared: Comparison, warehouse: Path | None, run: Mapping[str, Any]) -> None:
    """Make a night public; the warehouse file is moved in."""
    stage(home, compared, warehouse, run)
    switch(home)


def stage(home: Path, compared: Comparison, warehouse: Path | None, run: Mapping[str, Any]) -> None:
    """Lay a night out beside the public one and decide for it; what is public is not touched."""
    _refuse_what_cannot_be_switched(home / REPORTS)
    (home / STAGING).mkdir()
    counts = compared.counts
    is_same = counts.written + counts.removed == 0 and (home / REPORTS).is_dir()
    listing, is_linked = (compared.intact, True) if is_same else _stage_tree(home, compared)
    if warehouse is not None:
        shutil.move(warehouse, home / STAGING / WAREHOUSE)
    told = {**run, "files": dict(sorted(listing.items()))}
    write_whole(home / STAGING / RUN, RUN_TOLD.dump_json(told), is_lasting=True)
    decide(home, sorted(compared.listed), sorted(compared.listed.keys() - compared.intact.keys()) if is_linked else None)


def read_run(home: Path) -> dict[str, Any]:
    """Give what the last run said of itself; nothing where no run left a readable page, which costs a look into every file."""
    file = home / RUN
    try:
        status = file.stat()
        return _read_run(file, (status.st_ino, status.st_size, status.st_mtime_ns))
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=1)
def _read_run(file: Path, _stamp: tuple[int, int, int]) -> dict[str, Any]:
    """Read what a run said of itself, which several ask for in a night; another inode, size or time is another page."""
    try:
        return RUN_TOLD.validate_json(file.read_bytes())
    except ValidationError:
        return {}


def _listing_of(run: Mapping[str, Any]) -> dict[str, Listed]:
    """Give what a run published, by path."""
    return {path: Listed(*listed) for path, listed in run.get("files", {}).items()}


def _refuse_what_cannot_be_switched(reports: Path) -> None:
    """Raise where the tree cannot change places with another."""
    if reports.is_symlink() or reports.is_mount() or (reports.exists() and not reports.is_dir()):
        message = f"{reports} must be a plain folder, no link, no mount: it is replaced whole; link or mount the home instead"
        raise Refused(message)


def _if_intact(file: str, digest: str, listed: Listed | None) -> tuple[Listed, int] | None:
    """Give a published file's listing and inode where it holds the wanted content; content is only read where size or time tell of a change."""
    try:
        status = os.lstat(file)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    found = Listed(digest, status.st_size, status.st_mtime_ns)
    is_untouched = listed is not None and listed[1:] == found[1:]
    is_wanted = listed == found if is_untouched else digest_of(Path(file).read_bytes()) == digest
    return (found, status.st_ino) if is_wanted else None


def _stage_tree(home: Path, compared: Comparison) -> tuple[dict[str, Listed], bool]:
    """Lay out the new tree beside the public one: intact files are linked, the others copied; give its listing and whether links could be made."""
    tree, published = home / STAGING / NEW_TREE, home / REPORTS
    folders = _list_folders(compared.wanted)
    spare.take(home, tree)
    there = spare.strip(tree, frozenset(folders), compared.inodes)
    if published.is_dir():
        shutil.copymode(published, tree)
    for folder in folders:
        if folder not in there:
            (tree / folder).mkdir()
    are_links = [_link(f"{published}/{path}", f"{tree}/{path}") for path in compared.intact if path not in there]
    written = {path: _copy(source, digest, tree / path) for path, (source, digest) in compared.wanted.items() if path not in compared.intact}
    return compared.intact | written, all(are_links)


def _list_folders(files: Files) -> list[str]:
    """Give every folder of the tree, each after the one that it lies in; raise where a path leaves the tree."""
    folders = folders_of(files)
    outside = [folder for folder in folders if folder.startswith("/") or ".." in folder.split("/")]
    if outside:
        message = f"{min(outside)} is outside the tree"
        raise ValueError(message)
    return sorted(folders)


def _link(published: str, staged: str) -> bool:
    """Give a published file its place in the new tree and tell whether by a link; copied where the file system knows none."""
    try:
        os.link(published, staged)
    except OSError:
        shutil.copy2(published, staged)
        return False
    return True


def _copy(source: Path | str, digest: str, staged: Path) -> Listed:
    """Write a file anew and give its listing; raise where the source is not what it should be."""
    content = Path(source).read_bytes()
    if digest_of(content) != digest:
        message = f"{source} is damaged: delete it and run again"
        raise DamagedSourceError(message)
    staged.write_bytes(content)
    status = staged.stat()
    return Listed(digest, status.st_size, status.st_mtime_ns)
