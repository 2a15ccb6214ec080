"""Commit the published reports to a git working copy of the user's; refuses to force, to merge, and to touch what it did not write.

A journal inside .git names the files that are being changed, so that what a killed run left half copied is known as ours.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from storage import git, last_copy
from storage.errors import Failed
from storage.files import write_whole
from storage.mirrored import LISTING, Mirror, as_lines, lines_of, name_some
from storage.names import clean_name
from storage.publication import read_run
from storage.schemas import Frozen
from storage.settings import home, settings
from storage.switch import REPORTS

JOURNAL = "linernotes-copying"
IN_THE_INDEX, IN_THE_COMMIT = ("ls-files", "-z"), ("ls-tree", "-r", "-z", "--name-only", "HEAD")


class NotReady(Failed):
    """The working copy cannot take the reports as it is; nothing of it was changed."""


class Copied(Frozen):
    """What came of committing the reports elsewhere: the commit, or none where nothing differs, and what went wrong."""

    place: str
    commit: str | None = None
    is_pushed: bool = False
    problem: str | None = None

    @property
    def shortfall(self) -> str | None:
        """Say what was not done, without the reason: it may name places and addresses."""
        return f"the reports were {self.problem.partition(':')[0]}" if self.problem else None

    def sentence(self) -> str:
        """Say it in a line."""
        nothing = None if self.commit or self.problem else "nothing to commit"
        told = (f"committed {self.commit}" if self.commit else nothing, "pushed" if self.is_pushed else None, self.problem)
        return f"working copy {self.place}: {', '.join(part for part in told if part)}"


class News(NamedTuple):
    """What a commit brings: one page as it stood there and as it is now, and how many files are written and removed."""

    page_before: str
    page_now: str
    written_count: int
    removed_count: int


class Place(NamedTuple):
    """A folder inside a working copy."""

    root: Path
    folder: str

    @property
    def target(self) -> Path:
        """Give the folder's path."""
        return self.root / self.folder

    def ask(self, *words: str, told: str = "") -> str:
        """Ask git about the working copy."""
        return git.ask(self.root, *words, told=told)


def is_wanted() -> bool:
    """Tell whether the user named a working copy."""
    return settings().publish_to is not None


def commit_reports(page: str, describe: Callable[[News], str]) -> Copied:
    """Commit the published reports if they differ, and push if that is wanted; whatever fails is told and remembered, not raised."""
    copied = _commit_and_push(Copied(place=_named_place()), page, describe)
    last_copy.remember(copied.place, copied.problem)
    return copied


def complaints() -> list[str]:
    """Say why the next night could not commit, or else what the last one could not do, if a working copy is named."""
    if not is_wanted():
        return []
    try:
        _refuse_what_is_not_ready(_place())
    except (Failed, OSError) as wrong:
        return [f"the working copy {_named_place()} takes no reports: {wrong}"]
    shortfall = last_copy.read(_named_place())
    return [shortfall.sentence()] if shortfall else []


def _commit_and_push(copied: Copied, page: str, describe: Callable[[News], str]) -> Copied:
    """Take both steps and say how far they went."""
    try:
        place = _place()
        copied = copied.model_copy(update={"commit": _commit(place, page, describe)})
    except (Failed, OSError) as wrong:
        return copied.model_copy(update={"problem": f"not committed: {wrong}"})
    try:
        return copied.model_copy(update={"is_pushed": settings().publish_push and _push(place, is_new=copied.commit is not None)})
    except (Failed, OSError) as wrong:
        return copied.model_copy(update={"problem": f"not pushed: {wrong}"})


def _place() -> Place:
    """Say which folder takes the reports; a relative path is seen from the home, wherever this runs."""
    chosen = settings().publish_to or Path()
    try:
        root = home() / chosen.expanduser()
    except RuntimeError:
        raise NotReady(f"it is not known where {clean_name(chosen.parts[0])} is: write the whole path in publish_to") from None
    return Place(root, str(PurePosixPath(settings().publish_folder)))


def _named_place() -> str:
    """Name the folder that takes the reports; as the setting says where it cannot be found."""
    try:
        return clean_name(str(_place().target))
    except NotReady:
        return clean_name(str(settings().publish_to))


def _commit(place: Place, page: str, describe: Callable[[News], str]) -> str | None:
    """Bring the reports in and commit them; give the commit, or nothing where nothing differs."""
    _refuse_what_is_not_ready(place)
    journal = _journal_of(place)
    ours = lines_of(place.target / LISTING) | lines_of(journal)
    mirror = Mirror(home() / REPORTS, place.target, frozenset(read_run(home()).get("files", {})), ours)
    mirror.refuse_what_is_in_the_way()
    listed = mirror.wanted | {LISTING}
    if mirror.is_whole and not journal.exists() and not _lacking(place, listed, IN_THE_INDEX):
        return None
    message = describe(News(_text(place.target / page), _text(mirror.source / page), len(mirror.written), len(mirror.removed)))
    write_whole(journal, as_lines(listed | ours), is_lasting=True)
    mirror.bring_in()
    _enter(place, listed, {path for path in ours - listed if not os.path.lexists(place.target / path)})
    differs = place.ask("status", "--porcelain", "--untracked-files=no", "--", place.folder)
    if differs:
        place.ask("commit", "--quiet", "--only", "--file=-", "--", place.folder, told=message)
    lacking = _lacking(place, listed, IN_THE_COMMIT)
    if lacking:
        raise git.GitFailed(f"the commit lacks {name_some(lacking)}: look for a hook that takes files out")
    journal.unlink()
    return place.ask("rev-parse", "--short", "HEAD").strip() if differs else None


def _enter(place: Place, kept: Iterable[str], gone: Iterable[str]) -> None:
    """Enter files of ours into the index by their names: `git add` would leave out what the user's git ignores."""
    paths = "".join(f"{place.folder}/{path}\0" for path in sorted({*kept, *gone}))
    place.ask("update-index", "--add", "--remove", "--replace", "-z", "--stdin", told=paths)


def _lacking(place: Place, listed: Iterable[str], where: tuple[str, ...]) -> list[str]:
    """Give the files of ours that git does not know there."""
    known = set(place.ask(*where, "--", place.folder).split("\0"))
    return sorted(path for path in listed if f"{place.folder}/{path}" not in known)


def _push(place: Place, *, is_new: bool) -> bool:
    """Push as plain git does, where there is something to push."""
    if is_new or place.ask("log", "--oneline", "@{upstream}..HEAD"):
        place.ask("push", "--quiet")
        return True
    return False


def _refuse_what_is_not_ready(place: Place) -> None:
    """Raise where there is no working copy on a branch, where the folder is none of it, and where something is not committed."""
    if not place.root.is_dir():
        raise NotReady("there is no such folder: make the working copy, or mend the setting publish_to")
    if place.ask("rev-parse", "--is-inside-work-tree").strip() != "true":
        raise NotReady("it is no working copy: name one in publish_to")
    if not place.ask("branch", "--show-current").strip():
        raise NotReady("it is on no branch: check one out")
    parts = PurePosixPath(place.folder).parts
    if not parts or parts[0] == "/" or {"..", ".git"} & {part.lower() for part in parts}:
        raise NotReady(f"publish_folder must be a folder inside it, not {place.folder!r}")
    target, reports = place.target.resolve(), (home() / REPORTS).resolve()
    is_file = any(os.path.lexists(each) and not each.is_dir() for each in (target, *target.parents))
    if is_file or target != place.root.resolve().joinpath(*parts):
        raise NotReady(f"{place.folder} must be a plain folder, no link and no file")
    if reports.is_relative_to(target) or target.is_relative_to(reports):
        raise NotReady("it and the reports of this home must not lie in each other: choose another publish_folder")
    _refuse_what_is_unclean(place)


def _refuse_what_is_unclean(place: Place) -> None:
    """Raise where the user has changes that are not committed: in any tracked file, and new files in our folder."""
    above = place.ask("rev-parse", "--show-prefix").rstrip("\n")
    begun = {f"{above}{place.folder}/{path}" for path in lines_of(_journal_of(place))}
    status = ("status", "--porcelain", "-z", "--no-renames")
    tracked = place.ask(*status, "--untracked-files=no")
    inside = place.ask(*status, "--untracked-files=all", "--", place.folder)
    unclean = sorted({entry[3:] for entry in (tracked + inside).split("\0") if entry} - begun)
    if unclean:
        raise NotReady(f"it has changes that are not committed ({name_some(unclean)}): commit or stash them")


def _journal_of(place: Place) -> Path:
    """Say where the journal of a working copy lies."""
    return place.root / place.ask("rev-parse", "--git-path", JOURNAL).rstrip("\n")


def _text(page: Path) -> str:
    """Read a page; nothing where there is none yet."""
    return page.read_text(encoding="utf-8") if page.is_file() else ""
