"""Tell which collections there are, and which tracks each page prints; refuses to know how a page looks."""

from collections.abc import Container, Mapping, Sequence
from typing import Final

import polars as pl

from storage.schemas import DESCRIBED_TRACKS_OF_A_FEATURES_PAGE, DESCRIBING_FEATURES, LIBRARY_KIND, PAGE_KINDS, Clustering
from tasks.report.facts import Entry, Source
from tasks.shared_paths import clusters_path, features_path, overview_path

LISTED_TRACKS: Final = 1000
NEAREST_TRACKS: Final = 10
COLLECTION: Final = ("collection_kind", "collection_key")

Key = tuple[str, str]


def read_entries(tables: Mapping[str, pl.DataFrame], clusterings: Sequence[Clustering], failed: Container[str] = ()) -> dict[Key, Entry]:
    """Read every collection, by kind and then key; a page of clusters that failed tonight is a page all the same."""
    sources = _sources(tables)
    sizes: dict[Key, int] = {(clustering.kind, clustering.key): len(clustering.cluster_sizes) for clustering in clusterings}
    rows = tables["mart.collections"].sort(COLLECTION).iter_rows(named=True)
    entries = [_entry(row, sizes, sources, failed) for row in rows]
    kinds = (LIBRARY_KIND, *PAGE_KINDS)
    return {(entry.kind, entry.key): entry for entry in sorted(entries, key=lambda entry: kinds.index(entry.kind))}


def _entry(row: Mapping[str, object], sizes: Mapping[Key, int], sources: Mapping[Key, tuple[Source, ...]], failed: Container[str]) -> Entry:
    """Make one collection's entry of its row."""
    key = (str(row["collection_kind"]), str(row["collection_key"]))
    return Entry(
        kind=key[0],
        key=key[1],
        title=str(row["title"]),
        page=overview_path(*key),
        clusters_page=clusters_path(*key) if key in sizes or clusters_path(*key) in failed else None,
        features_page=features_path(*key) if _whole(row["described_count"]) >= DESCRIBED_TRACKS_OF_A_FEATURES_PAGE[key[0]] else None,
        cluster_count=sizes.get(key, 0),
        track_count=_whole(row["track_count"]),
        described_count=_whole(row["described_count"]),
        liked_count=_whole(row["liked_count"]),
        sources=sources.get(key, ()),
    )


def _sources(tables: Mapping[str, pl.DataFrame]) -> dict[Key, tuple[Source, ...]]:
    """Count the described tracks of each collection by source, the largest first."""
    described = tables["core.track_features"].drop_nulls(DESCRIBING_FEATURES).select("track_uri", pl.col("source").fill_null("unknown"))
    counts = (
        tables["mart.collection_members"]
        .join(described, on="track_uri")
        .group_by(*COLLECTION, "source")
        .agg(track_count=pl.len())
        .sort(*COLLECTION, "track_count", "source", descending=[False, False, True, False])
    )
    found: dict[Key, tuple[Source, ...]] = {}
    for kind, key, name, count in counts.iter_rows():
        found[kind, key] = (*found.get((kind, key), ()), Source(name, count))
    return found


def list_nearest(tables: Mapping[str, pl.DataFrame], numbered: pl.DataFrame) -> dict[tuple[str, str, int], list[int]]:
    """Give the tracks nearest to the centre of every cluster, nearest first, as numbers."""
    nearest = (
        tables["mart.cluster_members"]
        .filter(pl.col("distance_rank") <= NEAREST_TRACKS)
        .join(numbered.select("track_uri", "track_number"), on="track_uri")
        .sort(*COLLECTION, "cluster_number", "distance_rank", "track_uri")
        .group_by(*COLLECTION, "cluster_number", maintain_order=True)
        .agg("track_number")
    )
    return {(kind, key, cluster): numbers for kind, key, cluster, numbers in nearest.iter_rows()}


def _whole(value: object) -> int:
    """Narrow a count; a missing one is a fault of the tables."""
    if not isinstance(value, int):
        message = f"mart.collections holds {value!r} where a count belongs: build the marts again"
        raise TypeError(message)
    return value
