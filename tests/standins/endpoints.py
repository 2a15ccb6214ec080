"""Answer each endpoint of the API from a library; refuses to know tokens, limits and faults."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from .answers import Refused, error
from .catalogue import catalogue
from .fields import choose_fields
from .library import TERMS, Album, Entry, Play, Playlist, Saved, Track
from .objects import told_moment
from .paging import PAGE_AT_MOST, Question

OLD_ITEMS_AT_MOST = 100
ITEMS_OF_A_WHOLE_PLAYLIST = 50
LAST_PLAYLIST_OFFSET = 100_000
OF_THE_SERVICE = "spotify"
ID = "[A-Za-z0-9]+"
REMOVED = re.compile(
    rf"/playlists/{ID}/(tracks|followers.*)|/(albums|artists|audiobooks|chapters|episodes|shows|tracks|markets)|/artists/{ID}/(top-tracks|related-artists)"
    rf"|/browse/.*|/users/[^/]+(/playlists)?|/me/(albums|audiobooks|episodes|shows|tracks|following)/contains|/audio-.*|/recommendations.*"
)


def tell_profile(of: Question) -> Any:
    """Tell who is logged in."""
    return of.objects.profile(of.library.person)


def tell_saved_tracks(of: Question) -> Any:
    """Tell saved tracks, the newest first."""
    return of.page(of.library.saved_tracks, of.objects.saved_track)


def tell_saved_albums(of: Question) -> Any:
    """Tell saved albums, the newest first."""
    known = catalogue(of.library)

    def tell(saved: Saved) -> Any:
        return {"added_at": told_moment(saved.added_at), "album": of.objects.album(saved.item, known.tracks_of(saved.item))}

    return of.page(of.library.saved_albums, tell)


def tell_playlist_list(of: Question) -> Any:
    """Tell all playlists, foreign ones too."""
    if of.whole("offset", 0) > LAST_PLAYLIST_OFFSET:
        raise Refused(error(400, "Invalid offset"))
    return of.page(of.library.playlists, lambda playlist: of.objects.playlist(playlist, of.library))


def tell_playlist(of: Question) -> Any:
    """Tell one playlist, with its first items for whoever may read them."""
    playlist = _find_playlist(of)
    told = of.objects.playlist(playlist, of.library) | {"followers": {"href": None, "total": 0}}
    for key in of.objects.list_keys:
        if key in told:
            inner = of._replace(asked=of.asked._replace(path=f"{of.asked.path}/{key}", query={"limit": str(ITEMS_OF_A_WHOLE_PLAYLIST)}))
            told[key] = inner.page(playlist.entries, lambda entry: _tell_entry(of, entry))
    return choose_fields(told, of.asked.query.get("fields"))


def tell_playlist_items(of: Question) -> Any:
    """Tell the items of a playlist."""
    playlist = _find_playlist(of)
    if not of.objects.is_old and not of.library.is_readable(playlist):
        raise Refused(error(403, "Forbidden"))
    at_most = OLD_ITEMS_AT_MOST if of.parts["key"] == "tracks" else PAGE_AT_MOST
    page = of.page(playlist.entries, lambda entry: _tell_entry(of, entry), at_most)
    return choose_fields(page, of.asked.query.get("fields"))


def _find_playlist(of: Question) -> Playlist:
    playlist = of.library.playlist(of.parts["id"])
    if playlist is None or playlist.owner_id == OF_THE_SERVICE:
        raise Refused(error(404, "Resource not found"))
    return playlist


def _tell_entry(of: Question, entry: Entry) -> Any:
    """Tell an entry; an episode is told as such only to those who say that they know episodes."""
    knows_episodes = "episode" in of.asked.query.get("additional_types", "track").split(",")
    item: Any = None
    if isinstance(entry.item, Track):
        item = of.objects.track(entry.item)
    elif entry.item is not None:
        item = of.objects.episode(entry.item) if knows_episodes else of.objects.episode_as_track(entry.item)
    told: dict[str, Any] = {"added_at": told_moment(entry.added_at), "added_by": entry.added_by and of.objects.user(entry.added_by)}
    return told | {"is_local": isinstance(entry.item, Track) and entry.item.is_local} | dict.fromkeys(of.objects.item_keys, item)


def tell_followed_artists(of: Question) -> Any:
    """Tell followed artists, from the cursor on."""
    if of.asked.query.get("type") != "artist":
        raise Refused(error(400, "Invalid type"))
    limit, seen, after = of.limit(), of.lens(of.library.followed), of.asked.query.get("after")
    start = next((place + 1 for place, artist in enumerate(seen) if after and artist.uri == f"spotify:artist:{after}"), 0)
    shown = seen[start : start + limit]
    last = shown[-1].uri.rsplit(":", 1)[-1] if start + limit < len(seen) else None
    page = {"href": of.link(), "items": [of.objects.artist(artist) for artist in shown], "limit": limit, "cursors": {"after": last}}
    return {"artists": page | {"next": of.link(limit=limit, after=last) if last else None, "total": len(seen)}}


def tell_top_tracks(of: Question) -> Any:
    """Tell the top tracks of a term."""
    return of.page(of.library.top_tracks.get(_term(of), ()), of.objects.track)


def tell_top_artists(of: Question) -> Any:
    """Tell the top artists of a term."""
    return of.page(of.library.top_artists.get(_term(of), ()), of.objects.artist)


def _term(of: Question) -> str:
    term = of.asked.query.get("time_range", "medium_term")
    if term not in TERMS:
        raise Refused(error(400, "Invalid time range"))
    return term


def tell_recently_played(of: Question) -> Any:
    """Tell the last plays, the newest first, by moments as cursors."""
    query, limit = of.asked.query, of.limit()
    if "after" in query and "before" in query:
        raise Refused(error(400, "Only one of after and before may be given"))
    plays = list(of.lens(of.library.recent_plays()))
    if "after" in query:
        wanted = [play for play in plays if _cursor(play) > of.whole("after", 0)][-limit:]
    else:
        wanted = [play for play in plays if _cursor(play) < of.whole("before", _cursor_of(datetime.max.replace(tzinfo=UTC)))][:limit]
    items = [{"track": of.objects.track(play.item), "played_at": told_moment(play.ended_at, "milliseconds"), "context": None} for play in wanted]
    more = bool(wanted) and "after" not in query and wanted[-1] != plays[-1]
    cursors = {"after": str(_cursor(wanted[0])), "before": str(_cursor(wanted[-1]))} if wanted else None
    next_page = of.link(limit=limit, before=_cursor(wanted[-1])) if more else None
    return {"href": of.link(), "items": items, "limit": limit, "next": next_page, "cursors": cursors}


def _cursor(play: Play) -> int:
    return _cursor_of(play.ended_at)


def _cursor_of(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def tell_one(of: Question) -> Any:
    """Tell one track, album or artist."""
    found = _tell_thing(of, of.parts["id"])
    if found is None:
        raise Refused(error(404, "Resource not found"))
    return found


def tell_many(of: Question) -> Any:
    """Tell several tracks, albums or artists at once, as only older apps may ask."""
    wanted = of.asked.query.get("ids", "").split(",")
    if len(wanted) > (20 if of.parts["kind"] == "albums" else 50):
        raise Refused(error(400, "Too many ids requested"))
    return {of.parts["kind"]: [_tell_thing(of, own_id) for own_id in wanted]}


def _tell_thing(of: Question, own_id: str) -> Any:
    thing = catalogue(of.library).things.get(f"spotify:{of.parts['kind'][:-1]}:{own_id}")
    if isinstance(thing, Album):
        return of.objects.album(thing, catalogue(of.library).tracks_of(thing))
    return thing and (of.objects.track(thing) if isinstance(thing, Track) else of.objects.artist(thing))


class Endpoint(NamedTuple):
    """An endpoint: its name in logs and buckets, its path, how it answers, and the scope that opens it."""

    name: str
    path: re.Pattern[str]
    tell: Callable[[Question], Any]
    scope: str | None = None


ENDPOINTS = (
    Endpoint("profile", re.compile("/me"), tell_profile),
    Endpoint("saved_tracks", re.compile("/me/tracks"), tell_saved_tracks, "user-library-read"),
    Endpoint("saved_albums", re.compile("/me/albums"), tell_saved_albums, "user-library-read"),
    Endpoint("playlist_list", re.compile("/me/playlists"), tell_playlist_list, "playlist-read-private"),
    Endpoint("playlist", re.compile(f"/playlists/(?P<id>{ID})"), tell_playlist),
    Endpoint("playlist_items", re.compile(f"/playlists/(?P<id>{ID})/(?P<key>items|tracks)"), tell_playlist_items, "playlist-read-private"),
    Endpoint("followed_artists", re.compile("/me/following"), tell_followed_artists, "user-follow-read"),
    Endpoint("top_tracks", re.compile("/me/top/tracks"), tell_top_tracks, "user-top-read"),
    Endpoint("top_artists", re.compile("/me/top/artists"), tell_top_artists, "user-top-read"),
    Endpoint("recently_played", re.compile("/me/player/recently-played"), tell_recently_played, "user-read-recently-played"),
    Endpoint("one_thing", re.compile(f"/(?P<kind>tracks|albums|artists)/(?P<id>{ID})"), tell_one),
    Endpoint("many_things", re.compile("/(?P<kind>tracks|albums|artists)"), tell_many),
)


def find_endpoint(path: str) -> tuple[Endpoint, dict[str, str]] | None:
    """Find the endpoint of a path, and what the path names."""
    matches = ((endpoint, endpoint.path.fullmatch(path)) for endpoint in ENDPOINTS)
    return next(((endpoint, match.groupdict()) for endpoint, match in matches if match), None)
