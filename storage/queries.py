"""Read the published warehouse for its owner; refuses to write, to touch any other file and to know what a query is for."""

from __future__ import annotations  # DuckDB tells of its types as leaked where an annotation holds them to the end

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from duckdb.sqltypes import VARCHAR, DuckDBPyType

from storage.errors import Refused
from storage.schemas import WAREHOUSE_VERSION

READING_STATEMENTS = frozenset({"SELECT", "EXPLAIN", "MULTI"})  # a PIVOT counts as several
TYPES_SHOWN_AS_TEXT = frozenset({"interval", "bit", "blob", "bignum", "union", "variant", "geometry"})  # polars cannot print them
BUILT_OF_OTHERS = frozenset({"list", "array", "struct", "map"})
READ_ONLY: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "python_enable_replacements": False,
    "temp_directory": "",
    "lock_configuration": True,
}
VERSION_OF_FILE = "SELECT warehouse_version FROM mart.warehouse"
TABLES_AND_COLUMNS = """
WITH listed AS (
    SELECT schema_name, table_name, 0 AS place, NULL AS column_name, 'TABLE' AS data_type, comment FROM duckdb_tables() WHERE NOT internal
    UNION ALL
    SELECT schema_name, view_name, 0, NULL, 'VIEW', comment FROM duckdb_views() WHERE NOT internal
    UNION ALL
    SELECT schema_name, table_name, column_index, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal
)
SELECT concat_ws('.', schema_name, table_name) AS table_name, column_name, data_type, comment
FROM listed
WHERE $name IS NULL OR listed.table_name = $name OR concat_ws('.', schema_name, listed.table_name) = $name
ORDER BY schema_name, listed.table_name, place
"""


class WarehouseError(Refused):
    """What the owner asked cannot be answered; the message says why and what helps."""


def query(file: Path, sql: str) -> pl.DataFrame:
    """Give the rows of one reading statement."""
    with _reading(file) as connection:
        return _rows(connection.sql(_only_statement(connection, sql)))


def list_tables(file: Path, name: str | None = None) -> pl.DataFrame:
    """Give every table and view with its columns, or the one named (with or without its schema), and what each means."""
    with _reading(file) as connection:
        columns = _rows(connection.sql(TABLES_AND_COLUMNS, params={"name": name}))
    if columns.is_empty():
        message = f"there is no table {name}: `linernotes tables` lists them all"
        raise WarehouseError(message)
    return columns


@contextmanager
def _reading(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published file; whatever goes wrong inside becomes a sentence."""
    with _opened(file) as connection:
        try:
            yield connection
        except duckdb.Error as error:
            raise WarehouseError(_first_line(error)) from error


def _opened(file: Path) -> duckdb.DuckDBPyConnection:
    """Open a file that this linernotes can read; raise where there is none."""
    if not file.is_file():
        message = "no warehouse yet: run `linernotes run` first"
        raise WarehouseError(message)
    try:
        connection = duckdb.connect(file, read_only=True, config=READ_ONLY)
        version = connection.execute(VERSION_OF_FILE).fetchall()[0][0]
    except duckdb.Error as error:
        raise WarehouseError(_why_unreadable(file, _first_line(error))) from error
    if version > WAREHOUSE_VERSION:
        connection.close()
        message = f"this warehouse has version {version}, this linernotes reads up to {WAREHOUSE_VERSION}: update linernotes"
        raise WarehouseError(message)
    return connection


def _why_unreadable(file: Path, told: str) -> str:
    """Say what helps: a program that writes into the file keeps all others out, and what it leaves when killed does too."""
    if "lock on file" in told:
        return f"another program has {file.name} open for writing: close it there, or open it read-only ({told})"
    if f"{file.name}.wal" in told:
        return f"a program that wrote into an earlier {file.name} left {file.name}.wal beside it: delete that, or run `linernotes run` ({told})"
    return f"{file.name} cannot be read, `linernotes run` builds it anew ({told})"


def _first_line(error: duckdb.Error) -> str:
    """Give what DuckDB says, without the excerpt below it."""
    return str(error).partition("\n")[0]


def _only_statement(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """Give the one statement in a text; raise where there are none, several, or one that would not only read."""
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        message = f"a query is one statement, not {len(statements)}"
        raise WarehouseError(message)
    if statements[0].type.name not in READING_STATEMENTS:
        message = f"the warehouse is only read: {statements[0].type.name} is refused, begin with SELECT, DESCRIBE or SUMMARIZE"
        raise WarehouseError(message)
    return statements[0]


def _rows(relation: duckdb.DuckDBPyRelation) -> pl.DataFrame:
    """Give rows as a frame in which every value can be printed and whole numbers are whole."""
    distinctly_named = relation.project("*")
    columns = [
        duckdb.ColumnExpression(name) if _shown(dtype) == dtype else duckdb.ColumnExpression(name).cast(_shown(dtype)).alias(name)
        for name, dtype in zip(distinctly_named.columns, distinctly_named.types, strict=True)
    ]
    rows = pl.DataFrame(distinctly_named.select(*columns).to_arrow_table())
    sums = [name for name, dtype in rows.schema.items() if isinstance(dtype, pl.Decimal) and dtype.scale == 0]
    return rows.with_columns(pl.col(sums).cast(pl.Int128))


def _shown(dtype: DuckDBPyType) -> DuckDBPyType:
    """Give the type as which values of a type can be printed, also inside lists, structs and maps."""
    if dtype.id in TYPES_SHOWN_AS_TEXT:
        return VARCHAR
    if dtype.id not in BUILT_OF_OTHERS:
        return dtype
    parts: dict[str, Any] = {name: _shown(part) if isinstance(part, DuckDBPyType) else part for name, part in dtype.children}
    if dtype.id == "struct":
        return duckdb.struct_type(parts)
    if dtype.id == "array":
        return duckdb.array_type(*parts.values())
    return duckdb.map_type(*parts.values()) if dtype.id == "map" else duckdb.list_type(*parts.values())
