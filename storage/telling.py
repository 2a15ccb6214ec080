"""Tell Prefect what a deployment's run is called, how far it is, what it came to and how it ended; refuses to know what that means."""

import json
import logging
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, Literal, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
from prefect import get_client, get_run_logger, runtime
from prefect.client.schemas.actions import ArtifactCreate, ArtifactUpdate
from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext
from prefect.exceptions import PrefectException
from prefect.states import Completed

from storage import progress
from storage.schedule import zone_of_nights
from storage.settings import settings

R = TypeVar("R")
Kind = Literal["markdown", "table", "image", "progress"]
Rows = Sequence[dict[str, Any]]

SECONDS_BETWEEN: Final = 2.0
MARKS: Final = re.compile(r"[\\`*_\[\]<>~#|&!@]|:(?=//)|(?<=www)\.|^[-+](?=\s)|(?<=\d)[.)](?=\s)", re.IGNORECASE)
NOT_IN_KEYS: Final = re.compile(r"[^a-z0-9]+")
WHOLE: Final = 100.0


def name_night() -> str:
    """Name a night after the day on which it was to begin; a run by hand tells the time too."""
    begun: datetime = runtime.flow_run.scheduled_start_time
    there = begun.astimezone(ZoneInfo(zone_of_nights(settings().nightly_zone)))
    run = FlowRunContext.get()
    is_planned = run is not None and run.flow_run is not None and run.flow_run.auto_scheduled
    return f"night of {there:%Y-%m-%d}" if is_planned else f"night of {there:%Y-%m-%d}, by hand at {there:%H:%M}"


def ended(name: str | None, message: str, value: R) -> State[Any]:
    """Give the end of a run that is no failure: under a name of its own, or as completed."""
    return Completed(name=name, message=message, data=value)


def is_watched() -> bool:
    """Say whether this is a run of a deployment: somebody may look at it in the interface; a run by the command prints instead."""
    run = FlowRunContext.get()
    return run is not None and run.flow_run is not None and run.flow_run.deployment_id is not None


def show(key: str, kind: Kind, content: str, description: str) -> None:
    """Leave something to look at with the run."""
    _create(ArtifactCreate(key=key, type=kind, data=content, description=description, flow_run_id=_run()))


def show_rows(key: str, rows: Rows, description: str) -> None:
    """Leave a table with the run; the interface reads cells as markdown, so what would act there is spelt."""
    spelt = [{name: MARKS.sub(r"\\\g<0>", value) if isinstance(value, str) else value for name, value in row.items()} for row in rows]
    show(key, "table", json.dumps(spelt, ensure_ascii=False), description)


@contextmanager
def shown_progress() -> Iterator[None]:
    """Show what is counted while the block lasts, in the run of a deployment."""
    if not is_watched():
        yield
        return
    shown, level = ShownSteps(_run()), progress.log.level
    progress.log.addHandler(shown)
    progress.log.setLevel(logging.INFO)
    try:
        yield
    finally:
        progress.log.setLevel(level)
        progress.log.removeHandler(shown)


class ShownSteps(logging.Handler):
    """Shows each sentence as a line of the run's log, and each count as a bar that moves, not more often than a person looks."""

    def __init__(self, run: UUID | None) -> None:
        """Show nothing yet."""
        super().__init__(logging.INFO)
        self._run = run
        self._log = get_run_logger()
        self._bars: dict[str, tuple[UUID, float]] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Show one sentence or one count; a count that is complete is a sentence too."""
        told = vars(record)
        is_last = told.get("done") == told.get("total")
        if "total" in told:
            self._move(told["what"], WHOLE * told["done"] / told["total"], is_last=is_last)
        if is_last:
            self._log.log(record.levelno, record.getMessage())

    def _move(self, what: str, share: float, *, is_last: bool) -> None:
        """Make a bar or move it."""
        bar, moved_at = self._bars.get(what, (None, 0.0))
        if bar is None:
            key = NOT_IN_KEYS.sub("-", what)
            wanted = ArtifactCreate(key=f"progress-{key}", type="progress", data=share, description=what, flow_run_id=self._run)
            bar = _create(wanted)
        elif is_last or time.monotonic() - moved_at > SECONDS_BETWEEN:
            _update(bar, ArtifactUpdate(data=share))
        else:
            return
        if bar is not None:
            self._bars[what] = bar, time.monotonic()


def _run() -> UUID | None:
    """Give the run in which this is told."""
    told = runtime.flow_run.id
    return UUID(str(told)) if told else None


def _create(wanted: ArtifactCreate) -> UUID | None:
    """Make an artifact; a server that takes none costs no night."""
    try:
        return get_client(sync_client=True).create_artifact(wanted).id
    except (httpx.HTTPError, PrefectException) as wrong:
        progress.log.warning("the interface shows no %s: %s", wanted.key, wrong)
    return None


def _update(artifact: UUID, wanted: ArtifactUpdate) -> None:
    """Bring an artifact up to date; a server that takes none costs no night."""
    try:
        get_client(sync_client=True).update_artifact(artifact, wanted)
    except (httpx.HTTPError, PrefectException) as wrong:
        progress.log.warning("the interface shows an old count: %s", wrong)
