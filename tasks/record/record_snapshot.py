"""Write a night down: ledger first, manifest last, so that a night exists whole or not at all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import NamedTuple

import polars as pl
from prefect import task
from pydantic import Field

from storage import artifacts, blobs, ledger, snapshots
from storage.answers import Answers
from storage.schemas import TABLES, Artifact, Frozen, Landing, Snapshot
from storage.settings import HOME_FORMAT
from tasks.record.facts import tell_facts
from tasks.record.top_lists import LISTED, sets_not_known
from tasks.shared_facts import SERVICE, new_facts
from tasks.shared_plays import new_plays
from tasks.shared_standing import content_of, find_withdrawn, give_standing

FACTS, PLAYS = "step.facts", "step.played_tracks"
LEARNT = (FACTS, PLAYS, "step.listed_tracks", "step.listed_artists", "step.credited_tracks", "step.related_artists")
TOLD_BY = {FACTS: "step.variants"}


class Night(Frozen):
    """When a night happened, whose it is, and which of its sources held what."""

    moment: datetime
    origin: snapshots.Origin
    sources: tuple[str, ...]
    held: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    fetch: snapshots.Fetch | None = None


class Told(NamedTuple):
    """What tonight tells for a table of the ledger, and which files a service told."""

    table: str
    ticket: Artifact
    services: list[str]


def rows_not_known(known: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Give the rows that say what their file did not say yet, wherever in it they stood; each once."""
    content = ["file_name", *content_of(told)]
    return told.unique(content, keep="first", maintain_order=True).join(known, on=content, how="anti", nulls_equal=True)


def learn(sources: dict[str, Artifact], known: ledger.Pages) -> ledger.Pages:
    """Append what tonight tells to the ledger and give its pages; what this program learnt whole before is not looked at again."""
    files = artifacts.load(sources["step.source_files"])
    services = files.filter(pl.col("source") == SERVICE)["file_name"].to_list()
    with Answers("learnt", bool, __name__) as learnt:
        return {table: _learn(Told(table, sources[TOLD_BY.get(table, table)], services), known.get(table, ()), learnt) for table in LEARNT}


def _learn(told: Told, known: tuple[str, ...], learnt: Answers[bool]) -> tuple[str, ...]:
    """Append what one table tells and give its pages; told again, the same brings nothing new."""
    if learnt.recall(repr((told, known))):
        return known
    page = ledger.append(told.table, _find_new(told, ledger.read(told.table, known)))
    pages = (*known, page) if page else known
    learnt.remember(repr((told, pages)), answer=True)
    return pages


def _find_new(told: Told, before: pl.DataFrame) -> pl.DataFrame:
    """Give the rows of one table that say something new."""
    rows = artifacts.load(told.ticket)
    if told.table == FACTS:
        return new_facts(before, tell_facts(rows))
    if told.table == PLAYS:
        return new_plays(before, rows)
    known = give_standing(before).select(*TABLES[told.table].dtypes)
    new = rows_not_known(known, rows)
    added = sets_not_known(known, new, told.services) if told.table in LISTED else new
    withdrawn = find_withdrawn(known, rows, told.services)
    return pl.concat([_mark(withdrawn, is_withdrawn=True), _mark(added, is_withdrawn=False)])


def _mark(rows: pl.DataFrame, *, is_withdrawn: bool) -> pl.DataFrame:
    """Say of rows whether they are withdrawn."""
    return rows.with_columns(pl.lit(is_withdrawn).alias(ledger.IS_WITHDRAWN))


def blobs_of(landing: Landing) -> set[str]:
    """Name the raw content that a landing rests on."""
    return {file.blob for file in landing.files} | set(landing.images.values())


@task(task_run_name="record the snapshot", persist_result=False)
def record_snapshot(landing: Landing, sources: dict[str, Artifact], night: Night) -> Snapshot:
    """Write tonight's facts, history and manifest."""
    before = snapshots.latest()
    known = before.ledger if before else {}
    with ThreadPoolExecutor(1) as pool:
        settling = pool.submit(blobs.settle, blobs_of(landing) - (blobs_of(before.landing) if before else set()))
        pages = learn(sources, known)
        settling.result()
    manifest = snapshots.Manifest(
        home_format=HOME_FORMAT,
        snapshot_id=snapshots.next_id(night.moment, landing),
        taken_at=night.moment,
        origin=night.origin,
        sources=night.sources,
        landing=landing,
        ledger=pages,
        held=night.held,
        fetch=night.fetch,
    )
    return snapshots.write(manifest)
