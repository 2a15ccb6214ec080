"""Choose tonight's sources and land what they hold."""

import shutil
from pathlib import Path
from typing import Final

from prefect import task
from pydantic import Field

from storage import blobs, snapshots, spotify
from storage.answers import Answers
from storage.clock import Clock, clock
from storage.errors import Failed, Refused
from storage.login import LoginEnded
from storage.schemas import Frozen, Landing
from storage.settings import home, settings
from storage.snapshots import Fetch, Manifest, Origin
from tasks.pull.exports import NOTHING_KEPT, Landed, land_beside, land_exports
from tasks.pull.exports.known import Known, Told
from tasks.pull.gone import can_tell_apart, find_gone, keep, name_gone, of_files
from tasks.pull.sample import write_sample
from tasks.pull.sources import Sources
from tasks.pull.spotify import Fetched, fetch_spotify
from tasks.shared_facts import SERVICE

SAMPLE: Final = "sample"
SAMPLE_WRITTEN: Final = ".sample"
NOTHING_YET = Landing(files=(), images={}, skipped=())


class Gathered(Frozen):
    """What tonight's sources gave, which they were, which of several held what, and whether they gave anything else than the last night."""

    origin: Origin
    sources: tuple[str, ...]
    landing: Landing
    held: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    fetch: Fetch | None = None
    is_new: bool = True


class MixedHome(Refused):
    """The home holds the sample library; a person's own belongs elsewhere."""


class NothingFetched(Failed):
    """Spotify gave nothing, and there is nothing else to study."""

    def __init__(self, fetch: Fetch) -> None:
        """Say why, and when it can be tried again."""
        reasons = [fetch.login_problem] if fetch.login_problem else [one.reason for one in (*fetch.failed, *fetch.not_refreshed)]
        when = f", run again after {min(fetch.resume_at.values()):%Y-%m-%d %H:%M} UTC" if fetch.resume_at else ""
        super().__init__(f"nothing could be fetched from Spotify ({reasons[0] if reasons else 'it told nothing'}){when}")
        self.is_quota = bool(fetch.resume_at) and not fetch.login_problem


@task(task_run_name="land the sources", persist_result=False)
def land_sources(sources: Sources) -> Gathered:
    """Give what tonight's sources hold, which they were, and whether it is the sample."""
    return gather_sources(sources, clock())


def gather_sources(sources: Sources, clock: Clock) -> Gathered:
    """Land what all sources hold, and say whether it is new."""
    before = snapshots.latest()
    gathered = _gather(sources, before, clock)
    return gathered.model_copy(update={"is_new": before is None or before.landing != gathered.landing})


def _gather(sources: Sources, before: Manifest | None, clock: Clock) -> Gathered:
    """Land files first, then what Spotify says."""
    if before is not None and before.origin == SAMPLE and (sources.paths or sources.spotify):
        raise MixedHome("this home holds the sample library: give your own a home of its own with --home DIR")
    files = _land_files(sources, before)
    is_fetched = sources.spotify or (not sources.paths and before is not None and before.fetch is not None)
    if not is_fetched:
        return files
    fetched = _fetch(clock)
    landed = of_files(files.landing) + fetched.files
    if not landed:
        raise NothingFetched(fetched.fetch)
    landing = files.landing.model_copy(update={"files": tuple(sorted(landed, key=lambda file: file.name))})
    return files.model_copy(update={"landing": landing, "fetch": fetched.fetch})


def _land_files(sources: Sources, before: Manifest | None) -> Gathered:
    """Land tonight's files: those named, the last ones again, what the last night had of them, or the sample; a killed run's goes first."""
    shutil.rmtree(home() / SAMPLE_WRITTEN, ignore_errors=True)
    if sources.paths:
        return _land_beside(NOTHING_KEPT, "exports", tuple(str(_find(path)) for path in sources.paths))
    if before is None and sources.spotify:
        return Gathered(origin="exports", sources=(), landing=NOTHING_YET)
    if before is None:
        return Gathered(origin=SAMPLE, sources=(), landing=_land_sample())
    gone = find_gone(before.sources)
    if can_tell_apart(before, gone):
        return _land_beside(keep(before, gone), before.origin, before.sources)
    return Gathered(origin=before.origin, sources=before.sources, landing=name_gone(before.landing, gone), held=before.held)


def _land_beside(kept: Landed, origin: Origin, sources: tuple[str, ...]) -> Gathered:
    """Land exports beside what is kept of those that are gone; files that nobody touched since they were landed are not read again."""
    with Answers("exports", Told, __name__) as answers:
        there = [Path(path) for path in sources if path not in kept.held]
        landed = land_beside(kept, there, blobs.land, Known(answers, blobs.holds))
    held = landed.held if len(landed.held) > 1 else {}
    return Gathered(origin=origin, sources=sources, landing=name_gone(landed.landing, kept.held), held=held)


def _find(path: str) -> Path:
    """Give a path from which a ~ in front is gone."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise Refused(f"it is not known where {Path(path).parts[0]} is: write the whole path") from None


def _fetch(clock: Clock) -> Fetched:
    """Fetch from Spotify, resting on the last night that did; where nobody is logged in any more, keep what that night had."""
    last, latest = snapshots.latest_fetched(), snapshots.names()
    before = [file for file in last.landing.files if file.source == SERVICE] if last else []
    try:
        with spotify.opened(clock) as door:
            return fetch_spotify(door, before, latest[-1] if latest else "")
    except (LoginEnded, spotify.NotLoggedIn) as wrong:
        unread = tuple(snapshots.Unread(name=file.name, title=file.playlist_name or file.name, reason=str(wrong)) for file in before)
        return Fetched(tuple(before), Fetch(login_problem=str(wrong), login_days_left=0, not_refreshed=unread))


def _land_sample() -> Landing:
    """Invent the sample library and land it like any export; nothing of it stays, also where the disk is full."""
    chosen, folder = settings(), home() / SAMPLE_WRITTEN
    try:
        write_sample(folder, chosen.sample_tracks, chosen.sample_playlists, chosen.sample_seed)
        return land_exports([folder], blobs.land)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
