"""Land the exports that lie in folders, zips and files; refuses to know what a track is."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from storage.schemas import LandedFile, Landing, SkippedFile
from tasks.pull.account_data import Unnumbered, find_technical_folders, land_playlists
from tasks.pull.exports.covers import land_covers
from tasks.pull.exports.known import Known, tell_around
from tasks.pull.exports.named_pictures import Pictures
from tasks.pull.exports.owners import TwoOwners, refuse_two_owners
from tasks.pull.exports.recognise import FORMLESS, IGNORED, Recognised, Shelf, look_through, recognise
from tasks.pull.exports.walk import NothingReadable, give_names, walk
from tasks.shared_threads import WHERE_DISKS_ARE_WAITED_FOR, work_out

__all__ = ["NothingReadable", "TwoOwners", "land_exports"]

Land = Callable[[bytes, str], str]
SKIPPED_AT_MOST = 100
EMPTY_PLAYLIST = "it has a header and no rows: a playlist without tracks"


def land_exports(paths: Sequence[Path], land: Land, known: Known | None = None) -> Landing:
    """Land every export under the given paths, without personal columns; name what was left out. What is known of files spares reading them."""
    sources = give_names([walk(path) for path in sorted({path.absolute() for path in paths})])
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
    for source in sources:
        _refuse_unreadable(source.path, [file for file in recognised if file.found.source == source.path], refused)
    refuse_two_owners(recognised)
    for file in recognised:
        if file.pictures is None and not shelf.named.is_complete:
            look_through(file, shelf)
    images = land_covers(shelf)
    refused += [SkippedFile(name=name, reason="no row names this picture") for name in pictures.keys() - images.keys()]
    refused += [SkippedFile(name=file.landed.name, reason=EMPTY_PLAYLIST) for file in recognised if file.is_header_only]
    files = sorted((file.landed for file in recognised), key=_by_name)
    return Landing(files=tuple(files), images=dict(sorted(images.items())), skipped=_shorten(refused))


def _by_name(file: LandedFile | SkippedFile) -> str:
    return file.name


def _refuse_unreadable(path: Path, recognised: Sequence[Recognised], refused: Iterable[SkippedFile]) -> None:
    """Stop where a given path holds nothing to read."""
    if recognised:
        return
    reasons = Counter(one.reason for one in refused if path.is_dir() or one.name.startswith(path.name))
    why = f" ({reasons.most_common(1)[0][0]})" if reasons else ""
    if path.is_dir() or not reasons:
        raise NothingReadable(f"nothing in {path} is an export that can be read{why}: give a folder, zip or file of CSV exports or account data")
    raise NothingReadable(f"{path} is no export that can be read{why}: give a CSV export or account data, or a folder or zip of them")


def _shorten(refused: Iterable[SkippedFile]) -> tuple[SkippedFile, ...]:
    """Name the first files that were left out, and count the others."""
    ordered = sorted(refused, key=_by_name)
    more = len(ordered) - SKIPPED_AT_MOST
    if more <= 0:
        return tuple(ordered)
    rest = SkippedFile(name=f"and {more:,} more", reason="left out for reasons like those above")
    return (*ordered[:SKIPPED_AT_MOST], rest)
