"""Move texts of a figure apart; refuses to know what they say."""

from collections.abc import Sequence
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


def spread(heights: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move heights as little as can be until they lie a gap apart between low and high; of equal ones the first is uppermost."""
    upwards = sorted(range(len(heights)), key=lambda place: (heights[place], -place))
    level = _never_falling([heights[place] - gap * order for order, place in enumerate(upwards)])
    highest = max(high - gap * (len(heights) - 1), low)
    moved = {place: min(max(height, low), highest) + gap * order for order, (place, height) in enumerate(zip(upwards, level, strict=True))}
    return [moved[place] for place in range(len(heights))]


def _never_falling(heights: list[float]) -> list[float]:
    """Replace stretches that fall by their mean until none falls."""
    stretches: list[tuple[float, int]] = []
    for height in heights:
        mean, count = height, 1
        while stretches and stretches[-1][0] >= mean:
            before, many = stretches.pop()
            mean, count = (before * many + mean * count) / (many + count), many + count
        stretches.append((mean, count))
    return [mean for mean, count in stretches for _ in range(count)]
