"""Rows as they are printed: every form has every kind of value, and a number is one that its readers can read."""

import csv
import json
from decimal import Decimal
from io import StringIO

import duckdb
import polars as pl
import pytest

from flows.cli.printing import show_rows


def printed(rows: pl.DataFrame, form: str) -> str:
    target = StringIO()
    show_rows(rows, form, target)
    return target.getvalue()


def answer(sql: str) -> pl.DataFrame:
    """Give rows as DuckDB hands them over."""
    with duckdb.connect() as connection:
        return pl.DataFrame(connection.sql(sql).to_arrow_table())


def test_lists_structs_and_maps_are_json_in_a_cell_of_csv() -> None:
    rows = answer("""
        SELECT 1 AS one, ['a', NULL, 'b"c'] AS uris, {'day': DATE '2026-01-02', 'sum': 1.5} AS told, MAP {DATE '2026-01-02': 'nan'::DOUBLE} AS days,
            [[1], []] AS lists, [7, 8]::INTEGER[2] AS pair, NULL::INTEGER[] AS nothing
    """)
    (row,) = csv.DictReader(StringIO(printed(rows, "csv")))
    assert (row.pop("one"), row.pop("nothing")) == ("1", "")
    assert {name: json.loads(text) for name, text in row.items()} == {
        "uris": ["a", None, 'b"c'],
        "told": {"day": "2026-01-02", "sum": 1.5},
        "days": {"2026-01-02": None},
        "lists": [[1], []],
        "pair": [7, 8],
    }


def test_rows_without_any_list_are_the_same_csv_as_ever() -> None:
    rows = answer(
        "SELECT 'a,b' AS text, 1234567.5::DOUBLE AS score, TIMESTAMP '2026-01-02 03:04:05' AS played_at, 0.1::FLOAT AS share, NULL AS nothing"
    )
    assert printed(rows, "csv") == 'text,score,played_at,share,nothing\n"a,b",1234567.5,2026-01-02T03:04:05,0.1,\n'


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1234567.5, "1234567.5"),
        (1000000.0, "1000000"),
        (123456789012.1, "123456789012.1"),
        (123456789.123456, "123456789.123456"),
        (2 / 3 + 1, "1.666667"),
        (0.3333333333333333, "0.333333"),
        (0.1 + 0.2, "0.3"),
        (-42.25, "-42.25"),
        (0.0, "0"),
        (0.000123456789, "0.000123457"),
        (1.5e-9, "1.5e-09"),
        (6.02e23, "6.02e+23"),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (Decimal("0.0000001000"), "0.0000001000"),
        (Decimal("1234567.50"), "1234567.50"),
    ],
)
@pytest.mark.parametrize("form", ["table", "markdown"])
def test_numbers_keep_the_digits_that_matter(number: float | Decimal, text: str, form: str) -> None:
    assert printed(pl.DataFrame({"number": [number]}), form).splitlines()[-1].strip("| ") == text


def test_a_short_float_has_the_digits_that_were_meant() -> None:
    rows = answer("SELECT 1234.1::FLOAT AS score, 'nan'::FLOAT AS nothing")
    assert printed(rows, "table").splitlines()[-1].split() == ["1234.1", "nan"]
    assert json.loads(printed(rows, "json")) == [{"score": 1234.1, "nothing": None}]


def test_json_is_json_and_numbers_are_numbers() -> None:
    rows = answer("""
        SELECT 'nan'::DOUBLE AS a, '-inf'::DOUBLE AS b, ['inf'::DOUBLE, 2.5] AS c, 1.50::DECIMAL(10, 2) AS d, {'e': 7.00::DECIMAL(10, 2)} AS e,
            [12345678901234567890::HUGEINT] AS f, DATE '2026-01-02' AS g, TIMESTAMP '2026-01-02 03:04:05' AS h, MAP {1: 'x'} AS i, true AS j
    """)
    told = json.loads(printed(rows, "json"), parse_constant=pytest.fail)
    assert told == [
        {
            "a": None,
            "b": None,
            "c": [None, 2.5],
            "d": 1.5,
            "e": {"e": 7},
            "f": [12345678901234567890],
            "g": "2026-01-02",
            "h": "2026-01-02 03:04:05",
            "i": {"1": "x"},
            "j": True,
        }
    ]


def test_a_list_in_a_table_is_written_as_in_the_other_forms() -> None:
    rows = answer("SELECT ['a', NULL] AS uris, {'day': DATE '2026-01-02'} AS told")
    assert printed(rows, "table").splitlines()[-1] == '["a", null]  {"day": "2026-01-02"}'
    assert printed(rows, "markdown").splitlines()[-1] == '| ["a", null] | {"day": "2026-01-02"} |'
