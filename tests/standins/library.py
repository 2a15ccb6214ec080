"""What a person has on a music service, as plain values; refuses to know how any answer or file tells it."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from .secrets_of_person import EMAIL

TERMS = ("short_term", "medium_term", "long_term")
RECENT_PLAYS = 50
LEAST_RECENT_MS = 30_000
Ending = Literal["trackdone", "fwdbtn", "endplay"]


@dataclass(frozen=True)
class Artist:
    """An artist; only names of local files and of nobody have no URI."""

    uri: str | None
    name: str


@dataclass(frozen=True)
class Album:
    """An album; that of a local file has no URI."""

    uri: str | None
    name: str
    artists: tuple[Artist, ...] = ()
    release_date: str = ""
    album_type: str = "album"
    track_count: int = 10
    upc: str | None = None
    label: str = ""


@dataclass(frozen=True)
class Track:
    """A track of the catalogue, or a local file (its URI tells)."""

    uri: str
    name: str
    artists: tuple[Artist, ...]
    album: Album
    duration_ms: int
    isrc: str | None = None
    is_explicit: bool = False
    track_number: int = 1

    @property
    def is_local(self) -> bool:
        """Tell a local file."""
        return self.uri.startswith("spotify:local:")


@dataclass(frozen=True)
class Episode:
    """An episode of a podcast."""

    uri: str
    name: str
    show_name: str
    show_uri: str
    duration_ms: int
    release_date: str = "2025-01-01"


@dataclass(frozen=True)
class Entry:
    """A place in a playlist: an item, or nothing where the service no longer has it."""

    item: Track | Episode | None
    added_at: datetime | None
    added_by: str | None


@dataclass(frozen=True)
class Person:
    """Who a library belongs to; e-mail and country are secrets that no report needs."""

    user_id: str = "invented_listener"
    name: str | None = "Invented Listener"
    account_id: str = "aB3dE5fG7h"
    email: str = EMAIL
    country: str = "ZZ"


@dataclass(frozen=True)
class Playlist:
    """A playlist; each change gives it another revision, and thereby another snapshot id."""

    playlist_id: str
    name: str
    owner_id: str
    owner_name: str | None
    entries: tuple[Entry, ...] = ()
    is_collaborative: bool = False
    is_public: bool | None = True
    description: str = ""
    revision: int = 1

    @property
    def uri(self) -> str:
        """Give the playlist's URI."""
        return f"spotify:playlist:{self.playlist_id}"

    @property
    def snapshot_id(self) -> str:
        """Name this state of the playlist."""
        return hashlib.sha256(f"{self.playlist_id} {self.revision}".encode()).hexdigest()[:48]

    def changed(self, **changes: Any) -> "Playlist":
        """Give the playlist after a change."""
        return replace(self, **changes, revision=self.revision + 1)


@dataclass(frozen=True)
class Saved:
    """A thing in the library with the moment it was saved at."""

    item: Any
    added_at: datetime


@dataclass(frozen=True)
class Play:
    """A stream by the moment it ended at, in UTC with milliseconds."""

    item: Track | Episode
    ended_at: datetime
    played_ms: int
    ending: Ending = "trackdone"


@dataclass(frozen=True)
class Library:
    """Everything of one person: saved things newest first, plays oldest first."""

    person: Person = field(default_factory=Person)
    saved_tracks: tuple[Saved, ...] = ()
    saved_albums: tuple[Saved, ...] = ()
    playlists: tuple[Playlist, ...] = ()
    followed: tuple[Artist, ...] = ()
    top_tracks: dict[str, tuple[Track, ...]] = field(default_factory=dict)
    top_artists: dict[str, tuple[Artist, ...]] = field(default_factory=dict)
    plays: tuple[Play, ...] = ()

    def playlist(self, playlist_id: str) -> Playlist | None:
        """Give the playlist of that id."""
        return next((playlist for playlist in self.playlists if playlist.playlist_id == playlist_id), None)

    def is_readable(self, playlist: Playlist) -> bool:
        """Tell whether the person owns the playlist or works on it with others."""
        return playlist.owner_id == self.person.user_id or playlist.is_collaborative

    def changing(self, playlist_id: str, **changes: Any) -> "Library":
        """Give the library after a change of one playlist."""
        changed = (playlist.changed(**changes) if playlist.playlist_id == playlist_id else playlist for playlist in self.playlists)
        return replace(self, playlists=tuple(changed))

    def recent_plays(self) -> list[Play]:
        """Give the last plays that the service still tells, newest first: tracks that were heard for a while."""
        told = (play for play in reversed(self.plays) if isinstance(play.item, Track) and not play.item.is_local)
        return [play for play in told if play.played_ms >= LEAST_RECENT_MS][:RECENT_PLAYS]
