"""Write playlists as the exporters write them: file names, headers, separators, quotes; refuses to know how they were invented."""

import re
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from .draws import Whole, draw_ids, flag, stream
from .playlists import Playlist
from .tracks import FEATURES

OWNER, GUEST = "sample_listener", "sample_guest"
REFUSED_IN_FILE_NAMES = re.compile(r'[\x00-\x1f\x7f/\\<>:;"|=,.?*\[\] ]+')
LONGEST_FILE_NAME_BYTES = 200
NEWEST = np.datetime64("2026-10-15T20:00:00", "s")
YEARS_OF_ADDING = 9
UNKNOWN_MOMENT = "1970-01-01T00:00:00Z"
UNKNOWN_MOMENT_SHARE = 0.01
IMPOSSIBLE_MOMENT_SHARE = 0.001
DAYS_BEFORE_A_SONG_IS_FOUND = 2
PLAYLIST_OF_TWO, PLAYLIST_WITH_LEFTOVERS = 4, 0
GUEST_SHARE = 0.2
EPISODES = 2
UNDEFINED_LINES = 2
EXPORTIFY_NET = (
    *("Track URI", "ISRC", "Track Name", "Album Name", "Artist Name(s)", "Release Date", "Duration (ms)", "Popularity", "Explicit"),
    *("Added By", "Added At", "Genres", "Record Label", *FEATURES, "Artist URI(s)", "Album URI", "Album Image URL"),
)
WATSONBOX = (
    *("Track URI", "Track Name", "Artist URI(s)", "Artist Name(s)", "Album URI", "Album Name", "Album Artist URI(s)"),
    *("Album Artist Name(s)", "Album Release Date", "Album Image URL", "Disc Number", "Track Number", "Track Duration (ms)"),
    *("Track Preview URL", "Explicit", "Popularity", "ISRC", "Added By", "Added At"),
)


class Shelf(NamedTuple):
    """Where exports go and what they tell of."""

    folder: Path
    tracks: pl.DataFrame
    seed: int


def write_liked(shelf: Shelf, liked: Whole) -> None:
    """Write liked songs, the newest first, without the name of the adder."""
    rows = _date_rows(shelf, Playlist("Liked Songs", liked, is_plain=False)).reverse()
    _write_exportify_net(rows.with_columns(pl.lit(None, dtype=pl.String).alias("Added By")), shelf.folder / "Liked_Songs.csv")


def write_playlists(shelf: Shelf, playlists: list[Playlist]) -> None:
    """Write each playlist to a file named after it, most as exportify.net does and some as watsonbox does."""
    taken = {"Liked_Songs"}
    for place, playlist in enumerate(playlists):
        path = shelf.folder / f"{_free_stem(playlist.name, taken)}.csv"
        rows = _date_rows(shelf, playlist)
        if place == PLAYLIST_OF_TWO:
            is_guest = pl.Series(flag(stream(shelf.seed, "guest"), rows.height, GUEST_SHARE))
            rows = rows.with_columns(pl.when(is_guest).then(pl.lit(GUEST)).otherwise(pl.col("Added By")).alias("Added By"))
        if playlist.is_plain:
            _write_watsonbox(rows, path)
            continue
        _write_exportify_net(rows, path)
        if place == PLAYLIST_WITH_LEFTOVERS:
            _add_leftovers(path, shelf.seed)


def _free_stem(name: str, taken: set[str]) -> str:
    """Give a file name without its ending: what file systems refuse becomes _, and a name that is taken gets a number."""
    stem = REFUSED_IN_FILE_NAMES.sub("_", name).encode()[:LONGEST_FILE_NAME_BYTES].decode(errors="ignore") or "_"
    number, free = 1, stem
    while free in taken:
        free, number = f"{stem} ({number})", number + 1
    taken.add(free)
    return free


def _date_rows(shelf: Shelf, playlist: Playlist) -> pl.DataFrame:
    """Give the rows of a playlist with the moments they were added at, oldest first, a few unknown."""
    rng, count = stream(shelf.seed, f"moments of {playlist.name}"), len(playlist.members)
    seconds = np.sort(rng.integers(0, YEARS_OF_ADDING * 365 * 86_400, count))[::-1]
    drawn = pl.Series("drawn", (NEWEST - seconds.astype("timedelta64[s]")).astype("datetime64[ms]"))
    is_unknown, is_impossible = (pl.Series(flag(rng, count, share)) for share in (UNKNOWN_MOMENT_SHARE, IMPOSSIBLE_MOMENT_SHARE))
    rows = shelf.tracks[playlist.members].with_columns(drawn, pl.lit(OWNER).alias("Added By"))
    heard = pl.when(is_impossible).then("drawn").otherwise(pl.max_horizontal("drawn", _released() + pl.duration(days=DAYS_BEFORE_A_SONG_IS_FOUND)))
    moments = heard.clip(upper_bound=NEWEST.astype(object)).dt.strftime("%Y-%m-%dT%H:%M:%SZ").alias("Added At")
    dated = rows.with_columns(moments).sort("Added At", maintain_order=True).drop("drawn")
    return dated.with_columns(pl.when(is_unknown).then(pl.lit(UNKNOWN_MOMENT)).otherwise("Added At").alias("Added At"))


def _released() -> pl.Expr:
    """Give the first day that a release date allows."""
    return (pl.col("Release Date") + "-01-01").str.slice(0, 10).str.to_datetime("%Y-%m-%d", time_unit="ms", strict=False)


def _write_exportify_net(rows: pl.DataFrame, path: Path) -> None:
    rows.select(EXPORTIFY_NET).write_csv(path, include_bom=True)


def _write_watsonbox(rows: pl.DataFrame, path: Path) -> None:
    """Write rows without features, every field quoted, artists joined by comma and space."""
    artists = pl.col("Artist Name(s)", "Album Artist Name(s)").str.replace_all(",", "\\,", literal=True).str.replace_all(";", ", ")
    rows.with_columns(
        artists,
        pl.col("Artist URI(s)").str.replace_all(";", ", "),
        pl.format("spotify:user:{}", "Added By").alias("Added By"),
        pl.col("Release Date").alias("Album Release Date"),
        pl.col("Duration (ms)").alias("Track Duration (ms)"),
        pl.lit(1).alias("Disc Number"),
        pl.lit(1).alias("Track Number"),
        pl.lit("").alias("Track Preview URL"),
    ).select(WATSONBOX).write_csv(path, quote_style="always", line_terminator="\r\n")


def _add_leftovers(path: Path, seed: int) -> None:
    """Add podcast episodes, and lines of a track that the service no longer returns."""
    with path.open("a", encoding="utf-8", newline="") as export:
        for uri in draw_ids(stream(seed, "episodes"), "spotify:episode:", EPISODES):
            episode = {"Track URI": uri, "Track Name": "A Talk Between Songs", "Album Name": "The Quiet Podcast", "Added By": OWNER}
            known = {**episode, "Duration (ms)": "1800000", "Explicit": "false", "Added At": "2025-02-03T04:05:06Z"}
            export.write(",".join(known.get(column, "") for column in EXPORTIFY_NET) + "\n")
        export.write((",".join(["undefined"] * len(EXPORTIFY_NET)) + "\n") * UNDEFINED_LINES)
