"""Studies a few small files without Prefect and without a home: from exports to every page and every planned figure."""

from dataclasses import fields
from typing import Any

import polars as pl
from memory_marts import build_marts, finish_marts
from reading import read_files
from source_rows import ledger_of

from storage.schemas import TABLES, Artifact, Clustering
from tasks.cluster.clusters import ClusteredTracks, cluster_tracks
from tasks.cut import described_members
from tasks.describe import describe_tracks
from tasks.normalise.normalise_library import normalise
from tasks.record.facts import tell_facts

NO_TICKET = Artifact(table="step.cluster_members", digest="0")


def study_files(files: dict[str, str | bytes]) -> tuple[dict[str, pl.DataFrame], list[Clustering]]:
    """Give every core and mart table of a library, and its clusterings."""
    read = read_files(files)
    sources = {"core.rejects" if one.name == "rejects" else f"step.{one.name}": getattr(read, one.name) for one in fields(read)}
    told = ledger_of(sources, tell_facts(sources["step.variants"]))
    library = {name: frame.select(*TABLES[name].dtypes) for name, frame in normalise(sources, told).items()}
    described = describe_tracks(library["core.track_features"])
    known = {**library, "step.described_tracks": described}
    known |= build_marts(known)
    found = _cluster(known["mart.collection_members"], described)
    parts = [one.members.select(pl.lit(kind).alias("collection_kind"), pl.lit(key).alias("collection_key"), pl.all()) for (kind, key), one in found]
    columns = TABLES["step.clustered_tracks"].dtypes
    clustered = pl.concat([pl.DataFrame(schema=columns), *(part.select(*columns) for part in parts)])
    known |= finish_marts({**known, "step.clustered_tracks": clustered})
    return known, [Clustering(kind=kind, key=key, **{**vars(one), "members": NO_TICKET}) for (kind, key), one in found]


def _cluster(members: pl.DataFrame, described: pl.DataFrame) -> list[tuple[Any, ClusteredTracks]]:
    """Cluster every collection that has enough described tracks."""
    groups = described_members(members, described).group_by("collection_kind", "collection_key", maintain_order=True)
    return [(key, cluster_tracks(part.drop("collection_kind", "collection_key"))) for key, part in groups]
