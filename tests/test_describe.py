"""What makes two tracks alike: fixed units, bent skews, only whole descriptions."""

from collections.abc import Mapping

import polars as pl
import pytest

from storage.schemas import DESCRIBING_FEATURES, TABLES
from tasks.describe import describe_tracks

MIDDLING = dict.fromkeys(DESCRIBING_FEATURES, 0.5) | {"tempo_bpm": 120.0, "loudness_db": -8.0}


def features_of(*tracks: Mapping[str, object]) -> pl.DataFrame:
    """Build a features frame of tracks that are middling but for what is said."""
    rows = [{"track_uri": f"uri{place}", **MIDDLING, **track} for place, track in enumerate(tracks)]
    return pl.DataFrame(rows, schema_overrides=dict.fromkeys(DESCRIBING_FEATURES, pl.Float64))


@pytest.mark.parametrize("feature", DESCRIBING_FEATURES)
def test_a_track_without_one_of_the_nine_features_is_not_described(feature: str) -> None:
    described = describe_tracks(features_of({feature: None}, {}, {feature: float("nan")}))
    assert described["track_uri"].to_list() == ["uri1"]


def test_the_frame_is_the_one_that_the_vocabulary_names() -> None:
    assert dict(describe_tracks(features_of({}, {})).schema) == TABLES["step.described_tracks"].dtypes


def test_an_empty_library_gives_an_empty_frame_of_the_same_columns() -> None:
    assert dict(describe_tracks(features_of({}).clear()).schema) == TABLES["step.described_tracks"].dtypes


def test_another_track_changes_no_track() -> None:
    alone = describe_tracks(features_of({"energy": 0.9}))
    beside = describe_tracks(features_of({"energy": 0.9}, {"energy": 0.0, "loudness_db": -60.0, "tempo_bpm": 240.0}))
    assert beside.filter(pl.col("track_uri") == "uri0").equals(alone)


@pytest.mark.parametrize("feature", DESCRIBING_FEATURES)
def test_more_of_a_feature_is_never_less_of_its_description(feature: str) -> None:
    values = {"tempo_bpm": (60.0, 90.0, 180.0), "loudness_db": (-40.0, -9.0, -2.0)}.get(feature, (0.05, 0.3, 0.9))
    described = describe_tracks(features_of(*({feature: value} for value in values)))[feature].to_list()
    assert described == sorted(described)
    assert len(set(described)) == len(values)


def test_values_beyond_their_bounds_stay_finite() -> None:
    odd = describe_tracks(features_of({"tempo_bpm": 0.0, "loudness_db": 3.5, "speechiness": -0.1, "liveness": 1.2}))
    assert odd.select(pl.all_horizontal(pl.col(DESCRIBING_FEATURES).is_finite()).all()).item()


def test_rows_come_back_by_uri_whatever_their_order() -> None:
    tracks = features_of({"energy": 0.1}, {"energy": 0.2}, {"energy": 0.3})
    assert describe_tracks(tracks.reverse()).equals(describe_tracks(tracks))


def test_a_step_among_rare_values_counts_for_more_than_the_same_step_among_common_ones() -> None:
    steps = describe_tracks(features_of(*({"instrumentalness": value} for value in (0.001, 0.101, 0.4, 0.5))))["instrumentalness"].to_list()
    assert steps[1] - steps[0] > 1.5 * (steps[3] - steps[2])
