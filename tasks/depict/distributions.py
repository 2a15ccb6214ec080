"""Plan the distributions of track features, counted for all collections at once; refuses to know how features are measured."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from storage.schemas import DESCRIBED_TRACKS_OF_A_FEATURES_PAGE, DESCRIBING_FEATURES
from tasks.depict.facts import COLLECTION, Tables, write_facts

BINS: Final = 40
DECIMALS_OF_A_BIN: Final = 9  # 0.575 is the end of the 23rd bin, though 0.575 * 40 is less than 23 to a computer


@dataclass(frozen=True)
class Feature:
    """A feature that pages show: its column, its name, and the values between which it is counted."""

    column: str
    label: str
    low: float = 0.0
    high: float = 1.0


FEATURES: Final = (
    Feature("danceability", "Danceability"),
    Feature("energy", "Energy"),
    Feature("speechiness", "Speechiness"),
    Feature("acousticness", "Acousticness"),
    Feature("instrumentalness", "Instrumentalness"),
    Feature("liveness", "Liveness"),
    Feature("valence", "Valence"),
    Feature("tempo_bpm", "Tempo (bpm)", 40.0, 220.0),
)


def plan_distributions(tables: Tables) -> pl.DataFrame:
    """Give the figures of all features of every collection that has a page of them."""
    described = _describe(tables)
    shown = _list_shown(tables["mart.collection_members"].join(described, on="track_uri"))
    collections = shown.select(COLLECTION).unique(maintain_order=True)
    liked = described.filter("is_liked").with_columns(number=pl.lit(0, dtype=pl.Int64))
    drawn = [
        collections.with_columns(
            picture_name=pl.lit(f"track_features/{feature.column}"),
            label=pl.lit(feature.label),
            low=pl.lit(feature.low),
            high=pl.lit(feature.high),
            counts=_count(shown, feature, collections.height),
            liked_counts=pl.lit(_count(liked, feature, 1)).first(),
        )
        for feature in FEATURES
    ]
    return write_facts(pl.concat(drawn), "distribution")


def _describe(tables: Tables) -> pl.DataFrame:
    """Give each described track the bin that it is in of every feature, and whether it is liked."""
    known = tables["core.track_features"].filter(pl.all_horizontal(pl.col(name).is_finite() for name in DESCRIBING_FEATURES))
    binned = known.select("track_uri", *(_bin(feature) for feature in FEATURES))
    return binned.join(tables["core.tracks"].select("track_uri", pl.col("is_liked").fill_null(value=False)), on="track_uri")


def _list_shown(members: pl.DataFrame) -> pl.DataFrame:
    """Give the described tracks of each collection that has enough of them, the collections numbered in their order."""
    enough = pl.col("collection_kind").replace_strict(DESCRIBED_TRACKS_OF_A_FEATURES_PAGE, return_dtype=pl.Int64)
    return members.filter(pl.len().over(COLLECTION) >= enough).sort(COLLECTION).with_columns(number=pl.struct(COLLECTION).rle_id().cast(pl.Int64))


def _bin(feature: Feature) -> pl.Expr:
    """Give the number of the bin that a value is in; what lies outside is in the first or the last."""
    place = (pl.col(feature.column) - feature.low) / (feature.high - feature.low) * BINS
    return place.round(DECIMALS_OF_A_BIN).floor().clip(0, BINS - 1).cast(pl.Int64).alias(feature.column)


def _count(binned: pl.DataFrame, feature: Feature, collection_count: int) -> pl.Series:
    """Count the tracks in each bin of a feature, of every collection by its number."""
    places = binned["number"].to_numpy() * BINS + binned[feature.column].to_numpy()
    counts = np.bincount(places, minlength=collection_count * BINS).reshape(collection_count, BINS)
    return pl.Series("counts", counts, dtype=pl.Array(pl.Int64, BINS)).cast(pl.List(pl.Int64))
