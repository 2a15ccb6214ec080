"""Invent playlists that each draw from a few planted groups, and what is liked; refuses to know files."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import names, odd_names
from .draws import Real, Whole, flag, stream

ROWS_PER_TRACK = 4.6
LIKED_SHARE = 0.32
LARGEST_SHARE = 0.45
SPREAD_OF_SIZES = 1.3
TINY_SIZES = (1, 3, 8, 10)
PLAYLISTS_BEFORE_TINY_ONES = 8
PLAYLISTS_PER_PLAIN_ONE, PLAIN_PLACE = 9, 7
DRAWS_PER_MEMBER = 2
GROUPS_OF_A_PLAYLIST = (2, 5)
REPEATED_SHARE = 0.004
ROWS_MEANT_FOR_NO_GROUP = 0.03
PLAYLISTS_BEFORE_A_COPY, TRACKS_PER_ONE_NOT_COPIED = 12, 20


@dataclass(frozen=True)
class Playlist:
    """A playlist: its name and the places of its tracks in the catalogue; a plain one was exported without features."""

    name: str
    members: Whole
    is_plain: bool


def invent_playlists(group_of_track: Whole, count: int, seed: int) -> tuple[list[Playlist], Whole]:
    """Invent playlists and liked songs that together hold every track."""
    rng, track_count = stream(seed, "playlists"), len(group_of_track)
    tastes = _draw_tastes(rng, count, int(group_of_track.max()) + 1)
    sizes = _draw_sizes(rng, track_count, count)
    order = np.argsort(group_of_track, kind="stable")
    groups = np.split(order, np.searchsorted(group_of_track[order], np.arange(1, tastes.shape[1])))
    members = [_draw_members(rng, groups, taste, size) for taste, size in zip(tastes, sizes.tolist(), strict=True)]
    is_liked = flag(rng, track_count, LIKED_SHARE) if count else np.ones(track_count, dtype=np.bool_)
    is_plain = np.arange(count) % PLAYLISTS_PER_PLAIN_ONE == PLAIN_PLACE
    original, copied = _choose_copy(sizes)
    homes = _find_homes(rng, group_of_track, tastes, np.where(is_plain | (np.arange(count) == copied), 0, sizes))
    lasting = [rows for place, rows in enumerate(members) if not is_plain[place] and place != copied]
    is_homeless = ~is_liked & ~_held(lasting, track_count)
    for place in range(count):
        added = np.flatnonzero(is_homeless & (homes == place))
        members[place] = rng.permutation(np.concatenate([members[place], added]))
    if copied is not None:
        members[copied] = members[original][: -max(1, len(members[original]) // TRACKS_PER_ONE_NOT_COPIED)]
    called = _name_playlists(rng, count)
    liked = rng.permutation(np.flatnonzero(is_liked))
    return [Playlist(*parts) for parts in zip(called, members, is_plain.tolist(), strict=True)], liked


def _draw_tastes(rng: np.random.Generator, count: int, group_count: int) -> Real:
    """Give each playlist a few groups to draw from, unequally."""
    tastes = np.zeros((count, group_count))
    for taste in tastes:
        chosen = rng.permutation(group_count)[: int(rng.integers(*GROUPS_OF_A_PLAYLIST))]
        taste[chosen] = rng.dirichlet(np.full(len(chosen), 2.0))
    return tastes + ROWS_MEANT_FOR_NO_GROUP / group_count


def _draw_sizes(rng: np.random.Generator, track_count: int, count: int) -> Whole:
    """Draw heavy-tailed sizes, the last ones tiny."""
    drawn = rng.lognormal(0, SPREAD_OF_SIZES, count)
    scaled = drawn / max(drawn.sum(), 1e-9) * track_count * (ROWS_PER_TRACK - LIKED_SHARE)
    sizes: Whole = np.clip(scaled, 1, max(1, LARGEST_SHARE * track_count)).astype(np.int64)
    if count >= PLAYLISTS_BEFORE_TINY_ONES:
        sizes[-len(TINY_SIZES) :] = TINY_SIZES
    return sizes


def _choose_copy(sizes: Whole) -> tuple[int, int | None]:
    """Choose a small playlist and the one that is to be nearly its copy; few playlists have no copy among them."""
    if len(sizes) < PLAYLISTS_BEFORE_A_COPY:
        return 0, None
    copied = len(sizes) - len(TINY_SIZES) - 1
    is_original = np.arange(copied) % PLAYLISTS_PER_PLAIN_ONE != PLAIN_PLACE
    return int(np.argmin(np.where(is_original, sizes[:copied], sizes.max() + 1))), copied


def _draw_members(rng: np.random.Generator, groups: list[Whole], taste: Real, size: int) -> Whole:
    """Draw the tracks of one playlist by its taste, a few of them twice."""
    usable = np.where([len(tracks) > 0 for tracks in groups], taste, 0)
    counts = rng.multinomial(DRAWS_PER_MEMBER * size, usable / usable.sum())
    drawn = [tracks[rng.integers(0, len(tracks), count)] for tracks, count in zip(groups, counts, strict=True) if count]
    once = rng.permutation(np.unique(np.concatenate(drawn)))[:size]
    return np.asarray(np.concatenate([once, once[flag(rng, len(once), REPEATED_SHARE)]]))


def _find_homes(rng: np.random.Generator, group_of_track: Whole, tastes: Real, sizes: Whole) -> Whole:
    """Name for each track a playlist that would take it: one of its taste, the larger the likelier, never a tiny one."""
    homes = np.zeros(len(group_of_track), dtype=np.int64)
    roomy = np.where(sizes > max(TINY_SIZES), sizes, 0) if (sizes > max(TINY_SIZES)).any() else sizes
    for group in range(tastes.shape[1] if len(sizes) else 0):
        places = np.flatnonzero(group_of_track == group)
        pull = tastes[:, group] * roomy
        homes[places] = rng.choice(len(sizes), size=len(places), p=pull / pull.sum())
    return homes


def _held(members: list[Whole], track_count: int) -> NDArray[np.bool_]:
    """Mark the tracks that some playlist holds."""
    held = np.zeros(track_count, dtype=np.bool_)
    for rows in members:
        held[rows] = True
    return held


def _name_playlists(rng: np.random.Generator, count: int) -> list[str]:
    """Name playlists, the odd names shuffled among the others."""
    plain = names.make_distinct([str(title) for title in names.invent_titles(rng, max(count, 1))])
    return names.mix_in(rng, plain[:count], odd_names.ODD_PLAYLISTS, among_first=count)
