"""Draw the scatter of one collection in the shared pool."""

from storage import artifacts
from storage.failures import Drawn, Failure, Fault
from storage.pool import pool
from storage.schemas import Clustering
from storage.steps import step_task
from tasks.plot.elsewhere import PATIENCE, picture_elsewhere
from tasks.shared_paths import figure_path


@step_task("plot {clustering.kind} {clustering.key}")
def plot_clusters(clustering: Clustering) -> Drawn:
    """Give the picture of one collection's clusters."""
    path = figure_path(clustering.kind, clustering.key)
    png = pool.attempt(PATIENCE, picture_elsewhere, artifacts.load(clustering.members), clustering.axes)
    if isinstance(png, Fault):
        return Drawn(failures=(Failure(what="figure", path=path, reason=png.reason),))
    return Drawn(figures={path: artifacts.save_bytes("figures", png)})
