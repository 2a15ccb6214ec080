"""The one cache rule: what a step gave is given again while its inputs and its own files are the same."""

import hashlib
import importlib.metadata
import inspect
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import BaseModel, TypeAdapter, ValidationError

from storage import artifacts
from storage.faces import installed_faces
from storage.files import digest_of, write_whole
from storage.schemas import Artifact, Slice
from storage.settings import home

R = TypeVar("R")

EPOCH = 1
DECIDING_LIBRARIES = ("numpy", "polars", "scikit-learn", "matplotlib", "pyarrow", "duckdb", "jinja2", "pillow", "charset-normalizer")
DRAWING = "tasks.plot."  # its letters are those of the faces that are installed
ROOT = Path(__file__).resolve().parent.parent
_made_anew: ContextVar[set[Path] | None] = ContextVar("made_anew", default=None)


@contextmanager
def computing_anew(*, is_wanted: bool) -> Iterator[None]:
    """Let nothing that was known before be given while the block lasts, where that is wanted; each result is computed once."""
    before = _made_anew.set(set() if is_wanted else None)
    try:
        yield
    finally:
        _made_anew.reset(before)


def is_computing_anew() -> bool:
    """Say whether what was known before is not to be given."""
    return _made_anew.get() is not None


def recall(work: Callable[..., R], *args: object, **kwargs: object) -> R | None:
    """Give what this work gave for these inputs, if it is known and every artifact of it is whole; what is used stays young."""
    return recall_from(place_of(work, *args, **kwargs), work)


def remember(work: Callable[..., R], value: R, *args: object, **kwargs: object) -> R:
    """Keep what this work gave for these inputs."""
    return remember_in(place_of(work, *args, **kwargs), work, value)


def recall_from(file: Path, work: Callable[..., R]) -> R | None:
    """Recall where the place is known: to derive it costs as much as the inputs are large."""
    made_anew = _made_anew.get()
    if made_anew is not None and file not in made_anew:
        return None
    try:
        value = _adapter(work).validate_json(file.read_bytes())
        os.utime(file)
    except (FileNotFoundError, ValidationError):
        return None
    return cast(R, value) if artifacts.are_whole(tickets_in(value)) else None


def remember_in(file: Path, work: Callable[..., R], value: R) -> R:
    """Keep a result where the place is known."""
    write_whole(file, _adapter(work).dump_json(value))
    made_anew = _made_anew.get()
    if made_anew is not None:
        made_anew.add(file)
    return value


def tickets_in(value: object) -> Iterator[Artifact]:
    """Find every ticket inside a value."""
    if isinstance(value, Artifact):
        yield value
        return
    parts: Iterable[object] = ()
    if isinstance(value, BaseModel):
        parts = vars(value).values()
    elif isinstance(value, dict):
        parts = value.values()
    elif isinstance(value, list | tuple):
        parts = value
    for part in parts:
        if not isinstance(part, str):  # most parts are, thousands a night
            yield from tickets_in(part)


def place_of(work: Callable[..., object], *args: object, **kwargs: object) -> Path:
    """Derive where the result for these inputs lies."""
    bound = _signature(work).bind(*args, **kwargs)
    bound.apply_defaults()
    inputs = json.dumps(bound.arguments, default=_plain, sort_keys=True, ensure_ascii=False)
    key = hashlib.sha256(f"{EPOCH}\n{work.__name__}\n{step_digest(work.__module__)}\n{inputs}".encode()).hexdigest()
    return home() / "results" / work.__name__ / f"{key}.json"


@lru_cache(maxsize=64)
def _signature(work: Callable[..., object]) -> inspect.Signature:
    """Give the inputs of a work and what it returns."""
    return inspect.signature(work)


@lru_cache(maxsize=64)
def _adapter(work: Callable[..., object]) -> TypeAdapter[Any]:
    """Give the reader and writer of what a work returns."""
    return TypeAdapter(_signature(work).return_annotation)


@lru_cache(maxsize=64)
def step_digest(module: str) -> str:
    """Digest all that decides what a step computes: its files, shared calculations, the schemas, the libraries, of figures the faces too."""
    own = sys.modules[module].__file__
    assert own, f"{module} is no file"
    faces = [face.name for face in installed_faces()] if module.startswith(DRAWING) else []
    return digest_of(json.dumps([_digest_files(_files_of(Path(own))), shared_digest(), library_versions(), faces]).encode())


@lru_cache(maxsize=1)
def shared_digest() -> str:
    """Digest the files that all steps rest on."""
    return _digest_files([*(ROOT / "tasks").glob("shared_*.py"), *_vocabulary()])


def _digest_files(files: Iterable[Path]) -> str:
    """Digest files with their places."""
    told = sorted((file.relative_to(ROOT).as_posix(), digest_of(file.read_bytes())) for file in files)
    return digest_of(json.dumps(told).encode())


@lru_cache(maxsize=1)
def library_versions() -> dict[str, str]:
    """Give the versions of the libraries that decide what is computed."""
    return {library: importlib.metadata.version(library) for library in DECIDING_LIBRARIES}


def schemas_digest() -> str:
    """Digest the vocabulary: other columns or comments make another warehouse of the same rows."""
    digest = hashlib.sha256()
    for file in sorted(_vocabulary()):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _vocabulary() -> Iterator[Path]:
    """Give the files of the schemas."""
    return (ROOT / "storage" / "schemas").glob("*.py")


def _files_of(own: Path) -> Iterable[Path]:
    """Give the files of a step: its module, or its whole package."""
    room, *inner = own.relative_to(ROOT).parts
    if len(inner) == 1:
        return [own]
    return (file for file in (ROOT / room / inner[0]).rglob("*") if file.suffix in {".py", ".sql", ".j2"})


def _plain(value: object) -> object:
    """Give a JSON-able form of an input; only values may be inputs, never frames."""
    if isinstance(value, BaseModel):
        parts = {name: getattr(value, name) for name in type(value).model_fields}
        return {name: part for name, part in parts.items() if not isinstance(part, Slice)}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Path):
        raise TypeError("a bare path is no input of a cached step: hand on a ticket")
    raise TypeError(f"{type(value).__name__} is no input of a cached step")
