"""Plant groups of like tracks and draw audio features from them; refuses to know artists and playlists."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from .draws import Real, Whole, flag

GROUP_COUNTS = (8, 15)
LATENT = ("danceability", "energy", "loudness", "speechiness", "acousticness", "instrumentalness", "liveness", "valence", "tempo")
SEPARATION = 0.95
SPREADS = (0.41, 0.87)
OVERLAPPING_SHARE = 0.3
INSTRUMENTAL_SHARE = 0.2
LIFT_OF_INSTRUMENTAL = 3.0
HALF_OR_DOUBLE_TEMPO_SHARE = 0.04
LEAST_INSTRUMENTAL, MAJOR_SHARE = 2e-5, 0.6
ENERGY_IN_LOUDNESS, ENERGY_IN_ACOUSTICNESS, DANCE_IN_VALENCE = 0.55, -0.45, 0.35


@dataclass(frozen=True)
class Groups:
    """Planted groups: how often each occurs, where it lies, how wide it is."""

    weights: Real
    means: Real
    spreads: Real


def plant_groups(rng: np.random.Generator) -> Groups:
    """Plant groups of unequal size and spread, some of which overlap."""
    count = int(rng.integers(*GROUP_COUNTS))
    means = rng.normal(0, SEPARATION, (count, len(LATENT)))
    for late in range(1, count):
        if rng.random() < OVERLAPPING_SHARE:
            means[late] = means[rng.integers(0, late)] + rng.normal(0, 0.45, len(LATENT))
    means[:, LATENT.index("instrumentalness")] += LIFT_OF_INSTRUMENTAL * flag(rng, count, INSTRUMENTAL_SHARE)
    return Groups(
        weights=rng.dirichlet(np.full(count, 3.0)),
        means=_correlate(means),
        spreads=rng.uniform(*SPREADS, (count, 1)) * rng.uniform(0.7, 1.3, (count, len(LATENT))),
    )


def _correlate(points: Real) -> Real:
    """Tie loudness and acousticness to energy, valence to danceability, as in life."""
    tied = points.copy()
    tied[:, LATENT.index("loudness")] += ENERGY_IN_LOUDNESS * points[:, LATENT.index("energy")]
    tied[:, LATENT.index("acousticness")] += ENERGY_IN_ACOUSTICNESS * points[:, LATENT.index("energy")]
    tied[:, LATENT.index("valence")] += DANCE_IN_VALENCE * points[:, LATENT.index("danceability")]
    return tied


def draw_features(rng: np.random.Generator, groups: Groups, group_of_track: Whole) -> pl.DataFrame:
    """Draw the features of tracks of known groups."""
    noise = _correlate(rng.normal(size=(len(group_of_track), len(LATENT))))
    latent = groups.means[group_of_track] + groups.spreads[group_of_track] * noise
    return _bound(rng, {name: latent[:, place] for place, name in enumerate(LATENT)})


def _bound(rng: np.random.Generator, latent: dict[str, Real]) -> pl.DataFrame:
    """Bend what was drawn into the bounds and skews of real features, in the columns' order of the exports."""
    count = len(latent["energy"])
    keys, modes, beats = rng.integers(0, 12, count), rng.random(count) < MAJOR_SHARE, rng.choice([4, 4, 4, 4, 4, 4, 4, 3, 5, 1], count)
    instrumental = _squash(-9.5 + 2.9 * latent["instrumentalness"])
    return pl.DataFrame(
        {
            "Danceability": _squash(0.75 + 0.62 * latent["danceability"]).round(3),
            "Energy": _squash(0.4 + 0.75 * latent["energy"]).round(3),
            "Key": keys,
            "Loudness": np.clip(-np.exp(2.0 - 0.36 * latent["loudness"]), -58, 1).round(3),
            "Mode": modes.astype(np.int64),
            "Speechiness": (0.024 + 0.9 * _squash(-2.9 + 0.85 * latent["speechiness"])).round(4),
            "Acousticness": _significant(_squash(-1.3 + 1.9 * latent["acousticness"])),
            "Instrumentalness": _significant(np.where(instrumental < LEAST_INSTRUMENTAL, 0.0, instrumental)),
            "Liveness": (0.02 + 0.95 * _squash(-1.85 + 0.75 * latent["liveness"])).round(4),
            "Valence": _squash(0.85 * latent["valence"]).round(3),
            "Tempo": _tempo(rng, latent["tempo"]).round(3),
            "Time Signature": beats,
        }
    )


def _tempo(rng: np.random.Generator, latent: Real) -> Real:
    """Give beats a minute, a few counted at half or double speed."""
    beats = 118 * np.exp(0.2 * latent)
    octave = np.where(flag(rng, len(latent), 0.5), 0.5, 2.0)
    return np.clip(np.where(flag(rng, len(latent), HALF_OR_DOUBLE_TEMPO_SHARE), beats * octave, beats), 48, 216)


def _squash(values: Real) -> Real:
    return np.asarray(1 / (1 + np.exp(-values)))


def _significant(values: Real) -> Real:
    """Keep three significant digits, as the service does."""
    scale = 10.0 ** (2 - np.floor(np.log10(np.maximum(values, 1e-9))))
    return np.asarray((values * scale).round() / scale)
