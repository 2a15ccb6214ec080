"""Know by name which files of account data must never be opened; refuses to look into any."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

PERSONAL = "personal, not opened"
DOCUMENT = "a document, not opened"
TECHNICAL = "part of the technical log, which tells what was shown and suggested, not what is in the library"
TECHNICAL_MARK = "readmefirst_technicalloginformation"
TECHNICAL_FOLDER = "technical log information"
COPY_MARKS = re.compile(r"[\W_\d]+$")
PERSONAL_STEMS = (
    *("userdata", "useraddress", "useraccount", "userprompts", "payment", "identifier", "identity", "identities", "inference", "searchquer"),
    *("searchhistory", "follow", "marquee", "yoursoundcapsule", "soundcapsule", "wrapped", "voiceinput", "duonewfamily", "familyplan"),
    *("customerservice", "messagedata", "messages", "podcastinteractivity", "spotifyforartists", "comments", "devices", "loginhistory"),
)


def tell_unopened(name: str, technical_folders: frozenset[str]) -> str | None:
    """Give the reason for which a file stays closed, None for one that may be opened."""
    path = PurePosixPath(name)
    bare = path.name.lower()
    if bare.endswith(".pdf"):
        return DOCUMENT
    if not bare.endswith(".json"):
        return None
    if str(path.parent) in technical_folders or any(TECHNICAL_FOLDER in part.lower() for part in path.parent.parts):
        return TECHNICAL
    stem = COPY_MARKS.sub("", bare.split(".json", maxsplit=1)[0])
    return PERSONAL if stem.startswith(PERSONAL_STEMS) else None


def find_technical_folders(names: Iterable[str]) -> frozenset[str]:
    """Give the folders that hold the mark of a technical log."""
    return frozenset(str(PurePosixPath(name).parent) for name in names if PurePosixPath(name).name.lower().startswith(TECHNICAL_MARK))
