"""Write a night down: ledger first, manifest last, so that a night exists whole or not at all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import polars as pl
from prefect import task

from storage import artifacts, blobs, ledger, snapshots
from storage.schemas import TABLES, Artifact, Frozen, Landing, Snapshot
from storage.settings import HOME_FORMAT
from tasks.record.facts import tell_facts
from tasks.record.top_lists import LISTED, sets_not_known
from tasks.shared_facts import new_facts
from tasks.shared_plays import new_plays

PLAYS = "step.played_tracks"
FROM_PLAIN_FILES = ("step.listed_tracks", "step.listed_artists", "step.credited_tracks", "step.related_artists")
WHERE_IT_STOOD = ("file_name", "line_number")


class Night(Frozen):
    """When a night happened and whose it is."""

    moment: datetime
    origin: snapshots.Origin
    sources: tuple[str, ...]
    fetch: snapshots.Fetch | None = None


def rows_not_known(known: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Give the rows that say something new, wherever they stood; each once."""
    content = [name for name in told.columns if name not in WHERE_IT_STOOD]
    return told.unique(content, keep="first", maintain_order=True).join(known, on=content, how="anti", nulls_equal=True)


def learn(sources: dict[str, Artifact], known: ledger.Pages) -> ledger.Pages:
    """Append what tonight tells to the ledger and give all its pages."""
    told = tell_facts(artifacts.load(sources["step.variants"]))
    new = {"step.facts": new_facts(ledger.read("step.facts", known.get("step.facts", ())), told)}
    new[PLAYS] = new_plays(ledger.read(PLAYS, known.get(PLAYS, ())), artifacts.load(sources[PLAYS]))
    for table in FROM_PLAIN_FILES:
        before = ledger.read(table, known.get(table, ())).select(*TABLES[table].dtypes)
        new[table] = rows_not_known(before, artifacts.load(sources[table]))
        if table in LISTED:
            new[table] = sets_not_known(before, new[table], artifacts.load(sources["step.source_files"]))
    pages = {table: ledger.append(table, rows) for table, rows in new.items()}
    return {table: (*known.get(table, ()), *([page] if page else [])) for table, page in pages.items()}


@task(task_run_name="record the snapshot", persist_result=False)
def record_snapshot(landing: Landing, sources: dict[str, Artifact], night: Night) -> Snapshot:
    """Write tonight's facts, history and manifest."""
    before = snapshots.latest()
    known = before.ledger if before else {}
    is_same = before is not None and not before.has_forgotten and before.landing == landing
    with ThreadPoolExecutor(1) as pool:
        pool.submit(blobs.settle)  # the disk has most of it by the time the manifest must wait for all
        pages = known if is_same else learn(sources, known)
    manifest = snapshots.Manifest(
        home_format=HOME_FORMAT,
        snapshot_id=snapshots.next_id(night.moment, landing),
        taken_at=night.moment,
        origin=night.origin,
        sources=night.sources,
        landing=landing,
        ledger=pages,
        fetch=night.fetch,
    )
    return snapshots.write(manifest)
