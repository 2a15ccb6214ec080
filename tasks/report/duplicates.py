"""Find tracks and albums that stand in the library more than once; refuses to know the page that says so."""

from collections.abc import Iterable, Sequence
from typing import Final

import polars as pl

from tasks.report.folding import fold, fold_all
from tasks.report.version_words import version_kinds

LENGTHS_APART_MS: Final = 2000
SAME_ISRC: Final = "same ISRC"
SAME_NAMES: Final = "same name, artists and length"
DUPLICATE: Final = {"track_uri": pl.String(), "first_uri": pl.String(), "rule": pl.String()}


def find_duplicate_tracks(tracks: pl.DataFrame) -> pl.DataFrame:
    """Give the tracks that share a recording, the first URI of their group, and the rule; of tracks it needs a list of artist_names too."""
    by_isrc = _groups(tracks.filter(pl.col("isrc").str.len_chars() > 0), "isrc")
    by_names = _groups(_tell_runs(_fold_names(tracks)), "run")
    of_isrc = {uri for group in by_isrc for uri in group}
    rows = [(uri, first, SAME_ISRC if uri in of_isrc else SAME_NAMES) for uri, first in merge_groups([*by_isrc, *by_names]).items()]
    return pl.DataFrame(sorted(rows, key=lambda row: (row[1], row[0])), schema=DUPLICATE, orient="row")


def find_duplicate_albums(albums: pl.DataFrame) -> pl.DataFrame:
    """Give the albums of equal names and artists, with the first key of their group; of albums it needs key, album_name and artist_name."""
    names = [_album_name(*row) for row in albums.select("album_name", "artist_name").iter_rows()]
    folded = albums.select("album_key", pl.Series("name", names, pl.String)).drop_nulls()
    alike = folded.filter(pl.len().over("name") > 1).with_columns(pl.col("album_key").min().over("name").alias("first_key"))
    return alike.select("album_key", "first_key").sort("first_key", "album_key")


def merge_groups(groups: Iterable[Sequence[str]]) -> dict[str, str]:
    """Join groups that share a member; give each member the smallest of its group."""
    leads: dict[str, str] = {}
    for group in groups:
        smallest, *others = sorted({_root(leads, member) for member in group})
        leads |= dict.fromkeys(others, smallest)
    return {member: _root(leads, member) for member in sorted(leads)}


def _root(leads: dict[str, str], member: str) -> str:
    """Follow a member to the smallest of its group, and shorten the way for the next who asks."""
    root = member
    while leads.setdefault(root, root) != root:
        root = leads[root]
    while leads[member] != root:
        leads[member], member = root, leads[member]
    return root


def _groups(tracks: pl.DataFrame, column: str) -> list[list[str]]:
    """Give the URIs that share a value, where more than one does."""
    shared = tracks.group_by(column).agg(pl.col("track_uri").unique().sort()).filter(pl.col("track_uri").list.len() > 1)
    return sorted(shared["track_uri"].to_list())


def _fold_names(tracks: pl.DataFrame) -> pl.DataFrame:
    """Give name, artists and kind of version of tracks that share a name so that spellings do not matter; what lacks one of them is left out."""
    complete = tracks.select("track_uri", "track_name", "album_name", "artist_names", "duration_ms").drop_nulls(("artist_names", "duration_ms"))
    named = complete.with_columns(pl.Series("name", [fold(name) for name in complete["track_name"]], pl.String))
    rows = named.filter(pl.len().over("name") > 1).select("track_uri", "name", "track_name", "album_name", "artist_names", "duration_ms")
    folded = [(uri, name, fold_all(artists), version_kinds(track, album), length) for uri, name, track, album, artists, length in rows.iter_rows()]
    texts = dict.fromkeys(("track_uri", "name", "artists", "version"), pl.String())
    return pl.DataFrame(folded, schema={**texts, "duration_ms": pl.Int64()}, orient="row").drop_nulls()


def _tell_runs(folded: pl.DataFrame) -> pl.DataFrame:
    """Tell apart the runs of tracks of equal names whose lengths follow each other closely."""
    names = ("name", "artists", "version")
    ordered = folded.sort(*names, "duration_ms", "track_uri")
    is_other = pl.any_horizontal(pl.col(name) != pl.col(name).shift(1) for name in names)
    is_longer = pl.col("duration_ms") - pl.col("duration_ms").shift(1) > LENGTHS_APART_MS
    return ordered.with_columns((is_other | is_longer).fill_null(value=False).cum_sum().alias("run"))


def _album_name(name: str | None, artist: str | None) -> str | None:
    """Fold the name of an album together with its artist's; none if one is not known."""
    folded = (fold(name), fold(artist))
    return "\x1f".join(part for part in folded if part) if all(folded) else None
