"""Run many fault schedules and say what they came to: `python tests/soak.py [--schedules N] [--flows N] [--first SEED]`."""

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from soaking import Soaked, soak
from soaking_flows import soak_flows


def main() -> int:
    """Soak, and end with status 1 where anything that must hold did not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schedules", type=int, default=500, help="schedules that drive functions and doors without Prefect")
    parser.add_argument("--flows", type=int, default=10, help="schedules through the whole flow")
    parser.add_argument("--first", type=int, default=0, help="seed of the first")
    wanted = parser.parse_args()
    begun, seeds = time.monotonic(), range(wanted.first, wanted.first + wanted.schedules)
    all_of_them = Soaked()
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        for done, soaked in enumerate(pool.map(soak, seeds), 1):
            all_of_them.add(soaked)
            if done % 50 == 0:
                print(f"{done} of {wanted.schedules} schedules, {len(all_of_them.problems)} problems", flush=True)
    all_of_them.add(soak_flows(range(wanted.first, wanted.first + wanted.flows)))
    told = all_of_them
    print(
        f"{wanted.schedules} schedules and {wanted.flows} whole flows in {time.monotonic() - begun:.0f} s: {told.nights} nights, "
        f"{told.requests} requests, "
        f"{told.faults} faults, {told.killed} nights killed, {told.stopped} stopped by a quota, {len(told.problems)} problems"
    )
    print("\n".join(told.problems))
    return 1 if told.problems else 0


if __name__ == "__main__":
    sys.exit(main())
