"""Know which column a header means and which kind of file a header makes; refuses to know how a file is cut into cells."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from storage.schemas import FileKind
from tasks.shared_header_words import WORDS
from tasks.shared_personal_words import PERSONAL_WORDS

CAMEL_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
LONGEST_HEADER = 200
LATEST_HEADERS = 4_096
NO_WORD = re.compile(r"[\W_]+")
PERSONAL = re.compile(rf"(?:^| )(?:{'|'.join(PERSONAL_WORDS)})(?: |$)")
PERSONAL_COLUMN = "account_name"
SAMPLE_TRUTH = {"track_uri", "planted_group"}
TRACK_LINK = re.compile(r"spotify:(?:track|local):|open\.spotify\.com/(?:intl-\w+/)?track/")


@lru_cache(maxsize=LATEST_HEADERS)
def flatten_header(header: str) -> str:
    """Reduce a header to its words: no case, accents, punctuation, byte order mark."""
    parted = CAMEL_HUMP.sub(" ", header[:LONGEST_HEADER])
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", parted.casefold().replace("ı", "i")) if not unicodedata.combining(letter))
    return NO_WORD.sub(" ", bare).strip()


COLUMN_OF = {flatten_header(word): column for column, words in WORDS.items() for word in words}


def name_columns(header: Sequence[str]) -> tuple[str | None, ...]:
    """Give for each header the column of ours that it means, None for one that is not used."""
    return tuple(COLUMN_OF.get(flatten_header(cell)) for cell in header)


def tell_personal(header: Sequence[str]) -> tuple[int, ...]:
    """Give the places of columns that tell who or where a person is."""
    named = zip(header, name_columns(header), strict=True)
    return tuple(
        place for place, (cell, column) in enumerate(named) if column == PERSONAL_COLUMN or (column is None and PERSONAL.search(flatten_header(cell)))
    )


def is_sample_truth(header: Sequence[str]) -> bool:
    """Tell the key to the invented library, which is no export."""
    return {cell.strip() for cell in header} == SAMPLE_TRUTH


def tell_kind(columns: Sequence[str | None], head: str) -> FileKind | None:
    """Give what a file with these columns holds, None where it holds nothing of ours."""
    known = {column for column in columns if column is not None}
    names_track = bool(known & {"track_uri", "track_name"})
    is_dated_list = "place" in known and bool(known & {"as_of_date", "term"})
    if {"artist_names", "relation", "other_name"} <= known:
        return "relations"
    if names_track and {"person_name", "credit_type"} <= known:
        return "credits"
    if names_track and "played_at" in known:
        return "plays"
    if is_dated_list and (names_track or known & {"artist_names", "artist_uris"}):
        return "top_tracks" if names_track else "top_artists"
    return "tracks" if _holds_tracks(known, head) else None


def _holds_tracks(known: set[str], head: str) -> bool:
    """Tell a list of tracks: by a track's own id, by name and artist, by name and recording code."""
    if "track_uri" in known or {"track_name", "artist_names"} <= known or {"track_name", "isrc"} <= known:
        return True
    return "track_id" in known and TRACK_LINK.search(head) is not None
