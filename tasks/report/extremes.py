"""Find the tracks with most and least of every feature in all collections at once; refuses to know any page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from storage.schemas import DESCRIBING_FEATURES
from tasks.report.membership import COLLECTION, Key
from tasks.report.site import Site

MOST_IN_A_HALF: Final = 10


@dataclass(frozen=True)
class Spread:
    """One feature: all described tracks and their values from most to least, and places in that order at both ends of each collection."""

    numbers: NDArray[np.uint32]
    values: NDArray[np.float64]
    ends: Mapping[Key, tuple[list[int], list[int]]]


def find_spreads(site: Site, features: Iterable[str]) -> dict[str, Spread]:
    """Find both ends of each feature in every collection that has a page of features; equal values in the order of URIs."""
    ordered = {feature: _from_most(_described(site), feature) for feature in features}
    keys = [key for key, entry in site.entries.items() if entry.features_page]
    wanted = pl.DataFrame(keys, schema=dict.fromkeys(COLLECTION, pl.String), orient="row")
    members = site.tables["mart.collection_members"].join(wanted, on=COLLECTION, how="semi")
    return {feature: _spread(members, tracks, feature) for feature, tracks in ordered.items()}


def _spread(members: pl.DataFrame, tracks: pl.DataFrame, feature: str) -> Spread:
    """Give the spread of one feature of tracks that stand from most to least."""
    return Spread(tracks["track_number"].to_numpy(), tracks[feature].to_numpy(), _find_ends(members, tracks))


def _described(site: Site) -> pl.DataFrame:
    """Give the features of all described tracks with the tracks' numbers."""
    numbers = site.numbered.select("track_uri", "track_number")
    return site.tables["core.track_features"].drop_nulls(DESCRIBING_FEATURES).join(numbers, on="track_uri")


def _from_most(described: pl.DataFrame, feature: str) -> pl.DataFrame:
    """Give every described track its place from most to least of a feature."""
    ordered = described.sort(feature, "track_uri", descending=[True, False])
    return ordered.select("track_uri", "track_number", feature).with_row_index("place")


def _find_ends(members: pl.DataFrame, tracks: pl.DataFrame) -> dict[Key, tuple[list[int], list[int]]]:
    """Give the first and the last places of each collection, both from their end inwards; no track stands at both ends."""
    place = pl.col("place")
    found = (
        members.join(tracks.select("track_uri", "place"), on="track_uri")
        .group_by(COLLECTION)
        .agg(
            pl.len().alias("count"),
            place.bottom_k(MOST_IN_A_HALF).sort().alias("most"),
            place.top_k(MOST_IN_A_HALF).sort(descending=True).alias("least"),
        )
    )
    halves = ((kind, key, count // 2, most, least) for kind, key, count, most, least in found.iter_rows())
    return {(kind, key): (most[:half], least[:half]) for kind, key, half, most, least in halves}
