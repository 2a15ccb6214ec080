"""Fetch a library from Spotify's Web API in as few requests as it takes; what cannot be had tonight stays as it was and is named."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from storage import fetched
from storage.login import LoginEnded, LoginFailed
from storage.quota import Stopped
from storage.schemas import LandedFile
from storage.snapshots import Fetch, Unread
from storage.spotify import Spotify, Unanswered, Withheld
from tasks.pull.spotify.lists import OtherAccount, account_names, read_first_page, read_followed, read_profile, read_top_list, read_whole
from tasks.pull.spotify.newest_first import read_newest_first
from tasks.pull.spotify.pages import Item, Unsettled
from tasks.pull.spotify.playlists import NOT_TO_BE_READ, Listed, PlaylistReader, list_playlists, read_playlist_list
from tasks.pull.spotify.resources import (
    FOLLOWED_ARTISTS,
    PLAYLIST_LIST,
    PROFILE,
    RECENTLY_PLAYED,
    SAVED_ALBUMS,
    SAVED_TRACKS,
    TOP_LISTS,
    Resource,
)
from tasks.pull.spotify.shelf import Shelf

__all__ = ["Fetched", "OtherAccount", "fetch_spotify", "read_whole"]


class Fetched(NamedTuple):
    """Tonight's files and what the fetch came to."""

    files: tuple[LandedFile, ...]
    fetch: Fetch


def fetch_spotify(door: Spotify, before: Iterable[LandedFile], after: str) -> Fetched:
    """Give every resource of the library as it is tonight, or as it was where it cannot be had; `after` is the last recorded night."""
    night = FetchNight(door, Shelf(before, after))
    try:
        night.refresh()
    except (LoginEnded, LoginFailed) as wrong:
        night.login_problem = str(wrong)
    return night.close()


class FetchNight:
    """One fetch: goes through all resources, and notes those that could not be refreshed."""

    def __init__(self, door: Spotify, shelf: Shelf) -> None:
        """Begin with everything to be refreshed."""
        self._door = door
        self._shelf = shelf
        self._not_refreshed: dict[str, Unread] = {}
        self._failed: dict[str, Unread] = {}
        self._resume_at: dict[str, datetime] = {}
        self._foreign: list[str] = []
        self._listed: list[Listed] = []
        self.login_problem: str | None = None

    def refresh(self) -> None:
        """Go through all resources, those that change fastest first."""
        door, shelf = self._door, self._shelf
        self._attempt(PROFILE, lambda: read_profile(door, shelf))
        self._attempt(RECENTLY_PLAYED, lambda: read_first_page(door, shelf, RECENTLY_PLAYED))
        for top_list in TOP_LISTS:
            self._attempt(top_list, lambda top_list=top_list: read_top_list(door, shelf, top_list))  # type: ignore[misc]
        for saved in (SAVED_TRACKS, SAVED_ALBUMS):
            self._attempt(saved, lambda saved=saved: self._read_saved(saved))  # type: ignore[misc]
        self._attempt(FOLLOWED_ARTISTS, lambda: read_followed(door, shelf))
        told: list[Item] = []
        if self._attempt(PLAYLIST_LIST, lambda: told.extend(read_playlist_list(door, shelf))):
            self._listed = list_playlists(told, account_names(shelf))
            self._miss_playlists()
            self._read_playlists()

    def close(self) -> Fetched:
        """Carry on what was not refreshed, and say what the fetch came to."""
        shelf = self._shelf
        for file in shelf.known():
            if file.name not in shelf.tonight and not shelf.is_gone(file.name):
                shelf.carry_on(file.name)
                if file.name not in self._failed:
                    reason = self.login_problem or "the list of playlists was not read"
                    self._not_refreshed.setdefault(file.name, Unread(name=file.name, title=_title(file), reason=reason))
        files = tuple(shelf.tonight[name] for name in sorted(shelf.tonight))
        fetch = Fetch(
            requests=dict(sorted(self._door.requests.items())),
            not_refreshed=tuple(self._not_refreshed.values()),
            failed=tuple(self._failed.values()),
            unconfirmed=tuple(Unread(name=file.name, title=_title(file), reason=file.doubt) for file in files if file.doubt),
            foreign=tuple(self._foreign),
            resume_at=dict(sorted(self._resume_at.items())),
            login_days_left=self._door.days_left if self.login_problem is None else 0,
            login_problem=self.login_problem,
        )
        return Fetched(files, fetch)

    def _attempt(self, resource: Resource, work: Callable[[], None]) -> bool:
        """Refresh one resource; note it where that is not possible tonight."""
        try:
            work()
        except Stopped as stopped:
            self._note_stop(resource, stopped)
        except (Unanswered, Unsettled, Withheld) as wrong:
            self._note_failure(resource, wrong)
        else:
            return True
        return False

    def _note_stop(self, resource: Resource, stopped: Stopped) -> None:
        """Note that a quota stands before a resource."""
        self._resume_at[stopped.bucket] = stopped.resume_at
        self._not_refreshed[resource.name] = Unread(name=resource.name, title=resource.title, reason=stopped.reason)

    def _note_failure(self, resource: Resource, wrong: Exception) -> None:
        """Note that a resource gave no usable answer."""
        self._failed[resource.name] = Unread(name=resource.name, title=resource.title, reason=str(wrong))

    def _read_saved(self, resource: Resource) -> None:
        """Land saved tracks or albums; an empty list that nobody has seen before is asked for twice."""
        last, known = self._shelf.last(resource.name), self._shelf.items(resource)
        items = read_newest_first(self._door, resource, known)
        if not items and last is None:
            items = read_newest_first(self._door, resource, known)
        self._shelf.land_list(resource, items, self._door.clock.now())

    def _miss_playlists(self) -> None:
        """Doubt that playlists are gone when they are not listed; the second list that says so is believed."""
        listed = {playlist.resource.name for playlist in self._listed}
        for file in self._shelf.of_kind("playlist_items"):
            if file.name not in listed:
                self._shelf.miss(file)

    def _read_playlists(self) -> None:
        """Refresh the playlists whose state changed."""
        reader = PlaylistReader(self._door, self._shelf, len(self._listed))
        refused = fetched.notes().refused
        for listed in self._listed:
            if not listed.is_readable or (listed.version and refused.get(listed.playlist_id) == listed.version):
                self._name_foreign(listed)
            elif not self._is_unchanged(listed):
                self._read_playlist(reader, listed)
                if reader.should_check:
                    self._check(reader)
        self._check(reader)

    def _read_playlist(self, reader: PlaylistReader, listed: Listed) -> None:
        """Read one playlist; one that Spotify refuses is a foreign one."""

        def work() -> None:
            try:
                reader.read(listed)
            except Withheld as withheld:
                if withheld.status not in NOT_TO_BE_READ:
                    raise
                notes = fetched.notes()
                fetched.note(notes.model_copy(update={"refused": {**notes.refused, listed.playlist_id: listed.version}}))
                self._name_foreign(listed)

        self._attempt(listed.resource, work)

    def _check(self, reader: PlaylistReader) -> None:
        """Land what waits, as far as its state can be checked."""
        try:
            for listed, wrong in reader.check():
                self._note_failure(listed.resource, wrong)
        except (Stopped, Unanswered, Unsettled, Withheld) as wrong:
            for listed in reader.waiting:
                if isinstance(wrong, Stopped):
                    self._note_stop(listed.resource, wrong)
                else:
                    self._note_failure(listed.resource, wrong)
            reader.forget_waiting()

    def _is_unchanged(self, listed: Listed) -> bool:
        """Keep a playlist whose state is the same, under the name that it has tonight."""
        last = self._shelf.last(listed.resource.name)
        if last is None or not listed.version or last.version != listed.version:
            return False
        self._shelf.keep(last.model_copy(update={**listed.resource.about, "doubt": None}))
        return True

    def _name_foreign(self, listed: Listed) -> None:
        """Name a playlist of which only the list can be had; what was once read of it stays."""
        self._foreign.append(listed.title)
        last = self._shelf.last(listed.resource.name)
        if last is not None:
            self._not_refreshed[last.name] = Unread(name=last.name, title=listed.title, reason="Spotify does not let you read it any more")


def _title(file: LandedFile) -> str:
    """Call a file what its owner calls it."""
    return file.playlist_name or file.name.removeprefix("spotify/").removesuffix(".json").replace("_", " ")
