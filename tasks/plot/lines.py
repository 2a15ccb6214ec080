"""Draw places over time, each line named at its end; refuses to know what is placed."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from matplotlib.figure import Figure

from tasks.plot.lettering import letters
from tasks.plot.marks import Marks, mark
from tasks.plot.names import shortened
from tasks.plot.placing import spread
from tasks.plot.shapes import Places, Strokes
from tasks.plot.style import COLOURS, FAINT_INK, WIDTH_PX, blank_figure
from tasks.plot.timeline import BEYOND_PX, Timeline, draw_dates, draw_levels
from tasks.plot.writing import Words, write
from tasks.shared_pictures import Line, Lines

POINTS: Final = 10.0
LEAST_HEIGHT_PX: Final = 400
HEAD_PX, FOOT_PX, EDGE_PX = 16, 44, 8
NAME_PX: Final = 19  # from one name to the next
NAME_ROOM_PX: Final = 210
LEADER_PX, SAMPLE_PX = 26, 17  # from the last date towards a name, and a sample of the line before it
GAP_PX: Final = 7
LEVEL_ROOM_PX: Final = 24

LINE_PX, THIN_PX, DOT_PX = 2.4, 1.1, 6.0
DOTS_APART_PX: Final = 16  # nearer together, dots would hide their line
DASHES: Final = (3.0, 1.2)  # of the lines that come after the last colour
POINTED: Final = (1.0, 2.5)
ABSENT_STEPS: Final = 2.5  # a line is thin where it has no place for so many of its usual steps


def draw_lines(facts: Lines) -> Figure:
    """Draw each line, the first of them uppermost, with its last place and its name."""
    lines = [line for line in facts.lines if line.days]
    names = [shortened(line.name, POINTS, NAME_ROOM_PX) for line in lines]
    figure = blank_figure(max(LEAST_HEIGHT_PX, HEAD_PX + FOOT_PX + NAME_PX * len(lines)))
    if not lines:
        return figure
    timeline = _timeline(facts, lines, names, round(figure.bbox.height))
    ends = [float(np.clip(timeline.points(line)[-1, 1], timeline.bottom, timeline.top)) for line in lines]
    heights = [round(height) for height in spread(ends, NAME_PX, timeline.bottom, timeline.top)]
    words = [*draw_levels(figure, timeline), *draw_dates(figure, timeline)]
    _draw_strokes(figure, timeline, lines, heights)
    _draw_dots(figure, timeline, lines)
    write(figure, [*words, *_names(timeline, lines, names, heights)])
    return figure


def _timeline(facts: Lines, lines: list[Line], names: list[str], height: int) -> Timeline:
    """Share the room between the lines and their names; no more places are shown than there are."""
    last_day = max(line.days[-1] for line in lines)
    numbers = max(letters(str(line.places[-1]), POINTS).width for line in lines)
    right = WIDTH_PX - EDGE_PX - round(max(letters(name, POINTS).width for name in names) + numbers) - 2 * GAP_PX - LEADER_PX - SAMPLE_PX
    lowest = min(facts.lowest_place, max(max(line.places) for line in lines))
    left = EDGE_PX + LEVEL_ROOM_PX + GAP_PX
    return Timeline(left, right, FOOT_PX, height - HEAD_PX, min(line.days[0] for line in lines), last_day, max(lowest, 2))


def _draw_strokes(figure: Figure, timeline: Timeline, lines: Sequence[Line], heights: Sequence[int]) -> None:
    """Draw the lines from the last to the first, each led on to its name."""
    strokes = Strokes()
    for number, line in reversed(list(enumerate(lines))):
        colour, dashes = _look(number)
        points = timeline.points(line)
        for stretch, is_absent in _stretches(line, points):
            strokes.add(stretch, colour, THIN_PX if is_absent else LINE_PX, None if is_absent else dashes)
        end = float(np.clip(points[-1, 1], timeline.bottom - BEYOND_PX, timeline.top))
        if points[-1, 0] < timeline.right:
            strokes.add(np.array([(points[-1, 0], end), (timeline.right, end)]), colour, THIN_PX, POINTED)
        sample = np.array([(timeline.right + LEADER_PX + along, heights[number]) for along in (0, SAMPLE_PX)])
        strokes.add(np.array([(timeline.right, end), sample[0]]), colour, THIN_PX)
        strokes.add(sample, colour, LINE_PX, dashes)
    strokes.draw(figure, (timeline.left - BEYOND_PX, timeline.bottom - BEYOND_PX, WIDTH_PX, timeline.top + BEYOND_PX))


def _stretches(line: Line, points: Places) -> list[tuple[Places, bool]]:
    """Split a line where it has no place for much longer than usual; the way across is told from the rest."""
    steps = np.diff(line.days)
    usual = float(np.median(steps)) if len(steps) else 0.0
    breaks = np.flatnonzero(steps > ABSENT_STEPS * usual) + 1
    present = [(stretch, False) for stretch in np.split(points, breaks) if len(stretch) > 1]
    return present + [(points[place - 1 : place + 1], True) for place in breaks]


def _draw_dots(figure: Figure, timeline: Timeline, lines: Sequence[Line]) -> None:
    """Mark where each line ends, and every date where these are far enough apart."""
    days = len({day for line in lines for day in line.days})
    are_apart = (timeline.right - timeline.left) / days >= DOTS_APART_PX
    marks = []
    for number, line in reversed(list(enumerate(lines))):
        points = timeline.points(line)
        marked = points if are_apart else points[[0, -1]]
        marks.append(Marks(marked[marked[:, 1] >= timeline.bottom], _look(number)[0], DOT_PX))
    mark(figure, marks)


def _names(timeline: Timeline, lines: list[Line], names: list[str], heights: list[int]) -> list[Words]:
    """Write each line's name, after its place if it still has one at the last date."""
    room = round(max(letters(str(line.places[-1]), POINTS).width for line in lines))
    left = timeline.right + LEADER_PX + SAMPLE_PX + GAP_PX + room
    numbers = [
        Words(str(line.places[-1]), left, height, POINTS, FAINT_INK, "right")
        for line, height in zip(lines, heights, strict=True)
        if line.days[-1] == timeline.last_day
    ]
    return numbers + [Words(name, left + GAP_PX, height, POINTS) for name, height in zip(names, heights, strict=True)]


def _look(number: int) -> tuple[str, tuple[float, ...] | None]:
    """Give a line's colour, and its dashes when all colours are taken."""
    return COLOURS[number % len(COLOURS)], None if number < len(COLOURS) else DASHES
