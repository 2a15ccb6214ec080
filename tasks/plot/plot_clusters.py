"""Draw the scatter of one collection in the shared pool."""

import polars as pl

from storage import artifacts
from storage.cache import step_task
from storage.pool import pool
from storage.schemas import Artifact, Axis, Clustering
from tasks.plot.scatter import draw_clusters
from tasks.plot.style import png_bytes


def picture_of(members: pl.DataFrame, axes: tuple[Axis, Axis]) -> bytes:
    """Draw and write one scatter."""
    return png_bytes(draw_clusters(members, axes))


@step_task("plot {clustering.kind} {clustering.key}")
def plot_clusters(clustering: Clustering) -> Artifact:
    """Give the picture of one collection's clusters."""
    return artifacts.save_bytes("figures", pool.hand(picture_of, artifacts.load(clustering.members), clustering.axes).result())
