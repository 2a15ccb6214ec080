"""Read answers page by page and write landed lines; refuses to know what the items mean."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from storage import fetched
from storage.spotify import Question, Spotify
from tasks.pull.spotify.personal import drop_personal
from tasks.pull.spotify.resources import ITEMS_OF_A_PAGE, Resource

Item = Any
PLACES = frozenset({"offset", "limit", "after", "before"})


class Unsettled(Exception):
    """A resource kept changing while it was read."""


@dataclass(frozen=True)
class Page:
    """One page: its items without personal fields, how many Spotify says there are, and where the next one begins."""

    items: list[Item]
    total: int | None
    following: dict[str, str] | None

    def plain(self) -> dict[str, Any]:
        """Give a form that can be kept."""
        return {"items": self.items, "total": self.total, "following": self.following}


def ask_page(door: Spotify, resource: Resource, place: Mapping[str, str] | None = None) -> Page:
    """Ask for a page of a resource; the path is always ours, only the place in the list is Spotify's."""
    question = resource.question
    told = door.ask(Question(question.path, question.bucket, {**question.params, **(place or {})}, question.holds))
    holder: Any = told
    for key in question.holds[:-1]:
        holder = holder[key]
    total = holder.get("total")
    items = drop_personal(holder[question.holds[-1]])
    return Page(items, total if isinstance(total, int) else None, _following(holder.get("next")))


def turn_pages(door: Spotify, resource: Resource, place: Mapping[str, str] | None = None) -> Iterator[Page]:
    """Give page after page; a list that leads back to a page already read is not believed."""
    seen: set[frozenset[tuple[str, str]]] = set()
    while True:
        page = ask_page(door, resource, place)
        yield page
        if page.following is None:
            return
        place = page.following
        key = frozenset(place.items())
        if key in seen:
            raise Unsettled("its pages lead in a circle")
        seen.add(key)


def is_consistent(pages: Sequence[Page]) -> bool:
    """Tell whether pages belong to one state of a list: they agree on how many items there are, and have them."""
    totals = {page.total for page in pages} - {None}
    return len(totals) <= 1 and (not totals or totals == {sum(len(page.items) for page in pages)})


def kept_pages(name: str, state: str) -> list[Page]:
    """Give the pages of a resource that an earlier fetch left on the disk."""
    return [Page(**told) for told in fetched.pages_of(name, state)]


def write_lines(items: Sequence[Item], holds: tuple[str, ...]) -> bytes:
    """Write a list as the pages that Spotify would give of it, one a line; the same items are always the same bytes."""
    pages = [items[first : first + ITEMS_OF_A_PAGE] for first in range(0, len(items), ITEMS_OF_A_PAGE)] or [[]]
    lines = []
    for page in pages:
        body: dict[str, Any] = {holds[-1]: page, "total": len(items)}
        for key in reversed(holds[:-1]):
            body = {key: body}
        lines.append(fetched.write_line(body) + b"\n")
    return b"".join(lines)


def _following(address: object) -> dict[str, str] | None:
    """Read where the next page begins."""
    if not isinstance(address, str):
        return None
    return {key: value for key, value in parse_qsl(urlsplit(address).query) if key in PLACES} or None
