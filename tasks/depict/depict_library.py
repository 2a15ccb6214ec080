"""Decide which figures the pages of a library show, and cut them into one sheet per collection; refuses to know how they look."""

import hashlib
from collections.abc import Iterable, Sequence

import polars as pl

from storage import artifacts
from storage.schemas import Artifact, Clustering, Sheet, Slice
from storage.steps import step_task
from tasks.depict.facts import COLLECTION
from tasks.depict.pictures import add_comparisons, plan_pictures

Tickets = dict[str, Artifact]

DIGEST_DIGITS = 32


def cut_sheets(pictures: pl.DataFrame, ticket: Artifact) -> tuple[Sheet, ...]:
    """Give one sheet per collection that has figures, with a digest of them."""
    found, first = [], 0
    sheets = pictures.group_by(COLLECTION, maintain_order=True).agg("path", "facts")
    for kind, key, paths, facts in sheets.iter_rows():
        rows = Slice(table=ticket, first_row=first, row_count=len(paths))
        found.append(Sheet(kind=kind, key=key, facts_digest=_digest(zip(paths, facts, strict=True)), pictures=rows))
        first += len(paths)
    return tuple(found)


def _digest(rows: Iterable[tuple[str, str]]) -> str:
    """Digest where figures stand and what they show."""
    digest = hashlib.sha256()
    for path, facts in rows:
        digest.update(f"{path}\0{facts}\0".encode())
    return digest.hexdigest()[:DIGEST_DIGITS]


@step_task("decide on the figures")
def depict_library(tables: Tickets) -> Artifact:
    """Give the ticket of the figures of all pages that need no clusters."""
    return artifacts.save("step.pictures", plan_pictures(_load(tables)))


@step_task("decide on the comparisons")
def depict_clusters(tables: Tickets, clusterings: Sequence[Clustering], pictures: Artifact) -> tuple[Sheet, ...]:
    """Give the figures of all pages, one sheet per collection."""
    all_pictures = add_comparisons(artifacts.load(pictures), _load(tables), clusterings)
    return cut_sheets(all_pictures, artifacts.save("step.pictures", all_pictures))


def _load(tables: Tickets) -> dict[str, pl.DataFrame]:
    """Load the tables of the warehouse."""
    return {name: artifacts.load(ticket) for name, ticket in tables.items() if not name.startswith("step.")}
