"""Print pages, each anew only where what it prints has changed; refuses to know any page."""

import hashlib
import re
from typing import Final

from storage import artifacts
from storage.answers import Answers
from storage.schemas import Artifact, Frozen
from tasks.report.templates import Page, print_page
from tasks.shared_paths import COVERS_FOLDER

COVER_SHOWN: Final = re.compile(rf'<img src="(?:\.\./)*({COVERS_FOLDER}/[^"]+)"')


class Printed(Frozen):
    """A printed page, and the covers inside reports/ that it shows."""

    text: Artifact
    covers: tuple[str, ...]


class Press:
    """Prints pages and keeps their texts."""

    def __init__(self, known: Answers[Printed]) -> None:
        """Take what was printed before."""
        self._known = known

    def print(self, path: str, page: Page) -> Printed:
        """Give a page as it was printed before, or print it."""
        key = hashlib.sha256(f"{path.count('/')} {page!r}".encode()).hexdigest()
        return self._known.recall(key) or self._known.remember(key, _print(path, page))


def _print(path: str, page: Page) -> Printed:
    """Print a page and keep its text."""
    text = print_page(path, page)
    return Printed(text=artifacts.save_bytes("pages", text.encode()), covers=tuple(sorted(find_covers(text))))


def find_covers(text: str) -> set[str]:
    """Give the covers inside reports/ that a page shows."""
    return {found[1] for found in COVER_SHOWN.finditer(text) if not text.endswith("\\", 0, found.start())}
