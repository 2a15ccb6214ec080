"""What the start of the process pool costs: until every process has loaded what fitting and drawing need."""

import time
from concurrent.futures import ThreadPoolExecutor

from storage.pool import Patience, pool
from storage.settings import settings
from tasks.cluster.clusters import cluster_tracks
from tasks.plot.scatter import draw_clusters

from .fresh import tell

PATIENCE = Patience(seconds=600)


def main() -> None:
    """Time the start alone."""
    started = time.perf_counter()
    cores = settings().cores
    with ThreadPoolExecutor(cores) as threads:
        loads = [threads.submit(pool.attempt, PATIENCE, repr, (cluster_tracks, draw_clusters)) for _ in range(cores)]
        for load in loads:
            load.result()
    seconds = time.perf_counter() - started
    pool.close()
    tell(seconds)


if __name__ == "__main__":
    main()
