"""Take everything that a service said out of the home; refuses to touch what any other source told.

The mark stands from the first step to the last, so that whatever was cut off half-way is finished by the next run or the next call;
every step looks at what is there now and may be taken again.
"""

import io
import shutil
from contextlib import nullcontext
from typing import NamedTuple

import polars as pl

from storage import begun_night, blobs, fetched, last_copy, ledger, publication, snapshots, spare, states
from storage.files import write_whole
from storage.settings import home
from storage.snapshots import Manifest
from storage.standing import alone_up

SERVICE = "spotify"
LANDED_NAME = r"^spotify/[a-z_/]+\.json$"  # what an answer is called in tables that name the file and not the source
MARK = ".forgetting"
DERIVED = ("artifacts", "results")
TOLD_OF_RUNS = ("prefect.db*", "*.log*")


class Forgotten(NamedTuple):
    """How much was taken out."""

    nights: int
    files: int
    rows: int


def forget_service() -> Forgotten:
    """Take out everything that Spotify's Web API said: landed files, rows of the ledger, checkpoints, and all that was made of them."""
    home().mkdir(parents=True, exist_ok=True)
    write_whole(home() / MARK, b"", is_lasting=True)
    fetched.forget()
    nights = [snapshots.read(name) for name in snapshots.names()]
    replaced, rows = _rewrite_pages()
    touched = [night for night in nights if _rests_on_service(night, replaced)]
    files = sum(file.source == SERVICE for night in nights for file in night.landing.files)
    _drop_what_was_made(touched)
    for night in touched:
        _rewrite(night, replaced)
    for file in replaced:
        (home() / file).unlink(missing_ok=True)
    _drop_unnamed_blobs()
    (home() / MARK).unlink()
    return Forgotten(len(touched), files, rows)


def forget_told_runs() -> None:
    """Take out what the home's own Prefect server keeps of runs, and what failed in the last one: all of it may tell of playlists and tracks."""
    begun_night.forget()
    last_copy.forget()
    folder = home() / ".prefect"
    with alone_up(home()) if (folder / "up.lock").exists() else nullcontext():
        for file in (found for pattern in TOLD_OF_RUNS for found in folder.glob(pattern)):
            file.unlink()


def finish_forgetting() -> None:
    """Finish what was begun and cut off."""
    if (home() / MARK).exists():
        forget_service()


def _rests_on_service(night: Manifest, replaced: dict[str, str | None]) -> bool:
    """Tell a night that has anything from the service."""
    if night.fetch is not None or any(file.source == SERVICE for file in night.landing.files):
        return True
    return any(_page_file(table, page) in replaced for table, pages in night.ledger.items() for page in pages)


def _rewrite_pages() -> tuple[dict[str, str | None], int]:
    """Write each page of the ledger that holds rows of the service anew without them; give the new name by the old file, and the rows gone."""
    replaced: dict[str, str | None] = {}
    count = 0
    for table, folder in ledger.FOLDERS.items():
        short = table.removeprefix("step.")
        for file in sorted((home() / folder).glob(f"{short}-*.parquet")):
            rows = pl.read_parquet(io.BytesIO(file.read_bytes()))
            kept = rows.filter(pl.col("source").ne_missing(SERVICE) if "source" in rows.columns else ~pl.col("file_name").str.contains(LANDED_NAME))
            if kept.height < rows.height:
                count += rows.height - kept.height
                replaced[f"{folder}/{file.name}"] = ledger.keep_page(table, kept) if kept.height else None
    return replaced, count


def _page_file(table: str, page: str) -> str:
    """Give where a page lies in the home."""
    return f"{ledger.FOLDERS[table]}/{table.removeprefix('step.')}-{page}.parquet"


def _rewrite(night: Manifest, replaced: dict[str, str | None]) -> None:
    """Write a night's manifest without the service; a night that had nothing else goes."""
    files = tuple(file for file in night.landing.files if file.source != SERVICE)
    if not files and not night.sources:
        snapshots.drop(night.snapshot_id)
        return
    pages: dict[str, tuple[str, ...]] = {}
    for table, names in night.ledger.items():
        renamed = (replaced.get(_page_file(table, name), name) for name in names)
        pages[table] = tuple(dict.fromkeys(name for name in renamed if name is not None))
    landing = night.landing.model_copy(update={"files": files})
    snapshots.write(night.model_copy(update={"landing": landing, "ledger": pages, "fetch": None, "has_forgotten": True}))


def _drop_what_was_made(touched: list[Manifest]) -> None:
    """Drop what was made of those nights: kept states, caches, warehouse and pages; what the owner put among the pages stays."""
    if not touched:
        return
    nights = {night.snapshot_id for night in touched}
    for name in states.names():
        if states.snapshot_of(name) in nights:
            states.drop(name)
    for folder in DERIVED:
        if (home() / folder).is_dir():
            shutil.rmtree(home() / folder)
    published = publication.read_run(home())
    if published:
        publication.publish(home(), publication.compare(home(), {}, published), None, {})
        (home() / "run.json").unlink(missing_ok=True)
    spare.drop(home())
    (home() / "warehouse.duckdb").unlink(missing_ok=True)


def _drop_unnamed_blobs() -> None:
    """Drop the content that no night names."""
    nights = [snapshots.read(name) for name in snapshots.names()]
    named = {file.blob for night in nights for file in night.landing.files} | {blob for night in nights for blob in night.landing.images.values()}
    for file in (home() / "snapshots" / "blobs").glob("*/*.zst"):
        if file.name.removesuffix(".zst") not in named:
            blobs.file_of(file.name.removesuffix(".zst")).unlink()
