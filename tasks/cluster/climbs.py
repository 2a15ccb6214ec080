"""Raise the mean silhouette of clusterings, many at once, by moving single points; refuses to know how they came about."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Labels = NDArray[np.int64]
LARGEST_TO_SMALLEST = 10
# Tried are the points that sit worst, each in the nearest other cluster; the one move that helps most is made.
POINTS_TRIED, MOST_MOVES = 8, 40
LEAST_GAIN = 1e-6
DECIMALS = 9


@dataclass(frozen=True)
class Clusterings:
    """Clusterings of the same points into equally many clusters: labels, sizes, summed distances from each cluster to each point."""

    labels: Labels
    sizes: Points
    sums: Points

    def pick(self, *places: Labels) -> Self:
        """Give the clusterings at some places."""
        return type(self)(self.labels[places], self.sizes[places], self.sums[places])

    def put(self, places: Labels, others: Self) -> None:
        """Let others take the place of some."""
        self.labels[places], self.sizes[places], self.sums[places] = others.labels, others.sizes, others.sums


def sum_up(distances: Points, labels: Labels) -> Clusterings:
    """Sum the distances of clusterings, one a row."""
    is_member = (labels[:, None, :] == np.arange(int(labels.max()) + 1)[:, None]).astype(np.float64)
    sums = (is_member.reshape(-1, labels.shape[1]) @ distances).reshape(is_member.shape)
    return Clusterings(labels.copy(), is_member.sum(axis=2), sums)


def mark_balanced(sizes: Points) -> NDArray[np.bool_]:
    """Mark the clusterings in which ten times the smallest cluster reaches the largest."""
    return np.asarray(LARGEST_TO_SMALLEST * sizes.min(axis=-1) >= sizes.max(axis=-1))


def rate(clusterings: Clusterings) -> Points:
    """Give each clustering its mean silhouette."""
    return np.asarray(_compare(clusterings)[0].mean(axis=-1).round(DECIMALS))


def climb(distances: Points, clusterings: Clusterings) -> Points:
    """Move points, never out of balance, while that helps; give the mean silhouettes that are reached."""
    ratings, climbing = rate(clusterings), np.arange(len(clusterings.labels))
    for _ in range(MOST_MOVES):
        moved = _move_one(distances, clusterings.pick(climbing))
        reached = np.where(mark_balanced(moved.sizes), rate(moved), -1.0)
        best = reached.argmax(axis=1)
        rows = np.flatnonzero(reached[np.arange(len(best)), best] > ratings[climbing] + LEAST_GAIN)
        if not len(rows):
            break
        climbing = climbing[rows]
        clusterings.put(climbing, moved.pick(rows, best[rows]))
        ratings[climbing] = reached[rows, best[rows]]
    return ratings


def _move_one(distances: Points, clusterings: Clusterings) -> Clusterings:
    """Give each clustering as often as points are tried, each time with one of them in its nearest other cluster."""
    silhouettes, others = _compare(clusterings)
    points = silhouettes.round(DECIMALS).argsort(axis=1, kind="stable")[:, :POINTS_TRIED]
    left, joined = (np.take_along_axis(labels, points, 1) for labels in (clusterings.labels, others))
    row, turn = np.ogrid[: len(points), : points.shape[1]]
    moved = clusterings.pick(np.repeat(row, points.shape[1], axis=1))
    moved.labels[row, turn, points] = joined
    for cluster, sign in ((left, -1.0), (joined, 1.0)):
        moved.sizes[row, turn, cluster] += sign
        moved.sums[row, turn, cluster] += sign * distances[points]
    return moved


def _compare(clusterings: Clusterings) -> tuple[Points, Labels]:
    """Give each point's silhouette and its nearest other cluster."""
    own, is_empty = clusterings.labels[..., None, :], clusterings.sizes[..., None] == 0
    company = np.take_along_axis(clusterings.sizes, clusterings.labels, -1) - 1
    inside = np.take_along_axis(clusterings.sums, own, -2)[..., 0, :] / np.maximum(company, 1)
    means = np.where(is_empty, np.inf, clusterings.sums / np.where(is_empty, 1, clusterings.sizes[..., None]))
    np.put_along_axis(means, own, np.inf, -2)
    outside = means.min(axis=-2)
    widest = np.maximum(inside, outside)
    is_usable = (company > 0) & (widest > 0) & np.isfinite(outside)
    silhouettes = np.where(is_usable, outside - inside, 0.0) / np.where(is_usable, widest, 1.0)
    return silhouettes, means.round(DECIMALS).argmin(axis=-2)
