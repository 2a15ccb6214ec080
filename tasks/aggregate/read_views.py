"""Give the views of the warehouse: questions that people ask, each a file of SQL; refuses to know where they are put."""

from pathlib import Path

import polars as pl

from storage.schemas import TABLES, VIEWS


def read_views() -> pl.DataFrame:
    """Give every view's statement."""
    folder = Path(__file__).with_name("views")
    statements = {name: (folder / f"{name.removeprefix('mart.')}.sql").read_text(encoding="utf-8") for name in VIEWS}
    return pl.DataFrame({"view_name": list(statements), "statement": list(statements.values())}, schema=TABLES["step.views"].dtypes)
