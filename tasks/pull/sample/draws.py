"""Draw reproducible numbers for the sample library; refuses to know what they stand for."""

from zlib import crc32

import numpy as np
from numpy.typing import NDArray

BASE62 = np.frombuffer(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", dtype=np.uint8)
ID_LENGTH = 22

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Names = NDArray[np.object_]


def stream(seed: int, purpose: str) -> np.random.Generator:
    """Give the random stream of one purpose, so that a change in one part leaves the others as they were."""
    return np.random.default_rng([seed, crc32(purpose.encode())])


def draw_heavy_tailed(rng: np.random.Generator, draws: int, things: int, head: float) -> Whole:
    """Draw things by rank, the first most often; a larger head makes the first ones more equal."""
    weights = np.cumsum(1.0 / (np.arange(things) + head))
    places = np.searchsorted(weights, rng.random(draws) * weights[-1], side="right")
    return np.asarray(np.minimum(places, things - 1), dtype=np.int64)


def draw_mixed(rng: np.random.Generator, choices: Whole, shares: tuple[float, ...]) -> Whole:
    """Take one column of each row of choices, column i with share i."""
    columns = np.searchsorted(np.cumsum(shares)[:-1], rng.random(len(choices)), side="right")
    return np.asarray(choices[np.arange(len(choices)), columns])


def draw_ids(rng: np.random.Generator, prefix: str, count: int) -> Names:
    """Draw URIs of the form prefix and 22 letters and digits."""
    letters = BASE62[rng.integers(0, len(BASE62), size=(count, ID_LENGTH), dtype=np.uint8)]
    ids = np.ascontiguousarray(letters).view(f"S{ID_LENGTH}").ravel().astype(f"U{ID_LENGTH}").astype(object)
    return np.asarray(prefix + ids)


def flag(rng: np.random.Generator, count: int, share: float) -> NDArray[np.bool_]:
    """Flip a coin for each of count things."""
    return rng.random(count) < share
