"""Turn audio features into one point per track, in which distance means unlikeness; refuses to know the library they come from."""

import polars as pl

from storage import artifacts
from storage.cache import step_task
from storage.schemas import DESCRIBING_FEATURES, TABLES, Artifact

# One unit is about the usual deviation of a feature over a wide library, after bending it where it is skewed.
UNITS = {
    "danceability": 0.15,
    "energy": 0.20,
    "speechiness": 0.13,
    "acousticness": 0.28,
    "instrumentalness": 0.28,
    "liveness": 0.15,
    "valence": 0.22,
    "tempo_bpm": 0.25,
    "loudness_db": 0.60,
}
SKEWED_SHARES = ("speechiness", "acousticness", "instrumentalness", "liveness")
SLOWEST_BPM = 30.0
LOUDEST_DB = 0.0
DECIMALS = 9


def describe_tracks(features: pl.DataFrame) -> pl.DataFrame:
    """Give a point to every track whose nine describing features are all known."""
    known = features.filter(pl.all_horizontal(pl.col(name).is_finite() for name in DESCRIBING_FEATURES))
    described = known.select("track_uri", *((_bend(name) / UNITS[name]).round(DECIMALS).alias(name) for name in DESCRIBING_FEATURES))
    return described.sort("track_uri").select(pl.col(name).cast(dtype) for name, dtype in TABLES["step.described_tracks"].dtypes.items())


def _bend(name: str) -> pl.Expr:
    """Straighten the skew of a feature: small shares, slow tempos and loud tracks are spread out."""
    value = pl.col(name)
    if name in SKEWED_SHARES:
        return value.clip(0, 1).sqrt()
    if name == "tempo_bpm":
        return value.clip(SLOWEST_BPM).log()
    if name == "loudness_db":
        return -(-value).clip(LOUDEST_DB).sqrt()
    return value


@step_task("describe the tracks")
def describe_library(features: Artifact) -> Artifact:
    """Give the points of all described tracks."""
    return artifacts.save("step.described_tracks", describe_tracks(artifacts.load(features)))
