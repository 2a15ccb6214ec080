"""Make Prefect tasks of steps: Cached where the result is known, started only where it is not."""

import inspect
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Generic, ParamSpec, TypeVar, cast

import prefect
from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture
from prefect.results import ResultRecord  # type: ignore[attr-defined] # Prefect names it there and does not say so
from prefect.states import Completed

from storage import progress
from storage.cache import is_computing_anew, place_of, recall, recall_from, remember_in
from storage.failures import failures_in
from storage.settings import home

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
Inputs = dict[str, Any]

TASKS_AT_MOST = 64  # a task costs itself and its server about 20 ms, as much as a small collection


class Tally:
    """How many results of each task were known and how many were computed in this process."""

    def __init__(self) -> None:
        """Start at nothing."""
        self._counts: Counter[tuple[str, str]] = Counter()
        self._lock = Lock()

    def add(self, task: str, outcome: str, count: int = 1) -> None:
        """Count results of a task: computed, cached (its task ended Cached) or kept (no task was needed); failed are those that lack something."""
        if count:
            with self._lock:
                self._counts[task, outcome] += count

    def take(self) -> dict[str, dict[str, int]]:
        """Give the counts by task and begin anew."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        by_task: dict[str, dict[str, int]] = {}
        for (task, outcome), count in sorted(counts.items()):
            by_task.setdefault(task, {})[outcome] = count
        return by_task


tally = Tally()


class Call:
    """The inputs of one task run; plain, because Prefect would walk through any collection that it is given."""

    __slots__ = ("inputs", "is_unknown", "title")

    def __init__(self, inputs: Sequence[Inputs], title: str, *, is_unknown: bool) -> None:
        """Hold the inputs of each result, what the run is called, and whether it is known that no result is known."""
        self.inputs = inputs
        self.title = title
        self.is_unknown = is_unknown


class Underway(Generic[R]):
    """Results of which some are known and the others are being computed."""

    def __init__(self, title: str, known: list[R | None], started: list[tuple[list[int], PrefectFuture[Any]]]) -> None:
        """Hold what is known, and which places of it each started task will fill."""
        self._title = title
        self._results = known
        self._started = started

    def results(self) -> list[R]:
        """Wait for all of them and give them in order."""
        wanted, done = sum(len(chunk) for chunk, _ in self._started), 0
        for chunk, future in self._started:
            for place, result in zip(chunk, cast(list[R], future.result()), strict=True):
                self._results[place] = result
            done += len(chunk)
            progress.count(self._title, done, wanted)
        return cast(list[R], self._results)


class Step(Generic[P, R]):
    """A Prefect task whose results are kept: it ends Cached when its result is known."""

    def __init__(self, work: Callable[P, R], run_name: str) -> None:
        """Make the task of a function."""
        self.work = work
        self.name = work.__name__
        self._run_name = run_name

        def run(call: Call) -> list[R] | State[list[R]]:
            return self._run(call)

        self._task = prefect.task(name=self.name, description=work.__doc__, task_run_name="{call.title}", persist_result=False)(run)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run the task here and give its result."""
        told: Any = self._task(self._call([self._bind(*args, **kwargs)]))
        return cast(R, _value_of(told)[0])

    def knows_nothing(self) -> bool:
        """Tell whether every result will have to be computed."""
        return is_computing_anew() or not (home() / "results" / self.name).is_dir()

    def start_unknown(self, inputs: Sequence[T], weigh: Callable[[T], int]) -> "Underway[R]":
        """Start tasks for what is not known, the heaviest first, one each where they are few, and go on while they run."""
        work: Callable[..., R] = self.work
        results = [recall(work, each) for each in inputs]
        unknown = sorted((place for place, result in enumerate(results) if result is None), key=lambda place: -weigh(inputs[place]))
        tally.add(self.name, "kept", len(results) - len(unknown))
        chunks = [unknown[first::TASKS_AT_MOST] for first in range(min(TASKS_AT_MOST, len(unknown)))]
        started = [self._task.submit(self._call([self._bind_one(inputs[place]) for place in chunk], is_unknown=True)) for chunk in chunks]
        return Underway(self.name.replace("_", " "), results, list(zip(chunks, started, strict=True)))

    def _bind(self, *args: P.args, **kwargs: P.kwargs) -> Inputs:
        """Give inputs by the names of their parameters."""
        bound = inspect.signature(self.work).bind(*args, **kwargs)
        bound.apply_defaults()
        return bound.arguments

    def _bind_one(self, value: object) -> Inputs:
        """Give the one input of a step that is mapped."""
        (name,) = inspect.signature(self.work).parameters
        return {name: value}

    def _call(self, inputs: Sequence[Inputs], *, is_unknown: bool = False) -> Call:
        """Name a task run by its first inputs."""
        others = f" and {len(inputs) - 1} more" if len(inputs) > 1 else ""
        return Call(inputs, self._run_name.format(**inputs[0]) + others, is_unknown=is_unknown)

    def _run(self, call: Call) -> list[R] | State[list[R]]:
        """Give what is known, as Cached, or compute and keep it."""
        work: Callable[..., R] = self.work
        places = [place_of(work, **inputs) for inputs in call.inputs]
        known = [None if call.is_unknown else recall_from(place, work) for place in places]
        unknown = sum(result is None for result in known)
        tally.add(self.name, "computed", unknown)
        tally.add(self.name, "cached", len(known) - unknown)
        if not unknown:
            return Completed(name="Cached", message="nothing that it rests on has changed", data=cast(list[R], known))
        asked = zip(places, call.inputs, known, strict=True)
        results = [self._keep(work(**inputs), place) if result is None else result for place, inputs, result in asked]
        if "{" not in self._run_name:
            progress.say(self._run_name)
        return self._degrade(results) if failures_in(results) else results

    def _keep(self, result: R, place: Path) -> R:
        """Keep a result, but none that lacks something: that is tried again the next night."""
        is_whole = not failures_in([result])
        return remember_in(place, self.work, result) if is_whole else result

    def _degrade(self, results: list[R]) -> State[list[R]]:
        """Say that a task ended with something lacking; what it has is used."""
        failures = failures_in(results)
        tally.add(self.name, "failed", sum(bool(failures_in([result])) for result in results))
        for failure in failures:
            progress.say(f"failed: {failure.sentence()}")
        return Completed(name="Degraded", message="; ".join(failure.sentence() for failure in failures), data=results)


def step_task(run_name: str) -> Callable[[Callable[P, R]], Step[P, R]]:
    """Make a step of a function; its runs are called by this name, in which {parameters} are filled."""
    return lambda work: Step(work, run_name)


def _value_of(told: Any) -> Any:
    """Give the value that a task told, out of the state that carried it."""
    if not isinstance(told, State):
        return told
    return told.data.result if isinstance(told.data, ResultRecord) else told.data
