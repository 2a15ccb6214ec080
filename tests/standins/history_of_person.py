"""Write a person's extended streaming history as the service sends it, in three generations; refuses to know account data."""

from pathlib import Path
from typing import Any, Literal

from . import secrets_of_person as planted
from .library import Episode, Library, Play, Track
from .truth import tell_plays
from .zips_of_person import write_zip

HistoryGeneration = Literal["current", "endsong", "2018"]
FOLDERS = {"current": "Spotify Extended Streaming History", "endsong": "MyData", "2018": "MyData"}
PLAYS_ALSO_TOLD_AS_VIDEO = 3
MILLISECONDS = 1000


def write_history(path: Path, library: Library, generation: HistoryGeneration = "current") -> Path:
    """Write the zip of one generation; the current one tells a few plays twice, as audio and as video."""
    plays = tell_plays(library).extended
    rows = [_tell(play, generation) for play in plays]
    half = len(rows) // 2
    if generation != "current":
        files: dict[str, Any] = {"endsong_0.json": rows[:half], "endsong_1.json": rows[half:]}
        return write_zip(path, FOLDERS[generation], files)
    years = [play.ended_at.year for play in plays] or [2026]
    audio = {
        f"Streaming_History_Audio_{years[0]}-{years[half]}_0.json": rows[:half],
        f"Streaming_History_Audio_{years[half]}-{years[-1]}_1.json": rows[half:],
    }
    video = [row for row, play in zip(rows, plays, strict=True) if isinstance(play.item, Track)][:PLAYS_ALSO_TOLD_AS_VIDEO]
    readme = {"ReadMeFirst_ExtendedStreamingHistory.pdf": b"%PDF-1.4\n%%EOF\n"}
    return write_zip(path, FOLDERS[generation], audio | {f"Streaming_History_Video_{years[0]}-{years[-1]}.json": video} | readme)


def _tell(play: Play, generation: HistoryGeneration) -> dict[str, Any]:
    """Tell one stream with everything that the service knows of it."""
    told: dict[str, Any] = {"ts": f"{play.ended_at:%Y-%m-%dT%H:%M:%SZ}"}
    if generation == "2018":
        told["ts"] = f"{play.ended_at:%Y-%m-%d %H:%M:%S} UTC"
    if generation != "current":
        told["username"] = planted.USER_NAME
    told |= {"platform": "ios" if generation == "current" else "iOS 13.3.1 (iPhone9,3)"}
    told |= {"ms_played": str(play.played_ms) if generation == "2018" else play.played_ms, "conn_country": "ZZ"}
    told |= {"ip_addr": planted.IP_ADDRESS} if generation == "current" else {"ip_addr_decrypted": planted.IP_ADDRESS}
    if generation != "current":
        told["user_agent_decrypted"] = planted.USER_AGENT
    if generation == "2018":
        told |= {"city": planted.CITY, "region": "ZZ", "metro_code": None, "longitude": planted.LONGITUDE, "latitude": planted.LATITUDE}
    return told | _tell_item(play.item, generation) | _tell_circumstances(play, generation)


def _tell_item(item: Track | Episode, generation: HistoryGeneration) -> dict[str, Any]:
    """Tell what was heard; the oldest generation knows no URIs."""
    track = item if isinstance(item, Track) else None
    episode = item if isinstance(item, Episode) else None
    told: dict[str, Any] = {
        "master_metadata_track_name": track and track.name,
        "master_metadata_album_artist_name": track and track.artists[0].name,
        "master_metadata_album_album_name": track and track.album.name,
    }
    if generation == "2018":
        return told
    told |= {"spotify_track_uri": track and track.uri, "episode_name": episode and episode.name}
    told |= {"episode_show_name": episode and episode.show_name, "spotify_episode_uri": episode and episode.uri}
    audiobook = ("audiobook_title", "audiobook_uri", "audiobook_chapter_uri", "audiobook_chapter_title")
    return told | (dict.fromkeys(audiobook) if generation == "current" else {})


def _tell_circumstances(play: Play, generation: HistoryGeneration) -> dict[str, Any]:
    """Tell why the stream began and ended; the offline moment is in seconds, milliseconds or a text by generation."""
    seconds = int(play.ended_at.timestamp())
    offline: Any = {"current": seconds, "endsong": seconds * MILLISECONDS, "2018": "0"}[generation]
    told = {"reason_start": "clickrow", "reason_end": play.ending, "shuffle": False, "skipped": play.ending == "fwdbtn"}
    return told | {"offline": False, "offline_timestamp": offline, "incognito_mode": False}
