"""Put names on pages so that a reader sees exactly the name; refuses to know what the name is of."""

import html
import re
from functools import lru_cache
from typing import Final

NO_NAME: Final = "(no name)"
REMEMBERED_NAMES: Final = 1 << 16

LINE_BREAKS: Final = re.compile(r"\r\n|[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]")
CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
# spaces, marks without a shape, and the letters that fonts draw as nothing
UNSEEN: Final = re.compile(r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\uffa0]*")

MARKS: Final = re.compile(
    r"[\\`*_\[\]<~#]"  # what markdown itself acts on
    r"|[|$@]"  # what tables, formulas and mentions act on
    r"|&(?=#?\w+;)"  # what would be read as a character's code
    r"|:(?=[\w+-]+:)"  # :shortcodes:
    r"|:(?=//)"  # addresses
    r"|(?<=www)\.",  # addresses without a scheme
    re.IGNORECASE,
)
# a backslash is enough for markdown itself; tables and addresses need a code, what a site does to the finished page a tag
SPELLINGS: Final = {"|": "&#124;", "@": "&#64;", ".": "&#46;", "$": "<span>$</span>", ":": "<span>:</span>"}
# what begins a list, a quotation or an underline at the beginning of a line
OPENING: Final = re.compile(r"^(\d{0,9})([-+>=.)])")
ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
NOT_IN_PATHS: Final = re.compile(r"[\x00-\x20\"#$%&()<>?:\[\\\]^`{|}\x7f]")
NOT_IN_ADDRESSES: Final = re.compile(r"[\x00-\x20\"'<>\\^`{|}\x7f]")


def shown(name: str | None) -> str:
    """Give the name as a reader is to see it: one line, no control characters, and something to see."""
    known = name or ""
    line = (known if known.isprintable() else CONTROLS.sub("", LINE_BREAKS.sub(" ", known))).strip()
    return NO_NAME if UNSEEN.fullmatch(line) else line


@lru_cache(maxsize=REMEMBERED_NAMES)
def text(name: str | None) -> str:
    """Spell a name in markdown, safe in cells, headings, paragraphs and link texts."""
    return MARKS.sub(_spell, shown(name))


def opening(name: str | None) -> str:
    """Spell a name where it opens a line, so that it begins no list or quotation."""
    return OPENING.sub(r"\1\\\2", text(name))


def _spell(found: re.Match[str]) -> str:
    """Spell one character that would otherwise mean something."""
    mark = found.group()
    return SPELLINGS.get(mark) or f"\\{mark}"


@lru_cache(maxsize=REMEMBERED_NAMES)
def target(path: str) -> str:
    """Write a path as a link's target; letters of any script stay as they are."""
    return NOT_IN_PATHS.sub(_percent, path)


@lru_cache(maxsize=REMEMBERED_NAMES)
def source(image: str, up: str) -> str:
    """Write an image's address for an HTML attribute; a path inside reports/ is seen from a page that lies up below its root."""
    address = html.escape(NOT_IN_ADDRESSES.sub(_percent, image))
    return address if ADDRESS.match(image) else f"{up}{address}"


def _percent(found: re.Match[str]) -> str:
    """Percent-encode one character."""
    return f"%{ord(found.group()):02X}"


def counted(count: int, thing: str) -> str:
    """Count things in words: 1 track, 2 tracks."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def spotify(uri: str) -> str:
    """Give the address at which Spotify shows what a URI names."""
    return f"https://open.spotify.com/{uri.removeprefix('spotify:').replace(':', '/')}"
