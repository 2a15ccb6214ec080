"""Draw the clusters of one collection on its two principal axes; refuses to know which collection it is."""

from typing import Final

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke

from storage.schemas import Axis
from tasks.plot.marks import per_decade
from tasks.plot.placing import move_apart
from tasks.plot.style import COLOURS, FAINT_INK, GRID, INK, MARKERS, PAPER, blank_figure, font_families

PLOT_BOX: Final = (0.055, 0.085, 0.705, 0.89)
LEGEND_CORNER: Final = (1.015, 1.0)
ROOM_AT_EDGES: Final = 0.06
# per power of ten of the number of points, from 1 on
MARKER_POINTS: Final = (13.0, 11.0, 8.0, 5.5, 3.2, 2.0)
MARKER_ALPHAS: Final = (1.0, 0.95, 0.85, 0.7, 0.5, 0.35)
FEW_POINTS: Final = 500
FEWEST_TO_NUMBER: Final = 100  # below, a number says little and hides points


def draw_clusters(members: pl.DataFrame, clustering_axes: tuple[Axis, Axis]) -> Figure:
    """Draw each track at its place, coloured and shaped by its cluster, smaller clusters above larger ones."""
    figure = blank_figure()
    axes = figure.add_axes(PLOT_BOX)
    clusters = members.sort("cluster_number", "track_uri").partition_by("cluster_number", maintain_order=True)
    for cluster in clusters:
        _draw_points(axes, cluster, members.height)
    _frame(axes, members, clustering_axes)
    _name_clusters(axes, clusters)
    if members.height >= FEWEST_TO_NUMBER:
        _number_clusters(axes, clusters)
    return figure


def _draw_points(axes: Axes, cluster: pl.DataFrame, total: int) -> None:
    """Mark the tracks of one cluster, as large and as dense as their number in the figure allows."""
    number = _number(cluster)
    axes.plot(
        cluster["x"].to_numpy(),
        cluster["y"].to_numpy(),
        linestyle="none",
        marker=MARKERS[number % len(MARKERS)],
        markersize=per_decade(MARKER_POINTS, total),
        markeredgewidth=0.6 if total <= FEW_POINTS else 0,
        markeredgecolor=PAPER,
        color=COLOURS[number % len(COLOURS)],
        alpha=per_decade(MARKER_ALPHAS, total),
    )


def _number_clusters(axes: Axes, clusters: list[pl.DataFrame]) -> None:
    """Write each cluster's number where its middle is, legible on any colour and on no other number."""
    middles = [(cluster["x"].median(), cluster["y"].median()) for cluster in clusters]
    shares = axes.transAxes.inverted().transform(axes.transData.transform(np.array(middles, dtype=np.float64)))
    halo = [withStroke(linewidth=3.5, foreground=PAPER)]
    for cluster, (across, up) in zip(clusters, move_apart(shares), strict=True):
        text = axes.text(across, up, str(_number(cluster) + 1), transform=axes.transAxes, ha="center", va="center")
        text.set(fontsize=15, fontweight="bold", color=INK, path_effects=halo)


def _frame(axes: Axes, members: pl.DataFrame, clustering_axes: tuple[Axis, Axis]) -> None:
    """Set limits, the two words of direction, and the light cross through the mean; the scales have no unit, so no numbers."""
    axes.set_xlim(*_limits(members["x"]))
    axes.set_ylim(*_limits(members["y"]))
    axes.axhline(0, color=GRID, linewidth=1, zorder=0)
    axes.axvline(0, color=GRID, linewidth=1, zorder=0)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_color(GRID)
    across, up = (f"{axis.label}  ({round(100 * axis.variance_share)} % of what differs)  \N{RIGHTWARDS ARROW}" for axis in clustering_axes)
    axes.set_xlabel(across, fontsize=11, color=FAINT_INK, family=list(font_families()), labelpad=8)
    axes.set_ylabel(up, fontsize=11, color=FAINT_INK, family=list(font_families()), labelpad=8)


def _name_clusters(axes: Axes, clusters: list[pl.DataFrame]) -> None:
    """List the clusters with their sizes beside the plot, where no point can be."""
    marks = [_legend_mark(_number(cluster), cluster.height) for cluster in clusters]
    axes.legend(
        handles=marks,
        loc="upper left",
        bbox_to_anchor=LEGEND_CORNER,
        borderaxespad=0,
        frameon=False,
        fontsize=11,
        labelcolor=INK,
        handletextpad=0.3,
        labelspacing=0.8,
    )


def _legend_mark(number: int, size: int) -> Line2D:
    """Give a cluster's mark and name, the same size in every figure."""
    colour, marker = COLOURS[number % len(COLOURS)], MARKERS[number % len(MARKERS)]
    label = f"Cluster {number + 1} ({size})"
    return Line2D([], [], linestyle="none", marker=marker, markersize=9, markeredgewidth=0, color=colour, label=label)


def _number(cluster: pl.DataFrame) -> int:
    """Give the cluster's place in colours and markers: its number, from 0."""
    return int(cluster["cluster_number"][0]) - 1


def _limits(places: pl.Series) -> tuple[float, float]:
    """Give the range of an axis with some room at both ends, also when all points share one place."""
    low, high = float(places.min() or 0), float(places.max() or 0)  # type: ignore[arg-type]
    room = (high - low) * ROOM_AT_EDGES or 1.0
    return low - room, high + room
