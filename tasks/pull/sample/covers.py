"""Draw small album covers; refuses to know whose they are."""

from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from .draws import stream

COVERS = "covers"
PIXELS = 64
COLOURS = 6


def draw_covers(folder: Path, names: list[str], seed: int) -> None:
    """Draw one cover for each name into the folder."""
    (folder / COVERS).mkdir(exist_ok=True)
    rng = stream(seed, "covers")
    for name in names:
        (folder / name).write_bytes(_draw_cover(rng))


def _draw_cover(rng: np.random.Generator) -> bytes:
    """Draw one pattern of a few colours as a palette PNG."""
    across, down = np.meshgrid(np.arange(PIXELS), np.arange(PIXELS))
    middle, pitch, shape = rng.integers(8, 56, 2), int(rng.integers(4, 15)), int(rng.integers(0, 4))
    squares = (across - middle[0]) ** 2 + (down - middle[1]) ** 2
    patterns = (squares // (pitch * 40), (across + down) // pitch, (across // pitch) ^ (down // pitch), across * down // (pitch * 30))
    image = Image.fromarray((patterns[shape] % COLOURS).astype(np.uint8), mode="P")
    image.putpalette(rng.integers(20, 236, 3 * COLOURS, dtype=np.uint8).tobytes())
    kept = BytesIO()
    image.save(kept, format="PNG", optimize=False, bits=4)
    return kept.getvalue()
