"""The columns in which a streaming history is landed; refuses to know how Spotify spells them and what becomes of them."""

import polars as pl

ENDED_AT, PLAYED_MS, FLAW = "ended_at", "played_ms", "flaw"
# the allow-list: nothing else of a streaming history ever leaves its reader
STREAM = {
    ENDED_AT: pl.String(),
    PLAYED_MS: pl.Int64(),
    "track_uri": pl.String(),
    "track_name": pl.String(),
    "artist_name": pl.String(),
    "album_name": pl.String(),
    "episode_uri": pl.String(),
    "episode_name": pl.String(),
    "show_name": pl.String(),
    "audiobook_uri": pl.String(),
    "audiobook_title": pl.String(),
    FLAW: pl.String(),
}
TORN = "the file breaks off here: ask for it again"
