"""Build the warehouse file and answer statements over tables; refuses to know what the tables mean and when they are published."""

from __future__ import annotations  # DuckDB tells of its types as leaked where an annotation holds them to the end

import glob
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

import duckdb
import polars as pl

from storage.schemas import CORE_TABLES, MART_TABLES, TABLES, VIEWS, WAREHOUSE_VERSION, Table

OLDEST_READABLE_BY = "v1.4.0"  # DuckDB 1.4 and later can open the file, not only the version that wrote it
ABOUT = Table(
    "mart",
    "warehouse",
    "warehouse",
    ("warehouse_version",),
    {"warehouse_version": (pl.Int64(), "version of the layout of these tables; an older linernotes refuses to read it")},
)


class Desk:
    """Answers statements over parquet files and frames, each seen under its full name; a context, for it comes to hold a connection."""

    def __enter__(self) -> Self:
        """Hold no connection yet."""
        self._open = ExitStack()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._shown: dict[str, Path | pl.DataFrame] = {}
        return self

    def __exit__(self, *_: object) -> None:
        """Close it and let it go: one that is held until the end is told of as a leak."""
        self._open.close()
        self._connection = None

    def answer(self, sql: str, tables: Mapping[str, Path | pl.DataFrame], parameters: Mapping[str, object]) -> pl.DataFrame:
        """Give the rows of one statement."""
        self._connection = self._connection or _connect(self._open)
        for name, source in tables.items():
            if self._shown.get(name) is not source:
                _show(self._connection, name, source)
                self._shown[name] = source
        return pl.DataFrame(self._connection.sql(sql, params=dict(parameters)).to_arrow_table())


def build(file: Path, tables: Mapping[str, Path], views: Mapping[str, str]) -> None:
    """Write a whole warehouse from parquet files and statements into a file that nobody reads yet; every table in the order of its key."""
    missing = [name for name in (*CORE_TABLES, *MART_TABLES) if name not in tables] + [name for name in VIEWS if name not in views]
    if missing:
        message = f"a warehouse is built whole: {', '.join(missing)} not given"
        raise ValueError(message)
    file.unlink(missing_ok=True)
    with _writing(file) as connection:
        _run(connection, "CREATE SCHEMA", quoted("core"))
        _run(connection, "CREATE SCHEMA", quoted("mart"))
        for name in (*CORE_TABLES, *MART_TABLES):
            _store(connection, TABLES[name], _rows_of(tables[name]))
        for name, view in VIEWS.items():
            _lay_out(connection, view, views[name])
        _store(connection, ABOUT, f"(VALUES ({WAREHOUSE_VERSION}::BIGINT)) AS told(warehouse_version)")


def bring_forward(source: Path, target: Path, tables: Mapping[str, Path], views: Mapping[str, str]) -> bool:
    """Write a copy of a warehouse in which these tables and views are others; give up as `rewrite` does."""
    shutil.copyfile(source, target)
    return not (tables or views) or rewrite(target, tables, views)


def rewrite(file: Path, tables: Mapping[str, Path], views: Mapping[str, str]) -> bool:
    """Fill tables of a warehouse anew and lay out views again; give up where it is damaged or more empty than full: build it whole."""
    try:
        with _writing(file) as connection:
            if _is_mostly_empty(connection):
                return False
            for name in tables:
                _run(connection, "DELETE FROM", qualified(TABLES[name]))
            for name in views:
                _run(connection, "DROP VIEW", qualified(VIEWS[name]))
            _settle(connection)  # the room of what went is free for what comes, so that the file does not grow
            for name, file_of_rows in tables.items():
                _run(connection, "INSERT INTO", qualified(TABLES[name]), "BY NAME", *_in_order(TABLES[name], _rows_of(file_of_rows)))
            for name, statement in views.items():
                _lay_out(connection, VIEWS[name], statement)
    except duckdb.Error:
        return False
    return True


def quoted(name: str) -> str:
    """Give a name as an SQL identifier, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def qualified(table: Table) -> str:
    """Give a table's full name in SQL."""
    return ".".join((quoted(table.schema), quoted(table.name)))


def _connect(until: ExitStack) -> duckdb.DuckDBPyConnection:
    """Open a connection that writes no file, until a context ends."""
    spill = until.enter_context(tempfile.TemporaryDirectory())
    return until.enter_context(duckdb.connect(":memory:", config=_alone(spill)))


@contextmanager
def _writing(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a private file for writing; on leaving, everything is in that one file and on the disk."""
    with tempfile.TemporaryDirectory() as spill, duckdb.connect(file, config=_alone(spill)) as connection:
        connection.begin()
        yield connection
        _settle(connection)
        connection.commit()
    with file.open("rb") as written:
        os.fsync(written.fileno())


def _settle(connection: duckdb.DuckDBPyConnection) -> None:
    """Put what was written into the one file, and go on."""
    connection.commit()
    _run(connection, "CHECKPOINT")
    connection.begin()


def _alone(spill: str) -> dict[str, str | bool | int | float | list[str]]:
    """Give settings under which DuckDB sees no Python variable, fetches nothing and spills where it is told to."""
    return {
        "python_enable_replacements": False,
        "autoinstall_known_extensions": False,
        "temp_directory": spill,
        "storage_compatibility_version": OLDEST_READABLE_BY,
    }


def _show(connection: duckdb.DuckDBPyConnection, name: str, source: Path | pl.DataFrame) -> None:
    """Make one source readable under its full name."""
    schema, _, table = name.rpartition(".")
    _run(connection, "CREATE SCHEMA IF NOT EXISTS", quoted(schema))
    if isinstance(source, Path):
        _run(connection, "CREATE VIEW", ".".join((quoted(schema), quoted(table))), "AS FROM", _rows_of(source))
    else:
        _run(connection, "USE", quoted(schema))
        connection.from_arrow(source.to_arrow()).create_view(table)


def _store(connection: duckdb.DuckDBPyConnection, table: Table, rows: str) -> None:
    """Write one table with its comments."""
    _run(connection, "CREATE TABLE", qualified(table), "AS", *_in_order(table, rows))
    _describe(connection, "TABLE", table)


def _lay_out(connection: duckdb.DuckDBPyConnection, view: Table, statement: str) -> None:
    """Write one view with its comments."""
    _run(connection, "CREATE VIEW", qualified(view), "AS", statement)
    _describe(connection, "VIEW", view)


def _describe(connection: duckdb.DuckDBPyConnection, sort: str, table: Table) -> None:
    """Write the comments of a table or view."""
    _run(connection, "COMMENT ON", sort, qualified(table), "IS", _text(f"one row per {table.grain}"))
    for column, (_, comment) in table.columns.items():
        _run(connection, "COMMENT ON COLUMN", ".".join((qualified(table), quoted(column))), "IS", _text(comment))


def _rows_of(file: Path) -> str:
    """Give the rows of a parquet file in SQL, which takes DuckDB half as long as a relation."""
    return f"read_parquet({_text(glob.escape(str(file)))})"


def _in_order(table: Table, rows: str) -> tuple[str, ...]:
    """Give rows in the order of a table's key, in words of SQL."""
    return "FROM", rows, "ORDER BY", ", ".join(map(quoted, table.key))


def _is_mostly_empty(connection: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether more of the file was left free by tables that went than is used; DuckDB fills that again and seldom gives it back."""
    free, used = connection.execute("SELECT free_blocks, used_blocks FROM pragma_database_size()").fetchall()[0]
    return bool(free > used)


def _text(words: str) -> str:
    """Give words as an SQL text literal."""
    return "'" + words.replace("'", "''") + "'"


def _run(connection: duckdb.DuckDBPyConnection, *words: str) -> None:
    """Run a statement made of fixed words and quoted names."""
    connection.execute(" ".join(words))
