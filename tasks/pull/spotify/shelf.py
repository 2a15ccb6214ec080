"""What is known of each resource, and where tonight's goes; refuses to know how it was got."""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from storage import blobs, fetched
from storage.files import digest_of
from storage.schemas import LandedFile
from tasks.pull.spotify.pages import Item, write_lines
from tasks.pull.spotify.resources import Resource

SUFFIX = ".json"
DIGITS = 12
DOUBTED_COUNT = re.compile(r"said (\d+) instead of \d+ \((\w+)\)")
GONE = "said that it is gone"


class Shelf:
    """The files of the last fetch and those of tonight."""

    def __init__(self, before: Iterable[LandedFile], after: str) -> None:
        """Begin with what was landed before, and since; `after` is the last recorded night."""
        self._after = after
        self._since = {file.name: file for file in fetched.finished(after)}
        self._before = {file.name: file for file in before} | self._since
        self._gone: set[str] = set()
        self.tonight: dict[str, LandedFile] = {}

    def last(self, name: str) -> LandedFile | None:
        """Give what is known of a resource."""
        return self._before.get(name)

    def of_kind(self, kind: str) -> list[LandedFile]:
        """Give all files of a kind that are known."""
        return [file for file in self._before.values() if file.kind == kind]

    def items(self, resource: Resource) -> list[Item]:
        """Give the items of the known list."""
        file = self.last(resource.name)
        return read_items(file, resource.question.holds) if file else []

    def land_list(self, resource: Resource, items: Sequence[Item], moment: datetime) -> LandedFile:
        """Land a list, or keep the one before where this one is not to be believed yet."""
        last, known = self.last(resource.name), self.items(resource)
        told = _digest(items)
        if last is not None and is_suspicious(len(items), len(known)) and not _agrees(last.doubt, len(items), told):
            return self.keep(last.model_copy(update={"doubt": f"said {len(items)} instead of {len(known)} ({told})"}))
        return self.land(resource, write_lines(items, resource.question.holds), moment)

    def land(self, resource: Resource, content: bytes, moment: datetime) -> LandedFile:
        """Land content; what is the same as before keeps the moment at which it was first told."""
        last, name = self.last(resource.name), blobs.land(content, SUFFIX)
        is_same = last is not None and last.blob == name and resource.kind != "top_list"
        file = LandedFile(
            name=resource.name,
            kind=resource.kind,
            blob=name,
            original_digest=digest_of(content),
            source="spotify",
            landed_at=last.landed_at if last is not None and is_same else moment,
            **resource.about,
        )
        return self.keep(file)

    def keep(self, file: LandedFile) -> LandedFile:
        """Count a file among tonight's, and remember it until the night is recorded."""
        self.tonight[file.name] = file
        if self._before.get(file.name) != file:
            self._since[file.name] = file
            self._before[file.name] = file
            fetched.finish(self._after, tuple(self._since.values()))
        fetched.drop_pages(file.name)
        return file

    def carry_on(self, name: str) -> None:
        """Keep a resource that was not refreshed as it was."""
        file = self.last(name)
        if file is not None and name not in self.tonight:
            self.tonight[name] = file

    def miss(self, file: LandedFile) -> None:
        """Keep a playlist that is not listed any more until a second list agrees that it is gone."""
        if file.doubt != GONE:
            self.keep(file.model_copy(update={"doubt": GONE}))
        else:
            self._gone.add(file.name)

    def is_gone(self, name: str) -> bool:
        """Tell whether two lists agree that a playlist is gone."""
        return name in self._gone

    def known(self) -> list[LandedFile]:
        """Give every file that is known."""
        return list(self._before.values())


def is_suspicious(count: int, known: int) -> bool:
    """Tell a list that lost more than half of its items."""
    return count < known / 2


def read_items(file: LandedFile, holds: tuple[str, ...]) -> list[Item]:
    """Give the items of a landed list."""
    items: list[Item] = []
    for line in blobs.fetch(file.blob).splitlines():
        inner: Any = json.loads(line)
        for key in holds:
            inner = inner[key]
        items.extend(inner)
    return items


def _agrees(doubt: str | None, count: int, digest: str) -> bool:
    """Tell whether an answer says what the doubted one said: the same, or about as much."""
    told = DOUBTED_COUNT.match(doubt or "")
    if told is None:
        return False
    doubted = int(told[1])
    return told[2] == digest or (doubted > 0 and doubted <= 2 * count and count <= 2 * doubted)


def _digest(items: Sequence[Item]) -> str:
    """Digest what a list says."""
    return digest_of(fetched.write_line(items))[:DIGITS]
