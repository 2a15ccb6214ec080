"""Judge what a user typed, where several commands take the like; refuses to know what they do with it."""

import argparse
import os
from pathlib import Path


def tell_obstacle(folder: Path) -> str:
    """Say what stands where a folder or one above it should be; nothing where it is there or can be made."""
    there = next(path for path in (folder, *folder.absolute().parents) if os.path.lexists(path))
    if there.is_dir():
        return ""
    return f"{there} is a file" if there.exists() else f"{there} is a link that leads nowhere"


def between(least: int, most: int) -> "type[int]":
    """Give a reader of whole numbers within bounds."""

    def number(text: str) -> int:
        value = int(text)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{value} is not between {least} and {most}")
        return value

    return number  # type: ignore[return-value]
