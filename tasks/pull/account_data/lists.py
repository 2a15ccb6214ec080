"""Read the library and the playlists of account data, an item a line under our words; refuses to keep any other field."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote_plus

from tasks.pull.account_data.texts import clean
from tasks.shared_streams import FLAW, TORN

Line = dict[str, str]
Keys = dict[str, tuple[str, ...]]
OWN_PLAYLIST = "linernotes:playlist:"
LOCAL = "spotify:local:"
SECTIONS = ("tracks", "albums", "shows", "episodes", "bannedTracks", "artists", "bannedArtists", "other")
TRACK_KEYS = {"track_uri": ("trackUri", "track_uri", "uri"), "track_name": ("trackName", "track_name", "track", "name")}
ARTIST_KEYS = {"artist_names": ("artistName", "artist_name", "artist"), "album_name": ("albumName", "album_name", "album")}
OF_A_TRACK: Keys = {**TRACK_KEYS, **ARTIST_KEYS, "album_uri": ("album_uri",), "artist_uris": ("artist_uri",), "duration_ms": ("duration_ms",)}
OF_AN_EPISODE: Keys = {"track_uri": ("episodeUri", "uri"), "track_name": ("episodeName", "name"), "artist_names": ("showName", "show")}
OF_AN_AUDIOBOOK: Keys = {"track_uri": ("audiobookUri", "uri"), "track_name": ("audiobookName", "title", "name")}
ITEM_KINDS: dict[str, Keys] = {"track": OF_A_TRACK, "localTrack": OF_A_TRACK, "episode": OF_AN_EPISODE, "audiobook": OF_AN_AUDIOBOOK}
SECTION_KEYS: dict[str, Keys] = {"shows": {"track_uri": ("uri",), "track_name": ("name",)}, "episodes": OF_AN_EPISODE}


class Playlist(NamedTuple):
    """A playlist and its items."""

    name: str
    lines: tuple[Line, ...]


def is_library(told: object) -> bool:
    """Tell a library by its keys."""
    if not isinstance(told, dict) or not isinstance(told.get("tracks"), list) or "playlists" in told:
        return False
    return any(isinstance(told.get(section), list) for section in SECTIONS[1:]) or any(
        isinstance(one, dict) and {"artist", "track"} <= one.keys() for one in told["tracks"]
    )


def is_playlists(told: object) -> bool:
    """Tell a file of playlists by its keys."""
    lists = told.get("playlists") if isinstance(told, dict) else None
    return isinstance(lists, list) and all(isinstance(one, dict) and ("items" in one or "tracks" in one) for one in lists)


def read_library(told: dict[str, Any], *, is_torn: bool) -> bytes:
    """Give each item of a library as a line, section by section."""
    lines = [{"section": section, **_pick(item, SECTION_KEYS.get(section, OF_A_TRACK))} for section in SECTIONS for item in _items(told.get(section))]
    return write_lines([*lines, {FLAW: TORN}] if is_torn else lines)


def read_playlists(told: dict[str, Any], *, is_torn: bool) -> list[Playlist]:
    """Give the playlists of a file; what breaks off belongs to the last."""
    lists = [Playlist(clean(one.get("name")) or "", tuple(_read_items(one))) for one in told["playlists"]]
    if is_torn:
        last = lists.pop() if lists else Playlist("", ())
        lists.append(last._replace(lines=(*last.lines, {FLAW: TORN})))
    return lists


def name_playlists(lists: Iterable[Playlist], met: Counter[str]) -> bytes:
    """Give each item of playlists as a line; a playlist's URI is made of its name and of how many of that name were met before."""
    lines: list[Line] = []
    for one in lists:
        met[one.name] += 1
        digest = hashlib.sha256(f"{met[one.name]}\n{one.name}".encode()).hexdigest()[:22]
        lines += [{"playlist_uri": f"{OWN_PLAYLIST}{digest}", "playlist_name": one.name, **line} for line in one.lines]
    return write_lines(lines)


def write_lines(lines: Iterable[Line]) -> bytes:
    """Write compact JSON, a line each."""
    return "".join(f"{json.dumps(line, ensure_ascii=False, separators=(',', ':'))}\n" for line in lines).encode()


def _items(told: object) -> list[Any]:
    return told if isinstance(told, list) else []


def _read_items(playlist: dict[str, Any]) -> Iterator[Line]:
    """Give the items of a playlist; tracks stand in it directly in the oldest generation."""
    for track in _items(playlist.get("tracks")):
        yield {"item": "track", **_pick(track, OF_A_TRACK)}
    for item in _items(playlist.get("items")):
        told = item if isinstance(item, dict) else {}
        kind = next((kind for kind in ITEM_KINDS if told.get(kind)), None)
        added = clean(told.get("addedDate"))
        what = {"item": kind, **_pick(told[kind], ITEM_KINDS[kind])} if kind else {"item": "nothing"}
        yield {**what, "added_at": added} if added else what


def _pick(item: object, keys: Keys) -> Line:
    """Give the fields that may be kept, under our words."""
    told = item if isinstance(item, dict) else {"name": item} if isinstance(item, str) else {}
    found = {word: next((text for key in spelt if (text := clean(told.get(key)))), None) for word, spelt in keys.items()}
    line = {word: text for word, text in found.items() if text}
    return {**_name_local(line["track_uri"]), **line} if line.get("track_uri", "").startswith(LOCAL) else line


def _name_local(uri: str) -> Line:
    """Give the names that the URI of a local file spells: artist, album, title."""
    parts = [unquote_plus(part) for part in uri.removeprefix(LOCAL).split(":")]
    return {word: part for word, part in zip(("artist_names", "album_name", "track_name"), parts, strict=False) if part}
