"""Snapshot -> warehouse and pages: pure, offline."""

from typing import Any, cast

from prefect import flow
from prefect.context import SyncClientContext
from prefect.task_runners import ThreadPoolTaskRunner

from storage import states
from storage.failures import failures_in
from storage.pool import pool
from storage.schemas import Snapshot, size_of_clustering, size_of_collection, size_of_sheet
from storage.snapshots import read
from tasks.aggregate.build_marts import build_marts, finish_marts
from tasks.cluster.cluster_collection import cluster_collection, gather_clusters, list_clusterings
from tasks.cluster.elsewhere import get_ready as cluster_ready
from tasks.cluster.elsewhere import get_ready_for_all as large_ready
from tasks.compare.compare_states import compare_states, draw_library_state
from tasks.cut import cut_library
from tasks.depict.depict_library import depict_clusters, depict_library
from tasks.describe import describe_library
from tasks.normalise.normalise_library import normalise_library
from tasks.plot.elsewhere import get_ready as plot_ready
from tasks.plot.plot_clusters import plot_clusters
from tasks.plot.plot_sheets import plot_sheet
from tasks.publish.publish_night import Tree, begin_run, making_warehouse, narrow, publish_night
from tasks.publish.published import Published
from tasks.read.read_sources import read_sources
from tasks.report.facts import ReportChoices
from tasks.report.finish_pages import finish_pages
from tasks.report.write_pages import Edition, name_figures, write_pages
from tasks.shared_paths import choose

THREADS = ThreadPoolTaskRunner[Any](max_workers=8)  # they only wait for the pool of processes


@flow(name="study", flow_run_name="study {snapshot.snapshot_id}", task_runner=cast(Any, THREADS))
async def study(snapshot: Snapshot, choices: ReportChoices, only: tuple[str, ...] = ()) -> Published:
    """Study every collection of a snapshot the same way.

    Args:
        snapshot: the night to study
        choices: what the pages show
        only: write only these pages, each KIND or KIND:KEY; left empty, all
    """
    with SyncClientContext.get_or_create():
        night = begin_run(snapshot)
        pool.warm(cluster_ready, plot_ready, at_first=large_ready, is_first=cluster_collection.knows_nothing(), is_wanted=night.is_new)
        manifest = read(snapshot.snapshot_id)
        sources = read_sources(manifest.landing)
        library = normalise_library(sources, manifest.ledger)
        described = describe_library(library["core.track_features"])
        marts = build_marts(library, described)
        clustering = cluster_collection.start_unknown(cut_library(marts["mart.collection_members"], described), size_of_collection)
        pictures = depict_library(library | marts)
        clusterings = list_clusterings(clustered := clustering.results())
        wanted = narrow(only)
        shown = choose(clusterings, wanted)
        scatters = plot_clusters.start_unknown(shown, size_of_clustering)
        marts |= finish_marts(library, marts, described, gather_clusters(clusterings))
        with making_warehouse(library | marts) as warehouse:
            planned = choose(depict_clusters(library | marts, clusterings, pictures), wanted)
            sheets = plot_sheet.start_unknown(planned, size_of_sheet)
            changes = compare_states(states.keep(snapshot.snapshot_id, draw_library_state(library | marts)))
            edition = Edition(
                clusterings=tuple(clusterings),
                figures=name_figures(shown, planned),
                skipped=manifest.landing.skipped,
                changes=changes,
                choices=choices,
                only=wanted,
                failures=failures_in(clustered),
            )
            draft = write_pages(library | marts, edition)
            finished = finish_pages(library | marts, edition, draft, [*scatters.results(), *sheets.results()])
            kept = library | marts | {described.table: described, changes.table: changes}
            return publish_night(night, kept, Tree(*finished), warehouse, only)
