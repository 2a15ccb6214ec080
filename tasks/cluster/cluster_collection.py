"""Cluster one collection in the shared pool, and bring all collections' clusters together."""

from collections.abc import Sequence

import polars as pl

from storage import artifacts
from storage.pool import pool
from storage.schemas import TABLES, Artifact, Clustering, Collection
from storage.steps import step_task
from tasks.cluster.elsewhere import cluster_elsewhere

CLUSTERED = TABLES["step.clustered_tracks"].dtypes


@step_task("cluster {collection.kind} {collection.key}")
def cluster_collection(collection: Collection) -> Clustering:
    """Give the clusters of one collection."""
    described = artifacts.load_slice(collection.described).drop("collection_kind", "collection_key")
    found = pool.hand(cluster_elsewhere, described).result()
    members = artifacts.save("step.cluster_members", found["members"])
    return Clustering(kind=collection.kind, key=collection.key, **{**found, "members": members})


@step_task("gather the clusters")
def gather_clusters(clusterings: Sequence[Clustering]) -> Artifact:
    """Give the members of all clusters as one table."""
    parts = [
        artifacts.load(clustering.members).select(
            pl.lit(clustering.kind).alias("collection_kind"), pl.lit(clustering.key).alias("collection_key"), pl.all()
        )
        for clustering in clusterings
    ]
    return artifacts.save("step.clustered_tracks", pl.concat([pl.DataFrame(schema=CLUSTERED), *(part.select(*CLUSTERED) for part in parts)]))
