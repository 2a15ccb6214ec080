"""Tell tracks, albums, artists, playlists and people as the Web API tells them; refuses to know pages and endpoints."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from .library import Album, Artist, Episode, Library, Person, Playlist, Saved, Track

Shape = Literal["development", "pre_2026", "extended"]
Told = dict[str, Any]
MARKETS = ["DE", "GB", "US"]
IMAGE_SIZES = (640, 300, 64)
ALBUM_TRACKS_AT_ONCE = 50


class Objects:
    """Tells objects in one shape, with links to the server that tells them."""

    def __init__(self, shape: Shape, api_url: str) -> None:
        self.shape, self.api_url = shape, api_url
        self.is_old = shape != "development"
        self._known: dict[tuple[str, str], Told] = {}

    def _once(self, kind: str, uri: str | None, tell: Callable[[], Told]) -> Told:
        """Tell a thing of the catalogue once; nothing in it ever changes."""
        if uri is None:
            return tell()
        if (kind, uri) not in self._known:
            self._known[kind, uri] = tell()
        return self._known[kind, uri]

    def _old(self, **fields: Any) -> Told:
        """Give fields that development mode no longer has."""
        return fields if self.is_old else {}

    def _named(self, uri: str | None, kind: str) -> Told:
        """Give what every object has: id, links, type."""
        if uri is None:
            return {"href": None, "id": None, "type": kind, "uri": None, "external_urls": {}}
        own_id = uri.rsplit(":", 1)[-1]
        links = {"spotify": f"https://open.spotify.com/{kind}/{own_id}"}
        return {"href": f"{self.api_url}/{kind}s/{own_id}", "id": own_id, "type": kind, "uri": uri, "external_urls": links}

    def _images(self, uri: str | None) -> list[Told]:
        return [{"url": f"https://i.scdn.co/image/{uri.rsplit(':', 1)[-1]}{size}", "height": size, "width": size} for size in IMAGE_SIZES if uri]

    def brief_artist(self, artist: Artist) -> Told:
        """Tell an artist as tracks and albums do."""
        return self._once("brief artist", artist.uri, lambda: self._named(artist.uri, "artist") | {"name": artist.name})

    def artist(self, artist: Artist) -> Told:
        """Tell an artist in full."""
        old = self._old(followers={"href": None, "total": 12}, popularity=40)
        return self._named(artist.uri, "artist") | {"name": artist.name, "genres": [], "images": self._images(artist.uri)} | old

    def brief_album(self, album: Album) -> Told:
        """Tell an album as tracks do."""
        return self._once("brief album", album.uri, lambda: self._tell_brief_album(album))

    def _tell_brief_album(self, album: Album) -> Told:
        precision = {4: "year", 7: "month", 10: "day"}.get(len(album.release_date))
        dates = {"release_date": album.release_date or None, "release_date_precision": precision}
        told = {"name": album.name, "artists": [self.brief_artist(artist) for artist in album.artists], "images": self._images(album.uri)}
        kinds = {"album_type": album.album_type if album.uri else None, "total_tracks": album.track_count}
        return self._named(album.uri, "album") | told | kinds | dates | self._old(available_markets=MARKETS)

    def album(self, album: Album, tracks: list[Track]) -> Told:
        """Tell an album in full, with its first tracks."""
        link = f"{self._named(album.uri, 'album')['href']}/tracks?offset=0&limit={ALBUM_TRACKS_AT_ONCE}"
        brief = [self._brief_track(track) for track in tracks]
        page = {"href": link, "limit": ALBUM_TRACKS_AT_ONCE, "next": None, "offset": 0, "previous": None, "total": len(brief), "items": brief}
        codes = {"external_ids": {"upc": album.upc} if album.upc else {}, "genres": []}
        rights = {"copyrights": [{"text": f"2026 {album.label}", "type": "P"}] if album.label else []}
        return self.brief_album(album) | {"tracks": page} | codes | rights | self._old(label=album.label, popularity=30)

    def _brief_track(self, track: Track) -> Told:
        told = {"name": track.name, "artists": [self.brief_artist(artist) for artist in track.artists], "duration_ms": track.duration_ms}
        place = {"disc_number": 1, "track_number": track.track_number, "explicit": track.is_explicit, "is_local": track.is_local}
        named = self._named(None if track.is_local else track.uri, "track") | {"uri": track.uri}
        return named | told | place | {"preview_url": None} | self._old(available_markets=[] if track.is_local else MARKETS)

    def track(self, track: Track) -> Told:
        """Tell a track in full."""
        return self._once("track", track.uri, lambda: self._tell_track(track))

    def _tell_track(self, track: Track) -> Told:
        codes = {"external_ids": {"isrc": track.isrc} if track.isrc else {}}
        return self._brief_track(track) | {"album": self.brief_album(track.album)} | codes | self._old(popularity=35)

    def episode(self, episode: Episode) -> Told:
        """Tell an episode to a reader who asked for episodes."""
        show = self._named(episode.show_uri, "show") | {"name": episode.show_name, "copyrights": [], "media_type": "audio", "total_episodes": 9}
        texts = {
            "description": "A talk.",
            "html_description": "<p>A talk.</p>",
            "explicit": False,
            "languages": ["en"],
            "is_externally_hosted": False,
        }
        show |= texts | {"images": self._images(episode.show_uri)} | self._old(available_markets=MARKETS, publisher="Nobody")
        dates = {"release_date": episode.release_date, "release_date_precision": "day", "duration_ms": episode.duration_ms}
        told = {"name": episode.name, "images": self._images(episode.uri), "audio_preview_url": None, "is_playable": True, "show": show}
        return self._named(episode.uri, "episode") | texts | dates | told

    def episode_as_track(self, episode: Episode) -> Told:
        """Tell an episode to a reader who asked for tracks alone: the show stands where artist and album would."""
        show = Artist(episode.show_uri, episode.show_name)
        album = Album(episode.show_uri, episode.show_name, release_date=episode.release_date)
        return self._tell_track(Track(episode.uri, episode.name, (show,), album, episode.duration_ms))

    def saved_track(self, saved: Saved) -> Told:
        """Tell a saved track."""
        return {"added_at": told_moment(saved.added_at), "track": self.track(saved.item)}

    def user(self, user_id: str) -> Told:
        """Tell a person to others."""
        links = {"spotify": f"https://open.spotify.com/user/{user_id}"}
        return {"external_urls": links, "href": f"{self.api_url}/users/{user_id}", "id": user_id, "type": "user", "uri": f"spotify:user:{user_id}"}

    def profile(self, person: Person) -> Told:
        """Tell a person to themselves."""
        content = {"filter_enabled": False, "filter_locked": False}
        old = {"country": person.country, "email": person.email, "product": "premium", "explicit_content": content}
        told: Told = {"account_id": person.account_id, "display_name": person.name, "images": []}
        return self.user(person.user_id) | told | self._old(**old, followers={"href": None, "total": 3})

    def playlist(self, playlist: Playlist, library: Library) -> Told:
        """Tell a playlist without its items, which only owners and collaborators can count in development mode."""
        owner = self.user(playlist.owner_id) | {"display_name": playlist.owner_name}
        told = {"collaborative": playlist.is_collaborative, "description": playlist.description, "name": playlist.name, "owner": owner}
        state = {"public": playlist.is_public, "snapshot_id": playlist.snapshot_id, "images": self._images(playlist.uri)}
        content = {}
        if self.is_old or library.is_readable(playlist):
            content = {
                key: {"href": f"{self.api_url}/playlists/{playlist.playlist_id}/{key}", "total": len(playlist.entries)} for key in self.list_keys
            }
        return self._named(playlist.uri, "playlist") | told | state | content

    @property
    def list_keys(self) -> tuple[str, ...]:
        """Name the keys under which a playlist tells its items."""
        return {"development": ("items",), "pre_2026": ("tracks",), "extended": ("items", "tracks")}[self.shape]

    @property
    def item_keys(self) -> tuple[str, ...]:
        """Name the keys under which an entry tells its item."""
        return {"development": ("item",), "pre_2026": ("track",), "extended": ("item", "track")}[self.shape]


def told_moment(moment: datetime | None, timespec: str = "seconds") -> str | None:
    """Write a moment as the Web API does."""
    return None if moment is None else moment.isoformat(timespec=timespec).removesuffix("+00:00") + "Z"
