"""Search the clustering of a set of points that fits best, is balanced and stays when a track goes; refuses to know what the points are."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans

from .silhouettes import measure_silhouettes

Points = NDArray[np.float64]
Labels = NDArray[np.int64]
FEWEST_CLUSTERS, MOST_CLUSTERS = 3, 10
LARGEST_TO_SMALLEST = 10
STARTS = 20
SEED = 0
MOST_FITTED_POINTS = 4000
COST_OF_A_CLUSTER = 0.005
SAME_PLACE_DECIMALS = 9


def search_clusters(points: Points) -> Labels:
    """Label each point with its cluster; between three and ten of them where so many points differ."""
    distinct = len(np.unique(points.round(SAME_PLACE_DECIMALS), axis=0))
    if distinct <= FEWEST_CLUSTERS:
        return np.unique(points.round(SAME_PLACE_DECIMALS), axis=0, return_inverse=True)[1].ravel().astype(np.int64)
    fitted = points[:: -(-len(points) // MOST_FITTED_POINTS)]
    attempts = list(_attempt(fitted, min(MOST_CLUSTERS, distinct - 1)))
    best = max(attempts, key=lambda labels: _rate(fitted, labels))
    return best if len(fitted) == len(points) else _spread(points, fitted, best)


def is_balanced(labels: Labels) -> bool:
    """Say whether ten times the smallest cluster reaches the largest."""
    sizes = np.bincount(labels)
    return bool(LARGEST_TO_SMALLEST * sizes.min() >= sizes.max())


def _attempt(points: Points, most: int) -> Iterator[Labels]:
    """Cluster the points into each number of clusters, from many starts."""
    for count in range(FEWEST_CLUSTERS, most + 1):
        yield KMeans(count, n_init=STARTS, random_state=SEED).fit_predict(points).astype(np.int64)


def _rate(points: Points, labels: Labels) -> tuple[bool, float]:
    """Rate a clustering: balanced ones first, then by silhouette less a small cost of every cluster."""
    fit = float(measure_silhouettes(points, labels).mean()) - COST_OF_A_CLUSTER * int(labels.max())
    return is_balanced(labels), round(fit, 9)


def _spread(points: Points, fitted: Points, labels: Labels) -> Labels:
    """Carry the clusters of the fitted points over to all points."""
    centres = np.array([fitted[labels == label].mean(axis=0) for label in range(int(labels.max()) + 1)])
    return KMeans(len(centres), init=centres, n_init=1).fit_predict(points).astype(np.int64)
