"""Search the number of clusters that suits a set of points and is balanced; refuses to know what the points are."""

import numpy as np
from numpy.typing import NDArray

from tasks.cluster.fits import fit_clusters, spread_clusters
from tasks.cluster.silhouettes import measure_silhouettes

Points = NDArray[np.float64]
Labels = NDArray[np.int64]
FEWEST_CLUSTERS, MOST_CLUSTERS = 3, 10
LARGEST_TO_SMALLEST = 10
MOST_FITTED_POINTS = 3000
# One more cluster must earn this much silhouette: less is noise, and makes the number change with every new track.
COST_OF_A_CLUSTER = 0.02
SAME_PLACE_DECIMALS = 6


def search_clusters(points: Points) -> Labels:
    """Label each point with its cluster; three to ten of them where so many points differ."""
    rounded = points.round(SAME_PLACE_DECIMALS)
    places, place_of_point = np.unique(rounded, axis=0, return_inverse=True)
    if len(places) <= FEWEST_CLUSTERS:
        return np.asarray(place_of_point.ravel(), dtype=np.int64)
    fitted = rounded[:: -(-len(rounded) // MOST_FITTED_POINTS)]
    distinct = len(places) if len(fitted) == len(rounded) else len(np.unique(fitted, axis=0))
    fits = [fit_clusters(fitted, count) for count in range(FEWEST_CLUSTERS, min(MOST_CLUSTERS, distinct - 1) + 1)]
    best = _choose(fitted, fits)
    return best if len(fitted) == len(rounded) else spread_clusters(rounded, fitted, best)


def is_balanced(labels: Labels) -> bool:
    """Say whether ten times the smallest cluster reaches the largest."""
    sizes = np.bincount(labels)
    return bool(LARGEST_TO_SMALLEST * sizes.min() >= sizes.max())


def _choose(points: Points, fits: list[list[Labels]]) -> Labels:
    """Choose among the tightest balanced clusterings; where none is, among balanced ones less tight; else among the tightest."""
    tightest = [labels[0] for labels in fits if labels]
    less_tight = [next(filter(is_balanced, labels), None) for labels in fits]
    balanced = [labels for labels in tightest if is_balanced(labels)] or [labels for labels in less_tight if labels is not None]
    return max(balanced or tightest, key=lambda labels: _rate(points, labels))


def _rate(points: Points, labels: Labels) -> float:
    """Rate a clustering by its silhouette, less the cost of its clusters."""
    return round(float(measure_silhouettes(points, labels).mean()) - COST_OF_A_CLUSTER * int(labels.max()), 9)
