"""Read streaming histories of every generation into their harmless columns; refuses to keep anything that tells who or where a person is."""

from typing import Any

import polars as pl

from tasks.pull.account_data.texts import clean, clean_column
from tasks.pull.account_data.torn import read_json
from tasks.shared_streams import ENDED_AT, FLAW, PLAYED_MS, STREAM, TORN

NO_PLAY = "it is no play"
EXTENDED = {
    "ts": ENDED_AT,
    "ms_played": PLAYED_MS,
    "spotify_track_uri": "track_uri",
    "master_metadata_track_name": "track_name",
    "master_metadata_album_artist_name": "artist_name",
    "master_metadata_album_album_name": "album_name",
    "spotify_episode_uri": "episode_uri",
    "episode_name": "episode_name",
    "episode_show_name": "show_name",
    "audiobook_uri": "audiobook_uri",
    "audiobook_title": "audiobook_title",
}
BASIC = {
    "endTime": ENDED_AT,
    "msPlayed": PLAYED_MS,
    "trackName": "track_name",
    "artistName": "artist_name",
    "episodeName": "episode_name",
    "podcastName": "show_name",
}
GENERATIONS = ((("ts", "ms_played"), EXTENDED), (("endTime", "msPlayed"), BASIC))


def tell_generation(beginning: str) -> dict[str, str] | None:
    """Give the keys of a streaming history by how its file begins, None where it is none."""
    if not beginning.lstrip().startswith("["):
        return None
    return next((keys for needed, keys in GENERATIONS if all(f'"{key}"' in beginning for key in needed)), None)


def read_streams(content: bytes, keys: dict[str, str]) -> pl.DataFrame:
    """Give every item of a streaming history, in its order; one that is no play says so."""
    told = _read_even(content, keys)
    if told is None:
        told = _read_odd(content, keys)
    names = [
        name for name, dtype in told.schema.items() if dtype == pl.String and name not in (ENDED_AT, "track_uri", "episode_uri", "audiobook_uri")
    ]
    cleaned = told.with_columns(clean_column(told[name]) for name in names)
    missing = {name: dtype for name, dtype in STREAM.items() if name not in cleaned.columns}
    return cleaned.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in missing.items()).select(*STREAM)


def _read_even(content: bytes, keys: dict[str, str]) -> pl.DataFrame | None:
    """Read a file in which every item is a play; None where that is not so, or where it breaks off."""
    try:
        return pl.read_json(content, schema={key: STREAM[name] for key, name in keys.items()}).rename(keys)
    except (pl.exceptions.PolarsError, UnicodeDecodeError):
        return None


def _read_odd(content: bytes, keys: dict[str, str]) -> pl.DataFrame:
    """Read a file item by item, as far as it goes."""
    told = read_json(content)
    items = [_read_item(item, keys) for item in told.value] if isinstance(told.value, list) else []
    if told.is_torn:
        items.append({FLAW: TORN})
    return pl.DataFrame(items, {name: dtype for name, dtype in STREAM.items() if name == FLAW or name in keys.values()})


def _read_item(item: object, keys: dict[str, str]) -> dict[str, Any]:
    if not isinstance(item, dict):
        return {FLAW: NO_PLAY}
    told: dict[str, Any] = {name: clean(item.get(key)) for key, name in keys.items()}
    return {**told, PLAYED_MS: _read_whole(told[PLAYED_MS])}


def _read_whole(text: str | None) -> int | None:
    try:
        return round(float(text)) if text is not None else None
    except (ValueError, OverflowError):
        return None
