"""Close a tree in which pages are missing: last night's stand in, no link is dead, nobody is unreachable; refuses to know why they are missing."""

import posixpath
import re
from collections.abc import Collection, Sequence
from typing import Final
from urllib.parse import unquote

from storage import artifacts
from storage.failures import Failure
from storage.last_night import LastNight
from storage.schemas import Artifact
from tasks.report.templates import Page, print_page
from tasks.shared_paths import ENTRANCE_PAGE, artifact_table, is_chosen

Tickets = dict[str, Artifact]

LINK: Final = re.compile(r'(?<!\\)(!?)\[((?:\\.|[^\\\[\]])*)\]\(([^()\s]+)\)|<img [^>]*?src="([^"]+)"[^>]*>')
ELSEWHERE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def mend(files: Tickets, failures: Sequence[Failure], only: Sequence[str]) -> Tickets:
    """Give the tree with a page in every place where one failed; where some pages alone were wanted, the part of it that is new."""
    before = LastNight()
    pages = dict.fromkeys(failure.path for failure in failures if failure.what != "figure")
    failed = [path for path in pages if path not in files and is_chosen(path, only)]
    kept = {path: ticket for path in failed if (ticket := before.keep(path, artifact_table(path)))}
    mended = files | kept
    for page, ticket in kept.items():
        mended |= _keep_pictures(page, ticket, before)
    mended |= {path: _stand_in(path, mended) for path in failed if path not in kept}
    if only:
        return mended | _close(mended, before, only)
    mended |= {page: _unlink(page, ticket, mended.keys()) for page, ticket in kept.items()}
    return _reachable(mended)


def _close(written: Tickets, before: LastNight, only: Sequence[str]) -> Tickets:
    """Give the pages that would lead to pages not wanted tonight that never were, or from those to what is gone, without these links."""
    others = {path for path in before.paths if not is_chosen(path, only)} - written.keys()
    standing = written.keys() | others
    is_any_gone = not before.paths <= standing
    old = {path: before.keep(path, artifact_table(path)) for path in sorted(others) if is_any_gone and path.endswith(".md")}
    pages = {path: ticket for path, ticket in {**old, **written}.items() if ticket and path.endswith(".md")}
    closed = {page: _unlink(page, ticket, standing) for page, ticket in pages.items()}
    return {page: ticket for page, ticket in closed.items() if ticket != pages[page]}


def _keep_pictures(page: str, ticket: Artifact, before: LastNight) -> Tickets:
    """Give the pictures that a page of last night shows, as they were that night."""
    shown = {path for path in _leads(page, _text(ticket)) if not path.endswith(".md")}
    return {path: picture for path in sorted(shown) if (picture := before.keep(path, artifact_table(path)))}


def _stand_in(path: str, files: Tickets) -> Artifact:
    """Write a short page in the place of one that never was; it leads to all that lies below."""
    folder = posixpath.dirname(path)
    below = sorted(other for other in files if other.endswith(".md") and (not folder or other.startswith(f"{folder}/")) and other != path)
    facts = {"pages": [posixpath.relpath(other, folder or ".") for other in below]}
    return artifacts.save_bytes("pages", print_page(path, Page("missing.md.j2", facts)).encode())


def _unlink(page: str, ticket: Artifact, standing: Collection[str]) -> Artifact:
    """Take the dead links out of a page; their words stay."""

    def mended(found: re.Match[str]) -> str:
        path = _resolve(page, found[3] or found[4])
        return found[0] if path is None or path in standing else found[2] or ""

    text = _text(ticket)
    kept = LINK.sub(mended, text)
    return ticket if kept == text else artifacts.save_bytes("pages", kept.encode())


def _reachable(files: Tickets) -> Tickets:
    """Give the files that one can come to from the entrance."""
    known, waiting = {ENTRANCE_PAGE}, [ENTRANCE_PAGE]
    while waiting:
        page = waiting.pop()
        new = _leads(page, _text(files[page])) & files.keys() - known if page.endswith(".md") else set()
        known |= new
        waiting.extend(new)
    return {path: ticket for path, ticket in files.items() if path in known}


def _leads(page: str, text: str) -> set[str]:
    """Give where the links and pictures of a page lead inside the tree."""
    return {path for found in LINK.finditer(text) if (path := _resolve(page, found[3] or found[4]))}


def _resolve(page: str, target: str) -> str | None:
    """Give the path inside the tree that a target on a page means; nothing for an address elsewhere."""
    path = unquote(target.partition("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path and not ELSEWHERE.match(target) else None


def _text(ticket: Artifact) -> str:
    """Read a page."""
    return artifacts.load_bytes(ticket).decode()
