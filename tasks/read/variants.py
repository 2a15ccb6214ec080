"""Order the distinct descriptions of tracks, the freshest file's first, and say which entry carries which; refuses to know what they say."""

import numpy as np
import polars as pl

from storage.schemas import TABLES
from tasks.shared_identities import give_uris, name_subjects, rank_files

LINES_OF_A_FILE = 1 << 32


def order_variants(
    entries: pl.DataFrame, listings: pl.DataFrame, descriptions: pl.DataFrame, source_files: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the entries with the number of their variant, and the variants with what identifies their tracks, albums and artists."""
    ranks = rank_files(source_files)
    rank_of_listing = listings.join(ranks, on="file_name", how="left", maintain_order="left")["file_rank"]
    stands = entries.select("description", (rank_of_listing[entries["listing"]] * LINES_OF_A_FILE + pl.col("line_number")).alias("stand"))
    first = stands.group_by("description").agg(pl.col("stand").min()).sort("stand")
    variants = (
        descriptions[first["description"]]
        .with_columns(
            pl.int_range(pl.len(), dtype=pl.Int64).alias("variant"),
            (first["stand"] % LINES_OF_A_FILE).alias("line_number"),
            (first["stand"] // LINES_OF_A_FILE).alias("file_rank"),
        )
        .join(ranks, on="file_rank", how="left", maintain_order="left")
    )
    number_of = np.full(descriptions.height, -1, np.int64)
    number_of[first["description"].to_numpy()] = np.arange(first.height)
    carried = entries.with_columns(pl.Series("variant", number_of[entries["description"].to_numpy()], pl.Int64))
    told = name_subjects(give_uris(variants))
    assert not told["track_uri"].has_nulls(), "every accepted row names a track"
    return carried.select(*TABLES["step.entries"].dtypes), told.select(*TABLES["step.variants"].dtypes)
