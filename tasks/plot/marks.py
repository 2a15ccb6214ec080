"""Mark many places on a figure at once, in pixels from its lower left corner; refuses to know what stands there."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, IdentityTransform
from numpy.typing import NDArray

from tasks.plot.style import PAPER

WIDER: Final = {"*": 1.35}  # shapes that look smaller than they are


@dataclass(frozen=True)
class Marks:
    """Places that are marked alike: a shape of matplotlib's, its colour, width and opacity, and how wide its light edge is."""

    places: NDArray[np.float64]
    colour: str
    width: float
    shape: str = "o"
    opacity: float = 1.0
    edge: float = 0.0


class Marking(Artist):
    """All marks of a figure, later ones over earlier ones."""

    def __init__(self, marks: Sequence[Marks]) -> None:
        """Hold the marks."""
        super().__init__()
        self.marks = marks

    def draw(self, renderer: RendererBase) -> None:
        """Draw each place's mark."""
        for marks in self.marks:
            context = renderer.new_gc()
            context.set_foreground(PAPER)
            context.set_linewidth(marks.edge)
            context.set_alpha(marks.opacity)
            outline, shape = _outline(marks.shape)
            larger = shape + Affine2D().scale(marks.width)
            renderer.draw_markers(context, outline, larger, Path(marks.places), IdentityTransform(), (*to_rgb(marks.colour), marks.opacity))
            context.restore()


def mark(figure: Figure, marks: Sequence[Marks]) -> None:
    """Put marks on a figure, over its areas and strokes and below its words."""
    marking = Marking([each for each in marks if len(each.places)])
    marking.set_zorder(5)
    figure.add_artist(marking, clip=False)


def per_decade(values: tuple[float, ...], total: int) -> float:
    """Read a value that is given per power of ten, in between where the number lies in between."""
    decade = min(math.log10(max(total, 1)), len(values) - 1.001)
    below = int(decade)
    return values[below] + (values[below + 1] - values[below]) * (decade - below)


@lru_cache(maxsize=32)
def _outline(shape: str) -> tuple[Path, Affine2D]:
    """Give a shape's outline, one pixel wide."""
    style = MarkerStyle(shape)
    return style.get_path(), Affine2D(style.get_transform().get_matrix()).scale(WIDER.get(shape, 1.0))
