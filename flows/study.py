"""Snapshot -> warehouse and pages: pure, offline."""

from prefect import flow

from storage.cache import map_unknown
from storage.schemas import Snapshot
from storage.snapshots import read
from tasks.aggregate.build_marts import build_marts, finish_marts
from tasks.cluster.cluster_collection import cluster_collection, gather_clusters
from tasks.cut import cut_library
from tasks.describe import describe_library
from tasks.normalise.normalise_library import normalise_library
from tasks.plot.plot_clusters import plot_clusters
from tasks.publish import Published, begin_run, publish_night
from tasks.read.read_sources import read_sources
from tasks.report.facts import ReportChoices
from tasks.report.write_pages import write_pages


@flow(name="study")
async def study(snapshot: Snapshot, choices: ReportChoices, only: tuple[str, ...] = ()) -> Published:
    """Study every collection of a snapshot the same way.

    Args:
        snapshot: the night to study
        choices: what the pages show
        only: write only these pages, each KIND or KIND:KEY; left empty, all
    """
    night = begin_run(snapshot)
    manifest = read(snapshot.snapshot_id)
    sources = read_sources(manifest.landing)
    library = normalise_library(sources, manifest.ledger)
    described = describe_library(library["core.track_features"])
    marts = build_marts(library, described)
    collections = cut_library(marts["mart.collection_members"], described)
    clusterings = map_unknown(cluster_collection, collections)
    figures = map_unknown(plot_clusters, clusterings)
    marts |= finish_marts(library, marts, described, gather_clusters(clusterings))
    files = write_pages(library | marts, clusterings, figures, manifest.landing.skipped, choices)
    return publish_night(night, library | marts | {described.table: described}, files, only)
