"""Read a list that grows at its top no further than needed; refuses to know whether its items are tracks or albums."""

from collections.abc import Sequence

from storage import fetched
from storage.spotify import Spotify
from tasks.pull.spotify.pages import Item, Page, Unsettled, ask_page, kept_pages
from tasks.pull.spotify.resources import Resource

PASSES = 3
IN_PROGRESS = "from the top"


def identity(item: Item) -> str | None:
    """Give what tells a saved thing from others: when it was saved and its URI; nothing where it has none."""
    saved = item.get("track") or item.get("item") or item.get("album") if isinstance(item, dict) else None
    uri = saved.get("uri") if isinstance(saved, dict) else None
    return f"{item.get('added_at')} {uri}" if uri else None


class Reading:
    """One pass from the top: what it gathered without a gap, and what it rests on."""

    def __init__(self, door: Spotify, resource: Resource, known: Sequence[Item]) -> None:
        """Begin with nothing gathered."""
        self._door = door
        self._resource = resource
        self._known = known
        self._places = {identity(item): place for place, item in enumerate(known) if identity(item)}
        self._numbers = 0
        self._seen: set[str] = set()
        self._totals: set[int] = set()
        self.gathered: list[Item] = []

    def run(self) -> list[Item] | None:
        """Give the whole list; nothing where the pages do not fit together."""
        page = ask_page(self._door, self._resource)
        self._add(page)
        if self._is_complete_with_known(page):
            return self.gathered + self._tail()
        page = self._go_on_where_it_stopped(page)
        while page.following is not None and page.items:
            page = ask_page(self._door, self._resource, page.following)
            self._add(page)
            self._keep(page)
            if self._is_complete_with_known(page):
                return self.gathered + self._tail()
        return self.gathered if self._totals <= {len(self.gathered)} else None

    def _add(self, page: Page) -> None:
        """Gather the items of a page that were not met yet."""
        if page.total is not None:
            self._totals.add(page.total)
        for item in page.items:
            name = identity(item)
            if name is None or name not in self._seen:
                self.gathered.append(item)
            if name is not None:
                self._seen.add(name)

    def _keep(self, page: Page) -> None:
        """Put a page on the disk."""
        fetched.keep_page(self._resource.name, IN_PROGRESS, self._numbers, page.plain())
        self._numbers += 1

    def _go_on_where_it_stopped(self, first: Page) -> Page:
        """Join the first page to what an interrupted fetch left, where the two fit; give the last page read."""
        kept = kept_pages(self._resource.name, IN_PROGRESS)
        left = _distinct([item for page in kept for item in page.items])
        names = [identity(item) for item in left]
        last = identity(first.items[-1]) if first.items else None
        if last is not None and last in names:
            rest = [item for item in left[names.index(last) + 1 :] if identity(item) not in self._seen]
            joined = self._join(first, rest)
            if joined is not None:
                top = Page(_distinct([*first.items, *kept[0].items]), None, None)
                fetched.keep_page(self._resource.name, IN_PROGRESS, 0, top.plain())
                self._numbers = len(kept)
                self._keep(joined)
                return joined
        fetched.drop_pages(self._resource.name)
        self._numbers = 0
        self._keep(first)
        return first

    def _join(self, first: Page, rest: list[Item]) -> Page | None:
        """Ask for the page that begins with the last item that was left; nothing where another stands there."""
        place = len(self.gathered) + len(rest) - 1
        if not rest or (first.total is not None and place >= first.total):
            return None
        page = ask_page(self._door, self._resource, {"offset": str(place)})
        if not page.items or identity(page.items[0]) is None or identity(page.items[0]) != identity(rest[-1]):
            return None
        self._add(Page(rest, None, None))
        self._add(page)
        return page

    def _is_complete_with_known(self, page: Page) -> bool:
        """Tell whether all of a page was known and what is known behind it makes up the total."""
        if not page.items or any(identity(item) not in self._places for item in page.items):
            return False
        return self._totals == {len(self.gathered) + len(self._tail())}

    def _tail(self) -> list[Item]:
        """Give what is known behind the last item gathered."""
        place = self._places[identity(self.gathered[-1])] if identity(self.gathered[-1]) in self._places else len(self._known)
        return [item for item in self._known[place + 1 :] if identity(item) not in self._seen]


def _distinct(items: Sequence[Item]) -> list[Item]:
    """Give each item once; those that nothing identifies all count."""
    seen: set[str] = set()
    kept = []
    for item in items:
        name = identity(item)
        if name is None or name not in seen:
            kept.append(item)
        if name is not None:
            seen.add(name)
    return kept


def read_newest_first(door: Spotify, resource: Resource, known: Sequence[Item]) -> list[Item]:
    """Give the whole list; pages that do not fit together are read again, resting on what they gave."""
    for _ in range(PASSES):
        reading = Reading(door, resource, known)
        whole = reading.run()
        if whole is not None:
            return whole
        known = reading.gathered
        fetched.drop_pages(resource.name)
    raise Unsettled("it kept changing while it was read")
