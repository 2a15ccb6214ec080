"""Draw the scatter of one collection in the shared pool."""

from storage import artifacts
from storage.pool import pool
from storage.schemas import Artifact, Clustering
from storage.steps import step_task
from tasks.plot.elsewhere import picture_elsewhere


@step_task("plot {clustering.kind} {clustering.key}")
def plot_clusters(clustering: Clustering) -> Artifact:
    """Give the picture of one collection's clusters."""
    members = artifacts.load(clustering.members)
    return artifacts.save_bytes("figures", pool.hand(picture_elsewhere, members, clustering.axes).result())
