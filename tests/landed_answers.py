"""Small hand-typed answers of Spotify and rows of other sources, landed in memory as a night lands them."""

import hashlib
import json
from datetime import datetime
from typing import Any

from reading import SourceTables, read_landing

from storage.schemas import LandedFile, Landing

FETCHED = datetime(2026, 11, 20, 3, 0)  # noqa: DTZ001 - columns ending in _at hold UTC without saying so


def song(letter: str, **told: Any) -> dict[str, Any]:
    """Give a track as Spotify tells it."""
    artist = {"name": f"Artist {letter}", "uri": f"spotify:artist:{letter * 22}"}
    album = {
        "name": f"Album {letter}",
        "uri": f"spotify:album:{letter * 22}",
        "artists": [artist],
        "release_date": "2020-05-01",
        "images": [{"url": f"https://i.test/{letter}-640", "width": 640}, {"url": f"https://i.test/{letter}-64", "width": 64}],
    }
    named = {"uri": f"spotify:track:{letter * 22}", "name": f"Song {letter}", "artists": [artist], "album": album}
    return {**named, "duration_ms": 200_000, "explicit": False, "external_ids": {"isrc": f"KRA0020000{ord(letter) % 90 + 10}"}, **told}


def entry(told: Any, added_at: str | None = "2024-01-02T03:04:05Z", word: str = "item") -> dict[str, Any]:
    """Give an entry of a playlist."""
    return {"added_at": added_at, "is_local": False, word: told}


def pages(*told: Any) -> bytes:
    """Give answer pages as they are landed, one a line."""
    return b"".join(json.dumps(page, ensure_ascii=False).encode() + b"\n" for page in told)


def landed(name: str, kind: Any, content: bytes, **told: Any) -> tuple[LandedFile, bytes]:
    """Give a landed resource of Spotify, or of another source."""
    digest = hashlib.sha256(content).hexdigest()
    facts = {"source": "spotify", "landed_at": FETCHED, **told}
    return LandedFile(name=name, kind=kind, blob=f"{digest}.json", original_digest=digest, **facts), content


def playlist(letter: str, *entries: Any, name: str = "Mix", **told: Any) -> tuple[LandedFile, bytes]:
    """Give a landed playlist of Spotify."""
    named = {"playlist_name": name, "playlist_uri": f"spotify:playlist:{letter * 22}", "owner_name": "me", **told}
    return landed(f"spotify/playlists/{letter * 22}.json", "playlist_items", pages({"items": list(entries)}), **named)


def saved(*entries: Any, **told: Any) -> tuple[LandedFile, bytes]:
    """Give landed saved tracks."""
    return landed("spotify/saved_tracks.json", "saved_tracks", pages({"items": list(entries)}), is_liked=True, **told)


def export(name: str, text: str, **told: Any) -> tuple[LandedFile, bytes]:
    """Give a landed export; its playlist is called as its file is."""
    named = {"playlist_name": name.removesuffix(".csv"), **told}
    return landed(f"exports/{name}", "tracks", text.encode(), source="exports", landed_at=None, **named)


def read(*files: tuple[LandedFile, bytes]) -> SourceTables:
    """Read landed files."""
    contents = {file.blob: content for file, content in files}
    return read_landing(Landing(files=tuple(file for file, _ in files), images={}, skipped=()), contents.__getitem__)
