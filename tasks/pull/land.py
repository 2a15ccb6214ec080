"""Choose tonight's sources and land what they hold."""

import tempfile
from pathlib import Path
from typing import Final

from prefect import task

from storage import blobs, snapshots
from storage.errors import Refused
from storage.schemas import Frozen, Landing
from storage.settings import settings
from tasks.pull.exports import land_exports
from tasks.pull.sample import write_sample

SAMPLE: Final = "sample"


class Sources(Frozen):
    """Where a library comes from; no paths means the last sources again, or the sample in a home that is new."""

    paths: tuple[str, ...] = ()


class MixedHome(Refused):
    """The home holds the sample library; a person's own belongs elsewhere."""


@task(task_run_name="land the sources", persist_result=False)
def land_sources(sources: Sources) -> tuple[snapshots.Origin, tuple[str, ...], Landing]:
    """Give what tonight's sources hold, which they were, and whether it is the sample."""
    before = snapshots.latest()
    if before is not None and before.origin == SAMPLE and sources.paths:
        raise MixedHome("this home holds the sample library: give your own exports a home of their own with --home DIR")
    if sources.paths:
        return "exports", sources.paths, land_exports([Path(path) for path in sources.paths], blobs.land)
    if before is None:
        return SAMPLE, (), _land_sample()
    if before.sources and all(Path(path).exists() for path in before.sources):
        return before.origin, before.sources, land_exports([Path(path) for path in before.sources], blobs.land)
    return before.origin, before.sources, before.landing


def _land_sample() -> Landing:
    """Invent the sample library and land it like any export."""
    chosen = settings()
    with tempfile.TemporaryDirectory(prefix="linernotes-sample-") as folder:
        write_sample(Path(folder), chosen.sample_tracks, chosen.sample_playlists, chosen.sample_seed)
        return land_exports([Path(folder)], blobs.land)
