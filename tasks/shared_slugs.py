"""Turn names into path-safe slugs, and names that collide into distinct ones; refuses to know what is named."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping

SLUG_BYTES = 120
ID_DIGITS = 8
UNNAMED = "unnamed"
REPLACED = re.compile(r"[\s&#.*%?$'\"/\\:|<>\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
RESERVED_ON_WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def slug_of(name: str) -> str:
    """Give the slug that a name has when nothing else has it too."""
    slug = REPLACED.sub("_", unicodedata.normalize("NFC", name).lower())
    if not slug:
        return UNNAMED
    return f"{slug}_" if RESERVED_ON_WINDOWS.fullmatch(slug) else slug


def short_id(identity: str) -> str:
    """Give a few digits that stand for an identity, the same every night."""
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]


def with_id(slug: str, identity: str) -> str:
    """Give a slug with the short id of an identity, cut to the length that every file system takes."""
    room = SLUG_BYTES - ID_DIGITS - 1
    return f"{slug.encode()[:room].decode(errors='ignore')}-{short_id(identity)}"


def give_slugs(names: Mapping[str, str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Give each identity a slug of its own; of those that collide the smallest identity keeps the plain one."""
    used = {_folded(slug) for slug in taken}
    given: dict[str, str] = {}
    for identity in sorted(names):
        slug = slug_of(names[identity])
        is_plain = _folded(slug) not in used and len(slug.encode()) <= SLUG_BYTES and slug != UNNAMED
        given[identity] = slug if is_plain else with_id(slug, identity)
        used.add(_folded(given[identity]))
    return given


def _folded(slug: str) -> str:
    """Give what a file system that ignores case and composition sees."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", slug).casefold())
