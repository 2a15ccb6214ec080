"""Swap a night's warehouse and report tree in, whole, and say what came of it."""

import importlib.metadata
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
from prefect import task

from storage import artifacts, publication, queries, runs, snapshots, webhook
from storage.cache import library_versions, schemas_digest
from storage.clock import clock
from storage.failures import Failure
from storage.next_warehouse import RUNS, SCHEMAS, VIEWS, Contents, Draft, being_made
from storage.schemas import CORE_TABLES, MART_TABLES, WAREHOUSE_VERSION, Artifact, Frozen, Snapshot
from storage.settings import HOME_FORMAT, home
from storage.snapshots import Fetch
from storage.steps import tally
from storage.switch import heal
from tasks.publish.published import Published
from tasks.shared_outcome import Shown
from tasks.shared_paths import LIBRARY, artifact_table, figure_path, find_unmatched, is_chosen

Tickets = dict[str, Artifact]
UNFINISHED = ".warehouse-"
COVERED = ("features", "isrc", "label", "genre")


class Run(Frozen):
    """One run: which, since when, what it studies, which sources were gone, and whether that is other than what is published."""

    run_id: str
    started_at: datetime
    snapshot: Snapshot
    fetch: Fetch | None = None
    gone: tuple[str, ...] = ()
    is_new: bool = True


class Tree:
    """The files of a report tree by their paths, and what could not be made; plain, because Prefect would walk through thousands of them."""

    __slots__ = ("failures", "files")

    def __init__(self, files: Tickets, failures: tuple[Failure, ...]) -> None:
        """Hold them."""
        self.files = files
        self.failures = failures


def begin_run(snapshot: Snapshot) -> Run:
    """Give a run its id and its start; what a killed run left half built goes, and what earlier runs saw is looked at again."""
    artifacts.doubt_all()
    for unfinished in home().glob(f"{UNFINISHED}*"):
        shutil.rmtree(unfinished)
    started = clock().now().replace(tzinfo=None)
    last = publication.read_run(home())
    _record_published(last)
    is_known = last.get("snapshot") == snapshot.model_dump()
    night = None if is_known else snapshots.read(snapshot.snapshot_id)
    fetch, gone = (night.fetch, night.gone) if night else (None, ())
    is_new = not last or any(last["snapshot"][digest] != getattr(snapshot, digest) for digest in ("content_digest", "ledger_digest"))
    return Run(run_id=started.strftime("%Y-%m-%dT%H%M%S.%fZ"), started_at=started, snapshot=snapshot, fetch=fetch, gone=gone, is_new=is_new)


def _record_published(last: dict[str, Any]) -> None:
    """Record the run that was published last, where it was cut off before it was recorded."""
    if last and not runs.is_recorded(last["run_id"]) and (home() / "warehouse.duckdb").exists():
        listed = queries.query(home() / "warehouse.duckdb", "SELECT * FROM mart.runs").filter(pl.col("run_id") == last["run_id"])
        if listed.height:
            runs.record(pl.DataFrame(listed.to_dict(), schema=runs.TABLE.dtypes))


def count_library(tables: Tickets) -> dict[str, int]:
    """Count what the library holds."""
    names = {"tracks": "core.tracks", "playlists": "core.playlists", "collections": "mart.collections", "rejects": "core.rejects"}
    counts = {name: artifacts.load(tables[table]).height for name, table in names.items()}
    return counts | {"described": artifacts.load(tables["step.described_tracks"]).height}


def _count_failures(tree: Tree) -> dict[str, int]:
    """Count what could not be made, where there is any."""
    return {"failures": len(tree.failures)} if tree.failures else {}


def tell_coverage(coverage: pl.DataFrame) -> dict[str, float]:
    """Give the share of tracks for which each kind of fact is known."""
    shares = coverage.group_by("fact").agg(pl.col("share").sum())
    known = dict(shares.iter_rows())
    return {fact: round(float(known.get(fact, 0.0)), 4) for fact in COVERED}


def versions() -> dict[str, str]:
    """Say which versions made this night."""
    own = {name: importlib.metadata.version(name) for name in ("linernotes", "prefect")}
    return {**own, **library_versions(), "python": sys.version.split()[0], "home_format": str(HOME_FORMAT), "warehouse": str(WAREHOUSE_VERSION)}


@task(task_run_name="publish", persist_result=False)
def publish_night(run: Run, tables: Tickets, tree: Tree, warehouse: Draft, only: tuple[str, ...]) -> Published:
    """Publish the tree and the warehouse together; what is the same stays as it is."""
    heal(home())
    before = publication.read_run(home())
    wanted = {**_kept(before, only), **tree.files}
    sources = {path: (artifacts.file_of(ticket), ticket.digest) for path, ticket in wanted.items()}
    compared = publication.compare(home(), sources, before)
    told = _tell(run, count_library(tables) | _count_failures(tree), compared.counts)
    coverage = tell_coverage(artifacts.load(tables["mart.coverage"]))
    file = warehouse.finish(_add_run(warehouse.contents.tables[RUNS], runs.as_row(told)))
    stamp = [file.stat().st_size, file.stat().st_mtime_ns]
    rest = {
        "failures": [failure.model_dump() for failure in tree.failures],
        "snapshot": run.snapshot.model_dump(),
        "coverage": coverage,
        "versions": versions(),
        "tasks": tally.take(),
        "tables": warehouse.contents.digests,
    }
    publication.publish(home(), compared, file, {**told, **_dates(told), **rest, "warehouse": stamp})
    runs.record(runs.as_row(told))
    artifacts.keep_seals()
    places: dict[str, Any] = {"reports": str(home() / "reports"), "warehouse": str(home() / "warehouse.duckdb")}
    return Published(
        snapshot_id=run.snapshot.snapshot_id,
        counts=told["counts"],
        coverage=coverage,
        fetch=run.fetch,
        gone=run.gone,
        failures=tree.failures,
        unmatched=find_unmatched(wanted, only),
        shown=_show(tables, wanted),
        **places,
    )


def notify(published: Published) -> None:
    """Tell the user's address of a night that lacks something."""
    fetch, copied = published.fetch, published.copied
    refused = f"Spotify: {len(fetch.failed)} resources failed" if fetch is not None and fetch.failed else None
    service = f"Spotify: {fetch.login_problem}" if fetch is not None and fetch.login_problem else refused
    elsewhere = f"working copy: {copied.shortfall}" if copied is not None and copied.shortfall else None
    webhook.tell_of_failures(published.failures, "; ".join(filter(None, (service, elsewhere))) or None, {"counts": published.counts})


def narrow(only: tuple[str, ...]) -> tuple[str, ...]:
    """Give the pages asked for; all of them where nothing is published that the others could be kept from."""
    return only if publication.read_run(home()).get("files") else ()


def _kept(before: dict[str, Any], only: tuple[str, ...]) -> Tickets:
    """Give the published files that are not written again, where only some pages were asked for."""
    listed = before.get("files", {}).items() if only else ()
    return {path: Artifact(table=artifact_table(path), digest=told[0]) for path, told in listed if not is_chosen(path, only)}


def _show(tables: Tickets, files: Tickets) -> Shown:
    """Gather the tickets of what the interface may show."""
    return Shown(
        root_pages=tuple(sorted(path for path in files if "/" not in path)),
        changes=tables.get("step.changes"),
        rejects=tables["core.rejects"],
        clusters_picture=files.get(figure_path(LIBRARY, LIBRARY)),
    )


def _tell(run: Run, library: dict[str, int], files: publication.PublishedCounts) -> dict[str, Any]:
    """Say of a run what mart.runs says of it."""
    pages = {"pages_written": files.written, "pages_unchanged": files.unchanged, "pages_removed": files.removed}
    return {
        "run_id": run.run_id,
        "started_at": run.started_at,
        "finished_at": clock().now().replace(tzinfo=None),
        "snapshot_id": run.snapshot.snapshot_id,
        "outcome": _name_outcome(run, library, files),
        "counts": library | pages | ({"requests": sum(run.fetch.requests.values())} if run.fetch else {}),
    }


def _name_outcome(run: Run, library: dict[str, int], files: publication.PublishedCounts) -> str:
    """Say in a word how a run ended."""
    if run.fetch is not None and run.fetch.resume_at:
        return "stopped early by a quota"
    if "failures" in library or (run.fetch is not None and run.fetch.has_failed):
        return "published, but something failed"
    return "done" if files.written + files.removed else "nothing changed"


def _dates(told: dict[str, Any]) -> dict[str, str]:
    """Write the moments of a run as text."""
    return {name: told[name].isoformat(timespec="seconds") for name in ("started_at", "finished_at")}


@contextmanager
def making_warehouse(tables: Tickets) -> Iterator[Draft]:
    """Make the warehouse while the block lasts; only this run is not in its list of runs yet."""
    with tempfile.TemporaryDirectory(dir=home(), prefix=UNFINISHED) as folder:
        named = [table for table in (*CORE_TABLES, *MART_TABLES) if table in tables]
        parquet = {table: artifacts.path_of(tables[table]) for table in named} | {RUNS: _list_runs(Path(folder, "runs_before.parquet"))}
        digests = {table: tables[table].digest for table in (*named, VIEWS)} | {SCHEMAS: schemas_digest()}
        contents = Contents(parquet, dict(artifacts.load(tables[VIEWS]).iter_rows()), digests)
        with being_made(home() / "warehouse.duckdb", Path(folder, "warehouse.duckdb"), contents, publication.read_run(home())) as draft:
            yield draft


def _list_runs(file: Path) -> Path:
    """Write the list of all runs that are known."""
    runs.known().write_parquet(file)
    return file


def _add_run(before: Path, run: pl.DataFrame) -> Path:
    """Write the list of all runs with this one, which is the latest; it may be recorded already where its clock stood still."""
    listed = before.with_name("runs.parquet")
    pl.concat([pl.read_parquet(before, glob=False), run]).unique("run_id", keep="last").sort("run_id").write_parquet(listed)
    return listed
