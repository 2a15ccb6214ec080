"""The resources of the Web API that make a library: where each is asked for and what it is called when landed."""

from dataclasses import dataclass, field
from typing import Any

from storage.schemas import FileKind
from storage.spotify import Question

ITEMS_OF_A_PAGE = 50
TERMS = ("short_term", "medium_term", "long_term")
PLAYLISTS = "playlists"


@dataclass(frozen=True)
class Resource:
    """One resource: the name and kind under which it is landed, and the question that gets its first page."""

    name: str
    kind: FileKind
    question: Question
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Call it what its owner calls it."""
        return str(self.about.get("playlist_name") or self.name.removeprefix("spotify/").removesuffix(".json").replace("_", " "))


def _list(name: str, kind: FileKind, path: str, holds: tuple[str, ...] = ("items",), **params: str) -> Resource:
    """Give a resource that comes in pages, counted in a bucket of its kind."""
    bucket = PLAYLISTS if kind in {"playlist_list", "playlist_items"} else kind
    return Resource(f"spotify/{name}.json", kind, Question(path, bucket, {"limit": str(ITEMS_OF_A_PAGE), **params}, holds))


PROFILE = Resource("spotify/profile.json", "profile", Question("/me", "profile", {}, ()))
SAVED_TRACKS = Resource(**{**vars(_list("saved_tracks", "saved_tracks", "/me/tracks")), "about": {"is_liked": True}})
SAVED_ALBUMS = _list("saved_albums", "saved_albums", "/me/albums")
PLAYLIST_LIST = _list("playlists", "playlist_list", "/me/playlists")
FOLLOWED_ARTISTS = _list("followed_artists", "followed_artists", "/me/following", ("artists", "items"), type="artist")
RECENTLY_PLAYED = _list("recently_played", "recent_plays", "/me/player/recently-played")
TOP_LISTS = tuple(
    _list(f"top/{what}/{term}", "top_list", f"/me/top/{what}", ("items",), time_range=term) for what in ("tracks", "artists") for term in TERMS
)


def playlist_items(playlist_id: str, about: dict[str, Any]) -> Resource:
    """Give the resource of a playlist's items."""
    listed = _list(f"playlists/{playlist_id}", "playlist_items", f"/playlists/{playlist_id}/items", additional_types="track,episode")
    return Resource(listed.name, listed.kind, listed.question, about)


def playlist_state(playlist_id: str) -> Question:
    """Ask which state a playlist is in."""
    return Question(f"/playlists/{playlist_id}", PLAYLISTS, {"fields": "id,snapshot_id,items.total,tracks.total"}, ())
