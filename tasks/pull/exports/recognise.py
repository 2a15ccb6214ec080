"""Recognise one file by its content, empty its personal columns and land it; refuses to know other files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TypeVar

from storage.schemas import LandedFile, SkippedFile
from tasks.pull.account_data import JSON_BYTES_AT_MOST, Unnumbered, land_account_file, looks_like_json, tell_unopened
from tasks.pull.exports.known import Known, Told
from tasks.pull.exports.liked import is_liked_name
from tasks.pull.exports.named_pictures import Pictures
from tasks.pull.exports.redact import empty_personal_columns
from tasks.pull.exports.walk import Found
from tasks.pull.exports.zips import UNREADABLE_CONTENT, TooLarge, read_bounded
from tasks.shared_cells import read_cells
from tasks.shared_headers import tell_personal
from tasks.shared_sniffing import HEAD_BYTES, Form, NoExport, SampleTruth, sniff

FILE_BYTES_AT_MOST = 2 << 30
SPREADSHEET = "it is a spreadsheet: save it as CSV"
SPREADSHEET_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".numbers")
JSON_SUFFIX = ".json"
FORMLESS = Form("utf-8", ",", (), (), "tracks", 0, 1)
NOBODY = {"", "spotify:user:", "undefined", "null"}
IGNORED = SkippedFile(name="", reason="")
KINDS_OF_ONE_PERSON = ("plays", "top_tracks", "top_artists")
LANDED_SUFFIX = ".csv"

Remembered = TypeVar("Remembered", "Recognised | SkippedFile", SkippedFile)


@dataclass(frozen=True)
class Shelf:
    """Where content goes, the pictures that rows may name, the folders that hold a technical log, and what is known of files."""

    land: Callable[[bytes, str], str]
    pictures: Mapping[str, Found]
    named: Pictures
    technical_folders: frozenset[str]
    known: Known | None
    around: str


@dataclass(frozen=True)
class Recognised:
    """An export that was landed, whose its rows say they are, and which pictures they name, if they were looked through."""

    found: Found
    landed: LandedFile
    form: Form
    owners: frozenset[str] = field(default_factory=frozenset)
    is_header_only: bool = False
    pictures: tuple[str, ...] | None = ()


def recognise(found: Found, shelf: Shelf) -> Recognised | Unnumbered | SkippedFile:
    """Land a file that is an export; say why another is not."""
    reason = tell_unopened(found.name, shelf.technical_folders) or _tell_spreadsheet(found.name)
    if reason is not None:
        return SkippedFile(name=found.name, reason=reason)
    told = shelf.known.recall(found, shelf.around) if shelf.known else None
    if told is None:
        return _open(found, shelf)
    if told.landed is None or told.form is None:
        return told.skipped or IGNORED
    shelf.named.note(told.pictures or ())
    return Recognised(found, told.landed, told.form, is_header_only=told.is_header_only, pictures=told.pictures)


def look_through(file: Recognised, shelf: Shelf) -> None:
    """Note the pictures that the rows of a file name, which nobody looked for before."""
    _, content = _read(file.found)
    shelf.named.look_through(content, file.form, file.landed.name)


def _open(found: Found, shelf: Shelf) -> Recognised | Unnumbered | SkippedFile:
    """Read a file, and remember what it is; not where it names its owner, who is nobody's business later."""
    try:
        form, content = _read(found)
    except SampleTruth:
        return IGNORED
    except (NoExport, TooLarge) as refusal:
        return _remember(SkippedFile(name=found.name, reason=str(refusal)), found, shelf)
    except UNREADABLE_CONTENT:
        return SkippedFile(name=found.name, reason="it cannot be read to its end")
    file = _land_account_file(found, content, shelf) if form is None else _tell(_land(found, content, form, shelf), content, shelf)
    return file if isinstance(file, Unnumbered) else _remember(file, found, shelf)


def _remember(file: Remembered, found: Found, shelf: Shelf) -> Remembered:
    """Remember what a file is."""
    if shelf.known and isinstance(file, SkippedFile):
        shelf.known.remember(found, Told(skipped=file), shelf.around)
    elif shelf.known and isinstance(file, Recognised) and not file.owners:
        told = Told(landed=file.landed, form=file.form, is_header_only=file.is_header_only, pictures=file.pictures)
        shelf.known.remember(found, told, shelf.around)
    return file


def _read(found: Found) -> tuple[Form | None, bytes]:
    """Give the form of a table and the content; JSON has no form."""
    with found.open() as opened:
        head = opened.read(HEAD_BYTES)
        form = None if found.name.lower().endswith(JSON_SUFFIX) or looks_like_json(head) else sniff(head)
        at_most = JSON_BYTES_AT_MOST if form is None else FILE_BYTES_AT_MOST
        return form, read_bounded(opened, at_most, head) if len(head) == HEAD_BYTES else head


def _land_account_file(found: Found, content: bytes, shelf: Shelf) -> Recognised | Unnumbered | SkippedFile:
    told = land_account_file(found.name, content, shelf.land)
    return Recognised(found, told, FORMLESS) if isinstance(told, LandedFile) else told


def _tell_spreadsheet(name: str) -> str | None:
    return SPREADSHEET if name.lower().endswith(SPREADSHEET_SUFFIXES) else None


def _land(found: Found, content: bytes, form: Form, shelf: Shelf) -> Recognised:
    """Land the content of an export."""
    stem = PurePosixPath(found.name).stem
    is_personal = bool(tell_personal(form.header))
    blob = shelf.land(empty_personal_columns(content, form) if is_personal else content, LANDED_SUFFIX)
    landed = LandedFile(
        name=found.name,
        kind=form.kind,
        blob=blob,
        original_digest=sha256(content).hexdigest() if is_personal else blob.removesuffix(LANDED_SUFFIX),
        playlist_name=None if form.kind != "tracks" or "playlist_name" in form.columns else stem,
        is_liked=form.kind == "tracks" and is_liked_name(stem) and _values(content, form, "added_by") <= NOBODY,
    )
    return Recognised(found, landed, form)


def _tell(file: Recognised, content: bytes, shelf: Shelf) -> Recognised:
    """Add what the rows say of owners, and note which covers they name."""
    owners = _values(content, file.form, "account_name")
    if file.landed.is_liked or file.landed.kind in KINDS_OF_ONE_PERSON:
        owners |= _values(content, file.form, "owner_name")
    pictures = shelf.named.look_through(content, file.form, file.landed.name)
    return replace(file, owners=owners - NOBODY, is_header_only=_has_no_rows(content, file.form), pictures=pictures)


def _has_no_rows(content: bytes, form: Form) -> bool:
    return len(content) < HEAD_BYTES and form.header_line > 0 and read_cells(content, form, ()).row_count == 0


def _values(content: bytes, form: Form, column: str) -> frozenset[str]:
    """Give the distinct values of a column; none where the file has no such column."""
    if column not in form.columns:
        return frozenset()
    told = read_cells(content, form, (column,)).table[column].unique()
    return frozenset(value.strip() for value in told if value is not None)
