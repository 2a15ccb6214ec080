"""Check a finished tree of markdown pages with a real parser; refuses to know what the pages are about."""

import posixpath
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

ENTRANCE = "README.md"
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
IMAGE_TAG = re.compile(r"""<img\s[^>]*?src="([^"]*)\"""")
CELL_BORDER = re.compile(r"(?<!\\)(?:\\\\)*\|")

PARSER = MarkdownIt("gfm-like", {"linkify": False})


def walk(tokens: list[Token]) -> Iterator[Token]:
    """Give all tokens, those inside others too."""
    for token in tokens:
        yield token
        yield from walk(token.children or [])


def targets(text: str) -> Iterator[str]:
    """Give where every link and image of a page leads."""
    for token in walk(PARSER.parse(text)):
        if token.type == "link_open":
            yield str(token.attrs["href"])
        elif token.type == "image":
            yield str(token.attrs["src"])
        elif token.type in {"html_inline", "html_block"}:
            yield from IMAGE_TAG.findall(token.content)


def tables(text: str) -> Iterator[list[list[str]]]:
    """Give every table of a page as rows of cells, each as a reader sees it."""
    rows: list[list[str]] = []
    for token, inside in zip(parsed := PARSER.parse(text), [*parsed[1:], None], strict=True):
        if token.type == "table_open":
            rows = []
        elif token.type == "tr_open":
            rows.append([])
        elif token.type in {"th_open", "td_open"} and inside is not None:
            rows[-1].append(seen(inside))
        elif token.type == "table_close":
            yield rows


def seen(inline: Token) -> str:
    """Give the text that a reader sees of one inline token; tags and images show none."""
    return "".join(token.content for token in inline.children or [] if token.type in {"text", "text_special", "code_inline"})


def headings(text: str) -> list[str]:
    """Give the headings of a page as a reader sees them."""
    parsed = PARSER.parse(text)
    return [seen(inside) for token, inside in pairwise(parsed) if token.type == "heading_open"]


def broken_tables(text: str) -> Iterator[str]:
    """Give the rows whose cells are not as many as their header's, and rows that no table took in."""
    lines, taken = text.split("\n"), set[int]()
    for token in PARSER.parse(text):
        if token.type == "table_open" and token.map:
            first, last = token.map
            taken |= set(range(first, last))
            borders = len(CELL_BORDER.findall(lines[first]))
            yield from (line for line in lines[first:last] if len(CELL_BORDER.findall(line)) != borders)
    yield from (line for number, line in enumerate(lines) if line.startswith("|") and number not in taken)


def glued(text: str) -> Iterator[str]:
    """Give the headings that stand next to a line that is not blank."""
    lines = ["", *text.split("\n"), ""]
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if re.match(r"#+ ", line) and (before or after):
            yield line


def resolve(page: str, target: str) -> str | None:
    """Give the path inside the tree that a relative link on a page means; None for an address elsewhere."""
    if SCHEME.match(target) or target.startswith("//"):
        return None
    path = unquote(target.partition("#")[0].partition("?")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page


def complaints(root: Path) -> list[str]:
    """Name everything that is wrong with a tree: dead links, files nobody leads to, broken tables, ends of pages."""
    files = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    texts = {name: (root / name).read_bytes().decode("utf-8") for name in sorted(files) if name.endswith(".md")}
    leads = {page: {path for target in targets(text) if (path := resolve(page, target)) is not None} for page, text in texts.items()}
    found = [f"{page}: dead link to {path}" for page, paths in leads.items() for path in sorted(paths - files)]
    found += [f"{name}: nobody leads to it" for name in sorted(files - reached(leads))]
    for page, text in texts.items():
        found += [f"{page}: broken row {line[:100]!r}" for line in broken_tables(text)]
        found += [f"{page}: glued heading {line[:100]!r}" for line in glued(text)]
        found += [f"{page}: does not end with one newline"] if not re.search(r"[^\n]\n\Z", text) else []
        found += [f"{page}: carriage return"] if "\r" in text else []
    return found


def reached(leads: dict[str, set[str]]) -> set[str]:
    """Give every file that one can come to from the entrance."""
    known, waiting = {ENTRANCE}, [ENTRANCE]
    while waiting:
        new = leads.get(waiting.pop(), set()) - known
        known |= new
        waiting.extend(new)
    return known
