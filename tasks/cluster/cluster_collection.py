"""Cluster one collection in the shared pool, and bring all collections' clusters together."""

from collections.abc import Sequence

import polars as pl

from storage import artifacts
from storage.failures import Failure, Fault, Partial
from storage.pool import Patience, pool
from storage.schemas import TABLES, Artifact, Clustering, Collection, size_of_clustering
from storage.steps import step_task
from tasks.cluster.elsewhere import cluster_elsewhere
from tasks.shared_paths import clusters_path

CLUSTERED = TABLES["step.clustered_tracks"].dtypes
OWNER = {"collection_kind": pl.String(), "collection_key": pl.String(), "size": pl.Int64()}
PATIENCE = Patience(seconds=1800)


class Clustered(Partial):
    """The clusters of one collection, where they could be found."""

    clustering: Clustering | None = None


@step_task("cluster {collection.kind} {collection.key}")
def cluster_collection(collection: Collection) -> Clustered:
    """Give the clusters of one collection."""
    described = artifacts.load_slice(collection.described).drop("collection_kind", "collection_key")
    found = pool.attempt(PATIENCE, cluster_elsewhere, described)
    if isinstance(found, Fault):
        path = clusters_path(collection.kind, collection.key)
        return Clustered(failures=(Failure(what="clusters", path=path, reason=found.reason),))
    members = artifacts.save("step.cluster_members", found["members"])
    return Clustered(clustering=Clustering(kind=collection.kind, key=collection.key, **{**found, "members": members}))


def list_clusterings(clustered: Sequence[Clustered]) -> list[Clustering]:
    """Give the clusters of all collections that have some."""
    return [each.clustering for each in clustered if each.clustering is not None]


@step_task("gather the clusters")
def gather_clusters(clusterings: Sequence[Clustering]) -> Artifact:
    """Give the members of all clusters as one table."""
    members = artifacts.load_all("step.cluster_members", [clustering.members for clustering in clusterings])
    rows = [(clustering.kind, clustering.key, size_of_clustering(clustering)) for clustering in clusterings]
    owners = pl.DataFrame(rows, schema=OWNER, orient="row")
    repeated = owners.select(pl.col("collection_kind", "collection_key").repeat_by("size").explode())
    assert repeated.height == members.height, "the sizes of clusters are those of their members"
    return artifacts.save("step.clustered_tracks", pl.concat([repeated, members], how="horizontal").select(*CLUSTERED))
