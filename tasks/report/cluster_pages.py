"""Lay out the page of every clustering; refuses to know how clusters are found."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from storage.schemas import Clustering
from tasks.report.facts import Cluster, ClusterPage, Entry
from tasks.report.membership import list_nearest
from tasks.report.site import Site
from tasks.report.templates import Page
from tasks.shared_paths import figure_path

Nearest = Mapping[tuple[str, str, int], list[int]]


def lay_out_clusters(site: Site, clusterings: Iterable[Clustering]) -> Iterator[tuple[str, Page]]:
    """Give the page of every clustering as its path inside reports/ and what it prints."""
    nearest = list_nearest(site.tables, site.numbered)
    for clustering in sorted(clusterings, key=lambda clustering: (clustering.kind, clustering.key)):
        entry = site.entries[clustering.kind, clustering.key]
        path = entry.clusters_page or ""
        yield from site.page(path, _page, site, entry, clustering, nearest)


def _page(site: Site, entry: Entry, clustering: Clustering, nearest: Nearest) -> Page:
    """Lay out the page of one clustering."""
    if sum(clustering.cluster_sizes) != entry.described_count:
        message = f"the clusters of {entry.kind} {entry.key} hold other tracks than are described: cluster it again"
        raise ValueError(message)
    numbered = list(enumerate(clustering.cluster_sizes, start=1))
    tracks = {number: nearest[entry.kind, entry.key, number] for number, _ in numbered}
    has_art = site.rows.has_art([*chain(*tracks.values())])
    clusters = tuple(Cluster(number, size, site.rows.table(tracks[number], has_art=has_art)) for number, size in numbered)
    figure = figure_path(entry.kind, entry.key)
    return Page("clusters.md.j2", ClusterPage(entry, None if figure in site.lacking else figure, clustering.is_balanced, clusters))
