"""Write what figures show as JSON, in the words of tasks/shared_pictures.py; refuses to know what is worth showing."""

from collections.abc import Mapping
from typing import Final

import polars as pl

Tables = Mapping[str, pl.DataFrame]

COLLECTION: Final = ("collection_kind", "collection_key")
PICTURE: Final = (*COLLECTION, "picture_name")  # what a row of a table of figures is; the name is that of shared_paths.picture_path


def write_facts(pictures: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Give each figure of a kind with the JSON of what it shows; all columns but those that identify it are part of that."""
    shown = pl.struct(pl.lit(kind).alias("kind"), pl.exclude(PICTURE))
    return pictures.select(*PICTURE, facts=shown.struct.json_encode())


def write_lines(pictures: pl.DataFrame, what: str) -> pl.DataFrame:
    """Give each figure of lines with the JSON of what it shows: its lines, each written already, and the lowest place."""
    # a line stands on many pages, so it was turned into JSON once
    head, middle = f'{{"kind":"lines","what":"{what}","lines":[', '],"lowest_place":'
    lines = pl.col("lines").list.join(",")
    return pictures.select(*PICTURE, facts=pl.concat_str(pl.lit(head), lines, pl.lit(middle), "lowest_place", pl.lit("}")))
