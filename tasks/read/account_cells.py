"""Cut landed account data into numbered items, those that are no tracks apart with the reason; refuses to know what the values mean."""

import json
from collections.abc import Sequence
from typing import Any

import polars as pl

from storage.packed import unpack
from storage.schemas import LandedFile
from tasks.read.uris import NOT_TRACKS
from tasks.shared_cells import LINE, Cells, Flaw
from tasks.shared_streams import FLAW

COLUMNS = (
    *("track_uri", "track_name", "artist_names", "artist_uris", "album_uri", "album_name", "duration_ms"),
    *("added_at", "playlist_uri", "playlist_name"),
)
NO_TRACK = "it names no track"
REASONS = {
    "episode": NOT_TRACKS["episode"],
    "audiobook": NOT_TRACKS["audiobook"],
    "nothing": NO_TRACK,
    "albums": NOT_TRACKS["album"],
    "shows": NOT_TRACKS["show"],
    "episodes": NOT_TRACKS["episode"],
    "artists": NOT_TRACKS["artist"],
    "bannedTracks": "a banned track, not one of the library",
    "bannedArtists": "a banned artist, not a track",
    "other": NO_TRACK,
}
SEPARATOR = " · "


def cut_lines(_: LandedFile, content: bytes) -> Cells:
    """Give the items of a library or of playlists; the number of an item is that of its line."""
    items = [json.loads(line) for line in content.decode().split("\n")[:-1]]
    reasons = [item.get(FLAW) or REASONS.get(item.get("item") or item.get("section")) for item in items]
    tracks = [(number, item) for number, (item, reason) in enumerate(zip(items, reasons, strict=True), start=1) if reason is None]
    columns = {name: pl.Series([item.get(name) for _, item in tracks], dtype=pl.String) for name in COLUMNS}
    table = pl.DataFrame({LINE: pl.Series([number for number, _ in tracks], dtype=pl.Int64), **columns})
    return Cells(table, tuple(Flaw(number, reason) for number, reason in enumerate(reasons, start=1) if reason), len(items))


def cut_streams(_: LandedFile, content: bytes) -> Cells:
    """Give the items of a streaming history, typed as they were landed."""
    items = unpack(content).with_row_index(LINE, offset=1).with_columns(pl.col(LINE).cast(pl.Int64))
    return Cells(items, (), items.height)


def show_streams(_: LandedFile, content: bytes) -> Sequence[str]:
    """Give the items of a streaming history as a reader sees them."""
    return ShownStream(unpack(content))


class ShownStream(Sequence[str]):
    """The items of a streaming history, each written out only when it is asked for: a history is long, and few of its items are refused."""

    def __init__(self, items: pl.DataFrame) -> None:
        """Hold the items."""
        self._items = items.drop(FLAW)

    def __len__(self) -> int:
        """Say how many there are."""
        return self._items.height

    def __getitem__(self, place: Any) -> Any:
        """Write out one item."""
        return SEPARATOR.join(str(value) for value in self._items.row(place) if value is not None)
