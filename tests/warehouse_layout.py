"""What a warehouse lays out: its tables, views, columns and types; `python tests/warehouse_layout.py` keeps that of a new version."""

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from storage.queries import list_tables
from storage.schemas import CORE_TABLES, MART_TABLES, TABLES, WAREHOUSE_VERSION
from storage.warehouse import build
from tasks.aggregate.read_views import read_views

KEPT = Path(__file__).parent / "warehouse_versions"
STATEMENTS: dict[str, str] = dict(read_views().iter_rows())


def parquet_of(folder: Path, filled: Mapping[str, pl.DataFrame]) -> dict[str, Path]:
    """Write every table as parquet, those not given empty."""
    files = {}
    for name in (*CORE_TABLES, *MART_TABLES):
        files[name] = folder / f"{name}.parquet"
        pl.DataFrame(filled.get(name, {}), schema=TABLES[name].dtypes).write_parquet(files[name])
    return files


def build_empty(folder: Path) -> Path:
    """Build a warehouse of an empty library."""
    build(folder / "warehouse.duckdb", parquet_of(folder, {}), STATEMENTS)
    return folder / "warehouse.duckdb"


def layout_of(warehouse: Path) -> str:
    """Give a line per table, view and column, in their order."""
    return list_tables(warehouse).drop("comment").write_csv()


def main() -> int:
    """Keep the layout of this version; what is kept is never rewritten."""
    kept = KEPT / f"{WAREHOUSE_VERSION}.csv"
    if kept.exists():
        sys.stderr.write(f"{kept.name} is kept already: raise WAREHOUSE_VERSION in storage/schemas/words.py first\n")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        kept.write_text(layout_of(build_empty(Path(folder))), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
