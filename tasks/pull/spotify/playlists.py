"""Read the playlists whose state changed, and never mix two states of one; refuses to know what stands in them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from storage import fetched
from storage.spotify import Spotify, Unanswered, Withheld
from tasks.pull.spotify.lists import read_whole
from tasks.pull.spotify.pages import Item, Page, Unsettled, is_consistent, kept_pages, turn_pages
from tasks.pull.spotify.resources import ITEMS_OF_A_PAGE, PLAYLIST_LIST, PLAYLISTS, Resource, playlist_items, playlist_state
from tasks.pull.spotify.shelf import Shelf

STARTS = 3
PAGES_READ_PER_PAGE_CHECKED = 33
VOLATILE = frozenset({"images"})
NOT_TO_BE_READ = frozenset({403, 404})


@dataclass(frozen=True)
class Listed:
    """A playlist as the list of playlists tells it."""

    playlist_id: str
    version: str
    total: int | None
    is_readable: bool
    resource: Resource

    @property
    def title(self) -> str:
        """Give its name."""
        return self.resource.title


class State(NamedTuple):
    """A state of a playlist: what Spotify calls it, and how many items it has."""

    version: str
    total: int | None


@dataclass(frozen=True)
class Read:
    """A playlist whose items were read in several answers: to be believed when its state is still the same."""

    listed: Listed
    items: list[Item]
    starts: int = 1
    before: list[Item] | None = None


def read_playlist_list(door: Spotify, shelf: Shelf) -> list[Item]:
    """Land the list of all playlists and give what it says tonight."""
    last, known = shelf.last(PLAYLIST_LIST.name), shelf.items(PLAYLIST_LIST)
    told = [item for item in read_whole(door, PLAYLIST_LIST, is_new=last is None) if isinstance(item, dict) and item.get("id")]
    if last is not None and _lasting(told) == _lasting(known):
        shelf.keep(last.model_copy(update={"doubt": None}))
    else:
        shelf.land_list(PLAYLIST_LIST, told, door.clock.now())
    return told


def list_playlists(told: list[Item], account: frozenset[str]) -> list[Listed]:
    """Give each playlist of the list once, and whether Spotify lets this account read its items."""
    return list({item["id"]: _listed(item, account) for item in told}.values())


def _listed(item: dict[str, Any], account: frozenset[str]) -> Listed:
    """Read one playlist of the list, in its new or its old shape."""
    owner = item.get("owner") or {}
    state = _state(item)
    uri = item.get("uri") or f"spotify:playlist:{item['id']}"
    about = {"playlist_name": item.get("name") or "", "playlist_uri": uri, "owner_name": owner.get("display_name") or owner.get("id")}
    is_own = not account or str(owner.get("id")) in account or str(owner.get("account_id")) in account
    resource = playlist_items(str(item["id"]), about)
    return Listed(str(item["id"]), state.version, state.total, is_own or bool(item.get("collaborative")), resource)


def _state(item: dict[str, Any]) -> State:
    """Read which state a playlist is in, in its new or its old shape."""
    counted = item.get("items") or item.get("tracks") or {}
    return State(str(item.get("snapshot_id") or ""), counted.get("total") if isinstance(counted, dict) else None)


def _lasting(items: list[Item]) -> list[dict[str, Any]]:
    """Give what lasts of a list of playlists: addresses of their pictures are new every day."""
    return [{key: value for key, value in item.items() if key not in VOLATILE} for item in items]


class PlaylistReader:
    """Reads playlists one by one; those that took several answers wait until their state is checked, many at a time."""

    def __init__(self, door: Spotify, shelf: Shelf, count: int) -> None:
        """Begin with nothing waiting; `count` is how many playlists are listed."""
        self._door = door
        self._shelf = shelf
        self._pages_of_list = -(-count // ITEMS_OF_A_PAGE)
        self._pages_read = 0
        self._waiting: list[Read] = []

    @property
    def waiting(self) -> list[Listed]:
        """Name the playlists whose state is not checked yet."""
        return [read.listed for read in self._waiting]

    def forget_waiting(self) -> None:
        """Let what could not be checked lie until another night lists its state."""
        self._waiting = []

    @property
    def should_check(self) -> bool:
        """Tell whether so much was read since the last check that another is worth its requests, or they would be spent otherwise."""
        cost = min(len(self._waiting), self._pages_of_list)
        return self._pages_read >= PAGES_READ_PER_PAGE_CHECKED * self._pages_of_list or self._door.quota.left(PLAYLISTS) <= cost

    def read(self, listed: Listed, earlier: Read | None = None) -> None:
        """Read a playlist's items, from where an interrupted fetch stopped in the same state."""
        if not listed.version:
            fetched.drop_pages(listed.resource.name)
        kept = kept_pages(listed.resource.name, listed.version)
        pages = list(kept)
        if not kept or kept[-1].following is not None:
            pages += self._turn(listed, kept)
        items = [item for page in pages for item in page.items]
        is_plausible = is_consistent(pages) and listed.total in {None, len(items)}
        if is_plausible and (len(pages) == 1 or len(pages) == len(kept)):
            self._land(listed, items)
        else:
            starts, before = (earlier.starts + 1, earlier.items) if earlier else (1, None)
            self._waiting.append(Read(listed, items if is_consistent(pages) else [], starts, before))

    def _turn(self, listed: Listed, kept: list[Page]) -> list[Page]:
        """Ask for the pages that are not there yet and keep each."""
        pages: list[Page] = []
        for page in turn_pages(self._door, listed.resource, kept[-1].following if kept else None):
            fetched.keep_page(listed.resource.name, listed.version, len(kept) + len(pages), page.plain())
            pages.append(page)
            self._pages_read += 1
        return pages

    def check(self) -> list[tuple[Listed, Exception]]:
        """Land what is still in the state in which it was read, start the others again; give those that would not settle."""
        failed: list[tuple[Listed, Exception]] = []
        while self._waiting:
            now = self._states()
            self._pages_read = 0
            for read in tuple(self._waiting):
                try:
                    self._settle(read, now.get(read.listed.playlist_id))
                except (Unsettled, Unanswered, Withheld) as wrong:
                    failed.append((read.listed, wrong))
                self._waiting = [other for other in self._waiting if other is not read]
        return failed

    def _settle(self, read: Read, now: State | None) -> None:
        """Land a playlist or start it again; what says the same twice is landed even where the list counts otherwise, to be read again."""
        listed, is_same = read.listed, now is not None and now.version == read.listed.version
        if is_same and listed.total in {None, len(read.items)}:
            self._land(listed, read.items)
        elif is_same and read.items and read.items == read.before:
            self._land(replace(listed, version=""), read.items)
        elif read.starts >= STARTS:
            fetched.drop_pages(listed.resource.name)
            raise Unsettled("it kept changing while it was read")
        else:
            fetched.drop_pages(listed.resource.name)
            self.read(replace(listed, version=now.version, total=now.total) if now else listed, read)

    def _states(self) -> dict[str, State]:
        """Ask which states the waiting playlists are in, in as few requests as it takes."""
        if len(self._waiting) < self._pages_of_list:
            told: list[Item] = [self._door.ask(playlist_state(read.listed.playlist_id)) for read in self._waiting]
        else:
            told = read_whole(self._door, PLAYLIST_LIST)
        return {item["id"]: _state(item) for item in told if isinstance(item, dict) and item.get("id")}

    def _land(self, listed: Listed, items: list[Item]) -> None:
        """Put a playlist on the shelf with the state that its items belong to."""
        about = {**listed.resource.about, "version": listed.version or None}
        resource = Resource(listed.resource.name, listed.resource.kind, listed.resource.question, about)
        self._shelf.land_list(resource, items, _moment(self._door))


def _moment(door: Spotify) -> datetime:
    return door.clock.now()
