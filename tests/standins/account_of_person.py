"""Write a person's account data as the service sends it, in three generations; refuses to know the extended history."""

import html
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from . import secrets_of_person as planted
from .library import Entry, Episode, Library, Play, Playlist, Track
from .truth import tell_plays
from .zips_of_person import write_zip

AccountGeneration = Literal["2025", "2020", "2018"]
PLAYS_IN_A_FILE = 10_000


def write_account_data(path: Path, library: Library, generation: AccountGeneration = "2025") -> Path:
    """Write the zip of one generation: 2025 as it is now, 2020 without URIs in the library, 2018 with plain lists of tracks."""
    folder = "Spotify Account Data" if generation == "2025" else "MyData"
    own = [playlist for playlist in library.playlists if library.is_readable(playlist)]
    half = (len(own) + 1) // 2
    lists = {"Playlist1.json": own[:half], "Playlist2.json": own[half:]} if generation == "2025" else {"Playlist.json": own}
    playlists = {name: {"playlists": [_tell_playlist(each, generation) for each in several]} for name, several in lists.items()}
    files = {"YourLibrary.json": _tell_library(library, generation), **playlists, **_tell_plays(library, generation), **_tell_secrets()}
    return write_zip(path, folder, files)


def _tell_library(library: Library, generation: AccountGeneration) -> Any:
    has_uris = generation == "2025"

    def named(uri: str, **told: Any) -> Any:
        return told | ({"uri": uri} if has_uris else {})

    tracks = [
        named(track.uri, artist=track.artists[0].name, album=track.album.name, track=track.name)
        for track in (saved.item for saved in library.saved_tracks)
    ]
    albums = [named(saved.item.uri, artist=saved.item.artists[0].name, album=saved.item.name) for saved in library.saved_albums]
    artists = [named(artist.uri or "", name=artist.name) for artist in library.followed]
    empty: dict[str, list[Any]] = {"shows": [], "episodes": [], "bannedTracks": [], "bannedArtists": [], "other": []}
    return {"tracks": tracks, "albums": albums, "artists": artists} | (empty if has_uris else {})


def _tell_playlist(playlist: Playlist, generation: AccountGeneration) -> Any:
    moments = [entry.added_at for entry in playlist.entries if entry.added_at]
    told = {"name": playlist.name, "lastModifiedDate": _day(max(moments)) if moments else "2026-01-01"}
    if generation == "2018":
        return told | {"tracks": [_tell_track(entry.item) for entry in playlist.entries if isinstance(entry.item, Track) and not entry.item.is_local]}
    items = [_tell_entry(entry, has_audiobook=generation == "2025") for entry in playlist.entries]
    description = playlist.description if generation == "2025" else html.escape(playlist.description)
    collaborators = {"collaborators": [planted.FRIENDS] if playlist.is_collaborative else []} if generation == "2025" else {}
    return told | collaborators | {"items": items, "description": description, "numberOfFollowers": 0}


def _tell_track(track: Track) -> Any:
    return {"trackName": track.name, "artistName": track.artists[0].name, "albumName": track.album.name, "trackUri": track.uri}


def _tell_entry(entry: Entry, *, has_audiobook: bool) -> Any:
    item = entry.item
    is_local = isinstance(item, Track) and item.is_local
    episode = {"episodeName": item.name, "showName": item.show_name, "episodeUri": item.uri} if isinstance(item, Episode) else None
    return {
        "track": _tell_track(item) if isinstance(item, Track) and not is_local else None,
        "episode": episode,
        **({"audiobook": None} if has_audiobook else {}),
        "localTrack": {"uri": item.uri} if item and is_local else None,
        "addedDate": _day(entry.added_at) if entry.added_at else "1970-01-01",
    }


def _day(moment: datetime) -> str:
    return moment.date().isoformat()


def _tell_plays(library: Library, generation: AccountGeneration) -> dict[str, Any]:
    """Tell the last year to the minute; older generations mix podcasts in."""
    plays = tell_plays(library).basic
    if generation != "2025":
        return _split("StreamingHistory{}.json", [_tell_play(play) for play in plays])
    music = [_tell_play(play) for play in plays if isinstance(play.item, Track)]
    talks = [_tell_talk(play) for play in plays if isinstance(play.item, Episode)]
    return _split("StreamingHistory_music_{}.json", music) | _split("StreamingHistory_podcast_{}.json", talks)


def _split(name: str, rows: Sequence[Any]) -> dict[str, Any]:
    starts = range(0, max(1, len(rows)), PLAYS_IN_A_FILE)
    return {name.format(number): rows[start : start + PLAYS_IN_A_FILE] for number, start in enumerate(starts)}


def _tell_play(play: Play) -> Any:
    artist = play.item.artists[0].name if isinstance(play.item, Track) else play.item.show_name
    return {"endTime": _minute(play), "artistName": artist, "trackName": play.item.name, "msPlayed": play.played_ms}


def _tell_talk(play: Play) -> Any:
    show = play.item.show_name if isinstance(play.item, Episode) else ""
    return {"endTime": _minute(play), "podcastName": show, "episodeName": play.item.name, "msPlayed": play.played_ms}


def _minute(play: Play) -> str:
    return f"{play.ended_at:%Y-%m-%d %H:%M}"


def _tell_secrets() -> dict[str, Any]:
    """Tell what nobody but the person is to know."""
    return {
        "Userdata.json": {
            "username": planted.USER_NAME,
            "email": planted.EMAIL,
            "birthdate": planted.BIRTHDATE,
            "postalCode": planted.ADDRESS,
            "mobileNumber": planted.PHONE,
        },
        "Payments.json": {"payment_method": planted.CARD, "country": "ZZ", "postal_code": planted.ADDRESS},
        "Identity.json": {"displayName": "Invented Listener", "imageUrl": planted.ADDRESS},
        "Identifiers.json": {"identifierType": "email", "identifierValue": planted.EMAIL},
        "Follow.json": {"followerCount": 1, "userIsFollowedBy": [planted.FRIENDS], "followingUsersCount": 0, "followingArtists": 0},
        "Inferences.json": {"inferences": [f"1P_Custom_{planted.CITY}"]},
        "SearchQueries.json": [{"platform": "IPHONE", "searchTime": "2026-10-01T10:00:00.000Z[UTC]", "searchQuery": planted.SEARCHED}],
        "ReadMeFirst.pdf": b"%PDF-1.4\n%%EOF\n",
    }
