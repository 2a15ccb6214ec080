"""Keep the tree that a switch took away as a spare, and make the next tree of it: what both nights share is not linked again.

A spare holds links to files of the public tree and their folders, nothing else; it may be deleted at any time, which costs only time.
Refuses to trust it: what is not the very file that stands in its place in the public tree goes.
"""

import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from stat import S_IMODE

SPARE = ".reports-before"


def take(home: Path, tree: Path) -> None:
    """Put the spare where a new tree is made; an empty folder where there is none."""
    spare = home / SPARE
    if spare.is_dir() and not spare.is_symlink():
        spare.rename(tree)
    else:
        tree.mkdir()


def keep(home: Path, tree: Path) -> None:
    """Make a tree the spare, in place of whatever has its name."""
    drop(home)
    tree.rename(home / SPARE)


def drop(home: Path) -> None:
    """Remove the spare."""
    spare = home / SPARE
    if spare.is_dir() and not spare.is_symlink():
        shutil.rmtree(spare)
    else:
        spare.unlink(missing_ok=True)


def strip(tree: Path, folders: Collection[str], inodes: Mapping[str, int]) -> frozenset[str]:
    """Remove all but the wanted folders and those files that are the very ones wanted there; give what stays."""
    usual = S_IMODE(tree.parent.stat().st_mode)
    tree.chmod(usual)
    return frozenset(_strip(str(tree), "", folders, inodes, usual))


def _strip(folder: str, inside: str, folders: Collection[str], inodes: Mapping[str, int], usual: int) -> Iterator[str]:
    """Remove what is not wanted in a folder and give the paths of the rest; a folder is as open as one made anew."""
    for entry in list(os.scandir(folder)):
        path = f"{inside}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if path not in folders:
                shutil.rmtree(entry.path)
                continue
            if S_IMODE(entry.stat(follow_symlinks=False).st_mode) != usual:
                Path(entry.path).chmod(usual)
            yield path
            yield from _strip(entry.path, f"{path}/", folders, inodes, usual)
        elif inodes.get(path) == entry.inode():
            yield path
        else:
            Path(entry.path).unlink()
