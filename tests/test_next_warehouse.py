"""The next warehouse: what the last run laid out stays, what changed is new, and whatever is doubtful is built whole."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from warehouse_layout import STATEMENTS, parquet_of

from storage import next_warehouse
from storage.files import digest_of
from storage.next_warehouse import Contents
from storage.queries import list_tables, query
from storage.schemas import TABLES

ARTISTS = pl.DataFrame({"artist_key": ["a"], "artist_uri": ["u"], "artist_name": ["A"], "is_followed": [None], "artist_image_url": [None]})
RENAMED = ARTISTS.with_columns(artist_name=pl.lit("B"))


def contents_with(folder: Path, artists: pl.DataFrame, **others: str) -> Contents:
    """Give contents of which the artists alone are not empty."""
    folder.mkdir()
    tables = parquet_of(folder, {"core.artists": artists})
    digests = {name: digest_of(file.read_bytes()) for name, file in tables.items()} | {"step.views": "v", "schemas": "s"}
    return Contents(tables, STATEMENTS, digests | others)


def last_run_of(warehouse: Path, contents: Contents) -> dict[str, Any]:
    """Give what run.json says of a warehouse."""
    return {"warehouse": [warehouse.stat().st_size, warehouse.stat().st_mtime_ns], "tables": contents.digests}


def name_of_artist(warehouse: Path) -> str:
    """Look into the warehouse."""
    return str(query(warehouse, "SELECT artist_name FROM core.artists").item())


def without_albums(contents: Contents) -> Contents:
    """Give contents whose parquet of albums is gone, so that no warehouse can be built whole of them."""
    contents.tables["core.albums"].unlink()
    return contents


@pytest.fixture
def published(tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """Give a public warehouse and what the run that made it said."""
    contents = contents_with(tmp_path / "before", ARTISTS)
    next_warehouse.make(tmp_path / "none.duckdb", tmp_path / "public.duckdb", contents, {})
    return tmp_path / "public.duckdb", last_run_of(tmp_path / "public.duckdb", contents)


def test_of_an_untouched_warehouse_only_what_changed_is_read_anew(published: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    public, last_run = published
    next_warehouse.make(public, tmp_path / "next.duckdb", without_albums(contents_with(tmp_path / "after", RENAMED)), last_run)
    assert (name_of_artist(public), name_of_artist(tmp_path / "next.duckdb")) == ("A", "B")


def test_a_table_that_is_new_is_as_one_that_was_built(published: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    both = pl.concat([ARTISTS.with_columns(artist_key=pl.lit("b")), RENAMED])
    contents = contents_with(tmp_path / "after", both, **{"step.views": "others"})
    next_warehouse.make(published[0], tmp_path / "next.duckdb", contents, published[1])
    next_warehouse.make(tmp_path / "none.duckdb", tmp_path / "built.duckdb", contents, {})
    forward, built = (tmp_path / name for name in ("next.duckdb", "built.duckdb"))
    assert query(forward, "SELECT artist_key FROM core.artists").to_series().to_list() == ["a", "b"]
    assert list_tables(forward).rows() == list_tables(built).rows()  # with the comments


@pytest.mark.parametrize("others", [{"schemas": "others"}, {"core.moods": "m"}])
def test_a_warehouse_laid_out_otherwise_is_built_whole(published: tuple[Path, Mapping[str, Any]], tmp_path: Path, others: dict[str, str]) -> None:
    contents = contents_with(tmp_path / "after", RENAMED, **others)
    next_warehouse.make(published[0], tmp_path / "next.duckdb", contents, published[1])
    assert name_of_artist(tmp_path / "next.duckdb") == "B"
    with pytest.raises(duckdb.Error, match=r"core\.albums"):
        next_warehouse.make(published[0], tmp_path / "next.duckdb", without_albums(contents), published[1])


def test_a_warehouse_that_somebody_touched_is_built_whole(published: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    public, last_run = published
    os.utime(public, ns=(1, 1))
    with pytest.raises(duckdb.Error, match=r"core\.albums"):
        next_warehouse.make(public, tmp_path / "next.duckdb", without_albums(contents_with(tmp_path / "after", RENAMED)), last_run)


def test_a_warehouse_that_is_damaged_and_looks_untouched_is_built_whole(published: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    public, last_run = published
    public.write_bytes(b"x" * public.stat().st_size)
    os.utime(public, ns=(last_run["warehouse"][1], last_run["warehouse"][1]))
    next_warehouse.make(public, tmp_path / "next.duckdb", contents_with(tmp_path / "after", RENAMED), last_run)
    assert name_of_artist(tmp_path / "next.duckdb") == "B"


def runs_in(folder: Path, run_id: str) -> Path:
    """Write a list of one run."""
    run = {"run_id": run_id, "outcome": "done"}
    pl.DataFrame([run], schema={name: dtype for name, dtype in TABLES["mart.runs"].dtypes.items() if name in run}).select(
        *(pl.col(name) if name in run else pl.lit(None, dtype).alias(name) for name, dtype in TABLES["mart.runs"].dtypes.items())
    ).write_parquet(folder / "runs.parquet")
    return folder / "runs.parquet"


@pytest.mark.parametrize("artists", [ARTISTS, RENAMED], ids=["nothing changed", "something changed"])
@pytest.mark.parametrize("is_damaged", [False, True])
def test_the_list_of_runs_comes_last_into_what_was_made_meanwhile(
    published: tuple[Path, dict[str, Any]], tmp_path: Path, artists: pl.DataFrame, *, is_damaged: bool
) -> None:
    public, last_run = published
    if is_damaged:
        public.write_bytes(b"x" * public.stat().st_size)
        os.utime(public, ns=(last_run["warehouse"][1], last_run["warehouse"][1]))
    with next_warehouse.being_made(public, tmp_path / "next.duckdb", contents_with(tmp_path / "after", artists), last_run) as draft:
        file = draft.finish(runs_in(tmp_path, "tonight"))
    assert name_of_artist(file) == artists["artist_name"].item()
    assert query(file, "SELECT run_id FROM mart.runs").to_series().to_list() == ["tonight"]


def test_what_keeps_a_warehouse_from_being_made_is_told_when_it_is_wanted(tmp_path: Path) -> None:
    contents = without_albums(contents_with(tmp_path / "after", ARTISTS))
    with (
        next_warehouse.being_made(tmp_path / "none.duckdb", tmp_path / "next.duckdb", contents, {}) as draft,
        pytest.raises(duckdb.Error, match=r"core\.albums"),
    ):
        draft.finish(runs_in(tmp_path, "tonight"))
