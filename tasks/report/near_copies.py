"""Find playlists that hold nearly the same tracks, without comparing all with all; refuses to know the page that says so."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final, NamedTuple

import polars as pl

# two sets are alike when they share at least four fifths of the tracks that one or the other holds
SHARED: Final = 4
OF_ALL: Final = 5
FEWEST_TRACKS: Final = 5


class Pair(NamedTuple):
    """Two playlists by their keys, how many tracks each holds, and how many both hold."""

    one: str
    other: str
    one_count: int
    other_count: int
    shared_count: int

    @property
    def share(self) -> Fraction:
        """Give the share that both hold of the tracks of either."""
        return Fraction(self.shared_count, self.one_count + self.other_count - self.shared_count)


def find_near_copies(members: pl.DataFrame) -> list[Pair]:
    """Give the pairs of playlists that are nearly the same, most alike first; all that are wholly the same are paired with the first of them."""
    firsts: dict[tuple[int, ...], str] = {}
    same = []
    for key, tracks in _number_tracks(members):
        first = firsts.setdefault(tracks, key)
        if first != key:
            same.append(Pair(first, key, len(tracks), len(tracks), len(tracks)))
    found = [*same, *_compare({key: tracks for tracks, key in firsts.items()})]
    return sorted(found, key=lambda pair: (-pair.share, -pair.shared_count, pair.one, pair.other))


def _number_tracks(members: pl.DataFrame) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Give the playlists that are not too small, in the order of keys, with their tracks as numbers from the rarest on."""
    unique = members.select("playlist_key", "track_uri").unique()
    large = unique.filter(pl.len().over("playlist_key") >= FEWEST_TRACKS)
    numbers = large.group_by("track_uri").len().sort("len", "track_uri").with_row_index("track")
    numbered = large.join(numbers, on="track_uri").group_by("playlist_key").agg(pl.col("track").sort()).sort("playlist_key")
    return ((key, tuple(tracks)) for key, tracks in numbered.iter_rows())


def _compare(playlists: Mapping[str, tuple[int, ...]]) -> Iterator[Pair]:
    """Compare those that share one of their rarest tracks: two alike sets always do, and few others."""
    sets = {key: frozenset(tracks) for key, tracks in playlists.items()}
    holders: dict[int, list[str]] = {}
    for key, tracks in playlists.items():
        least_shared = -(-SHARED * len(tracks) // OF_ALL)
        rare = tracks[: len(tracks) - least_shared + 1]
        for other in {holder for track in rare for holder in holders.get(track, ())}:
            pair = Pair(other, key, len(sets[other]), len(tracks), len(sets[other] & sets[key]))
            if OF_ALL * pair.shared_count >= SHARED * (pair.one_count + pair.other_count - pair.shared_count):
                yield pair
        for track in rare:
            holders.setdefault(track, []).append(key)
