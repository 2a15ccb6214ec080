"""Hold what a page prints under a seal, which tells equal from different before anybody makes the values; refuses to know what they are."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar, overload

import numpy as np
import polars as pl
from numpy.typing import NDArray

Value = TypeVar("Value")
Other = TypeVar("Other")
Hashes = NDArray[np.uint64]

SEAL_BYTES = 16


class Sealed(Sequence[Value], Generic[Value]):
    """Values that are made when a page is printed; its repr is the seal, so facts with equal reprs print the same page."""

    __slots__ = ("_make", "_seal", "_values")

    def __init__(self, seal: str, make: Callable[[], Sequence[Value]]) -> None:
        """Take the seal of all that the values are made of, and how."""
        self._seal = seal
        self._make = make
        self._values: Sequence[Value] | None = None

    def __repr__(self) -> str:
        """Give the seal."""
        return f"Sealed({self._seal!r})"

    @overload
    def __getitem__(self, place: int) -> Value: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Value]: ...
    def __getitem__(self, place: int | slice) -> Value | Sequence[Value]:
        """Give one value, or some."""
        return self._opened[place]

    def __len__(self) -> int:
        """Count them."""
        return len(self._opened)

    def __iter__(self) -> Iterator[Value]:
        """Give them in their order."""
        return iter(self._opened)

    def turned(self, into: Callable[[Sequence[Value]], Sequence[Other]]) -> "Sealed[Other]":
        """Give what a function makes of the values; its name is part of the seal."""
        return Sealed(f"{into.__qualname__} {self._seal}", lambda: into(self._opened))

    @property
    def _opened(self) -> Sequence[Value]:
        """Give the values, made when they are first asked for."""
        if self._values is None:
            self._values = self._make()
        return self._values


def hash_rows(frame: pl.DataFrame) -> Hashes:
    """Hash every row of a frame by all its columns."""
    return frame.hash_rows().to_numpy()


def seal(*parts: Hashes | NDArray[np.float64] | str) -> str:
    """Seal hashes of rows in their order, numbers and words."""
    digest = hashlib.blake2b(digest_size=SEAL_BYTES)
    for part in parts:
        told = part.encode() if isinstance(part, str) else part.tobytes()
        digest.update(len(told).to_bytes(8, "little") + told)
    return digest.hexdigest()
