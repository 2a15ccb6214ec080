"""Draw how tracks spread over one measure, smoothly, and the liked tracks beside them; refuses to know which measure it is."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from tasks.plot.keys import draw_key, width_of_key
from tasks.plot.lettering import letters
from tasks.plot.names import shortened
from tasks.plot.shapes import Strokes, fill_area, rule
from tasks.plot.style import FAINT_INK, GRID, LIKED_GREEN, TRACKS_GREY, blank_figure
from tasks.plot.ticks import apart, round_step
from tasks.plot.writing import Words, write
from tasks.shared_pictures import Distribution

WIDTH_PX, HEIGHT_PX = 450, 180
LEFT, RIGHT, BOTTOM, TOP = 12, WIDTH_PX - 12, 30, HEIGHT_PX - 38
POINTS, TICK_POINTS = 10.5, 9.5
HEAD, FOOT = HEIGHT_PX - 16, 14
GAP_PX: Final = 14
LINE_PX: Final = 2.4
STEPS: Final = 214  # of a curve: one every second pixel
MOST_TICKS: Final = 5
PARTS: Final = 100  # of the smallest number that a scale may name
SMEAR: Final = 1.06  # times the spread over the fifth root of how many there are: the usual width of a density's kernel
SPREAD_OF_HALF: Final = 1.34  # the width that holds the middle half, in standard deviations, where the tracks are spread normally
LEAST_SMEAR: Final = 0.02  # of the whole scale
THESE, LIKED = (TRACKS_GREY, "these tracks"), (LIKED_GREEN, "liked tracks")

Curve = NDArray[np.float64]


def draw_distribution(facts: Distribution) -> Figure:
    """Draw the tracks as a grey area and the liked ones as a green line, each of them as shares of its own number."""
    figure = blank_figure(HEIGHT_PX, WIDTH_PX)
    width = _smear_width(facts)
    curves = [_density(counts, width) for counts in (facts.counts, facts.liked_counts)]
    highest = max([float(curve.max()) for curve in curves if curve is not None], default=1.0)
    these, liked = (_outline(curve, highest) for curve in curves)
    ticks = _draw_ticks(figure, facts)
    if these is not None:
        fill_area(figure, np.concatenate([[(LEFT, BOTTOM)], these, [(RIGHT, BOTTOM)]]), TRACKS_GREY)
    rule(figure, [(LEFT, BOTTOM - 1, RIGHT, BOTTOM)], FAINT_INK)
    if liked is not None:
        strokes = Strokes()
        strokes.add(liked, LIKED_GREEN, LINE_PX)
        strokes.draw(figure)
    entries = [THESE] if liked is None else [THESE, LIKED]
    key = draw_key(figure, RIGHT - width_of_key(entries), HEAD, entries)
    room = RIGHT - LEFT - width_of_key(entries) - GAP_PX
    write(figure, [Words(shortened(facts.label, POINTS, room), LEFT, HEAD, POINTS), *key, *ticks])
    return figure


def _smear_width(facts: Distribution) -> float:
    """Say how far to smear both, on a scale from 0 to 1: by the spread and number of these tracks, farther where fewer are liked."""
    shown = facts.counts if any(facts.counts) else facts.liked_counts
    number = np.sqrt(sum(shown) * min(sum(shown), sum(facts.liked_counts) or sum(shown)))  # between few and many
    return max(SMEAR * _spread(shown) * float(number) ** -0.2 if number else 0.0, LEAST_SMEAR, 0.5 / max(len(shown), 1))


def _spread(counts: Sequence[int]) -> float:
    """Say how far tracks lie from their middle, by the half of them that lies next to it where a few lie far off."""
    total, middles, numbers = sum(counts), _middles(len(counts)), np.array(counts, dtype=np.int64)
    mean = float(numbers @ middles) / total
    deviation = float(np.sqrt(numbers @ (middles - mean) ** 2 / total))
    quarter, three_quarters = np.searchsorted(4 * numbers.cumsum(), [total, 3 * total])
    half = float(middles[three_quarters] - middles[quarter]) / SPREAD_OF_HALF
    return min(deviation, half) or deviation


def _middles(count: int) -> NDArray[np.float64]:
    """Give the middles of so many equal bins from 0 to 1."""
    return (np.arange(count) + 0.5) / count


def _density(counts: Sequence[int], width: float) -> Curve | None:
    """Smear counts over a scale from 0 to 1, mirrored at its ends, so that nothing is lost beyond them."""
    total = sum(counts)
    if not total:
        return None
    middles, weights = _middles(len(counts)), np.array(counts, dtype=np.float64) / total
    places = np.linspace(0, 1, STEPS)[:, None]
    sources = np.concatenate([middles, -middles, 2 - middles])
    curve: Curve = np.exp(-0.5 * ((places - sources) / width) ** 2) @ np.tile(weights, 3) / width
    return curve


def _outline(curve: Curve | None, highest: float) -> NDArray[np.float64] | None:
    """Give a curve's points in pixels."""
    if curve is None:
        return None
    heights = np.round(BOTTOM + curve / highest * (TOP - BOTTOM), 3)  # the last digits of an exponential differ between machines
    return np.stack([np.linspace(LEFT, RIGHT, STEPS), heights], axis=1)


def _draw_ticks(figure: Figure, facts: Distribution) -> list[Words]:
    """Draw thin lines at round values and give these and the ends of the scale in numbers."""
    step = round_step((facts.high - facts.low) * PARTS, MOST_TICKS) / PARTS
    first, last = int(np.ceil(facts.low / step)), int(np.floor(facts.high / step))
    values = dict.fromkeys([facts.low, facts.high, *(round(number * step, 2) for number in range(first, last + 1))])
    across = [round(LEFT + (value - facts.low) / ((facts.high - facts.low) or 1) * (RIGHT - LEFT)) for value in values]
    words = []
    for value, x in zip(values, across, strict=True):
        text = f"{value:g}"
        width = letters(text, TICK_POINTS).width
        words.append(Words(text, min(max(x - width / 2, LEFT), RIGHT - width), FOOT, TICK_POINTS, FAINT_INK))
    shown = apart([(word.x, word.x + letters(word.text, TICK_POINTS).width) for word in words], GAP_PX)
    rule(figure, [(across[place], BOTTOM, across[place], TOP) for place in shown if LEFT < across[place] < RIGHT], GRID)
    return [words[place] for place in shown]
