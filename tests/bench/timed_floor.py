"""The floor under a cold study: fit the same clusterings and draw the same figures from frames in memory, and nothing else."""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import polars as pl
import sklearn.cluster  # noqa: F401 - what large collections are clustered with is loaded before the time begins

from tasks.cluster.clusters import cluster_tracks
from tasks.plot.elsewhere import picture_sheet_elsewhere
from tasks.plot.scatter import draw_clusters
from tasks.plot.style import png_bytes

from .fresh import tell
from .kept import read_kept

SECONDS_FOR_ALL_TO_START = 1.0


def fit_and_draw(described: pl.DataFrame) -> int:
    """Cluster one collection, draw its figure, give the size of the picture."""
    found = cluster_tracks(described)
    return len(png_bytes(draw_clusters(found.members, found.axes)))


def draw_sheet(facts: list[str]) -> int:
    """Draw the other figures of one collection, give the size of the pictures."""
    return sum(map(len, picture_sheet_elsewhere(facts)))


def load_sheets() -> list[list[str]]:
    """Give what the other figures of every collection show, as the last study of this home planned them."""
    sheets = read_kept("step.pictures").group_by("collection_kind", "collection_key", maintain_order=True).agg("facts")
    return sheets["facts"].to_list()


def load_collections() -> list[pl.DataFrame]:
    """Give the described tracks of every collection that the last study of this home cut."""
    cut = read_kept("step.collection_tracks").partition_by("collection_kind", "collection_key", maintain_order=True)
    return [part.drop("collection_kind", "collection_key") for part in cut]


def main() -> None:
    """Time the work of all processes once every one of them has loaded its modules."""
    collections, sheets, cores = load_collections(), load_sheets(), os.cpu_count() or 1
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        list(pool.map(time.sleep, [SECONDS_FOR_ALL_TO_START] * cores))
        started = time.perf_counter()
        scatters = pool.map(fit_and_draw, collections)
        others = pool.map(draw_sheet, sheets)
        drawn = len(list(scatters)) + len(list(others))
        seconds = time.perf_counter() - started
    tell(seconds, collections=len(collections), figures=len(collections) + sum(map(len, sheets)), tasks=drawn)


if __name__ == "__main__":
    main()
