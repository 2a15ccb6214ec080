"""Keep what a fetch has got so far, page by page, until its night is recorded; refuses to know what the pages say."""

import json
import shutil
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from storage import blobs
from storage.files import digest_of, write_whole
from storage.schemas import Frozen, LandedFile
from storage.settings import home

Page = dict[str, Any]
DIGITS = 16


class Finished(Frozen):
    """What was landed since a night was recorded: that night's id, the files, and notes of the fetch."""

    after: str
    files: tuple[LandedFile, ...] = ()


class Notes(Frozen):
    """What fetches remember of each other: playlists refused in a state, the login whose profile is known, the last look at all artists."""

    refused: dict[str, str] = Field(default_factory=dict)
    profile_of_login: str = ""
    looked_through_on: int = 0


def keep_page(name: str, state: str, number: int, page: Page) -> None:
    """Put a page of a resource on the disk; pages of another state of it go first."""
    folder = _folder(name)
    if _state_of(folder) != state:
        drop_pages(name)
        write_whole(folder / "state.json", json.dumps({"name": name, "state": state}).encode())
    write_whole(folder / f"{number:06d}.json", write_line(page))


def pages_of(name: str, state: str) -> list[Page]:
    """Give the pages kept of this state of a resource, in order, up to the first that is missing or damaged."""
    folder = _folder(name)
    pages: list[Page] = []
    if _state_of(folder) != state:
        return pages
    while True:
        try:
            pages.append(json.loads((folder / f"{len(pages):06d}.json").read_bytes()))
        except (FileNotFoundError, ValueError):
            return pages


def drop_pages(name: str) -> None:
    """Forget the pages of a resource; its state goes first, so that half a deletion leaves nothing that is believed."""
    folder = _folder(name)
    (folder / "state.json").unlink(missing_ok=True)
    if folder.is_dir():
        shutil.rmtree(folder)


def finished(after: str) -> tuple[LandedFile, ...]:
    """Give what was landed since this night and not yet recorded, where its content is whole."""
    try:
        told = Finished.model_validate(json.loads(_finished_file().read_bytes()))
    except (FileNotFoundError, ValueError, ValidationError):
        return ()
    return tuple(file for file in told.files if _is_whole(file)) if told.after == after else ()


def finish(after: str, files: tuple[LandedFile, ...]) -> None:
    """Keep which files were landed since this night."""
    write_whole(_finished_file(), Finished(after=after, files=files).model_dump_json().encode())


def notes() -> Notes:
    """Give what earlier fetches remember."""
    try:
        return Notes.model_validate(json.loads(_notes_file().read_bytes()))
    except (FileNotFoundError, ValueError, ValidationError):
        return Notes()


def note(told: Notes) -> None:
    """Remember something for later fetches."""
    write_whole(_notes_file(), told.model_dump_json().encode())


def forget() -> None:
    """Drop everything that is not recorded; what was spent stays counted."""
    _finished_file().unlink(missing_ok=True)
    _notes_file().unlink(missing_ok=True)
    if _pages().is_dir():
        shutil.rmtree(_pages())


def write_line(value: object) -> bytes:
    """Write a value as one compact line of UTF-8; halves of characters, which no file can hold, are marked."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8", "replace")


def _is_whole(file: LandedFile) -> bool:
    """Tell whether a file's content is on the disk as it was landed."""
    try:
        blobs.fetch(file.blob)
    except blobs.BlobLost:
        blobs.file_of(file.blob).unlink(missing_ok=True)
        return False
    return True


def _state_of(folder: Path) -> str | None:
    """Give the state that the pages in a folder belong to."""
    try:
        told = json.loads((folder / "state.json").read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return str(told["state"]) if isinstance(told, dict) and "state" in told else None


def _folder(name: str) -> Path:
    """Where the pages of a resource lie."""
    return _pages() / digest_of(name.encode())[:DIGITS]


def _pages() -> Path:
    return home() / "fetch" / "pages"


def _finished_file() -> Path:
    return home() / "fetch" / "finished.json"


def _notes_file() -> Path:
    return home() / "fetch" / "notes.json"
