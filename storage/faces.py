"""Find the font files that are installed now for scripts that the usual face lacks; refuses to know how letters are drawn."""

import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FAMILIES = (
    *("NotoSansCJK", "NotoSansKR", "NotoSansJP", "NotoSansHebrew", "NotoSansArabic", "NotoSansThai"),
    *("NotoSansDevanagari", "NotoSansSymbols2", "NotoEmoji"),
)
SUFFIXES = (".ttf", ".ttc", ".otf")
NONE_WANTED = "MPL_IGNORE_SYSTEM_FONTS"
FOLDERS = {
    "darwin": ("/Library/Fonts", "/System/Library/Fonts", "~/Library/Fonts"),
    "win32": ("C:/Windows/Fonts", "~/AppData/Local/Microsoft/Windows/Fonts"),
}
FOLDERS_ELSEWHERE = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


@cache
def installed_faces() -> tuple[Path, ...]:
    """Give the files in the order of their names; none where matplotlib is told to use its own faces alone."""
    return () if os.environ.get(NONE_WANTED) else tuple(sorted(_find_faces(), key=lambda file: (file.name, file)))


def _find_faces() -> Iterator[Path]:
    """Look through the folders of this system."""
    for folder in FOLDERS.get(sys.platform, FOLDERS_ELSEWHERE):
        for parent, _, names in os.walk(Path(folder).expanduser()):
            yield from (Path(parent) / name for name in names if name.startswith(FAMILIES) and name.lower().endswith(SUFFIXES))
