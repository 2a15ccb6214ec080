"""Judge what a user typed, where several commands take the like; refuses to know what they do with it."""

import os
from pathlib import Path


def find_file_in_the_way(folder: Path) -> Path | None:
    """Give what already stands where a folder or one above it should be and is none."""
    there = next(path for path in (folder, *folder.absolute().parents) if os.path.lexists(path))
    return None if there.is_dir() else there
