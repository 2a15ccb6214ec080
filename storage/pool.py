"""A few processes for work that holds the interpreter; refuses to know what the work is.

Each process works on one thing at a time, so that one that is killed or hangs costs nobody but its own work, which is begun again.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import get_context
from threading import BoundedSemaphore, Lock, Thread
from typing import NamedTuple, ParamSpec, TypeVar

import polars as pl

from storage import progress
from storage.failures import Fault, name_fault
from storage.settings import settings

P = ParamSpec("P")
R = TypeVar("R")
Preparations = tuple[Callable[[], None], ...]
OWNER_CHECK_SECONDS = 1.0
THREAD_LIMITS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS")


class Patience(NamedTuple):
    """How long a work may take, how often it is tried where its process is lost, and the pause before another try, which doubles."""

    seconds: float
    tries: int = 3
    pause_seconds: float = 0.5


class Worker:
    """One process, which starts at once and lives until it is lost or this one ends."""

    def __init__(self, preparations: Preparations) -> None:
        """Start the process; it prepares itself while this one goes on."""
        self._process = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin, initargs=(os.getpid(),))
        self._number = self._process.submit(os.getpid)
        self._process.submit(_prepare, preparations)
        self.is_lost = False

    def finish(self, started: Callable[[ProcessPoolExecutor], Future[R]], seconds: float) -> R | Fault:
        """Wait for a work that is started here; what takes too long is ended with its process."""
        try:
            future = started(self._process)
        except BrokenExecutor:
            return self._lose("its process was killed")
        if not wait([future], seconds).done:
            self._kill()
            return self._lose(f"it took longer than {seconds:g} seconds")
        wrong = future.exception()
        if isinstance(wrong, BrokenExecutor):
            return self._lose("its process was killed")
        return future.result() if wrong is None else name_fault(wrong)

    def end(self) -> None:
        """Let the process end."""
        self._process.shutdown(wait=False, cancel_futures=True)

    def _kill(self) -> None:
        """End a process that would not end by itself; one that never began ends with this one."""
        if self._number.done() and self._number.exception() is None:
            os.kill(self._number.result(), signal.SIGKILL)

    def _lose(self, reason: str) -> Fault:
        """Give this process up."""
        self.is_lost = True
        self.end()
        return Fault(reason, is_accident=True)


class Pool:
    """Processes that start when they are first needed."""

    def __init__(self) -> None:
        """Own no process yet."""
        self._idle: list[Worker] = []
        self._free: BoundedSemaphore | None = None
        self._lock = Lock()

    def warm(self, *preparations: Callable[[], None], at_first: Callable[[], None], is_first: bool, is_wanted: bool) -> None:
        """Start processes that prepare themselves meanwhile: one for what a night changes; all, and more fully, where nothing is known yet."""
        wanted = (settings().cores if is_first else 1) if is_wanted else 0
        self._idle += [_start((*preparations, at_first) if is_first else preparations) for _ in range(len(self._idle), wanted)]

    def attempt(self, patience: Patience, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | Fault:
        """Give what a work gives or why it gives nothing; a lost process is no reason before the last try."""
        for tried in range(patience.tries):
            with self._worker() as worker:
                outcome = worker.finish(lambda process: process.submit(work, *args, **kwargs), patience.seconds)
            if not (isinstance(outcome, Fault) and outcome.is_accident):
                break
            if tried + 1 < patience.tries:
                progress.say(f"{work.__name__.replace('_', ' ')}: {outcome.reason}; it is tried again")
                time.sleep(patience.pause_seconds * 2**tried)
        return outcome

    def close(self) -> None:
        """Let the processes that nobody uses end."""
        with self._lock:
            workers, self._idle = self._idle, []
        for worker in workers:
            worker.end()

    @contextmanager
    def _worker(self) -> Iterator[Worker]:
        """Lend a process that nobody uses, once there is one; a lost one is not taken back."""
        with self._lock:
            self._free = self._free or BoundedSemaphore(settings().cores)
        with self._free:
            with self._lock:
                worker = self._idle.pop() if self._idle else _start(())
            yield worker
            if not worker.is_lost:
                with self._lock:
                    self._idle.append(worker)


def _start(preparations: Preparations) -> Worker:
    """Start a process whose numeric libraries take one thread each; this one has counted its own before."""
    pl.thread_pool_size()
    for name in THREAD_LIMITS:
        os.environ[name] = "1"
    return Worker(preparations)


def _begin(owner: int) -> None:
    """Prepare a process of the pool: interrupts are its owner's matter, and it ends with its owner."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_owner, args=(owner,), daemon=True).start()


def _end_with_owner(owner: int) -> None:
    """End this process when its owner was killed: the queue between them would never say so."""
    while os.getppid() == owner:
        time.sleep(OWNER_CHECK_SECONDS)
    os._exit(1)


def _prepare(preparations: Preparations) -> None:
    """Prepare this process for the works to come."""
    for prepare in preparations:
        prepare()


pool = Pool()
