"""Hand-typed account data of every generation, with a secret planted in every field that tells who or where a person is."""

import io
import json
import zipfile
from typing import Any

from storage.schemas import LandedFile

SONG_ID, TUNE_ID = "4uLU6hMCjMI75M1A2tKUQC", "1301WleyT98MSxVHPZCA6M"
SONG, TUNE, EPISODE = f"spotify:track:{SONG_ID}", f"spotify:track:{TUNE_ID}", f"spotify:episode:{'e' * 22}"
SECRETS = (
    "secret-person",
    "198.51.100.77",
    "SecretBrowser/9",
    "Secretville",
    "50.123456",
    "secret-land",
    "secret-platform",
    "secret@mail.example",
    "4242 secret",
)
OF_A_STREAM: dict[str, Any] = {
    "platform": "secret-platform",
    "conn_country": "secret-land",
    "reason_start": "trackdone",
    "reason_end": "trackdone",
    "shuffle": True,
    "skipped": None,
    "offline": False,
    "incognito_mode": False,
}
NO_EPISODE: dict[str, Any] = {"episode_name": None, "episode_show_name": None, "spotify_episode_uri": None}
NO_AUDIOBOOK: dict[str, Any] = dict.fromkeys(("audiobook_title", "audiobook_uri", "audiobook_chapter_uri", "audiobook_chapter_title"))


def named(name: str | None, artist: str | None, album: str | None) -> dict[str, Any]:
    """Give the names as an extended history spells them."""
    return {
        "master_metadata_track_name": name,
        "master_metadata_album_artist_name": artist,
        "master_metadata_album_album_name": album,
    }


def play_of_today(ts: str, ms: int, uri: str | None = SONG, **told: Any) -> dict[str, Any]:
    """Give a play as it is written since 2024."""
    own = {"ts": ts, "ms_played": ms, "ip_addr": "198.51.100.77", **named("Song", "Band", "Disc"), "spotify_track_uri": uri}
    return {**OF_A_STREAM, **own, **NO_EPISODE, **NO_AUDIOBOOK, "offline_timestamp": 1757456076.0, **told}


def play_of_2021(ts: str, ms: int, uri: str | None = SONG, **told: Any) -> dict[str, Any]:
    """Give a play as it was written from 2020 to 2023."""
    personal = {"username": "secret-person", "ip_addr_decrypted": "198.51.100.77", "user_agent_decrypted": "SecretBrowser/9"}
    own = {"ts": ts, "ms_played": ms, **named("Song", "Band", "Disc"), "spotify_track_uri": uri}
    return {**OF_A_STREAM, **personal, **own, **NO_EPISODE, "offline_timestamp": 1586367553238, **told}


def play_of_2018(ts: str, ms: str, **told: Any) -> dict[str, Any]:
    """Give a play as it was written in 2018 and 2019: lengths are text, and no URI."""
    personal = {"username": "secret-person", "ip_addr_decrypted": "198.51.100.77", "user_agent_decrypted": "SecretBrowser/9"}
    place = {"city": "Secretville", "region": "Secretville", "metro_code": "secret-land", "longitude": "50.123456", "latitude": "50.123456"}
    return {**OF_A_STREAM, **personal, **place, "ts": ts, "ms_played": ms, **named("Song", "Band", "Disc"), "offline_timestamp": "0", **told}


def episode_play(ts: str) -> dict[str, Any]:
    """Give a play of a podcast."""
    told = {"episode_name": "Episode 1", "episode_show_name": "Talk", "spotify_episode_uri": EPISODE}
    return play_of_today(ts, 5000, None, **named(None, None, None), **told)


def basic_play(end: str, ms: int, name: str = "Song", artist: str = "Band") -> dict[str, Any]:
    """Give a play of the last twelve months."""
    return {"endTime": end, "artistName": artist, "trackName": name, "msPlayed": ms}


def track_item(uri: str | None = SONG, name: str = "Song", **told: Any) -> dict[str, Any]:
    """Give an item of a playlist as it is written today."""
    track = {"trackName": name, "artistName": "Band", "albumName": "Disc", "trackUri": uri}
    return {"track": track, "episode": None, "audiobook": None, "localTrack": None, "addedDate": "2024-02-03", **told}


def playlist(name: str, *items: dict[str, Any], **told: Any) -> dict[str, Any]:
    """Give a playlist as it is written today."""
    people = [{"username": "secret-person", "email": "secret@mail.example"}]
    return {"name": name, "lastModifiedDate": "2024-02-04", "collaborators": people, "items": list(items), "numberOfFollowers": 1, **told}


def zipped(files: dict[str, Any]) -> bytes:
    """Give a zip of files; what is no text is written as JSON."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content if isinstance(content, str | bytes) else json.dumps(content))
    return packed.getvalue()


def written(files: dict[str, Any]) -> dict[str, str | bytes]:
    """Give files whose content is text."""
    return {name: content if isinstance(content, str | bytes) else json.dumps(content) for name, content in files.items()}


def kinds_of(files: tuple[LandedFile, ...]) -> dict[str, str]:
    """Give the kind of each file by its name."""
    return {file.name: file.kind for file in files}
