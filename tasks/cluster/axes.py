"""Find the two principal axes of a collection and put them into words; refuses to know its clusters."""

import numpy as np
from numpy.typing import NDArray

from storage.schemas import DESCRIBING_FEATURES, Axis

Points = NDArray[np.float64]
WORDS = {
    "danceability": ("Danceable", "Not danceable"),
    "energy": ("Energetic", "Mellow"),
    "speechiness": ("Speechy", "Melodic"),
    "acousticness": ("Acoustic", "Electronic"),
    "instrumentalness": ("Instrumental", "Vocal"),
    "liveness": ("Live", "Produced"),
    "valence": ("Happy", "Sad"),
    "tempo_bpm": ("Fast", "Slow"),
    "loudness_db": ("Loud", "Quiet"),
}
LOADINGS_IN_A_LABEL = 3
SHARE_DECIMALS = 4


def find_axes(points: Points) -> tuple[Points, tuple[Axis, Axis]]:
    """Project points on their two principal axes, each with its words and the share of variance it shows."""
    centred = points - points.mean(axis=0)
    values, vectors = np.linalg.eigh(centred.T @ centred)
    order = np.argsort(-values, kind="stable")[:2]
    loadings = np.array([_turn(vectors[:, place]) for place in order])
    shares = np.maximum(values[order], 0) / max(float(values.sum()), np.finfo(np.float64).tiny)
    labels = _label_apart(loadings)
    first, second = (Axis(label=label, variance_share=round(float(share), SHARE_DECIMALS)) for label, share in zip(labels, shares, strict=True))
    return centred @ loadings.T, (first, second)


def _turn(loadings: Points) -> Points:
    """Turn an axis so that its largest loading is positive."""
    largest = int(np.argmax(np.round(np.abs(loadings), 9)))
    return loadings if loadings[largest] >= 0 else -loadings


def _label_apart(loadings: Points) -> tuple[str, str]:
    """Label both axes by as many loadings as it takes for the labels to differ."""
    for count in range(LOADINGS_IN_A_LABEL, len(DESCRIBING_FEATURES)):
        first, second = (_label(axis, count) for axis in loadings)
        if first != second:
            return first, second
    return first, f"{second} (second)"


def _label(loadings: Points, count: int) -> str:
    """Name the largest loadings by their adjectives."""
    largest = np.argsort(-np.round(np.abs(loadings), 9), kind="stable")[:count]
    return ", ".join(WORDS[DESCRIBING_FEATURES[place]][int(loadings[place] < 0)] for place in largest)
