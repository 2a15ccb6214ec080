"""Tell what became of each playlist, and which shrinking to doubt; refuses to know what its tracks are called."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from storage.schemas import LIKED_KEY, Frozen
from tasks.compare.matching import GONE
from tasks.compare.states import DOUBT, MEMBER, PLAYLIST, TRACK_NAME
from tasks.shared_changes import NamedPlaylist, PlaylistChange, Shrink

FEWEST_TRACKS_TO_DOUBT: Final = 10

Counts = dict[str, int]


class Doubts(Frozen):
    """What is taken for the same as before until it is seen a second time: playlists by key, or the library as a whole."""

    playlists: tuple[str, ...] = ()
    is_of_library: bool = False


@dataclass(frozen=True)
class Verdict:
    """The sizes of the library and of every playlist, and whether to believe them."""

    library: Shrink
    playlists: dict[str, Shrink]


@dataclass(frozen=True)
class Playlists:
    """The playlists of two states under the same keys: titles and sizes then and now, and who came and left."""

    titles: tuple[dict[str, str], dict[str, str]]
    sizes: tuple[Counts, Counts]
    came: pl.DataFrame
    left: pl.DataFrame

    def named(self, key: str) -> NamedPlaylist:
        """Give a playlist by the name that it has now, or had."""
        then, now = self.titles
        return NamedPlaylist(key=None if key.startswith(GONE) else key, title=now[key] if key in now else then[key])

    @property
    def staying(self) -> set[str]:
        """Give the keys of the playlists that are in both states."""
        return self.titles[0].keys() & self.titles[1].keys()


def read_playlists(before: pl.DataFrame, after: pl.DataFrame) -> Playlists:
    """Read the playlists of two states."""
    then, now = (state.filter(pl.col("part") == MEMBER).select("subject", "value") for state in (before, after))
    return Playlists(
        titles=(_titles(before), _titles(after)),
        sizes=(_counts(then), _counts(now)),
        came=now.join(then, on=now.columns, how="anti"),
        left=then.join(now, on=now.columns, how="anti"),
    )


def judge(size_before: int, size_after: int, *, was_doubted: bool) -> Shrink:
    """Doubt the loss of all tracks, or of more than half of many, until it is seen a second time."""
    is_fall = size_after == 0 < size_before or (size_before >= FEWEST_TRACKS_TO_DOUBT and 2 * size_after < size_before)
    if was_doubted:
        return Shrink(size_before=size_before, size_after=size_after, trust="confirmed" if is_fall else "whole again")
    return Shrink(size_before=size_before, size_after=size_after, trust="unconfirmed" if is_fall else "certain")


def judge_sizes(before: pl.DataFrame, after: pl.DataFrame, playlists: Playlists, doubts: Doubts) -> Verdict:
    """Judge the library as if it were a playlist, and every playlist; one that is new or gone is nothing to doubt, unlike one kept as it was."""
    whole = [state.filter(pl.col("part") == TRACK_NAME).height for state in (before, after)]
    then, now = playlists.sizes
    kept = dict(after.filter(pl.col("part") == DOUBT).select("subject", "value").iter_rows())
    judged = {}
    for key in playlists.titles[0].keys() | playlists.titles[1].keys():
        size = judge(then.get(key, 0), now.get(key, 0), was_doubted=key in doubts.playlists)
        if key in kept and key in playlists.staying:
            judged[key] = size.model_copy(update={"trust": "unconfirmed", "doubt": kept[key]})
            continue
        is_clear = key not in playlists.staying or (doubts.is_of_library and size.trust == "whole again")
        judged[key] = size.model_copy(update={"trust": "certain"}) if is_clear else size
    return Verdict(judge(*whole, was_doubted=doubts.is_of_library), judged)


def tell_playlists(playlists: Playlists, judged: dict[str, Shrink]) -> tuple[PlaylistChange, ...]:
    """Tell what became of every playlist that is not as it was, liked songs first, then by title."""
    came, left = _counts(playlists.came), _counts(playlists.left)
    changes = [_tell(playlists, key, judged[key], (came.get(key, 0), left.get(key, 0))) for key in sorted(judged)]
    told = [change for change in changes if _is_news(change)]
    return tuple(sorted(told, key=lambda change: (change.playlist.key != LIKED_KEY, change.playlist.title)))


def _tell(playlists: Playlists, key: str, size: Shrink, moved: tuple[int, int]) -> PlaylistChange:
    """Tell of one playlist; tracks are counted only where it stays and its size is believed."""
    then, now = (titles.get(key) for titles in playlists.titles)
    is_counted = key in playlists.staying and size.trust != "unconfirmed"
    return PlaylistChange(
        playlist=playlists.named(key),
        what="new" if then is None else "gone" if now is None else "stays",
        old_title=then if now is not None and then != now else None,
        size=size,
        in_count=moved[0] if is_counted else 0,
        out_count=moved[1] if is_counted else 0,
    )


def _is_news(change: PlaylistChange) -> bool:
    """Tell whether anything about a playlist is other than it was."""
    return change.what != "stays" or change.old_title is not None or change.size.trust != "certain" or bool(change.in_count or change.out_count)


def _titles(state: pl.DataFrame) -> dict[str, str]:
    """Give the titles of all playlists by key."""
    return dict(state.filter(pl.col("part") == PLAYLIST).select("subject", "value").iter_rows())


def _counts(members: pl.DataFrame) -> Counts:
    """Count tracks by playlist."""
    return dict(members.group_by("subject").len().iter_rows())
