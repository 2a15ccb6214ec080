"""Compare two states of the library; refuses to know where states are kept and how many there are."""

import polars as pl

from storage.schemas import Frozen
from tasks.compare.matching import match_playlists, rename_to_match
from tasks.compare.moves import tell_moves
from tasks.compare.playlists import Doubts, Playlists, Verdict, judge_sizes, read_playlists, tell_playlists
from tasks.compare.revisions import tell_pages, tell_revisions
from tasks.compare.states import MEMBER, SUBJECT_OF_FACT, TRACK_NAME
from tasks.shared_changes import Changes

TRACK_PARTS = [part for part, subject in SUBJECT_OF_FACT.items() if subject == TRACK_NAME]


class Difference(Frozen):
    """What changed, and the playlists to doubt from now on: their key in the later state, with the key in the earlier one."""

    changes: Changes
    doubted: dict[str, str]


def compare(before: pl.DataFrame, after: pl.DataFrame, doubts: Doubts | None = None) -> Difference:
    """Tell what differs; `doubts` are those of the earlier state, by its keys, in which what is doubted stands as it was before."""
    known = doubts or Doubts()
    same = match_playlists(before, after)
    then = rename_to_match(before, same)
    playlists = read_playlists(then, after)
    still = tuple(same[key] for key in known.playlists if key in same)
    verdict = judge_sizes(then, after, playlists, Doubts(playlists=still, is_of_library=known.is_of_library))
    doubted = {now: key for key, now in sorted(same.items()) if verdict.playlists[now].trust == "unconfirmed"}
    is_believed = verdict.library.trust != "unconfirmed"
    changes = _tell(then, after, playlists, verdict) if is_believed else Changes(library=verdict.library)
    return Difference(changes=changes, doubted=doubted)


def _tell(before: pl.DataFrame, after: pl.DataFrame, playlists: Playlists, verdict: Verdict) -> Changes:
    """Tell of all that is believed to differ."""
    doubted = [key for key, size in verdict.playlists.items() if size.trust == "unconfirmed"]
    moves, pages = tell_moves(before, after, playlists, doubted), tell_pages(before, after)
    return Changes(
        library=verdict.library,
        new_count=moves.new_count,
        gone_count=moves.gone_count,
        playlists=tell_playlists(playlists, verdict.playlists),
        moves=moves.first,
        moves_left_out=moves.left_out,
        revisions=tell_revisions(before, after),
        pages=pages.first,
        pages_new_count=pages.new_count,
        pages_gone_count=pages.gone_count,
    )


def believe(state: pl.DataFrame, earlier: pl.DataFrame, doubted: dict[str, str]) -> pl.DataFrame:
    """Give a state in which doubted playlists, and the tracks they hold, stand as they did in an earlier one."""
    is_doubted = (pl.col("part") == MEMBER) & pl.col("subject").is_in(sorted(doubted))
    keys = {key: now for now, key in doubted.items()}
    held = earlier.filter(pl.col("part") == MEMBER, pl.col("subject").is_in(sorted(keys))).with_columns(pl.col("subject").replace(keys))
    present = state.filter(pl.col("part") == TRACK_NAME)["subject"]
    of_lost = pl.col("subject").is_in(held["value"].implode()) & ~pl.col("subject").is_in(present.implode())
    lost = earlier.filter(pl.col("part").is_in(TRACK_PARTS), of_lost)
    return pl.concat([state.filter(~is_doubted), held, lost])
