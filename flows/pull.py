"""World -> Snapshot: the only impure flow."""

from prefect import flow

from storage.clock import clock
from storage.schemas import Snapshot
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
    tables = read_sources(gathered.landing)
    night = Night(moment=clock().now(), origin=gathered.origin, sources=gathered.sources, fetch=gathered.fetch)
    return record_snapshot(gathered.landing, tables, night)
