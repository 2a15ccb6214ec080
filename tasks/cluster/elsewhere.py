"""Cluster in a process of the pool: what it needs is loaded there and nowhere else."""

from typing import Any

import polars as pl


def cluster_elsewhere(described: pl.DataFrame) -> dict[str, Any]:
    """Give the clusters of the described tracks of one collection, part by part."""
    from tasks.cluster.clusters import cluster_tracks  # noqa: PLC0415 - a second of loading that a quiet night is spared

    return vars(cluster_tracks(described))


def get_ready() -> None:
    """Load what clustering needs, but for large collections."""
    import tasks.cluster.clusters  # noqa: F401, PLC0415 - the same


def get_ready_for_all() -> None:
    """Load what large collections need beside that."""
    import sklearn.cluster  # noqa: F401, PLC0415 - the same
