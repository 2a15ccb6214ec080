"""Search the number of clusters that suits a set of points and is balanced; refuses to know what the points are."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from tasks.cluster.climbs import DECIMALS, Clusterings, climb, mark_balanced, rate, sum_up
from tasks.cluster.fits import fit_clusters, fit_loosely, spread_clusters
from tasks.cluster.silhouettes import measure_distances

Points = NDArray[np.float64]
Labels = NDArray[np.int64]
FEWEST_CLUSTERS, MOST_CLUSTERS = 3, 10
MOST_FITTED_POINTS = 3000
# One more cluster must earn this much silhouette: less is noise, and makes the number change with every new track.
COST_OF_A_CLUSTER = 0.005
# Climbed from are this many clusterings of each number of clusters, and none so far behind the best that no climb makes up for it.
CLIMBS, MOST_BEHIND = 8, 0.05
SAME_PLACE_DECIMALS = 6


def search_clusters(points: Points) -> Labels:
    """Label each point with its cluster; three to ten of them where so many points differ."""
    rounded = points.round(SAME_PLACE_DECIMALS)
    places, place_of_point = np.unique(rounded, axis=0, return_inverse=True)
    if len(places) <= FEWEST_CLUSTERS:
        return np.asarray(place_of_point.ravel(), dtype=np.int64)
    fitted = rounded[:: -(-len(rounded) // MOST_FITTED_POINTS)]
    distinct = len(places) if len(fitted) == len(rounded) else len(np.unique(fitted, axis=0))
    best = _choose(fitted, range(FEWEST_CLUSTERS, min(MOST_CLUSTERS, distinct - 1) + 1))
    return best if len(fitted) == len(rounded) else spread_clusters(rounded, fitted, best)


def is_balanced(labels: Labels) -> bool:
    """Say whether ten times the smallest cluster reaches the largest."""
    return bool(mark_balanced(np.bincount(labels).astype(np.float64)))


def _choose(points: Points, counts: Iterable[int]) -> Labels:
    """Choose the clustering of the best silhouette that climbs reach."""
    distances = measure_distances(points, points)
    starts = _find_starts(points, distances, counts)
    ratings = [_charge(rate(clusterings), clusterings) for clusterings in starts]
    least = max(float(rated.max()) for rated in ratings) - MOST_BEHIND
    promising = [clusterings.pick(_promise(rated, least)) for clusterings, rated in zip(starts, ratings, strict=True)]
    reached = [_climb(distances, clusterings) for clusterings in promising if len(clusterings.labels)]
    return max(reached, key=lambda pair: pair[1])[0]


def _find_starts(points: Points, distances: Points, counts: Iterable[int]) -> list[Clusterings]:
    """Find balanced clusterings of each number of clusters, if need be loose ones; where there are none, the tightest."""
    tight = [sum_up(distances, labels) for labels in (fit_clusters(points, count) for count in counts) if len(labels)]
    balanced = _keep_balanced(tight)
    if balanced:
        return balanced
    loose = [sum_up(distances, fit_loosely(points, clusterings.sizes.shape[1])) for clusterings in tight]
    return _keep_balanced(loose) or [clusterings.pick(np.array([0])) for clusterings in tight]


def _keep_balanced(found: list[Clusterings]) -> list[Clusterings]:
    """Keep balanced clusterings and the numbers of clusters that have any."""
    balanced = (clusterings.pick(np.flatnonzero(mark_balanced(clusterings.sizes))) for clusterings in found)
    return [clusterings for clusterings in balanced if len(clusterings.labels)]


def _promise(ratings: Points, least: float) -> Labels:
    """Give the places of the few best clusterings, of those that are good enough."""
    best = np.argsort(-ratings, kind="stable")[:CLIMBS]
    return best[ratings[best] >= least]


def _climb(distances: Points, clusterings: Clusterings) -> tuple[Labels, float]:
    """Give the best clustering that is reached from some, and its rating."""
    ratings = _charge(climb(distances, clusterings), clusterings)
    best = int(ratings.argmax())
    return clusterings.labels[best], float(ratings[best])


def _charge(ratings: Points, clusterings: Clusterings) -> Points:
    """Take the cost of their clusters off the silhouettes of clusterings."""
    return np.asarray((ratings - COST_OF_A_CLUSTER * clusterings.sizes.shape[1]).round(DECIMALS))
