"""World -> Snapshot: the only impure flow."""

from prefect import flow

from storage.clock import clock
from storage.pool import pool
from storage.schemas import Snapshot
from tasks.cluster.cluster_collection import cluster_collection
from tasks.cluster.elsewhere import get_ready as cluster_ready
from tasks.cluster.elsewhere import get_ready_for_all as large_ready
from tasks.plot.elsewhere import get_ready as plot_ready
from tasks.pull.land import land_sources
from tasks.pull.sources import Sources
from tasks.read.read_sources import read_sources
from tasks.record.record_snapshot import Night, record_snapshot


@flow(name="pull", flow_run_name="pull {sources.reading}")
async def pull(sources: Sources) -> Snapshot:
    """Land what the sources say tonight, and write it down.

    Args:
        sources: where the library comes from
    """
    gathered = land_sources(sources)
    is_first = cluster_collection.knows_nothing()
    pool.warm(cluster_ready, plot_ready, at_first=large_ready, is_first=is_first, is_wanted=gathered.is_new)  # what is new needs them soon
    tables = read_sources(gathered.landing)
    night = Night(moment=clock().now(), origin=gathered.origin, sources=gathered.sources, held=gathered.held, fetch=gathered.fetch)
    return record_snapshot(gathered.landing, tables, night)
