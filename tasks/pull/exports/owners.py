"""Refuse the libraries of two persons in one run; refuses to guess where the files name nobody."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from storage.errors import Refused
from tasks.pull.exports.recognise import FILE_BYTES_AT_MOST, NOBODY, Recognised
from tasks.pull.exports.zips import read_bounded
from tasks.shared_cells import read_cells

USER_URI = "spotify:user:"


class TwoOwners(Refused):
    """The files belong to two persons; the text names both."""


def refuse_two_owners(recognised: Sequence[Recognised]) -> None:
    """Stop where columns name two owners, or where two groups with liked songs were filled by different persons."""
    _refuse_several({owner for file in recognised for owner in file.owners})
    groups: dict[str, list[Recognised]] = defaultdict(list)
    for file in recognised:
        groups[file.found.group].append(file)
    with_likes = [files for files in groups.values() if any(file.landed.is_liked for file in files)]
    if len(with_likes) > 1:
        _refuse_several({owner for files in with_likes for owner in _tell_dominant(files)})


def _refuse_several(owners: Iterable[str]) -> None:
    spellings: dict[str, str] = {}
    for owner in sorted(owners):
        spellings.setdefault(owner.removeprefix(USER_URI).casefold(), owner.removeprefix(USER_URI))
    if len(spellings) > 1:
        first, second, *_ = sorted(spellings.values())
        raise TwoOwners(f"these are the exports of two persons, {first} and {second}: give the files of one of them")


def _tell_dominant(files: Sequence[Recognised]) -> list[str]:
    """Give who added most of the tracks of a group, nobody where the files do not say."""
    counts: Counter[str] = Counter()
    for file in files:
        counts.update(_count_adders(file))
    most = max(counts.values(), default=0)
    leaders = sorted(adder for adder, count in counts.items() if count == most)
    return leaders[:1]


def _count_adders(file: Recognised) -> dict[str, int]:
    if "added_by" not in file.form.columns:
        return {}
    with file.found.open() as opened:
        content = read_bounded(opened, FILE_BYTES_AT_MOST)
    counted = read_cells(content, file.form, ("added_by",)).table["added_by"].value_counts()
    return {adder: count for adder, count in counted.iter_rows() if adder is not None and adder.strip() not in NOBODY}
