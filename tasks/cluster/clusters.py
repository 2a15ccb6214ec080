"""Group the tracks of one collection by likeness; refuses to know which collection it is."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from storage.schemas import DESCRIBING_FEATURES, TABLES, Axis
from tasks.cluster.axes import find_axes
from tasks.cluster.search import is_balanced, search_clusters
from tasks.cluster.silhouettes import measure_silhouettes

DECIMALS = 6


@dataclass(frozen=True)
class ClusteredTracks:
    """How the tracks of one collection fall into clusters, and the axes of their scatter."""

    members: pl.DataFrame
    axes: tuple[Axis, Axis]
    cluster_sizes: tuple[int, ...]
    silhouette: float
    is_balanced: bool


def cluster_tracks(described: pl.DataFrame) -> ClusteredTracks:
    """Give each described track a cluster; the same tracks get the same clusters in any order."""
    tracks = described.sort("track_uri")
    points = tracks.select(DESCRIBING_FEATURES).to_numpy()
    labels = _number_by_size(search_clusters(points))
    silhouettes = measure_silhouettes(points, labels)
    places, axes = find_axes(points)
    members = pl.DataFrame(
        {
            "track_uri": tracks["track_uri"],
            "cluster_number": labels + 1,
            "distance": _measure_from_centre(points, labels),
            "silhouette": silhouettes,
            "x": places[:, 0],
            "y": places[:, 1],
        }
    )
    return ClusteredTracks(
        members=_rank_by_distance(members),
        axes=axes,
        cluster_sizes=tuple(np.bincount(labels).tolist()),
        silhouette=round(float(silhouettes.mean()), DECIMALS),
        is_balanced=is_balanced(labels),
    )


def _number_by_size(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count clusters from 0, the largest first, of equal ones that with the earliest track."""
    _, firsts, inverse, sizes = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((firsts, -sizes))
    numbers = np.empty_like(order)
    numbers[order] = np.arange(len(order))
    return np.asarray(numbers[inverse], dtype=np.int64)


def _measure_from_centre(points: NDArray[np.float64], labels: NDArray[np.int64]) -> NDArray[np.float64]:
    centres = np.array([points[labels == label].mean(axis=0) for label in range(int(labels.max()) + 1)])
    return np.asarray(np.sqrt(((points - centres[labels]) ** 2).sum(axis=1)))


def _rank_by_distance(members: pl.DataFrame) -> pl.DataFrame:
    """Round what was measured and rank the tracks of each cluster, nearest first, ties by URI."""
    measured = ("distance", "silhouette", "x", "y")
    rounded = members.with_columns(pl.col(measured).round(DECIMALS) + 0.0).sort("cluster_number", "distance", "track_uri")
    ranked = rounded.with_columns(pl.int_range(1, pl.len() + 1).over("cluster_number").alias("distance_rank"))
    columns = TABLES["step.cluster_members"].dtypes
    return ranked.sort("track_uri").select(pl.col(name).cast(dtype) for name, dtype in columns.items())
