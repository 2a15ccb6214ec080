"""Judge what a user typed, where several commands take the like; refuses to know what they do with it."""

import argparse
import os
from pathlib import Path


def find_file_in_the_way(folder: Path) -> Path | None:
    """Give what already stands where a folder or one above it should be and is none."""
    there = next(path for path in (folder, *folder.absolute().parents) if os.path.lexists(path))
    return None if there.is_dir() else there


def between(least: int, most: int) -> "type[int]":
    """Give a reader of whole numbers within bounds."""

    def number(text: str) -> int:
        value = int(text)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{value} is not between {least} and {most}")
        return value

    return number  # type: ignore[return-value]
