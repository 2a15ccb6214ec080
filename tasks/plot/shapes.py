"""Put areas and strokes on a figure, many at once, in pixels from its lower left corner; refuses to know what they stand for."""

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox, IdentityTransform
from numpy.typing import NDArray

from tasks.plot.style import POINTS_PER_PX

Corners = tuple[float, float, float, float]  # left, bottom, right, top
Places = NDArray[np.float64]


def fill_boxes(figure: Figure, boxes: Sequence[Corners], colours: Sequence[str]) -> None:
    """Fill boxes, later ones over earlier ones."""
    corners = [((left, bottom), (right, bottom), (right, top), (left, top)) for left, bottom, right, top in boxes]
    _add(figure, PolyCollection(corners, facecolors=list(colours), linewidths=0, transform=IdentityTransform()))


def fill_area(figure: Figure, outline: Places, colour: str) -> None:
    """Fill what an outline holds."""
    _add(figure, PolyCollection([outline], facecolors=colour, linewidths=0, transform=IdentityTransform()))


def rule(figure: Figure, ends: Sequence[Corners], colour: str) -> None:
    """Draw thin level or upright lines, sharp to the pixel."""
    fill_boxes(figure, [(left, bottom, max(right, left + 1), max(top, bottom + 1)) for left, bottom, right, top in ends], [colour] * len(ends))


class Strokes:
    """Lines of one figure that are drawn together, later ones over earlier ones."""

    def __init__(self) -> None:
        """Begin without any."""
        self._places: list[Places] = []
        self._colours: list[str] = []
        self._widths: list[float] = []
        self._styles: list[tuple[float, tuple[float, ...] | None]] = []

    def add(self, places: Places, colour: str, width: float, dashes: tuple[float, ...] | None = None) -> None:
        """Add a line through places, so many pixels wide, in dashes and gaps of so many widths."""
        self._places.append(places)
        self._colours.append(colour)
        self._widths.append(width * POINTS_PER_PX)
        self._styles.append((0.0, dashes))

    def draw(self, figure: Figure, inside: Corners | None = None) -> None:
        """Draw them all; what lies outside is cut off."""
        lines = LineCollection(
            self._places, colors=self._colours, linewidths=self._widths, linestyles=self._styles, transform=IdentityTransform(), capstyle="butt"
        )
        lines.set_joinstyle("round")
        _add(figure, lines, inside)


def _add(figure: Figure, artist: Artist, inside: Corners | None = None) -> None:
    """Put an artist on a figure, in the order of its coming."""
    artist.set_zorder(1)
    figure.add_artist(artist, clip=False)
    if inside:
        left, bottom, right, top = inside
        artist.set_clip_box(Bbox.from_extents(left, bottom, right, top))
