"""The words that all rooms share: kinds, sources, features, and the warehouse's version."""

from typing import Literal

WAREHOUSE_VERSION = 3  # tests/warehouse_versions/ tells the layout of each
LIBRARY_KIND = "library"
LIKED_KEY = "liked_tracks"
PAGE_KINDS = ("playlist", "artist", "label", "genre")
TRACKS_OF_A_YEAR_PAGE = 20
DESCRIBED_TRACKS_OF_A_FEATURES_PAGE = {LIBRARY_KIND: 1} | dict.fromkeys(PAGE_KINDS, 11)
PRODUCING_TYPES = ("arranger", "lyricist", "producer", "songwriter")
FEATURES = (
    "danceability",
    "energy",
    "key",
    "loudness_db",
    "mode",
    "speechiness",
    "acousticness",
    "instrumentalness",
    "liveness",
    "valence",
    "tempo_bpm",
    "time_signature",
)
DESCRIBING_FEATURES = (
    "danceability",
    "energy",
    "speechiness",
    "acousticness",
    "instrumentalness",
    "liveness",
    "valence",
    "tempo_bpm",
    "loudness_db",
)

Kind = Literal["playlist", "artist", "label", "genre", "library"]
SourceName = Literal["exports", "account_data", "spotify"]
CsvKind = Literal["tracks", "top_tracks", "top_artists", "plays", "credits", "relations"]
AccountKind = Literal["account_library", "account_playlists", "streams"]
ServiceKind = Literal["profile", "saved_tracks", "saved_albums", "playlist_list", "playlist_items", "followed_artists", "top_list", "recent_plays"]
FileKind = Literal[CsvKind, AccountKind, ServiceKind]
