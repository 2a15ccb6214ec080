"""Fit k-means to points from many starts; refuses to know how many clusters are wanted and why."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Labels = NDArray[np.int64]
SEED = 0
# Few points have many near-equal clusterings: only the very best one of them stays when a track goes, so many are looked at.
CENTRES_STARTED, FEW_POINTS = 240, 250
STARTS_OF_MANY_POINTS = 12
STEPS = 60


def fit_clusters(points: Points, count: int) -> Labels:
    """Give the different clusterings into so many clusters, one a row, the tightest first; of many points only that one."""
    if len(points) > FEW_POINTS:
        return _fit_by_centres(points, count, n_init=STARTS_OF_MANY_POINTS, random_state=SEED)[None]
    labels, spreads = _settle(points, _draw_starts(points, count))
    is_member = labels[:, None, :] == np.arange(count)[:, None]
    numbers = is_member.argmax(axis=2).argsort(axis=1).argsort(axis=1)
    is_whole = is_member.any(axis=2).all(axis=1)
    renumbered = np.take_along_axis(numbers, labels, axis=1)[is_whole]
    ordered = renumbered[np.lexsort((*renumbered.T[::-1], spreads[is_whole].round(9)))]
    return np.asarray(ordered[np.sort(np.unique(ordered, axis=0, return_index=True)[1])])


def fit_loosely(points: Points, count: int) -> Labels:
    """Give clusterings into so many clusters as single starts end in them, one a row, tight or not."""
    return np.array([_fit_by_centres(points, count, n_init=1, random_state=SEED + start) for start in range(STARTS_OF_MANY_POINTS)])


def _draw_starts(points: Points, count: int) -> Points:
    """Draw starting centres among the points, each new one likelier the farther it is from those before."""
    rng, starts = np.random.default_rng([SEED, count]), CENTRES_STARTED // count
    apart = ((points[:, None] - points) ** 2).sum(axis=2)
    chosen = np.empty((starts, count), dtype=np.int64)
    chosen[:, 0] = rng.integers(0, len(points), starts)
    nearest = apart[chosen[:, 0]]
    for place in range(1, count):
        summed = np.cumsum(nearest, axis=1)
        drawn = rng.random((starts, 1)) * summed[:, -1:]
        chosen[:, place] = np.minimum((summed <= drawn).sum(axis=1), len(points) - 1)
        nearest = np.minimum(nearest, apart[chosen[:, place]])
    return np.asarray(points[chosen])


def _settle(points: Points, starts: Points) -> tuple[Labels, Points]:
    """Move the centres of all starts at once until no point changes; give labels and summed squared distances."""
    centres, labels = starts.copy(), np.full((len(starts), len(points)), -1)
    moving = np.arange(len(starts))
    for _ in range(STEPS):
        nearest = _find_nearest(points, centres[moving])
        is_changed = (nearest != labels[moving]).any(axis=1)
        moving = moving[is_changed]
        if not len(moving):
            break
        labels[moving] = nearest[is_changed]
        centres[moving] = _centre(points, labels[moving], centres[moving])
    spreads = ((points - np.take_along_axis(centres, labels[:, :, None], axis=1)) ** 2).sum(axis=(1, 2))
    return labels.astype(np.int64), spreads


def _find_nearest(points: Points, centres: Points) -> Labels:
    """Give for each start the nearest centre of each point."""
    starts, count, width = centres.shape
    products = (centres.reshape(-1, width) @ points.T).reshape(starts, count, len(points))
    return np.asarray(((centres**2).sum(axis=2)[:, :, None] - 2 * products).argmin(axis=1))


def _centre(points: Points, labels: Labels, centres: Points) -> Points:
    """Give the means of the clusters; a centre that lost its points stays."""
    starts, count, width = centres.shape
    is_member = (labels[:, None, :] == np.arange(count)[:, None]).astype(np.float64)
    sizes = is_member.sum(axis=2)[:, :, None]
    sums = (is_member.reshape(-1, len(points)) @ points).reshape(starts, count, width)
    return np.asarray(np.where(sizes > 0, sums / np.maximum(sizes, 1), centres))


def spread_clusters(points: Points, fitted: Points, labels: Labels) -> Labels:
    """Carry the clusters of some points over to all of them."""
    centres = np.array([fitted[labels == label].mean(axis=0) for label in range(int(labels.max()) + 1)])
    return _fit_by_centres(points, len(centres), init=centres, n_init=1)


def _fit_by_centres(points: Points, count: int, **options: Any) -> Labels:
    """Give the labels that the library of k-means finds."""
    from sklearn.cluster import KMeans  # noqa: PLC0415 - a second and a half of loading that nights without large collections are spared

    return np.asarray(KMeans(count, **options).fit_predict(points), dtype=np.int64)
