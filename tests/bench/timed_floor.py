"""The floor under a cold study: fit the same clusterings and draw the same figures from frames in memory, and nothing else."""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import polars as pl

from storage.settings import home
from tasks.cluster.clusters import cluster_tracks
from tasks.plot.scatter import draw_clusters
from tasks.plot.style import png_bytes

from .fresh import tell

SECONDS_FOR_ALL_TO_START = 1.0


def fit_and_draw(described: pl.DataFrame) -> int:
    """Cluster one collection, draw its figure, give the size of the picture."""
    found = cluster_tracks(described)
    return len(png_bytes(draw_clusters(found.members, found.axes)))


def load_collections() -> list[pl.DataFrame]:
    """Give the described tracks of every collection that the last study of this home cut."""
    (file,) = (home() / "artifacts" / "step.collection_tracks").iterdir()
    cut = pl.read_parquet(file).partition_by("collection_kind", "collection_key", maintain_order=True)
    return [part.drop("collection_kind", "collection_key") for part in cut]


def main() -> None:
    """Time the work of all processes once every one of them has loaded its modules."""
    collections, cores = load_collections(), os.cpu_count() or 1
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        list(pool.map(time.sleep, [SECONDS_FOR_ALL_TO_START] * cores))
        started = time.perf_counter()
        pictures = list(pool.map(fit_and_draw, collections))
        seconds = time.perf_counter() - started
    tell(seconds, figures=len(pictures))


if __name__ == "__main__":
    main()
