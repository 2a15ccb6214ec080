"""Draw any figure that is written down as facts; refuses to know how each kind is drawn."""

from matplotlib.figure import Figure

from tasks.plot.bars import draw_bars
from tasks.plot.comparison import draw_comparison
from tasks.plot.distribution import draw_distribution
from tasks.plot.lines import draw_lines
from tasks.plot.years import draw_years
from tasks.shared_pictures import Bars, Comparison, Distribution, Lines, Picture, Years


def draw_picture(picture: Picture) -> Figure:
    """Draw a figure of whatever kind."""
    match picture:
        case Bars():
            return draw_bars(picture)
        case Years():
            return draw_years(picture)
        case Lines():
            return draw_lines(picture)
        case Comparison():
            return draw_comparison(picture)
        case Distribution():
            return draw_distribution(picture)
