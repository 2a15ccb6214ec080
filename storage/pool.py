"""One shared pool of processes for work that holds the interpreter; refuses to know what the work is."""

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from threading import Lock, Thread
from typing import ParamSpec, TypeVar

import polars as pl

from storage.settings import home, settings

P = ParamSpec("P")
R = TypeVar("R")
OWNER_CHECK_SECONDS = 1.0
THREAD_LIMITS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS")


class Pool:
    """Processes that start when they are first needed and live as long as this one."""

    def __init__(self) -> None:
        """Own no process yet."""
        self._pool: ProcessPoolExecutor | None = None
        self._lock = Lock()

    def warm(self, step: str, *preparations: Callable[[], None]) -> None:
        """Start the processes and let each prepare itself while this one goes on, in a home where this step never had a result."""
        if not (home() / "results" / step).exists():
            for _ in range(settings().cores):
                self.hand(_prepare, preparations)

    def hand(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Hand work over; the result comes when a process has it."""
        with self._lock:
            if self._pool is None:
                _limit_threads()
                self._pool = ProcessPoolExecutor(settings().cores, mp_context=get_context("spawn"), initializer=_begin, initargs=(os.getpid(),))
            return self._pool.submit(work, *args, **kwargs)

    def close(self) -> None:
        """Let the processes end."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def _limit_threads() -> None:
    """Hold numeric libraries in processes to come to one thread each; this process has counted its own before."""
    pl.thread_pool_size()
    for name in THREAD_LIMITS:
        os.environ[name] = "1"


def _begin(owner: int) -> None:
    """Prepare a process of the pool: interrupts are its owner's matter, and it ends with its owner."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_owner, args=(owner,), daemon=True).start()


def _end_with_owner(owner: int) -> None:
    """End this process when its owner was killed: the queue between them would never say so."""
    while os.getppid() == owner:
        time.sleep(OWNER_CHECK_SECONDS)
    os._exit(1)


def _prepare(preparations: tuple[Callable[[], None], ...]) -> None:
    """Prepare this process for the works to come."""
    for prepare in preparations:
        prepare()


pool = Pool()
