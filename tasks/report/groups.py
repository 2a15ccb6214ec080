"""Find the rows of a collection among the rows of all; refuses to know what they are of."""

from collections.abc import Callable
from typing import Generic, TypeVar

import polars as pl

from tasks.report.facts import Named
from tasks.report.membership import COLLECTION
from tasks.report.sealed import Sealed, hash_rows, seal

Row = TypeVar("Row")


class Groups(Generic[Row]):
    """The rows of one kind of table, made when a page prints them."""

    def __init__(self, ordered: pl.DataFrame, row: Callable[..., Row]) -> None:
        """Take the rows of all collections, those of each together: kind, key, name, page, and what else a row is made of."""
        self._row = row
        self._values = ordered.drop(COLLECTION)
        self._hashes = hash_rows(self._values)
        self._places: dict[tuple[str, str], tuple[int, int]] = {}
        first = 0
        for kind, key, count in ordered.group_by(COLLECTION, maintain_order=True).len().iter_rows():
            self._places[kind, key] = (first, first + count)
            first += count

    def of(self, kind: str, key: str) -> Sealed[Row]:
        """Give the rows of one collection, in their order."""
        first, end = self._places.get((kind, key), (0, 0))
        return Sealed(seal(self._hashes[first:end]), lambda: self._make(first, end))

    def _make(self, first: int, end: int) -> tuple[Row, ...]:
        """Make the rows between two places."""
        return tuple(self._row(Named(name, page), *values) for name, page, *values in self._values.slice(first, end - first).rows())
