"""Cut lists into pages with links to those beside them; refuses to know what is listed."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from .answers import Asked, Refused, error
from .library import Library
from .objects import Objects

PAGE_AT_MOST, USUAL_LIMIT = 50, 20
Lens = Callable[[Sequence[Any]], Sequence[Any]]


class Question(NamedTuple):
    """A request to a known endpoint: of which library, told how; the lens is what a fault lets be seen of a list."""

    asked: Asked
    parts: dict[str, str]
    library: Library
    objects: Objects
    lens: Lens

    def link(self, **changed: Any) -> str:
        """Give the address of the same request with other words."""
        return f"{self.objects.api_url}{self.asked.path}?{urlencode({**self.asked.query, **changed})}"

    def whole(self, name: str, usual: int) -> int:
        """Read a whole number of the query, or refuse."""
        text = self.asked.query.get(name, str(usual))
        if not text.removeprefix("-").isdecimal():
            raise Refused(error(400, f"Invalid {name}"))
        return int(text)

    def limit(self, at_most: int = PAGE_AT_MOST) -> int:
        """Read how many items a page is to have, or refuse."""
        limit = self.whole("limit", USUAL_LIMIT)
        if not 1 <= limit <= at_most:
            raise Refused(error(400, "Invalid limit"))
        return limit

    def page(self, items: Sequence[Any], tell: Callable[[Any], Any], at_most: int = PAGE_AT_MOST) -> dict[str, Any]:
        """Give the page that was asked for, with links to those beside it."""
        limit, offset, seen = self.limit(at_most), self.whole("offset", 0), self.lens(items)
        if offset < 0:
            raise Refused(error(400, "Invalid offset"))
        return {
            "href": self.link(offset=offset, limit=limit),
            "items": [tell(item) for item in seen[offset : offset + limit]],
            "limit": limit,
            "next": self.link(offset=offset + limit, limit=limit) if offset + limit < len(seen) else None,
            "offset": offset,
            "previous": self.link(offset=max(0, offset - limit), limit=limit) if offset else None,
            "total": len(seen),
        }
