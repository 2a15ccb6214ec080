"""The one cache rule: what a step gave is given again while its inputs and its own files are the same."""

import hashlib
import importlib.metadata
import inspect
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Generic, ParamSpec, TypeVar, cast

import prefect
from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture
from prefect.results import ResultRecord  # type: ignore[attr-defined] # Prefect names it there and does not say so
from prefect.states import Completed
from pydantic import BaseModel, TypeAdapter, ValidationError

from storage import artifacts, progress
from storage.files import write_whole
from storage.schemas import Artifact, Slice
from storage.settings import home

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

EPOCH = 1
DECIDING_LIBRARIES = ("numpy", "polars", "scikit-learn", "matplotlib", "pyarrow", "duckdb", "jinja2", "pillow")
ROOT = Path(__file__).resolve().parent.parent


class Tally:
    """How many results of each task were known and how many were computed in this process."""

    def __init__(self) -> None:
        """Start at nothing."""
        self._counts: Counter[tuple[str, str]] = Counter()
        self._lock = Lock()

    def add(self, task: str, outcome: str, count: int = 1) -> None:
        """Count results of a task: computed, cached (its task ended Cached) or kept (no task was needed)."""
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
    """The inputs of one run of a step; plain, because Prefect would walk through any collection that it is given."""

    __slots__ = ("inputs", "title")

    def __init__(self, inputs: dict[str, Any], title: str) -> None:
        """Hold the inputs and what the run is called."""
        self.inputs = inputs
        self.title = title


class Step(Generic[P, R]):
    """A Prefect task whose result is kept: it ends Cached when that result is known."""

    def __init__(self, work: Callable[P, R], run_name: str) -> None:
        """Make the task of a function."""
        self.work = work
        self.name = work.__name__
        self._run_name = run_name

        def run(call: Call) -> R | State[R]:
            return self._run(call)

        self._task = prefect.task(name=self.name, description=work.__doc__, task_run_name="{call.title}", persist_result=False)(run)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run the task here and give its result."""
        told: Any = self._task(self._call(*args, **kwargs))
        return cast(R, _value_of(told))

    def submit(self, *args: P.args, **kwargs: P.kwargs) -> PrefectFuture[R]:
        """Run the task in the flow's task runner."""
        return cast(PrefectFuture[R], self._task.submit(self._call(*args, **kwargs)))

    def _call(self, *args: P.args, **kwargs: P.kwargs) -> "Call":
        """Bind the inputs of one run and name it."""
        bound = inspect.signature(self.work).bind(*args, **kwargs)
        bound.apply_defaults()
        return Call(bound.arguments, self._run_name.format(**bound.arguments))

    def _run(self, call: "Call") -> R | State[R]:
        """Give what is known, as Cached, or compute and keep it."""
        inputs: dict[str, Any] = call.inputs
        known = recall(self.work, **inputs)
        tally.add(self.name, "computed" if known is None else "cached")
        if known is not None:
            return Completed(name="Cached", message="nothing that it rests on has changed", data=known)
        value = remember(self.work, cast(Callable[..., R], self.work)(**inputs), **inputs)
        if "{" not in self._run_name:
            progress.say(self._run_name)
        return value


def step_task(run_name: str) -> Callable[[Callable[P, R]], Step[P, R]]:
    """Make a step of a function; its runs are called by this name, in which {parameters} are filled."""
    return lambda work: Step(work, run_name)


def map_unknown(step: Step[[T], R], inputs: Sequence[T]) -> list[R]:
    """Give the result for every input, in order; only where it is not known yet a task is started."""
    known = [recall(step.work, each) for each in inputs]
    tally.add(step.name, "kept", sum(result is not None for result in known))
    started = {place: step.submit(inputs[place]) for place, result in enumerate(known) if result is None}
    for done, (place, future) in enumerate(started.items(), start=1):
        known[place] = future.result()
        progress.count(step.name.replace("_", " "), done, len(started))
    return cast(list[R], known)


def recall(work: Callable[..., R], *args: object, **kwargs: object) -> R | None:
    """Give what this work gave for these inputs, if it is known and every artifact of it is whole."""
    try:
        told = _result_file(work, args, kwargs).read_bytes()
        value = _adapter(work).validate_json(told)
    except (FileNotFoundError, ValidationError):
        return None
    return cast(R, value) if artifacts.are_whole(tickets_in(value)) else None


def remember(work: Callable[..., R], value: R, *args: object, **kwargs: object) -> R:
    """Keep what this work gave for these inputs."""
    write_whole(_result_file(work, args, kwargs), _adapter(work).dump_json(value))
    return value


def tickets_in(value: object) -> Iterator[Artifact]:
    """Find every ticket inside a value."""
    if isinstance(value, Artifact):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from tickets_in(getattr(value, name))
    elif isinstance(value, dict):
        for part in value.values():
            yield from tickets_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from tickets_in(part)


def _result_file(work: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]) -> Path:
    """Derive where the result for these inputs lies."""
    bound = inspect.signature(work).bind(*args, **kwargs)
    bound.apply_defaults()
    inputs = json.dumps(bound.arguments, default=_plain, sort_keys=True, ensure_ascii=False)
    key = hashlib.sha256(f"{EPOCH}\n{work.__name__}\n{step_digest(work.__module__)}\n{inputs}".encode()).hexdigest()
    return home() / "results" / work.__name__ / f"{key}.json"


@lru_cache(maxsize=64)
def _adapter(work: Callable[..., object]) -> TypeAdapter[Any]:
    """Give the reader and writer of what a work returns."""
    return TypeAdapter(inspect.signature(work).return_annotation)


@lru_cache(maxsize=64)
def step_digest(module: str) -> str:
    """Digest all that decides what a step computes: its files, shared calculations, the schemas, the libraries."""
    own = sys.modules[module].__file__
    assert own, f"{module} is no file"
    digest = hashlib.sha256()
    for file in sorted(_step_files(Path(own)), key=lambda file: file.relative_to(ROOT).as_posix()):
        digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    for library in DECIDING_LIBRARIES:
        digest.update(f"{library}=={importlib.metadata.version(library)}\n".encode())
    return digest.hexdigest()


def schemas_digest() -> str:
    """Digest the vocabulary: other columns or comments make another warehouse of the same rows."""
    return hashlib.sha256((ROOT / "storage" / "schemas.py").read_bytes()).hexdigest()


def _step_files(own: Path) -> Iterator[Path]:
    """Give the files of a step: its module, or its whole package, and what all steps share."""
    room, *inner = own.relative_to(ROOT).parts
    if len(inner) == 1:
        yield own
    else:
        yield from (file for file in (ROOT / room / inner[0]).rglob("*") if file.suffix in {".py", ".sql", ".j2"})
    yield from (ROOT / "tasks").glob("shared_*.py")
    yield ROOT / "storage" / "schemas.py"


def _value_of(told: Any) -> Any:
    """Give the value that a task told, out of the state that carried it."""
    if not isinstance(told, State):
        return told
    return told.data.result if isinstance(told.data, ResultRecord) else told.data


def _plain(value: object) -> object:
    """Give a JSON-able form of an input; only values may be inputs, never frames."""
    if isinstance(value, BaseModel):
        parts = {name: getattr(value, name) for name in type(value).model_fields}
        return {name: part for name, part in parts.items() if not isinstance(part, Slice)}
    if isinstance(value, Path):
        raise TypeError("a bare path is no input of a cached step: hand on a ticket")
    raise TypeError(f"{type(value).__name__} is no input of a cached step")
