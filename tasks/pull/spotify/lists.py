"""Read the resources that are asked for as a whole: profile, lists of artists and playlists, top lists, recent plays."""

import json
from typing import Any

from storage import blobs, fetched
from storage.errors import Refused
from storage.schemas import LandedFile
from storage.spotify import Spotify
from tasks.pull.spotify.pages import Item, Page, Unsettled, ask_page, is_consistent, kept_pages, turn_pages
from tasks.pull.spotify.personal import drop_personal
from tasks.pull.spotify.resources import FOLLOWED_ARTISTS, PROFILE, Resource
from tasks.pull.spotify.shelf import Shelf

ATTEMPTS = 3
DAYS_BETWEEN_LOOKS = 7
IN_PROGRESS = "whole"


class OtherAccount(Refused):
    """The home holds the library of another account."""


def read_profile(door: Spotify, shelf: Shelf) -> None:
    """Land who this is, once per login; refuse another account than the one whose library the home holds."""
    notes, login = fetched.notes(), door.authorised_at.isoformat()
    last = shelf.last(PROFILE.name)
    if last is not None and notes.profile_of_login == login:
        shelf.keep(last)
        return
    told = drop_personal({"type": "user", **door.ask(PROFILE.question)})
    if last is not None and not names_of(told) & names_of(_read_body(last)):
        raise OtherAccount("this home holds the Spotify library of another account: log in as its owner, or use a home of your own with --home DIR")
    shelf.land(PROFILE, fetched.write_line(told) + b"\n", door.clock.now())
    fetched.note(notes.model_copy(update={"profile_of_login": login}))


def account_names(shelf: Shelf) -> frozenset[str]:
    """Give the names under which playlists may call the account their owner."""
    last = shelf.last(PROFILE.name)
    return names_of(_read_body(last)) if last else frozenset()


def names_of(told: dict[str, Any]) -> frozenset[str]:
    """Give what identifies an account."""
    return frozenset(str(told[key]) for key in ("id", "account_id") if told.get(key))


def read_first_page(door: Spotify, shelf: Shelf, resource: Resource) -> None:
    """Land the first page of a list, which is all that can be had or is wanted of it."""
    items = ask_page(door, resource).items or (ask_page(door, resource).items if shelf.last(resource.name) is None else [])
    shelf.land_list(resource, items, door.clock.now())


def read_top_list(door: Spotify, shelf: Shelf, resource: Resource) -> None:
    """Land a top list once a day."""
    last = shelf.last(resource.name)
    if last is not None and last.landed_at is not None and last.landed_at.date() == door.clock.now().date():
        shelf.keep(last)
        return
    read_first_page(door, shelf, resource)


def read_followed(door: Spotify, shelf: Shelf) -> None:
    """Land the followed artists; where the first page and the total are as before, the rest is only looked through once a week."""
    notes, today = fetched.notes(), door.clock.now().date().toordinal()
    known = shelf.items(FOLLOWED_ARTISTS)
    last = shelf.last(FOLLOWED_ARTISTS.name)
    first = None
    if last is not None and 0 <= today - notes.looked_through_on < DAYS_BETWEEN_LOOKS:
        first = ask_page(door, FOLLOWED_ARTISTS)
        if first.total == len(known) and _uris(first.items) == _uris(known[: len(first.items)]):
            shelf.keep(last.model_copy(update={"doubt": None}))
            return
    items = read_whole(door, FOLLOWED_ARTISTS, first, is_new=last is None)
    shelf.land_list(FOLLOWED_ARTISTS, items, door.clock.now())
    fetched.note(fetched.notes().model_copy(update={"looked_through_on": today}))


def read_whole(door: Spotify, resource: Resource, first: Page | None = None, *, is_new: bool = False) -> list[Item]:
    """Give all items of a list, from pages that fit together; an empty list that nobody has seen before is asked for twice."""
    for attempt in range(ATTEMPTS):
        kept = [first] if first is not None and not attempt else kept_pages(resource.name, IN_PROGRESS)
        pages = list(kept)
        if not kept or kept[-1].following is not None:
            for page in turn_pages(door, resource, kept[-1].following if kept else None):
                fetched.keep_page(resource.name, IN_PROGRESS, len(pages), page.plain())
                pages.append(page)
        fetched.drop_pages(resource.name)
        items = [item for page in pages for item in page.items]
        if is_consistent(pages) and (items or attempt or not is_new):
            return items
    raise Unsettled("it kept changing while it was read")


def _uris(items: list[Item]) -> list[object]:
    """Give what items are called by Spotify."""
    return [item.get("uri") if isinstance(item, dict) else None for item in items]


def _read_body(file: LandedFile) -> dict[str, Any]:
    """Give the one body of a landed resource."""
    told = json.loads(blobs.fetch(file.blob))
    return told if isinstance(told, dict) else {}
