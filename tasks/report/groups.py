"""Find the rows of a collection among the rows of all; refuses to know what they are of."""

from collections.abc import Callable
from typing import Generic, TypeVar

import polars as pl

from tasks.report.facts import Named
from tasks.report.membership import COLLECTION

Row = TypeVar("Row")


class Groups(Generic[Row]):
    """The rows of one kind of table, made when a page asks for them."""

    def __init__(self, ordered: pl.DataFrame, row: Callable[..., Row]) -> None:
        """Take the rows of all collections, those of each together: kind, key, name, page, and what else a row is made of."""
        self._row = row
        self._values = ordered.drop(COLLECTION).rows()
        self._places: dict[tuple[str, str], tuple[int, int]] = {}
        first = 0
        for kind, key, count in ordered.group_by(COLLECTION, maintain_order=True).len().iter_rows():
            self._places[kind, key] = (first, first + count)
            first += count

    def of(self, kind: str, key: str) -> tuple[Row, ...]:
        """Give the rows of one collection, in their order."""
        first, end = self._places.get((kind, key), (0, 0))
        return tuple(self._row(Named(name, page), *values) for name, page, *values in self._values[first:end])
