"""Keep each distinct text that rows say about once, from many threads at a time; refuses to know what the texts mean."""

from threading import Lock
from zlib import crc32

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tasks.read.distinct import NUMBER

CONTENT = "content"
FEWEST_PLACES, MOST_PLACES = 1 << 16, 1 << 22


class Texts:
    """The distinct texts of many tables; tables with other columns share none."""

    def __init__(self) -> None:
        """Begin with none."""
        self._seen: NDArray[np.uint64] = np.zeros(FEWEST_PLACES, np.uint64)
        self._asked = 0
        self._kept: list[pl.DataFrame] = []
        self._lock = Lock()

    def keep(self, told: pl.DataFrame) -> pl.Series:
        """Keep the rows that say something new, and give the content of each row as a number."""
        columns = sorted(told.columns)
        texts = told.select(columns)
        contents = texts.hash_rows(crc32("\n".join(columns).encode())).alias(CONTENT)
        with self._lock:
            fresh = self._find_new(contents.to_numpy())
        kept = texts.with_columns(contents)[fresh]
        with self._lock:
            self._kept.append(kept)
        return contents

    def lay_out(self, contents: pl.Series) -> tuple[pl.Series, pl.DataFrame]:
        """Give for each row the place of its text among all texts, and the texts; the places of those that were kept again are nobody's."""
        texts = pl.concat([pl.DataFrame(schema={CONTENT: pl.UInt64()}), *self._kept], how="diagonal")
        places = texts.select(CONTENT, pl.int_range(pl.len(), dtype=NUMBER).alias("place")).unique(CONTENT, keep="first")
        return contents.to_frame().join(places, on=CONTENT, how="left", maintain_order="left")["place"], texts

    def _find_new(self, contents: NDArray[np.uint64]) -> NDArray[np.intp]:
        """Give the places of contents that are not remembered; two that claim one place drive each other out, and are kept more than once."""
        self._asked += len(contents)
        if len(self._seen) < min(self._asked, MOST_PLACES):
            self._remember_more()
        claimed = contents % len(self._seen)
        fresh = np.flatnonzero(self._seen[claimed] != contents)
        self._seen[claimed[fresh]] = contents[fresh]
        return fresh

    def _remember_more(self) -> None:
        """Have twice as many places as contents were asked for so far, or as many as there may be."""
        known = self._seen[self._seen > 0]
        self._seen = np.zeros(min(1 << (2 * self._asked).bit_length(), MOST_PLACES), np.uint64)
        self._seen[known % len(self._seen)] = known
