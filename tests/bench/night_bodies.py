"""What the outermost flow of a timed night holds: always two subflows, one after the other, as in `nightly`."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from prefect import flow

from flows.nightly import nightly
from flows.pull import pull
from flows.study import study
from storage import snapshots
from storage.failures import Fault
from storage.pool import pool
from storage.settings import settings
from tasks.plot.elsewhere import PATIENCE, picture_sheet_elsewhere
from tasks.pull.sources import Sources
from tasks.report.facts import ReportChoices

from .kept import read_kept

Body = Callable[[tuple[str, ...]], Awaitable[None]]


@flow(name="nothing")
async def nothing() -> None:
    """Cost what a flow costs."""


async def empty(_paths: tuple[str, ...]) -> None:
    """Run the nesting alone."""
    await nothing()
    await nothing()


async def pull_alone(paths: tuple[str, ...]) -> None:
    """Pull, and study nothing."""
    await pull(Sources(paths=paths))
    await nothing()


async def study_alone(_paths: tuple[str, ...]) -> None:
    """Study what was pulled last."""
    latest = snapshots.latest()
    assert latest, "pull before studying"
    await nothing()
    await study(latest.snapshot, ReportChoices(ranking_column=settings().ranking_column))


async def draw_alone(words: tuple[str, ...]) -> None:
    """Run the nesting, and meanwhile draw so many figures of the last study in a process of the pool that starts for them."""
    facts = read_kept("step.pictures")["facts"].head(int(words[0])).to_list()
    await nothing()
    with ThreadPoolExecutor(1) as thread:
        drawn = thread.submit(pool.attempt, PATIENCE, picture_sheet_elsewhere, facts)
        await nothing()
        assert not isinstance(drawn.result(), Fault), "every figure that a study planned can be drawn"


async def whole(paths: tuple[str, ...]) -> None:
    """Run the very statements of `nightly`."""
    await nightly.fn(Sources(paths=paths))


BODIES: dict[str, Body] = {"empty": empty, "pull": pull_alone, "study": study_alone, "draw": draw_alone, "night": whole}


def time_night(what: str, paths: tuple[str, ...]) -> float:
    """Run a body as the outermost flow and give the seconds between its first statement and its last; like `nightly` it has parameters."""

    @flow(name="timed night")
    async def timed(words: tuple[str, ...]) -> float:
        started = time.perf_counter()
        await BODIES[what](words)
        return time.perf_counter() - started

    return asyncio.run(timed(paths))
