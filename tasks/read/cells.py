"""Cut every kind of landed file into columns of text, and say which reader reads them; refuses to know what the cells say."""

import io
from collections.abc import Callable, Sequence

from storage.schemas import FileKind, LandedFile
from tasks.read.account_cells import cut_lines, cut_streams, show_streams
from tasks.read.spotify_cells import SHAPES, cut_spotify, lists_artists, show_spotify
from tasks.shared_cells import Cells, read_alike
from tasks.shared_sniffing import HEAD_BYTES, Form, decode, sniff, tell_encoding

UNUSED = {"added_by", "account_name"}
SPOTIFY_KINDS: tuple[FileKind, ...] = (*SHAPES, "top_list")
READ_LIKE: dict[FileKind, FileKind] = {
    "saved_tracks": "tracks",
    "saved_albums": "tracks",
    "playlist_items": "tracks",
    "account_library": "tracks",
    "account_playlists": "tracks",
    "recent_plays": "plays",
}


def read_like(file: LandedFile) -> FileKind:
    """Give the kind whose reader reads this file's cells."""
    if file.kind == "top_list":
        return "top_artists" if lists_artists(file) else "top_tracks"
    return READ_LIKE.get(file.kind, file.kind)


def cut_file(file: LandedFile, content: bytes) -> Cells:
    """Give the cells of a file."""
    form = tell_form(file, content)
    return CUTTERS[file.kind](file, content) if form is None else cut_alike([content], form)[0]


def show_rows(file: LandedFile, content: bytes) -> Sequence[str]:
    """Give a file's rows as they were written, by the numbers that its cells give them."""
    return SHOWN.get(file.kind, _show_lines)(file, content)


def tell_form(file: LandedFile, content: bytes) -> Form | None:
    """Give how a file is written; None where it is not a table of text."""
    return None if file.kind in CUTTERS else sniff(content[:HEAD_BYTES])


def cut_alike(contents: Sequence[bytes], form: Form) -> list[Cells]:
    """Give the cells of tables that are written alike."""
    wanted = [column for column in form.columns if column is not None and column not in UNUSED]
    return read_alike(contents, form, wanted)


def _show_lines(_: LandedFile, content: bytes) -> list[str]:
    """Give the lines of a text."""
    return list(io.StringIO(decode(content, tell_encoding(content)), newline=""))


CUTTERS: dict[FileKind, Callable[[LandedFile, bytes], Cells]] = {
    **dict.fromkeys(SPOTIFY_KINDS, cut_spotify),
    "account_library": cut_lines,
    "account_playlists": cut_lines,
    "streams": cut_streams,
}
SHOWN: dict[FileKind, Callable[[LandedFile, bytes], Sequence[str]]] = {**dict.fromkeys(SPOTIFY_KINDS, show_spotify), "streams": show_streams}
