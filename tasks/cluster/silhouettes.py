"""Say how well each point sits in its cluster; refuses to know how clusters are made."""

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Labels = NDArray[np.int64]
MOST_WITNESSES = 1000
ROWS_AT_A_TIME = 4000


def measure_silhouettes(points: Points, labels: Labels) -> Points:
    """Give each point's silhouette, -1..1, against at most so many evenly chosen witnesses; 0 for a point alone."""
    step = -(-len(points) // MOST_WITNESSES)
    cluster_count = int(labels.max()) + 1
    if cluster_count == 1:
        return np.zeros(len(points))
    witnesses = np.arange(0, len(points), step)
    is_member = (labels[witnesses, None] == np.arange(cluster_count)).astype(np.float64)
    batches = np.array_split(np.arange(len(points)), -(-len(points) // ROWS_AT_A_TIME))
    parts = [_measure_rows(rows, (points, labels), witnesses, is_member) for rows in batches]
    return np.concatenate(parts)


def _measure_rows(rows: Labels, clustered: tuple[Points, Labels], witnesses: Labels, is_member: Points) -> Points:
    """Compare each row's mean distance to the witnesses of its own cluster with that to the nearest other one."""
    points, labels = clustered
    sums = measure_distances(points[rows], points[witnesses]) @ is_member
    counts = np.tile(is_member.sum(axis=0), (len(rows), 1))
    own = labels[rows]
    here = np.arange(len(rows))
    counts[here, own] -= np.isin(rows, witnesses)
    with_company = counts[here, own] > 0
    means = sums / np.maximum(counts, 1)
    inside = means[here, own].copy()
    means[here, own] = np.inf
    means[counts == 0] = np.inf
    outside = means.min(axis=1)
    widest = np.maximum(inside, outside)
    usable = with_company & np.isfinite(outside) & (widest > 0)
    return np.where(usable, (outside - inside) / np.where(usable, widest, 1), 0.0)


def measure_distances(points: Points, others: Points) -> Points:
    """Give the distance of each point to each other one, summed feature by feature so that equal points are 0 apart."""
    squares = np.zeros((len(points), len(others)))
    for column, other in zip(points.T, others.T, strict=True):
        squares += (column[:, None] - other) ** 2
    return np.asarray(np.sqrt(squares))
