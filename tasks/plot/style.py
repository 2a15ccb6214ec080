"""How every figure looks: size, colours, markers, fonts, and its bytes; refuses to know what a figure shows."""

import functools
import io
from typing import Final

import numpy as np
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from storage.faces import installed_faces
from tasks.plot.palettes import indexed

WIDTH_PX: Final = 900
HEIGHT_PX: Final = 600
PX_PER_INCH: Final = 100
POINTS_PER_PX: Final = 72 / PX_PER_INCH
COMPRESSION: Final = 5  # 9 takes 20 ms more a figure and saves a tenth

INK: Final = "#2b2b2b"
FAINT_INK: Final = "#6b6b6b"
GRID: Final = "#e4e4e4"
PAPER: Final = "#ffffff"

TRACKS_GREY: Final = "#c4c8ce"
LIKED_GREEN: Final = "#2a9d5c"
LIKED_INK: Final = "#1b7a43"

# Ten colours chosen for colour vision deficiencies (Petroff 2021), each with a shape of its own for those who see none.
COLOURS: Final = ("#3f90da", "#ffa90e", "#bd1f01", "#832db6", "#94a4a2", "#a96b59", "#e76300", "#b9ac70", "#717581", "#92dadd")
MARKERS: Final = ("o", "s", "^", "D", "v", "P", "X", "p", "*", "h")

SCRIPT_FACES: Final = (
    "Noto Sans CJK KR",
    "Noto Sans CJK JP",
    "Noto Sans KR",
    "Noto Sans JP",
    "Noto Sans Hebrew",
    "Noto Sans Arabic",
    "Noto Sans Thai",
    "Noto Sans Devanagari",
    "Noto Sans Symbols2",
    "Noto Emoji",
)


@functools.cache
def font_families() -> tuple[str, ...]:
    """Name the faces to fall back through, in order; only those installed, since each missing one is complained about."""
    listed = {str(face.fname) for face in font_manager.fontManager.ttflist}
    for file in installed_faces():
        if str(file) not in listed:  # matplotlib keeps a list of its own for years
            font_manager.fontManager.addfont(str(file))
    installed = set(font_manager.get_font_names())
    return ("DejaVu Sans", *(face for face in SCRIPT_FACES if face in installed))


def blank_figure(height: int = HEIGHT_PX, width: int = WIDTH_PX) -> Figure:
    """Give an empty figure of so many pixels with a canvas of its own."""
    figure = Figure(figsize=(width / PX_PER_INCH, height / PX_PER_INCH), dpi=PX_PER_INCH, facecolor=PAPER)
    FigureCanvasAgg(figure)
    return figure


def png_bytes(figure: Figure) -> bytes:
    """Draw a figure as a small palette PNG that says nothing of when or by what it was made."""
    canvas = figure.canvas
    assert isinstance(canvas, FigureCanvasAgg), "a figure of ours is drawn by Agg"
    canvas.draw()  # type: ignore[no-untyped-call]
    written = io.BytesIO()
    indexed(np.asarray(canvas.buffer_rgba())).save(written, format="PNG", compress_level=COMPRESSION)  # type: ignore[no-untyped-call]
    return written.getvalue()
