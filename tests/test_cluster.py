"""Clusters of one collection: the same whatever the order, balanced, numbered by size, on true principal axes."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from storage.schemas import DESCRIBING_FEATURES, TABLES
from tasks.cluster.axes import find_axes
from tasks.cluster.climbs import climb, mark_balanced, rate, sum_up
from tasks.cluster.clusters import ClusteredTracks, cluster_tracks
from tasks.cluster.fits import fit_clusters
from tasks.cluster.search import is_balanced
from tasks.cluster.silhouettes import measure_distances, measure_silhouettes

WIDTH = len(DESCRIBING_FEATURES)


def tracks_at(points: np.ndarray) -> pl.DataFrame:
    """Name points by their place."""
    return pl.DataFrame({"track_uri": [f"uri{place:05d}" for place in range(len(points))]}).hstack(
        pl.DataFrame(points.astype(np.float64), schema=list(DESCRIBING_FEATURES))
    )


def three_groups(sizes: tuple[int, int, int] = (14, 9, 7), spread: float = 0.3) -> np.ndarray:
    """Draw three groups far apart."""
    centres = np.repeat(4 * np.eye(3, WIDTH), sizes, axis=0)
    return centres + np.random.default_rng(5).normal(0, spread, centres.shape)


def numbers_of(clustered: ClusteredTracks) -> list[int]:
    """List the cluster numbers by URI."""
    return clustered.members.sort("track_uri")["cluster_number"].to_list()


def test_planted_groups_are_found_and_numbered_by_size() -> None:
    assert numbers_of(cluster_tracks(tracks_at(three_groups()))) == [1] * 14 + [2] * 9 + [3] * 7


def test_clusters_of_equal_size_are_numbered_by_their_smallest_uri() -> None:
    points = three_groups((8, 8, 8))[::-1]
    assert numbers_of(cluster_tracks(tracks_at(points))) == [1] * 8 + [2] * 8 + [3] * 8


def test_the_order_of_rows_changes_nothing() -> None:
    tracks = tracks_at(np.random.default_rng(3).normal(size=(60, WIDTH)))
    shuffled = tracks.sample(fraction=1, shuffle=True, seed=1)
    assert cluster_tracks(shuffled).members.equals(cluster_tracks(tracks).members)
    assert cluster_tracks(shuffled).axes == cluster_tracks(tracks).axes


def test_every_track_is_in_one_cluster_and_sizes_add_up() -> None:
    tracks = tracks_at(np.random.default_rng(4).normal(size=(47, WIDTH)))
    clustered = cluster_tracks(tracks)
    assert clustered.members["track_uri"].to_list() == tracks["track_uri"].to_list()
    assert dict(clustered.members.schema) == TABLES["step.cluster_members"].dtypes
    counted = clustered.members.group_by("cluster_number").len().sort("cluster_number")["len"].to_list()
    assert tuple(counted) == clustered.cluster_sizes == tuple(sorted(counted, reverse=True))
    assert 3 <= len(counted) <= 10


def test_ranks_count_from_the_centre_within_each_cluster() -> None:
    members = cluster_tracks(tracks_at(three_groups())).members.sort("cluster_number", "distance")
    assert members["distance_rank"].to_list() == [*range(1, 15), *range(1, 10), *range(1, 8)]


def test_a_lone_outlier_yields_to_a_balanced_clustering_where_one_exists() -> None:
    points = np.vstack([three_groups((30, 25, 20)), np.full((1, WIDTH), 30.0)])
    clustered = cluster_tracks(tracks_at(points))
    assert clustered.is_balanced
    assert 10 * min(clustered.cluster_sizes) >= max(clustered.cluster_sizes)


def test_of_many_tracks_too_a_few_outliers_yield_to_a_balanced_clustering() -> None:
    points = np.random.default_rng(1).normal(0, 1, (296, WIDTH))
    points[:4] += 9
    clustered = cluster_tracks(tracks_at(points))
    assert clustered.is_balanced


def test_where_no_count_of_clusters_is_balanced_the_result_says_so() -> None:
    points = np.vstack([np.zeros((60, WIDTH)), np.eye(3, WIDTH) * 5])
    assert not cluster_tracks(tracks_at(points)).is_balanced


@pytest.mark.parametrize(("sizes", "balanced"), [((10, 1), True), ((11, 1), False), ((5, 5, 5), True)])
def test_ten_times_the_smallest_cluster_must_reach_the_largest(sizes: tuple[int, ...], *, balanced: bool) -> None:
    assert is_balanced(np.repeat(np.arange(len(sizes)), sizes)) == balanced


@pytest.mark.parametrize("count", [1, 2, 11])
def test_equal_tracks_are_one_cluster(count: int) -> None:
    clustered = cluster_tracks(tracks_at(np.ones((count, WIDTH))))
    assert clustered.cluster_sizes == (count,)
    assert clustered.members["silhouette"].to_list() == [0.0] * count


def test_two_kinds_of_equal_tracks_are_two_clusters() -> None:
    clustered = cluster_tracks(tracks_at(np.repeat(np.eye(2, WIDTH), (8, 4), axis=0)))
    assert clustered.cluster_sizes == (8, 4)
    assert clustered.silhouette == pytest.approx(1.0)


def test_no_more_clusters_than_tracks_that_differ() -> None:
    points = np.repeat(np.eye(4, WIDTH) * 5, (6, 5, 4, 3), axis=0)
    assert 3 <= len(cluster_tracks(tracks_at(points)).cluster_sizes) <= 4


def test_silhouettes_are_what_the_definition_says() -> None:
    points = np.array([[0.0], [1.0], [5.0], [7.0]])
    expected = [1 - 1 / 6, 1 - 1 / 5, 1 - 2 / 4.5, 1 - 2 / 6.5]
    assert measure_silhouettes(points, np.array([0, 0, 1, 1])).tolist() == pytest.approx(expected)


def test_a_track_alone_in_its_cluster_has_silhouette_zero() -> None:
    assert measure_silhouettes(np.array([[0.0], [1.0], [9.0]]), np.array([0, 0, 1]))[2] == 0


def test_axes_are_the_principal_ones_with_their_share_of_variance() -> None:
    points = np.zeros((5, WIDTH))
    points[:, 1] = [-4, -2, 0, 2, 4]
    points[:, 3] = [1, -1, 0, -1, 1]
    places, axes = find_axes(points)
    assert places[:, 0].tolist() == pytest.approx([-4, -2, 0, 2, 4])
    assert np.abs(places[:, 1]).tolist() == pytest.approx(np.abs(points[:, 3]).tolist())
    assert [axis.variance_share for axis in axes] == [round(40 / 44, 4), round(4 / 44, 4)]


def test_an_axis_is_named_by_its_three_largest_loadings_with_their_sign() -> None:
    direction = np.array([0, 0.8, 0, -0.5, 0, 0, 0, 0, 0.3])
    _, axes = find_axes(np.outer([-3.0, -1.0, 0.0, 1.0, 3.0], direction))
    assert axes[0].label == "Energetic, Electronic, Loud"
    _, turned = find_axes(np.outer([-3.0, -1.0, 0.0, 1.0, 3.0], -direction))
    assert turned[0].label == axes[0].label


def test_the_two_axes_never_bear_the_same_label() -> None:
    for seed in range(50):
        _, axes = find_axes(np.random.default_rng(seed).normal(size=(4, WIDTH)))
        assert axes[0].label != axes[1].label
    _, axes = find_axes(np.ones((11, WIDTH)))
    assert axes[0].label != axes[1].label


def test_a_large_collection_measures_silhouettes_against_witnesses() -> None:
    points = np.tile(three_groups(), (100, 1)) + np.random.default_rng(2).normal(0, 0.01, (3000, WIDTH))
    labels = np.tile(np.repeat([0, 1, 2], (14, 9, 7)), 100)
    assert measure_silhouettes(points, labels).mean() == pytest.approx(measure_silhouettes(points[:1500], labels[:1500]).mean(), abs=0.01)


def test_many_clusterings_are_rated_as_each_alone() -> None:
    points = np.random.default_rng(6).normal(size=(30, WIDTH))
    labels = np.array([np.random.default_rng(seed).permutation(np.arange(30) % 4) for seed in range(5)])
    alone = [measure_silhouettes(points, row).mean() for row in labels]
    assert rate(sum_up(measure_distances(points, points), labels)).tolist() == pytest.approx(alone, abs=1e-8)


def test_a_climb_never_lowers_a_silhouette_nor_leaves_the_balance() -> None:
    points = np.random.default_rng(7).normal(size=(40, WIDTH))
    distances = measure_distances(points, points)
    labels = np.array([np.random.default_rng(seed).permutation(np.repeat([0, 1, 2], (18, 20, 2))) for seed in range(6)])
    clusterings = sum_up(distances, labels)
    before, after = rate(clusterings), climb(distances, clusterings)
    assert (after > before).all()
    assert mark_balanced(clusterings.sizes).all()
    assert after.tolist() == pytest.approx(rate(sum_up(distances, clusterings.labels)).tolist(), abs=1e-8)


def test_a_climb_brings_a_misplaced_point_home() -> None:
    points, home = three_groups(), np.repeat([0, 1, 2], (14, 9, 7))
    astray = home.copy()
    astray[[0, 20]] = [2, 0]
    clusterings = sum_up(measure_distances(points, points), astray[None])
    climb(measure_distances(points, points), clusterings)
    assert clusterings.labels[0].tolist() == home.tolist()


def test_fits_are_all_different_and_the_tightest_comes_first() -> None:
    points = np.random.default_rng(8).normal(size=(50, WIDTH))
    fits = fit_clusters(points, 4)
    spreads = [sum(((points[row == label] - points[row == label].mean(axis=0)) ** 2).sum() for label in range(4)) for row in fits]
    assert len(np.unique(fits, axis=0)) == len(fits) > 1
    assert spreads == pytest.approx(sorted(spreads))


def test_the_library_of_k_means_is_loaded_for_large_collections_alone() -> None:
    program = (
        "import sys, numpy as np; from tasks.cluster.fits import FEW_POINTS, fit_clusters\n"
        "draw = np.random.default_rng(1).normal\n"
        "for count in (FEW_POINTS, FEW_POINTS + 1): fit_clusters(draw(size=(count, 3)), 3); print('sklearn' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parent.parent, capture_output=True, check=True, text=True).stdout
    assert told.split() == ["False", "True"]
