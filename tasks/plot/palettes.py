"""Reduce drawn pixels to a palette, the same way on every machine; refuses to know what was drawn."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

PALETTE_SIZE: Final = 256
BITS: Final = (5, 4)  # per channel: colours that differ in the others only look the same
WHITE: Final = 0xFFFFFFFF  # as one number of four bytes: red, green, blue, opacity

Pixels = NDArray[np.uint8]


def indexed(pixels: Pixels) -> Image.Image:
    """Give drawn pixels (rows, columns, RGBA) as a picture with a palette, white kept as it is."""
    height, width = pixels.shape[:2]
    colours = np.ascontiguousarray(pixels).view("<u4").ravel()
    places = np.flatnonzero(colours != WHITE)
    drawn = colours[places]
    for bits in BITS:
        shades = _shades(drawn, bits)
        used = np.flatnonzero(np.bincount(shades, minlength=1 << 3 * bits))
        if len(used) < PALETTE_SIZE:
            entries = np.zeros(1 << 3 * bits, dtype=np.uint8)
            entries[used] = np.arange(1, len(used) + 1)
            numbers = np.zeros(width * height, dtype=np.uint8)
            numbers[places] = entries[shades]
            picture = Image.frombytes("P", (width, height), numbers.tobytes())
            picture.putpalette(_palette(drawn, numbers[places], len(used)))
            return picture
    return _with_any_colours(pixels)


def _shades(colours: NDArray[np.uint32], bits: int) -> NDArray[np.int64]:
    """Tell colours apart by the first bits of its red, green and blue."""
    red, green, blue = ((colours >> (8 * channel + 8 - bits)) & ((1 << bits) - 1) for channel in range(3))
    return ((red << 2 * bits) | (green << bits) | blue).astype(np.int64)


def _palette(drawn: NDArray[np.uint32], numbers: Pixels, count: int) -> bytes:
    """Give white and the colours that stand for each entry: one of those that were drawn, if possible over several pixels."""
    colours = np.full(count + 1, WHITE, dtype="<u4")
    colours[numbers] = drawn
    is_even = drawn[1:] == drawn[:-1]
    colours[numbers[1:][is_even]] = drawn[1:][is_even]
    return colours.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()


def _with_any_colours(pixels: Pixels) -> Image.Image:
    """Choose a palette for pixels of too many colours; its white is white."""
    height, width = pixels.shape[:2]
    whole = Image.frombytes("RGBA", (width, height), pixels.tobytes()).convert("RGB")
    picture = whole.quantize(PALETTE_SIZE, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    entries = np.array(picture.getpalette(), dtype=np.uint8).reshape(-1, 3)
    nearest = np.argmin((255 - entries.astype(np.int64)).sum(axis=1))
    entries[nearest] = 255
    picture.putpalette(entries.tobytes())
    return picture
