"""Turn audio features into one point per track, in which distance means unlikeness; refuses to know the library they come from."""

import polars as pl

from storage import artifacts
from storage.schemas import DESCRIBING_FEATURES, TABLES, Artifact
from storage.steps import step_task

# A share of 0..1 is bent into its log odds, so that 0.01 and 0.05 are as far apart as 0.5 and 0.8; nearer to an edge than this it is noise.
EDGES = {
    "danceability": 0.02,
    "energy": 0.02,
    "speechiness": 0.01,
    "acousticness": 0.003,
    "instrumentalness": 0.0001,
    "liveness": 0.01,
    "valence": 0.02,
}
# One unit is about the usual deviation over a wide library: of the feature as it is, and bent.
UNITS = {
    "danceability": (0.145, 0.75),
    "energy": (0.18, 1.0),
    "speechiness": (0.08, 0.85),
    "acousticness": (0.29, 2.0),
    "instrumentalness": (0.17, 3.2),
    "liveness": (0.12, 0.75),
    "valence": (0.22, 1.1),
    "tempo_bpm": (31.0, 0.25),
    "loudness_db": (3.7, 0.45),
}
SLOWEST_BPM = 30.0
LOUDEST_DB = -0.3
DECIMALS = 9


def describe_tracks(features: pl.DataFrame) -> pl.DataFrame:
    """Give a point to every track whose nine describing features are all known."""
    known = features.filter(pl.all_horizontal(pl.col(name).is_finite() for name in DESCRIBING_FEATURES))
    described = known.select("track_uri", *(_place(name).round(DECIMALS).alias(name) for name in DESCRIBING_FEATURES))
    return described.sort("track_uri").cast(pl.Schema(TABLES["step.described_tracks"].dtypes))


def _place(name: str) -> pl.Expr:
    """Place a track between what a feature is and what it is bent: the one tells more of common values, the other of rare ones."""
    plain_unit, bent_unit = UNITS[name]
    bounded = _bound(name)
    return (bounded / plain_unit + _bend(name, bounded) / bent_unit) / 2


def _bound(name: str) -> pl.Expr:
    """Keep a feature where its bent value is finite and means something."""
    if name == "tempo_bpm":
        return pl.col(name).clip(lower_bound=SLOWEST_BPM)
    if name == "loudness_db":
        return pl.col(name).clip(upper_bound=LOUDEST_DB)
    return pl.col(name).clip(EDGES[name], 1 - EDGES[name])


def _bend(name: str, bounded: pl.Expr) -> pl.Expr:
    """Straighten the skew of a feature: log odds of a share, logarithm of tempo and of loudness below full scale."""
    if name == "tempo_bpm":
        return bounded.log()
    return -(-bounded).log() if name == "loudness_db" else (bounded / (1 - bounded)).log()


@step_task("describe the tracks")
def describe_library(features: Artifact) -> Artifact:
    """Give the points of all described tracks."""
    return artifacts.save("step.described_tracks", describe_tracks(artifacts.load(features)))
