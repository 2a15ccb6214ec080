"""Write many short texts on a figure at once; refuses to know what they say."""

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from tasks.plot.lettering import letters
from tasks.plot.style import INK, POINTS_PER_PX

HALF_A_CAPITAL: Final = 0.36  # of the letters' size

Anchor = Literal["left", "centre", "right"]


@dataclass(frozen=True)
class Words:
    """A text and where it stands, in pixels from the lower left corner: its anchor, and the middle of its capitals."""

    text: str
    x: float
    y: float
    points: float
    colour: str = INK
    anchor: Anchor = "left"
    is_turned: bool = False


class Writing(Artist):
    """All texts of a figure, drawn from pixels that are known for each text since it was first written."""

    def __init__(self, words: list[Words]) -> None:
        """Hold the texts."""
        super().__init__()
        self.words = words

    def draw(self, renderer: RendererBase) -> None:
        """Draw each text over what is there."""
        context = renderer.new_gc()
        for words in self.words:
            image, x, y = _placed(words)
            renderer.draw_image(context, x, y, image)
        context.restore()


def write(figure: Figure, words: list[Words]) -> None:
    """Write texts on a figure, over all else."""
    writing = Writing(words)
    writing.set_zorder(10)
    figure.add_artist(writing, clip=False)


def _placed(words: Words) -> tuple[Any, int, int]:
    """Give a text's pixels, bottom row first, and where their lower left corner stands."""
    line = letters(words.text, words.points)
    along = {"left": 0.0, "centre": line.width / 2, "right": line.width}[words.anchor]
    across = round(HALF_A_CAPITAL * words.points / POINTS_PER_PX) + line.below
    image = np.empty((*line.coverage.shape, 4), dtype=np.uint8)
    image[..., :3] = [round(255 * share) for share in to_rgb(words.colour)]
    image[..., 3] = line.coverage
    if words.is_turned:
        turned = np.rot90(image)
        return np.ascontiguousarray(turned[::-1]), round(words.x) + across - turned.shape[1], round(words.y - along) + line.left
    return np.ascontiguousarray(image[::-1]), round(words.x - along) + line.left, round(words.y) - across
