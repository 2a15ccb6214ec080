"""Roll a staged night forward, from wherever it was stopped; refuses to know how it was staged and what the files say.

The journal is the moment of decision: without it a staging is dropped, with it every step below is taken, each at most once:
the trees change places, warehouse and run.json follow at once, what is the owner's moves over, the old tree goes but for what both share.
"""

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from storage import spare
from storage.exchange import exchange
from storage.files import settle, write_whole
from storage.names import folders_of
from storage.schemas import Frozen

STAGING, JOURNAL = ".publishing", "journal.json"
REPORTS, WAREHOUSE, RUN = "reports", "warehouse.duckdb", "run.json"
NEW_TREE, OLD_TREE = "tree", "old"
KEPT_BESIDE = ".yours"
UNWRITTEN = ".wal"  # what somebody's killed program wrote beside the old warehouse; DuckDB refuses the new one as long as it is there


class Journal(Frozen):
    """What a switch has to know: the inode of the new tree where there is one, and of the old tree what `decide` is told."""

    new_tree: int | None
    ours: list[str]
    gone: list[str] | None = None


class Old(NamedTuple):
    """What of a tree that was replaced is not the owner's, with its folders, and which files of it the new tree does not share."""

    ours: frozenset[str]
    gone: frozenset[str]


def heal(home: Path) -> bool:
    """Finish a switch that was decided, drop a staging that was not; tell whether there was either."""
    staging = home / STAGING
    if not staging.is_dir():
        return False
    if (staging / JOURNAL).is_file():
        switch(home)
    else:
        shutil.rmtree(staging)
    return True


def decide(home: Path, ours: list[str], gone: list[str] | None) -> None:
    """Write the journal: from now on the staged night wins.

    `ours` are the files of the old tree that are not the owner's, `gone` those of them that the new tree does not share; None where it shares none.
    """
    staging = home / STAGING
    tree = staging / NEW_TREE
    journal = Journal(new_tree=tree.stat().st_ino if tree.is_dir() else None, ours=ours, gone=gone)
    write_whole(staging / JOURNAL, journal.model_dump_json().encode(), is_lasting=True)
    settle(home)


def switch(home: Path, swap: Callable[[Path, Path], bool] = exchange) -> None:
    """Take every step of a decided switch that is not yet taken."""
    staging = home / STAGING
    journal = Journal.model_validate_json((staging / JOURNAL).read_bytes())
    if journal.new_tree is not None:
        _put_in_place(home / REPORTS, staging, journal.new_tree, swap)
    for name in (WAREHOUSE, RUN):
        if (staging / name).is_file():
            (home / f"{name}{UNWRITTEN}").unlink(missing_ok=True)
            (staging / name).replace(home / name)
    settle(home)
    for old_tree in (staging / NEW_TREE, staging / OLD_TREE):
        if old_tree.is_dir():
            old = Old(folders_of(journal.ours).union(journal.ours), frozenset(journal.gone or ()))
            _leave_what_is_shared(str(old_tree), str(home / REPORTS), old)
            if journal.gone is not None:
                spare.keep(home, old_tree)
    (staging / JOURNAL).unlink()
    shutil.rmtree(staging)


def _put_in_place(reports: Path, staging: Path, new_inode: int, swap: Callable[[Path, Path], bool]) -> None:
    """Let the new tree stand where readers look; its inode tells whether it already does."""
    tree = staging / NEW_TREE
    if not tree.is_dir() or tree.stat().st_ino != new_inode:
        return
    if reports.is_dir():
        if swap(tree, reports):
            return
        reports.rename(staging / OLD_TREE)
    tree.rename(reports)


def _leave_what_is_shared(source: str, target: str, old: Old, inside: str = "") -> bool:
    """Move what the last run did not write to the same place of the new tree, beside what already stands there; what is gone from there goes.

    Tells whether there is something and all of it stayed.
    """
    stayed = []
    for entry in sorted(os.scandir(source), key=_name_of):
        path, place = f"{inside}{entry.name}", f"{target}/{entry.name}"
        if entry.is_dir(follow_symlinks=False) and (_is_real_folder(place) or path in old.ours):
            stayed.append(_leave_what_is_shared(entry.path, _folder_for(place), old, f"{path}/"))
            if not stayed[-1]:
                _remove_if_empty(Path(entry.path))
        elif path not in old.ours or entry.is_symlink():
            stayed.append(False)
            _move(Path(entry.path), Path(place))
        else:
            stayed.append(path not in old.gone)
            if path in old.gone:
                Path(entry.path).unlink()
    return bool(stayed) and all(stayed)


def _name_of(entry: os.DirEntry[str]) -> str:
    return entry.name


def _remove_if_empty(folder: Path) -> None:
    """Remove a folder in which nothing is left."""
    if not any(folder.iterdir()):
        folder.rmdir()


def _move(source: Path, place: Path) -> None:
    """Move one entry to its place, or beside what stands there; the very same file needs no second name."""
    if _is_free(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        source.rename(place)
    elif not (place.is_file() and source.is_file() and place.samefile(source)):
        source.rename(_beside(place, source))


def _folder_for(place: str) -> str:
    """Give the place itself where a folder stands or can stand, else the first such name beside it."""
    return place if _is_real_folder(place) or _is_free(place) else _folder_for(place + KEPT_BESIDE)


def _beside(place: Path, source: Path) -> Path:
    """Give the first name beside a taken place that is free there and that nothing yet to be moved has."""
    name = place.with_name(place.name + KEPT_BESIDE)
    rival = source.with_name(name.name)
    return name if _is_free(name) and _is_free(rival) else _beside(name, rival)


def _is_free(place: Path | str) -> bool:
    """Tell whether nothing stands there, not even a link that leads nowhere."""
    return not os.path.lexists(place)


def _is_real_folder(place: str) -> bool:
    """Tell whether a folder stands there that is no link."""
    try:
        return stat.S_ISDIR(os.lstat(place).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
