"""The record of runs: one small page per run, append-only."""

import io
import json
from pathlib import Path
from typing import Any

import polars as pl

from storage.files import write_whole
from storage.schemas import TABLES
from storage.settings import home

TABLE = TABLES["mart.runs"]


def as_row(run: dict[str, Any]) -> pl.DataFrame:
    """Give a run as a row of mart.runs."""
    told = {**run, "counts": json.dumps(run["counts"], sort_keys=True)}
    return pl.DataFrame([{name: told[name] for name in TABLE.dtypes}], schema=TABLE.dtypes)


def record(run: pl.DataFrame) -> None:
    """Add a run to the record."""
    content = io.BytesIO()
    run.write_parquet(content)
    write_whole(_page(run["run_id"][0]), content.getvalue(), is_lasting=True)


def is_recorded(run_id: str) -> bool:
    """Say whether a run is in the record."""
    return _page(run_id).exists()


def known() -> pl.DataFrame:
    """Give all recorded runs, oldest first."""
    pages = sorted((home() / "history" / "runs").glob("*.parquet"))
    told = [pl.read_parquet(pages, glob=False)] if pages else []
    return pl.concat([pl.DataFrame(schema=TABLE.dtypes), *told]).sort("run_id")


def _page(run_id: str) -> Path:
    """Give where a run is recorded."""
    return home() / "history" / "runs" / f"{run_id}.parquet"
