"""Find the tracks with most and least of every feature in all collections at once; refuses to know any page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from storage.schemas import DESCRIBING_FEATURES
from tasks.report.membership import COLLECTION, Key
from tasks.report.site import Site

MOST_IN_A_HALF: Final = 10

Ends = tuple[list[int], list[int]]


@dataclass(frozen=True)
class Spread:
    """One feature: all described tracks and their values from most to least, and places in that order at both ends of each collection."""

    numbers: NDArray[np.uint32]
    values: NDArray[np.float64]
    ends: Mapping[Key, Ends]


def find_spreads(site: Site, features: Sequence[str]) -> dict[str, Spread]:
    """Find both ends of each feature in every collection that has a page of features; equal values in the order of URIs."""
    described = _described(site)
    orders = {feature: described.select(pl.arg_sort_by(feature, "track_uri", descending=[True, False])).to_series() for feature in features}
    ends = _find_ends(_members(site), described.select("track_uri", *(order.arg_sort().alias(feature) for feature, order in orders.items())))
    return {feature: Spread(*_ordered(described[order], feature), ends[feature]) for feature, order in orders.items()}


def _described(site: Site) -> pl.DataFrame:
    """Give the features of all described tracks with the tracks' numbers."""
    numbers = site.numbered.select("track_uri", "track_number")
    return site.tables["core.track_features"].drop_nulls(DESCRIBING_FEATURES).join(numbers, on="track_uri")


def _members(site: Site) -> pl.DataFrame:
    """Give the tracks of every collection that has a page of features."""
    keys = [key for key, entry in site.entries.items() if entry.features_page]
    wanted = pl.DataFrame(keys, schema=dict.fromkeys(COLLECTION, pl.String), orient="row")
    return site.tables["mart.collection_members"].join(wanted, on=COLLECTION, how="semi")


def _ordered(tracks: pl.DataFrame, feature: str) -> tuple[NDArray[np.uint32], NDArray[np.float64]]:
    """Give the numbers and the values of tracks in their order."""
    return tracks["track_number"].to_numpy(), tracks[feature].to_numpy()


def _find_ends(members: pl.DataFrame, places: pl.DataFrame) -> dict[str, dict[Key, Ends]]:
    """Give for each feature the first and the last places of each collection, both from their end inwards; no track stands at both ends."""
    features = [column for column in places.columns if column != "track_uri"]
    found = members.join(places, on="track_uri").group_by(COLLECTION)
    both = found.agg(
        pl.len(),
        *(pl.col(feature).bottom_k(MOST_IN_A_HALF).sort().alias(f"most {feature}") for feature in features),
        *(pl.col(feature).top_k(MOST_IN_A_HALF).sort(descending=True).alias(f"least {feature}") for feature in features),
    )
    return {feature: _halve(both.select(*COLLECTION, "len", f"most {feature}", f"least {feature}")) for feature in features}


def _halve(both: pl.DataFrame) -> dict[Key, Ends]:
    """Give both ends of each collection, not more than half of its tracks at either."""
    halves = ((kind, key, count // 2, most, least) for kind, key, count, most, least in both.iter_rows())
    return {(kind, key): (most[:half], least[:half]) for kind, key, half, most, least in halves}
