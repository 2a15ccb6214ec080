"""What a table is, and the columns that several tables share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import polars as pl


@dataclass(frozen=True)
class Table:
    """One table: its grain, its columns with dtype and comment, its key."""

    schema: Literal["core", "mart", "step"]
    name: str
    grain: str
    key: tuple[str, ...]
    columns: Mapping[str, tuple[pl.DataType, str]] = field(hash=False)

    @property
    def dtypes(self) -> dict[str, pl.DataType]:
        """Column names and dtypes, in order."""
        return {name: dtype for name, (dtype, _) in self.columns.items()}


TEXT, WHOLE, REAL, TRUTH = pl.String(), pl.Int64(), pl.Float64(), pl.Boolean()
MOMENT, DAY = pl.Datetime("us"), pl.Date()

TRACK_URI = {"track_uri": (TEXT, "Spotify URI of the track, spotify:local: of a local file, or a stable URI of ours where the source gave none")}
SOURCE_LINE = {
    "file_name": (TEXT, "name of the file inside its snapshot"),
    "line_number": (WHOLE, "line on which the row begins, header = 1; of JSON and of a service's answers the number of the item"),
}
NAMED_TRACK = {
    "track_uri": (TEXT, "URI where given"),
    "isrc": (TEXT, "recording code where given"),
    "track_name": (TEXT, "name where given"),
    "artist_name": (TEXT, "first artist where given"),
    "album_name": (TEXT, "album where given"),
}
COLLECTION = {
    "collection_kind": (TEXT, "playlist, artist, label, genre or library"),
    "collection_key": (TEXT, "slug of the collection's pages; liked_tracks for liked songs, library for the whole"),
}
COUNTED_TRACKS = {
    "track_count": (WHOLE, "distinct tracks of the collection"),
    "liked_count": (WHOLE, "of these, liked ones"),
}
FEATURE_COLUMNS = {
    "danceability": (REAL, "0..1, how well it can be danced to"),
    "energy": (REAL, "0..1, intensity and activity"),
    "key": (WHOLE, "pitch class, 0 = C; null when not detected"),
    "loudness_db": (REAL, "mean loudness in decibel, mostly -60..0"),
    "mode": (WHOLE, "1 major, 0 minor"),
    "speechiness": (REAL, "0..1, presence of spoken words"),
    "acousticness": (REAL, "0..1, confidence that it is acoustic"),
    "instrumentalness": (REAL, "0..1, confidence that there are no vocals"),
    "liveness": (REAL, "0..1, presence of an audience"),
    "valence": (REAL, "0..1, musical positiveness"),
    "tempo_bpm": (REAL, "beats a minute"),
    "time_signature": (WHOLE, "beats in a bar"),
}

READ_FILE = {
    "source": (TEXT, "exports, account_data or spotify"),
    "file_kind": (TEXT, "what it holds: tracks, plays, saved_tracks, playlist_items, ..."),
    "row_count": (WHOLE, "rows or items in the file, header and blank lines apart"),
    "accepted_count": (WHOLE, "rows accepted"),
    "reject_count": (WHOLE, "rows refused; accepted + refused = rows"),
    "told_at": (MOMENT, "since when its source says this: a service when it first told it, a file by its newest entry, else by its newest play, UTC"),
    "owner_name": (TEXT, "whose it is where the source says it: of a playlist its owner, of a profile the person"),
    "doubt": (TEXT, "the suspicious answer in whose place an earlier state is kept, until a second one agrees"),
}

TOLD_OF_A_TRACK = {
    **TRACK_URI,
    "track_name": (TEXT, "name of the track"),
    "artist_names": (pl.List(TEXT), "artists in order, split as decided for the file"),
    "artist_uris": (pl.List(TEXT), "their URIs, same length as artist_names, or null"),
    "album_uri": (TEXT, "URI of the album"),
    "album_name": (TEXT, "name of the album"),
    "album_artist_name": (TEXT, "first artist of the album where the file says it"),
    "release_date": (TEXT, "YYYY, YYYY-MM or YYYY-MM-DD, as precise as the source"),
    "album_image_url": (TEXT, "http(s) address of the cover, or blob:<digest>.<suffix> of a cover landed with the snapshot"),
    "duration_ms": (WHOLE, "length"),
    "is_explicit": (TRUTH, "explicit lyrics"),
    "popularity": (WHOLE, "0..100 when exported"),
    "isrc": (TEXT, "recording code, upper case without hyphens"),
    "genres": (pl.List(TEXT), "genres of the track's artists as the row says"),
    "raw_label": (TEXT, "record label as written"),
    **FEATURE_COLUMNS,
}
