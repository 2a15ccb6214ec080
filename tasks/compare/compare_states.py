"""Tell what the last nights changed, each compared with the one before it; refuses to know how a page looks."""

from collections.abc import Iterator

import polars as pl

from storage import artifacts, states
from storage.cache import recall, remember
from storage.schemas import Artifact, Frozen
from storage.steps import step_task
from tasks.compare.differences import Difference, believe, compare
from tasks.compare.playlists import Doubts
from tasks.compare.states import DRAWN_FROM, draw_state
from tasks.shared_changes import HISTORY, ChangedNight, History

NIGHTS_TOLD = 30


class Doubted(Frozen):
    """Playlists to be read as they stood in an earlier state: their key now, with the key there."""

    since: str
    keys: dict[str, str]


class Pair(Frozen):
    """Two kept states by their names, what of the first is not read as it stands, and what is looked at a second time."""

    before: str
    after: str
    doubted: Doubted | None = None
    doubts: Doubts = Doubts()


@step_task("draw the state of the library")
def draw_library_state(tables: dict[str, Artifact]) -> Artifact:
    """Give the ticket of tonight's state."""
    return artifacts.save("step.states", draw_state({table: artifacts.load(tables[table]) for table in DRAWN_FROM}))


@step_task("compare with the nights before")
def compare_states(kept: tuple[str, ...]) -> Artifact:
    """Give the ticket of what the last nights changed; `kept` names the states up to tonight's, oldest first."""
    told = [night for night in tell_nights(kept) if not night.changes.says_nothing]
    history = History(is_first=not kept[1:], nights=tuple(reversed(told[-NIGHTS_TOLD:])))
    return artifacts.save_bytes("step.changes", HISTORY.dump_json(history))


def tell_nights(kept: tuple[str, ...]) -> Iterator[ChangedNight]:
    """Tell what each state changed, oldest first; what is doubted of one is looked at again in the next."""
    if not kept:
        return
    pair = Pair(before=kept[0], after=kept[0])
    for name in kept[1:]:
        pair = pair.model_copy(update={"after": name})
        found = recall(compare_pair, pair) or remember(compare_pair, compare_pair(pair), pair)
        yield ChangedNight(snapshot_id=states.snapshot_of(name), changes=found.changes)
        pair = _next(pair, found)


def compare_pair(pair: Pair) -> Difference:
    """Compare two kept states."""
    return compare(_believed(pair), states.read(pair.after), pair.doubts)


def _believed(pair: Pair) -> pl.DataFrame:
    """Read the first state as it is believed to have been."""
    before = states.read(pair.before)
    return believe(before, states.read(pair.doubted.since), pair.doubted.keys) if pair.doubted else before


def _next(pair: Pair, found: Difference) -> Pair:
    """Give the pair that begins with what is believed after this one; a doubted library is compared with as it was."""
    if found.changes.library.trust == "unconfirmed":
        keys = (*pair.doubts.playlists, *found.doubted.values())
        return pair.model_copy(update={"doubts": Doubts(playlists=keys, is_of_library=True)})
    doubted = Doubted(since=pair.before, keys=found.doubted) if found.doubted else None
    return Pair(before=pair.after, after=pair.after, doubted=doubted, doubts=Doubts(playlists=tuple(found.doubted)))
