"""Recognise a file without reading it again where nobody has touched it since; refuses to know how files are recognised."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from storage.answers import Answers
from storage.files import digest_of
from storage.schemas import Frozen, LandedFile, SkippedFile
from tasks.pull.exports.walk import Found
from tasks.shared_sniffing import Form


class Told(Frozen):
    """What was found out about a file: what was landed of it or why nothing was, and the pictures that its rows name, if they were looked for."""

    landed: LandedFile | None = None
    skipped: SkippedFile | None = None
    picture: str | None = None
    form: Form | None = None
    is_header_only: bool = False
    pictures: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Known:
    """What was found out about files before, and how to tell whether what was landed of them is still there."""

    answers: Answers[Told]
    holds: Callable[[str], bool]

    def recall(self, found: Found, around: str = "") -> Told | None:
        """Give what was found out about a file that was not touched since, among the same files around it."""
        told = self.answers.recall(_key(found, around)) if found.seen else None
        if told is None:
            return None
        blob = told.landed.blob if told.landed else told.picture
        return told if blob is None or self.holds(blob) else None

    def remember(self, found: Found, told: Told, around: str = "") -> None:
        """Keep what was found out about a file."""
        if found.seen:
            self.answers.remember(_key(found, around), told)


def tell_around(names: Iterable[str]) -> str:
    """Give a short form of the names of what stands around files."""
    return _digest("\0".join(sorted(names)))


def _key(found: Found, around: str) -> str:
    """Name a file by where it stands, what it looked like, and what stands around it."""
    return _digest(f"{found.source}\0{found.name}\0{found.seen}\0{around}")


def _digest(text: str) -> str:
    return digest_of(text.encode("utf-8", "surrogatepass"))
