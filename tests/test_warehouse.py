"""The warehouse: what is built can be queried, only read, and only by one statement."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from warehouse_layout import KEPT, STATEMENTS, build_empty, layout_of, parquet_of

from storage.queries import WarehouseError, list_tables, query
from storage.schemas import CORE_TABLES, MART_TABLES, TABLES, VIEWS, WAREHOUSE_VERSION
from storage.switch import heal
from storage.warehouse import Desk, bring_forward, build

RUN = {
    "run_id": "1",
    "started_at": datetime(2026, 1, 1),  # noqa: DTZ001
    "finished_at": None,
    "snapshot_id": "s",
    "outcome": "done",
    "counts": "{}",
}
NOT_SAID = {"is_followed": [None, None], "artist_image_url": [None, None]}
RENAMES_FOREVER = "import os, shutil, sys\nwhile True:\n    shutil.copyfile(sys.argv[1], sys.argv[2])\n    os.replace(sys.argv[2], sys.argv[3])\n"


WRITES_INTO_IT = """
import duckdb, sys, time
connection = duckdb.connect(sys.argv[1])
connection.execute("CREATE TABLE mine AS SELECT 1 AS a")
print("written", flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built[1]*")
    artists = pl.DataFrame({"artist_key": ["b", "a"], "artist_uri": [None, "u"], "artist_name": ["B \"q\" 'q'", "A"], **NOT_SAID})
    build(folder / "warehouse.duckdb", parquet_of(folder, {"core.artists": artists, "mart.runs": pl.DataFrame([RUN])}), STATEMENTS)
    return folder / "warehouse.duckdb"


def test_a_table_holds_its_rows_in_the_order_of_its_key(built: Path) -> None:
    expected = pl.DataFrame({"artist_key": ["a", "b"], "artist_uri": ["u", None], "artist_name": ["A", "B \"q\" 'q'"]})
    assert_frame_equal(query(built, "SELECT artist_key, artist_uri, artist_name FROM core.artists"), expected)


def test_every_table_and_column_of_the_vocabulary_is_there_with_a_comment(built: Path) -> None:
    listed = list_tables(built)
    known = {**{name: TABLES[name] for name in (*CORE_TABLES, *MART_TABLES)}, **VIEWS}
    expected = {(name, column) for name, table in known.items() for column in (None, *table.columns)}
    assert expected | {("mart.warehouse", None), ("mart.warehouse", "warehouse_version")} == set(
        listed.select("table_name", "column_name").iter_rows()
    )
    assert listed["comment"].null_count() == 0
    assert list_tables(built, "artists").row(0) == ("core.artists", None, "TABLE", "one row per artist")
    assert list_tables(built, "liked_labels").row(0) == ("mart.liked_labels", None, "VIEW", f"one row per {VIEWS['mart.liked_labels'].grain}")


def test_one_table_is_listed_by_its_name_with_or_without_schema(built: Path) -> None:
    assert_frame_equal(list_tables(built, "playlists"), list_tables(built, "core.playlists"))
    assert list_tables(built, "core.playlists")["column_name"].to_list() == [None, *TABLES["core.playlists"].columns]


def test_a_table_that_is_not_there_is_an_error_that_names_it(built: Path) -> None:
    with pytest.raises(WarehouseError, match="no table songs"):
        list_tables(built, "songs")


def test_dtypes_are_those_of_the_vocabulary(built: Path) -> None:
    for name, table in {**{name: TABLES[name] for name in (*CORE_TABLES, *MART_TABLES)}, **VIEWS}.items():
        assert dict(query(built, f"FROM {name}").schema) == table.dtypes, name


def test_another_layout_is_another_version(tmp_path: Path) -> None:
    kept = KEPT / f"{WAREHOUSE_VERSION}.csv"
    advice = "the warehouse's tables, columns, types or views changed: raise WAREHOUSE_VERSION and run `python tests/warehouse_layout.py`"
    assert kept.is_file() and kept.read_text(encoding="utf-8") == layout_of(build_empty(tmp_path)), advice  # noqa: PT018 - one advice for both
    assert max(int(file.stem) for file in KEPT.iterdir()) == WAREHOUSE_VERSION


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE core.tracks ADD COLUMN mood TEXT",
        "ALTER TABLE core.tracks ALTER popularity TYPE INTEGER",
        "ALTER TABLE core.tracks RENAME isrc TO code",
        "DROP VIEW mart.rank_movers",
        "CREATE OR REPLACE VIEW mart.monthly_plays AS SELECT 1 AS month_date",
    ],
)
def test_any_change_shows_in_the_layout(tmp_path: Path, change: str) -> None:
    changed = build_empty(tmp_path)
    before = layout_of(changed)
    with duckdb.connect(changed) as connection:
        connection.execute(change)
    assert layout_of(changed) != before


def test_equal_parquet_gives_equal_tables_whatever_its_row_order(tmp_path: Path) -> None:
    entries = pl.DataFrame({"playlist_key": ["a"] * 5_000, "playlist_position": range(5_000), "track_uri": ["t"] * 5_000, "added_at": [None] * 5_000})
    found = []
    for name, rows in {"first": entries, "second": entries.sample(fraction=1, shuffle=True, seed=1)}.items():
        (tmp_path / name).mkdir()
        build(tmp_path / name / "w.duckdb", parquet_of(tmp_path / name, {"core.playlist_tracks": rows}), STATEMENTS)
        found.append(query(tmp_path / name / "w.duckdb", "FROM core.playlist_tracks"))
    assert_frame_equal(found[0], found[1])
    assert found[0]["playlist_position"].is_sorted()


def test_a_warehouse_without_all_its_tables_is_not_built(tmp_path: Path) -> None:
    files = parquet_of(tmp_path, {})
    del files["mart.runs"]
    with pytest.raises(ValueError, match=r"mart\.runs not given"):
        build(tmp_path / "w.duckdb", files, STATEMENTS)


def test_the_file_is_one_file_that_older_versions_of_duckdb_open(built: Path) -> None:
    assert not built.with_name("warehouse.duckdb.wal").exists()
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH '{built}' AS built (READ_ONLY)")
        tags = connection.execute("SELECT tags FROM duckdb_databases() WHERE database_name = 'built'").fetchall()
    assert tags[0][0]["storage_version"].startswith("v1.4.0")


def test_a_copy_with_other_runs_differs_in_them_alone(built: Path, tmp_path: Path) -> None:
    runs = pl.DataFrame([RUN, {**RUN, "run_id": "2"}], schema=TABLES["mart.runs"].dtypes)
    runs.write_parquet(tmp_path / "runs.parquet")
    assert bring_forward(built, tmp_path / "copy.duckdb", {"mart.runs": tmp_path / "runs.parquet"}, {})
    assert_frame_equal(query(tmp_path / "copy.duckdb", "FROM mart.runs"), runs)
    assert query(built, "FROM mart.runs").height == 1
    assert_frame_equal(query(tmp_path / "copy.duckdb", "FROM core.artists"), query(built, "FROM core.artists"))
    assert_frame_equal(list_tables(tmp_path / "copy.duckdb").sort(pl.all()), list_tables(built).sort(pl.all()))


@pytest.mark.parametrize("changed", [("mart.runs",), ("mart.runs", "core.artists", "core.tracks"), (*CORE_TABLES, *MART_TABLES)])
def test_twenty_nights_do_not_let_the_file_grow(built: Path, tmp_path: Path, changed: tuple[str, ...]) -> None:
    files = {name: file for name, file in parquet_of(tmp_path, {"mart.runs": pl.DataFrame([RUN])}).items() if name in changed}
    older, newer = tmp_path / "even.duckdb", tmp_path / "odd.duckdb"
    assert bring_forward(built, older, files, {})
    for _ in range(20):
        assert bring_forward(older, newer, files, {})
        older, newer = newer, older
    assert older.stat().st_size <= 1.5 * built.stat().st_size


def contents_of(warehouse: Path) -> dict[str, pl.DataFrame]:
    """Give the rows of every table and view in their order, and what all of them are called and say."""
    return {"": list_tables(warehouse), **{name: query(warehouse, f"FROM {name}") for name in (*CORE_TABLES, *MART_TABLES, *VIEWS)}}


def assert_equal(found: Path, expected: Path) -> None:
    """Compare two warehouses table by table."""
    ours, theirs = contents_of(found), contents_of(expected)
    assert ours.keys() == theirs.keys()
    for name in ours:
        assert_frame_equal(ours[name], theirs[name])


def test_a_warehouse_brought_forward_equals_one_that_was_built_whole(built: Path, tmp_path: Path) -> None:
    artists = pl.DataFrame({"artist_key": ["c", "a"], "artist_uri": [None, "v"], "artist_name": ["C", "A"], **NOT_SAID})
    places = pl.DataFrame({"playlist_key": ["a"] * 5_000, "playlist_position": range(5_000), "track_uri": ["t"] * 5_000, "added_at": [None] * 5_000})
    files = parquet_of(tmp_path, {"core.artists": artists, "core.playlist_tracks": places.reverse(), "mart.runs": pl.DataFrame([RUN])})
    views = STATEMENTS | {"mart.liked_labels": STATEMENTS["mart.liked_labels"].replace("ORDER BY", "ORDER BY 1 DESC,")}
    build(tmp_path / "whole.duckdb", files, views)
    assert bring_forward(built, tmp_path / "forward.duckdb", {name: files[name] for name in ("core.artists", "core.playlist_tracks")}, views)
    assert_equal(tmp_path / "forward.duckdb", tmp_path / "whole.duckdb")


@pytest.mark.parametrize("hurt", [b"", b"x" * 5_000])
def test_a_damaged_warehouse_is_not_brought_forward(tmp_path: Path, hurt: bytes) -> None:
    (tmp_path / "damaged.duckdb").write_bytes(hurt)
    assert not bring_forward(tmp_path / "damaged.duckdb", tmp_path / "forward.duckdb", {"mart.runs": parquet_of(tmp_path, {})["mart.runs"]}, {})


def test_a_warehouse_of_which_most_is_empty_is_not_brought_forward(built: Path, tmp_path: Path) -> None:
    (emptied := tmp_path / "emptied.duckdb").write_bytes(built.read_bytes())
    for statement in (
        "CREATE TABLE core.first AS SELECT hash(range) FROM range(1000000)",
        "CREATE TABLE core.later AS SELECT hash(range) FROM range(100000)",
        "DROP TABLE core.first",
    ):
        with duckdb.connect(emptied) as connection:
            connection.execute(statement)
    assert emptied.stat().st_size > 2 * built.stat().st_size
    assert not bring_forward(emptied, tmp_path / "forward.duckdb", {"mart.runs": parquet_of(tmp_path, {})["mart.runs"]}, {})


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("", "one statement, not 0"),
        ("SELECT 1; SELECT 2", "one statement, not 2"),
        ("CREATE TABLE core.mine AS SELECT 1", "CREATE is refused"),
        ("DELETE FROM core.artists", "DELETE is refused"),
        ("COPY core.artists TO 'stolen.csv'", "COPY is refused"),
        ("ATTACH 'other.duckdb'", "ATTACH is refused"),
        ("SET enable_external_access = true", "SET is refused"),
        ("INSTALL httpfs", "LOAD is refused"),
        ("SELECT * FROM read_text('/etc/hostname')", "file system operations are disabled"),
        ("SELECT * FROM '/etc/hostname.csv'", "file system operations are disabled"),
        ("SELECT * FROM glob('/*')", "file system operations are disabled"),
        ("SELECT * FROM built", "Table with name built does not exist"),
        ("SELEC 1", 'syntax error at or near "SELEC"'),
        ("SELECT 'a'::INTEGER FROM core.artists", "Could not convert"),
        ("SELECT $1", "Values were not provided"),
    ],
)
def test_what_is_no_single_reading_statement_is_refused_in_one_line(built: Path, sql: str, sentence: str) -> None:
    with pytest.raises(WarehouseError, match=sentence) as caught:
        query(built, sql)
    assert "\n" not in str(caught.value)


def test_values_arrive_as_what_can_be_printed(built: Path) -> None:
    rows = query(
        built, "SELECT 1 AS a, 2 AS a, sum(artist_key = 'a') AS whole, 1.5::DECIMAL(4, 2) AS money, INTERVAL 2 DAY AS wait FROM core.artists"
    )
    assert rows.columns == ["a", "a_1", "whole", "money", "wait"]
    assert rows["whole"].to_list() == [1]
    assert rows["whole"].dtype.is_integer()
    assert rows["wait"].to_list() == ["2 days"]


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ("[INTERVAL 1 DAY, NULL]", ["1 day", None]),
        ("[INTERVAL 1 DAY]::INTERVAL[1]", ["1 day"]),
        ("MAP {'a': [{'wait': INTERVAL 2 HOUR, 'n': 1}]}", {"a": [{"wait": "02:00:00", "n": 1}]}),
        ("['101'::BIT]", ["101"]),
        ("[union_value(n := INTERVAL 1 DAY)]", ["1 day"]),
        ("[1::BIGNUM]", ["1"]),
        ("[1::VARIANT]", ["1"]),
        ("[[1], []]", [[1], []]),
    ],
)
def test_what_cannot_be_printed_as_it_is_is_text_inside_lists_structs_and_maps_too(built: Path, told: str, value: object) -> None:
    assert query(built, f"SELECT {told} AS told")["told"].to_list() == [value]


@pytest.mark.parametrize(
    "sql",
    [
        "DESCRIBE core.artists",
        "SUMMARIZE core.artists",
        "SHOW ALL TABLES",
        "EXPLAIN FROM core.artists",
        "PIVOT core.artists ON artist_key USING count(*)",
    ],
)
def test_statements_that_read_are_answered(built: Path, sql: str) -> None:
    assert query(built, sql).height > 0


def test_a_query_changes_nothing_in_the_home(built: Path) -> None:
    before = sorted(file.name for file in built.parent.iterdir()), built.read_bytes()
    query(built, "SELECT * FROM range(300000) ORDER BY hash(range)")
    assert (sorted(file.name for file in built.parent.iterdir()), built.read_bytes()) == before


def test_without_a_warehouse_the_error_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no warehouse yet: run `linernotes run` first"):
        query(tmp_path / "warehouse.duckdb", "SELECT 1")


@pytest.mark.parametrize("content", [b"", b"x" * 5_000])
def test_a_damaged_warehouse_is_said_to_be_built_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "warehouse.duckdb").write_bytes(content)
    with pytest.raises(WarehouseError, match=r"warehouse\.duckdb cannot be read, `linernotes run` builds it anew"):
        query(tmp_path / "warehouse.duckdb", "SELECT 1")


def test_a_newer_warehouse_is_refused(built: Path, tmp_path: Path) -> None:
    newer = tmp_path / "warehouse.duckdb"
    newer.write_bytes(built.read_bytes())
    with duckdb.connect(newer) as connection:
        connection.execute("UPDATE mart.warehouse SET warehouse_version = $1", [WAREHOUSE_VERSION + 1])
    with pytest.raises(WarehouseError, match="update linernotes"):
        query(newer, "SELECT 1")


@pytest.fixture
def written(built: Path, tmp_path: Path) -> Iterator[tuple[Path, subprocess.Popen[bytes]]]:
    """Give a public warehouse into which somebody's program is writing."""
    public = tmp_path / "home" / "warehouse.duckdb"
    public.parent.mkdir()
    public.write_bytes(built.read_bytes())
    with subprocess.Popen([sys.executable, "-c", WRITES_INTO_IT, str(public)], stdout=subprocess.PIPE) as writing:
        assert writing.stdout
        writing.stdout.readline()
        yield public, writing
        writing.kill()


def test_a_program_that_writes_into_the_warehouse_is_told_of(written: tuple[Path, subprocess.Popen[bytes]]) -> None:
    with pytest.raises(WarehouseError, match=r"another program has warehouse\.duckdb open for writing: close it there"):
        query(written[0], "SELECT 1")


def test_what_a_killed_program_left_beside_the_warehouse_keeps_nobody_from_the_next_one(
    built: Path, written: tuple[Path, subprocess.Popen[bytes]]
) -> None:
    public, writing = written
    writing.kill()
    writing.wait()
    (staged := public.with_name(".publishing")).mkdir()
    bring_forward(built, staged / "warehouse.duckdb", {"mart.runs": parquet_of(public.parent, {})["mart.runs"]}, {})
    (staged / "journal.json").write_text('{"new_tree": null, "ours": []}', encoding="utf-8")
    heal(public.parent)
    assert not public.with_name("warehouse.duckdb.wal").exists()
    assert query(public, "SELECT count(*) AS n FROM core.artists")["n"].to_list() == [2]


def test_queries_are_answered_while_another_process_renames_new_files_over_the_old(built: Path, tmp_path: Path) -> None:
    public = tmp_path / "warehouse.duckdb"
    public.write_bytes(built.read_bytes())
    renaming = subprocess.Popen([sys.executable, "-c", RENAMES_FOREVER, str(built), str(tmp_path / "private.duckdb"), str(public)])
    try:
        for _ in range(20):
            assert query(public, "SELECT count(*) AS n FROM core.artists")["n"].to_list() == [2]
        assert renaming.poll() is None
    finally:
        renaming.kill()
        renaming.wait()


def test_a_statement_sees_files_and_frames_under_their_full_names(tmp_path: Path) -> None:
    folder = tmp_path / "a[b]*?'\""
    folder.mkdir()
    pl.DataFrame({"x": [1, 2]}).write_parquet(folder / "x.parquet")
    tables: dict[str, Path | pl.DataFrame] = {"core.numbers": folder / "x.parquet", "step.names": pl.DataFrame({"x": [1, 2], "name": ["one", "two"]})}
    with Desk() as desk:
        rows = desk.answer("SELECT x, name FROM core.numbers INNER JOIN step.names USING (x) WHERE x >= $least", tables, {"least": 2})
    assert_frame_equal(rows, pl.DataFrame({"x": [2], "name": ["two"]}))


def test_a_later_statement_sees_the_newest_source_of_a_name() -> None:
    with Desk() as desk:
        for number in (1, 2):
            assert desk.answer("FROM step.numbers", {"step.numbers": pl.DataFrame({"x": [number]})}, {}).item() == number


def test_a_statement_sees_nothing_but_its_tables() -> None:
    hidden = pl.DataFrame({"x": [1]})
    with Desk() as desk, pytest.raises(duckdb.CatalogException, match="hidden"):
        desk.answer("FROM hidden", {}, {})
    assert hidden.height == 1
