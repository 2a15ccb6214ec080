"""Read the tables that the last study of a home kept; refuses to know what they are for."""

import polars as pl

from storage.settings import home


def read_kept(name: str) -> pl.DataFrame:
    """Give the table of that name; of one that grew during the study, all of it."""
    return pl.read_parquet(max((home() / "artifacts" / name).iterdir(), key=lambda file: file.stat().st_size))
