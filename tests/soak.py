"""Run many fault schedules and kills and say what they came to: `python tests/soak.py [--schedules N] [--flows N] [--kills N] [--server-kills N]`."""

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from killing import kill_nights, prepared
from soaking import Soaked, soak
from soaking_flows import soak_flows


def main() -> int:
    """Soak, and end with status 1 where anything that must hold did not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schedules", type=int, default=500, help="schedules that drive functions and doors without Prefect")
    parser.add_argument("--flows", type=int, default=10, help="schedules through the whole flow")
    parser.add_argument("--kills", type=int, default=50, help="nights killed at a moment by seed")
    parser.add_argument("--server-kills", type=int, default=10, help="nights whose Prefect server is killed at a moment by seed")
    parser.add_argument("--first", type=int, default=0, help="seed of the first")
    wanted = parser.parse_args()
    begun, seeds = time.monotonic(), range(wanted.first, wanted.first + wanted.schedules)
    all_of_them = Soaked()
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        for done, soaked in enumerate(pool.map(soak, seeds), 1):
            all_of_them.add(soaked)
            if done % 50 == 0:
                print(f"{done} of {wanted.schedules} schedules, {len(all_of_them.problems)} problems", flush=True)
    if wanted.flows:
        all_of_them.add(soak_flows(range(wanted.first, wanted.first + wanted.flows)))
    told = all_of_them
    print(
        f"{wanted.schedules} schedules and {wanted.flows} whole flows in {time.monotonic() - begun:.0f} s: {told.nights} nights, "
        f"{told.requests} requests, "
        f"{told.faults} faults, {told.killed} nights killed, {told.stopped} stopped by a quota, {len(told.problems)} problems"
    )
    problems = [*told.problems, *_kill(wanted)]
    print("\n".join(problems))
    return 1 if problems else 0


def _kill(wanted: argparse.Namespace) -> list[str]:
    """Kill nights and servers, say what it came to, and give what did not hold."""
    if not wanted.kills + wanted.server_kills:
        return []
    begun, first = time.monotonic(), wanted.first
    with prepared() as scene:
        killed = kill_nights(scene, range(first, first + wanted.kills), range(first, first + wanted.server_kills))
    print(
        f"{killed.nights} nights disturbed in {time.monotonic() - begun:.0f} s, {killed.in_time} of them while they worked, {killed.switched} had "
        f"published already; a reader looked {killed.looks} times; {len(killed.problems)} problems"
    )
    return killed.problems


if __name__ == "__main__":
    sys.exit(main())
