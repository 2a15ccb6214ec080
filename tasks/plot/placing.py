"""Move texts of a figure apart; refuses to know what they say."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

NUMBERS_APART: Final = (0.035, 0.05)  # shares of the plot's width and height
ROUNDS_OF_MOVING: Final = 30


def move_apart(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Push places that lie within NUMBERS_APART of each other up and down until they do not, the same way every time."""
    moved = places.copy()
    pairs = [(one, other) for other in range(len(moved)) for one in range(other)]
    for _ in range(ROUNDS_OF_MOVING):
        for one, other in pairs:
            across, up = moved[other] - moved[one]
            lacking = NUMBERS_APART[1] - abs(up)
            if abs(across) < NUMBERS_APART[0] and lacking > 0:
                step = lacking / 2 if up >= 0 else -lacking / 2
                moved[one, 1] -= step
                moved[other, 1] += step
    return moved
