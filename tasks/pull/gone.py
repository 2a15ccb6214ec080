"""Keep what the last night had of sources that are not there any more; refuses to read anything."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from storage.schemas import LandedFile, Landing, SkippedFile
from storage.snapshots import GONE, Manifest
from tasks.pull.exports import Landed
from tasks.shared_facts import SERVICE


def find_gone(sources: Iterable[str]) -> tuple[str, ...]:
    """Give the sources that are not there."""
    return tuple(path for path in sources if not Path(path).exists())


def can_tell_apart(before: Manifest, gone: Sequence[str]) -> bool:
    """Tell whether some sources are there, and the night knew which of its files came from the others; nights of earlier releases did not."""
    return len(gone) < len(before.sources) and all(path in before.held for path in gone)


def keep(before: Manifest, gone: Sequence[str]) -> Landed:
    """Give what a night had of some of its sources."""
    held = {path: before.held[path] for path in gone}
    names = {name for names in held.values() for name in names}
    files = tuple(file for file in of_files(before.landing) if file.name in names)
    images = {name: blob for name, blob in before.landing.images.items() if name in names}
    skipped = tuple(one for one in before.landing.skipped if one.reason != GONE and not names.isdisjoint((one.name, one.name.partition(": ")[0])))
    return Landed(Landing(files=files, images=images, skipped=skipped), held)


def name_gone(landing: Landing, gone: Collection[str]) -> Landing:
    """Say which sources are not there tonight, and of no other that it is not."""
    if not gone:
        return landing
    others = [skipped for skipped in landing.skipped if skipped.reason != GONE]
    named = [SkippedFile(name=path, reason=GONE) for path in gone]
    return landing.model_copy(update={"skipped": tuple(sorted((*others, *named), key=lambda skipped: skipped.name))})


def of_files(landing: Landing) -> tuple[LandedFile, ...]:
    """Give what a landing has from files."""
    return tuple(file for file in landing.files if file.source != SERVICE)
