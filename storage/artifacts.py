"""Keep intermediate tables and files by the digest of their content; refuses to give back what does not match it."""

import io
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from threading import Lock

import polars as pl

from storage.errors import Failed
from storage.files import digest_of, write_whole
from storage.order import tidy
from storage.schemas import TABLES, Artifact, Slice
from storage.seals import Look, Seals, look_at
from storage.settings import home

BYTES_IN_MEMORY = 600_000_000
ROWS_PER_GROUP = 250_000
SEALS = "seals.json"


_one_at_a_time = Lock()
_found_whole: set[tuple[Path, Artifact]] = set()
_frames: dict[tuple[Path, Artifact], pl.DataFrame] = {}


class ArtifactLost(Failed):
    """An artifact is missing or damaged; whoever made it makes it again."""


def save(table: str, frame: pl.DataFrame) -> Artifact:
    """Keep a table, sorted by its key, and give its ticket."""
    law = TABLES[table]
    wrong = {name: dtype for name, dtype in frame.schema.items() if law.dtypes.get(name) != dtype}
    assert list(frame.columns) == list(law.dtypes), f"{table} has other columns than its schema: {frame.columns}"
    assert not wrong, f"{table} has other types than its schema: {wrong}"
    content = io.BytesIO()
    ordered = tidy(frame, law).rechunk()
    ordered.write_parquet(content, compression="zstd", compression_level=1, row_group_size=ROWS_PER_GROUP, statistics=False)
    ticket = save_bytes(table, content.getvalue())
    _keep_in_memory(ticket, ordered)
    return ticket


def save_all(frames: Mapping[str, pl.DataFrame]) -> dict[str, Artifact]:
    """Keep several tables at a time and give their tickets."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(frames, pool.map(save, frames.keys(), frames.values()), strict=True))


def save_as_made(makers: Iterable[tuple[str, Callable[[], pl.DataFrame]]]) -> dict[str, Artifact]:
    """Make and keep tables while those who make the next ones are still being found, and give their tickets."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        kept = {table: pool.submit(lambda table, make: save(table, make().select(*TABLES[table].dtypes)), table, make) for table, make in makers}
        return {table: ticket.result() for table, ticket in kept.items()}


def save_bytes(table: str, content: bytes) -> Artifact:
    """Keep content that is no table (a page, a figure) and give its ticket."""
    ticket = Artifact(table=table, digest=digest_of(content))
    if not _is_kept(ticket, content):
        write_whole(path_of(ticket), content)
        _seal(ticket, look_at(file_of(ticket)))
    return ticket


def _is_kept(ticket: Artifact, content: bytes) -> bool:
    """Tell whether content is kept already."""
    look = look_at(file_of(ticket))
    if look is None or look.size != len(content):
        return False
    return _is_sealed(ticket, look, seals_in(home())) or path_of(ticket).read_bytes() == content


def load(ticket: Artifact) -> pl.DataFrame:
    """Give the table of a ticket; content-addressed, so memory never goes stale."""
    known = _frames.get((home(), ticket))
    if known is None:
        known = pl.read_parquet(io.BytesIO(load_bytes(ticket)))
        _keep_in_memory(ticket, known)
    return known


def load_all(table: str, tickets: Sequence[Artifact]) -> pl.DataFrame:
    """Give the rows of many small tables of one kind, one after the other, read in one go."""
    verify(tickets)
    files = [path_of(ticket) for ticket in tickets]
    return pl.read_parquet(files, glob=False) if files else pl.DataFrame(schema=TABLES[table].dtypes)


def _keep_in_memory(ticket: Artifact, frame: pl.DataFrame) -> None:
    """Keep the tables that were used last."""
    with _one_at_a_time:
        _frames[home(), ticket] = frame
        size = sum(kept.estimated_size() for kept in _frames.values())
        while size > BYTES_IN_MEMORY:
            size -= _frames.pop(next(iter(_frames))).estimated_size()


def load_slice(rows: Slice) -> pl.DataFrame:
    """Give some rows of a table."""
    return load(rows.table).slice(rows.first_row, rows.row_count)


def load_bytes(ticket: Artifact) -> bytes:
    """Give the content of a ticket, verified."""
    file = path_of(ticket)
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise ArtifactLost(f"{file.name} is gone") from None
    if digest_of(content) != ticket.digest:
        file.unlink()
        raise ArtifactLost(f"{file.name} is damaged")
    return content


def are_whole(tickets: Iterable[Artifact]) -> bool:
    """Say whether every one of these can be given back as it was."""
    try:
        verify(tickets)
    except ArtifactLost:
        return False
    return True


def verify(tickets: Iterable[Artifact]) -> None:
    """Raise where one of these cannot be given back as it was; each is looked at once a night."""
    here = home()
    seals = seals_in(here)
    for ticket in set(tickets):
        if (here, ticket) not in _found_whole:
            _look_into(ticket, seals)
            _found_whole.add((here, ticket))


def _look_into(ticket: Artifact, seals: Seals) -> None:
    """Read an artifact, unless its seal is whole."""
    look = look_at(file_of(ticket))
    if look is None or not _is_sealed(ticket, look, seals):
        load_bytes(ticket)
        _seal(ticket, look)


def _seal(ticket: Artifact, look: Look | None) -> None:
    """Seal an artifact that was written or found whole, unless it is a table."""
    if look is not None and ticket.table not in TABLES:
        seals_in(home()).add(_name_of(ticket), look)


def _is_sealed(ticket: Artifact, look: Look, seals: Seals) -> bool:
    """Tell whether an artifact looks as when it was written or read; of a table that is not enough: others take it from the disk unread."""
    return ticket.table not in TABLES and seals.is_whole(_name_of(ticket), look)


def _name_of(ticket: Artifact) -> str:
    """Give the name under which an artifact is sealed."""
    return f"{ticket.table}/{ticket.digest}"


def keep_seals() -> None:
    """Keep for the next night what the artifacts of this one look like."""
    seals_in(home()).keep()


@lru_cache(maxsize=8)
def seals_in(here: Path) -> Seals:
    """Give the seals of a home."""
    return Seals(here / "artifacts" / SEALS)


def doubt_all() -> None:
    """Forget which artifacts were found whole: a new night looks at each again."""
    _found_whole.clear()


def path_of(ticket: Artifact) -> Path:
    """Derive where a ticket's content lies."""
    return Path(file_of(ticket))


def file_of(ticket: Artifact) -> str:
    """Derive it as text, for those who ask for thousands."""
    before, after = _around_digest(home(), ticket.table)
    return f"{before}{ticket.digest}{after}"


@lru_cache(maxsize=1024)
def _around_digest(here: Path, table: str) -> tuple[str, str]:
    """Give what stands before and after a digest in the path of its content; asked for thousands of times a night."""
    return f"{here / 'artifacts' / table}/", ".parquet" if table in TABLES else ""
