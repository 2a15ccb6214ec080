"""Keep each distinct text that rows say once, from many threads at a time; refuses to know what the texts mean."""

from threading import Lock
from zlib import crc32

import polars as pl
import pyarrow as pa

from tasks.read.distinct import NUMBER

CONTENT = "content"


class Texts:
    """The distinct texts of many tables; tables with other columns share none."""

    def __init__(self) -> None:
        """Begin with none."""
        self._seen: set[int] = set()
        self._kept: list[pl.DataFrame] = []
        self._lock = Lock()

    def keep(self, told: pa.Table) -> pl.Series:
        """Keep the rows that say something new, and give the content of each row as a number."""
        columns = sorted(told.column_names)
        contents = pl.DataFrame(told.select(columns)).hash_rows(crc32("\n".join(columns).encode())).alias(CONTENT)
        with self._lock:
            fresh = self._find_new(contents)
        kept = pl.DataFrame(told.take(fresh.to_arrow())).with_columns(contents[fresh])
        with self._lock:
            self._kept.append(kept)
        return contents

    def lay_out(self, contents: pl.Series) -> tuple[pl.Series, pl.DataFrame]:
        """Give for each row the place of its text among all texts, and the texts."""
        texts = pl.concat([pl.DataFrame(schema={CONTENT: pl.UInt64()}), *self._kept], how="diagonal")
        places = texts.select(CONTENT, pl.int_range(pl.len(), dtype=NUMBER).alias("place"))
        return contents.to_frame().join(places, on=CONTENT, how="left", maintain_order="left")["place"], texts

    def _find_new(self, contents: pl.Series) -> pl.Series:
        """Give the places of contents not met before."""
        new = set(contents.to_list()) - self._seen
        self._seen |= new
        is_first = contents.is_first_distinct()
        if len(new) < is_first.sum():
            is_first &= contents.is_in(pl.Series(list(new), dtype=pl.UInt64).implode())
        return is_first.arg_true().cast(NUMBER)
