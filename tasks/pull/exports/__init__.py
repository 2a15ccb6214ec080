"""Land the exports that lie in folders, zips and files; refuses to know what a track is."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

from storage.schemas import LandedFile, Landing, SkippedFile
from tasks.pull.account_data import Unnumbered, find_technical_folders, land_playlists
from tasks.pull.exports.covers import land_covers
from tasks.pull.exports.known import Known, tell_around
from tasks.pull.exports.named_pictures import Pictures
from tasks.pull.exports.owners import TwoOwners, refuse_two_owners
from tasks.pull.exports.recognise import FORMLESS, IGNORED, Recognised, Shelf, look_through, recognise
from tasks.pull.exports.walk import NothingReadable, Source, give_names, walk
from tasks.shared_threads import WHERE_DISKS_ARE_WAITED_FOR, work_out

__all__ = ["NOTHING_KEPT", "Landed", "NothingReadable", "TwoOwners", "land_beside", "land_exports"]

Land = Callable[[bytes, str], str]
SKIPPED_AT_MOST = 100
WRONG_LETTERS = "it is read, but with wrong letters, for it is neither Unicode nor Western: save it as UTF-8"
EMPTY_PLAYLIST = "it has a header and no rows: a playlist without tracks"


class Landed(NamedTuple):
    """What was landed, and which names in it are whose: those of the files under each path."""

    landing: Landing
    held: dict[str, tuple[str, ...]]


NOTHING_KEPT: Final = Landed(Landing(files=(), images={}, skipped=()), {})


def land_exports(paths: Sequence[Path], land: Land, known: Known | None = None) -> Landing:
    """Land every export under the given paths, without personal columns; name what was left out. What is known of files spares reading them."""
    return land_beside(NOTHING_KEPT, paths, land, known).landing


def land_beside(kept: Landed, paths: Sequence[Path], land: Land, known: Known | None = None) -> Landed:
    """Land every export under the given paths and add what is kept of others, whose names stay theirs."""
    sources = give_names([walk(path) for path in sorted({path.absolute() for path in paths})], chain.from_iterable(kept.held.values()))
    found = [file for source in sources for file in source.files]
    pictures = {file.name: file for file in found if file.is_picture}
    technical = find_technical_folders(file.name for file in found)
    shelf = Shelf(land, pictures, Pictures(pictures), technical, known, tell_around(pictures))
    told = work_out((partial(recognise, file, shelf) for file in found if not file.is_picture), threads_per_core=WHERE_DISKS_ARE_WAITED_FOR)
    playlists, empty = land_playlists((one for one in told if isinstance(one, Unnumbered)), land)
    by_name = {file.name: file for file in found}
    recognised = [one for one in told if isinstance(one, Recognised)] + [Recognised(by_name[one.name], one, FORMLESS) for one in playlists]
    refused = [one for one in told if isinstance(one, SkippedFile) and one is not IGNORED]
    refused += empty
    refused += [left_out for source in sources for left_out in source.skipped]
    _refuse_unreadable(sources, recognised, refused)
    refuse_two_owners(recognised)
    for file in recognised:
        if file.pictures is None and not shelf.named.is_complete:
            look_through(file, shelf)
    images = land_covers(shelf)
    refused += [SkippedFile(name=name, reason="no row names this picture") for name in pictures.keys() - images.keys()]
    refused += [SkippedFile(name=file.landed.name, reason=EMPTY_PLAYLIST) for file in recognised if file.is_header_only]
    refused += [SkippedFile(name=file.landed.name, reason=WRONG_LETTERS) for file in recognised if file.form.has_wrong_letters]
    landing = _add(kept.landing, [file.landed for file in recognised], images, refused)
    return Landed(landing, kept.held | _tell_held(sources, landing))


def _add(kept: Landing, files: Sequence[LandedFile], images: Mapping[str, str], refused: Sequence[SkippedFile]) -> Landing:
    """Give what was landed together with what is kept, in order."""
    known = frozenset(refused)
    left_out = [*refused, *(one for one in kept.skipped if one not in known)]
    covers = dict(sorted({**kept.images, **images}.items()))
    return Landing(files=tuple(sorted((*kept.files, *files), key=_by_name)), images=covers, skipped=_shorten(left_out))


def _tell_held(sources: Iterable[Source], landing: Landing) -> dict[str, tuple[str, ...]]:
    """Give the names in a landing of the files that lie under each path, then of what could not be opened there."""
    told = {file.name for file in landing.files} | landing.images.keys() | {one.name for one in landing.skipped}
    names = {str(source.path): [file.name for file in source.files] + [left_out.name for left_out in source.skipped] for source in sources}
    return {path: tuple(name for name in inside if name in told) for path, inside in names.items()}


def _by_name(file: LandedFile | SkippedFile) -> str:
    return file.name


def _refuse_unreadable(sources: Iterable[Source], recognised: Iterable[Recognised], refused: Sequence[SkippedFile]) -> None:
    """Stop where given paths hold nothing to read, and say why of each."""
    readable = {file.found.source for file in recognised}
    unreadable = [_tell_unreadable(source, refused) for source in sources if source.path not in readable]
    if unreadable:
        raise NothingReadable("; ".join(unreadable))


def _tell_unreadable(source: Source, refused: Iterable[SkippedFile]) -> str:
    """Say why a path holds nothing to read, and what to do."""
    path, names = source.path, {file.name for file in source.files} | {left_out.name for left_out in source.skipped}
    if not path.exists():
        return f"there is no {path}: check how the path is spelt"
    reasons = Counter(one.reason for one in refused if one.name in names)
    why = f" ({reasons.most_common(1)[0][0]})" if reasons else ""
    if path.is_dir() or not reasons:
        return f"nothing in {path} is an export that can be read{why}: give a folder, zip or file of CSV exports or account data"
    return f"{path} is no export that can be read{why}: give a CSV export or account data, or a folder or zip of them"


def _shorten(refused: Iterable[SkippedFile]) -> tuple[SkippedFile, ...]:
    """Name the first files that were left out, and count the others."""
    ordered = sorted(refused, key=_by_name)
    more = len(ordered) - SKIPPED_AT_MOST
    if more <= 0:
        return tuple(ordered)
    rest = SkippedFile(name=f"and {more:,} more", reason="left out for reasons like those above")
    return (*ordered[:SKIPPED_AT_MOST], rest)
