"""A home that any earlier release wrote opens today, and nothing that was known in it is lost.

`frozen_homes/format_<n>.tar.xz` is a home as the release of that format left it, without its caches and figures: two nights over
invented exports, the second of which lacks ISRCs, genres, labels, features, plays, top lists and credits that the first one had;
in format 2 then a night with Spotify, whose login is gone. A later format adds a home and rewrites none.
"""

import tarfile
from pathlib import Path

import duckdb
import pytest
from markdown_tree import complaints
from nights import linernotes, run_of, tree_of

from storage.queries import query
from storage.schemas import WAREHOUSE_VERSION
from storage.settings import HOME_FORMAT

FROZEN = Path(__file__).parent / "frozen_homes"
FORMATS = [int(file.name.removeprefix("format_").removesuffix(".tar.xz")) for file in sorted(FROZEN.iterdir())]
LASTING = ("snapshots", "facts", "history")
STATUS = {1: 0, 2: 3}  # a login that is gone is named
SHARED_COLUMNS = """
SELECT concat_ws('.', schema_name, table_name), list(column_name ORDER BY column_index)
FROM duckdb_columns()
WHERE database_name = 'old' AND concat_ws('.', schema_name, table_name) <> 'mart.warehouse'
GROUP BY ALL ORDER BY ALL
"""


pytestmark = pytest.mark.usefixtures("server")


@pytest.fixture(scope="module", params=FORMATS)
def homes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Give a home as it was left, and after a night of today."""
    folder = tmp_path_factory.mktemp(f"format_{request.param}")
    for name in ("before", "after"):
        with tarfile.open(FROZEN / f"format_{request.param}.tar.xz") as frozen:
            frozen.extractall(folder / name, filter="data")
    done = linernotes("run", home=folder / "after", LINERNOTES_CONFIG=str(folder / "nobody"))
    assert done.returncode == STATUS[request.param], done.stderr
    return folder / "before", folder / "after"


def rows_lost(old: Path, new: Path) -> dict[str, list[tuple[object, ...]]]:
    """Give the rows of each table that the newer warehouse does not have, in the columns of the older one."""
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{old}' AS old (READ_ONLY); ATTACH '{new}' AS new (READ_ONLY)")
        lost = {}
        for table, columns in connection.execute(SHARED_COLUMNS).fetchall():
            names = ", ".join(f'"{column}"' for column in columns)
            lost[table] = connection.execute(f"SELECT {names} FROM old.{table} EXCEPT ALL SELECT {names} FROM new.{table}").fetchall()  # noqa: S608 - names of our own
        return {table: rows for table, rows in lost.items() if rows}


def test_there_is_a_frozen_home_of_every_format() -> None:
    assert list(range(1, HOME_FORMAT + 1)) == FORMATS
    assert all(file.stat().st_size < 300_000 for file in FROZEN.iterdir())


def test_its_warehouse_is_read_before_anything_is_run(homes: tuple[Path, Path]) -> None:
    assert query(homes[0] / "warehouse.duckdb", "SELECT count(*) FROM core.tracks").item() == run_of(homes[0])["counts"]["tracks"]


def test_every_row_of_every_table_is_still_there(homes: tuple[Path, Path]) -> None:
    old, new = (home / "warehouse.duckdb" for home in homes)
    assert query(old, "SELECT count(*) FROM mart.runs").item() >= 2
    assert query(new, "SELECT warehouse_version FROM mart.warehouse").item() == WAREHOUSE_VERSION
    assert rows_lost(old, new) == {}


def test_what_a_poorer_export_left_out_is_still_known(homes: tuple[Path, Path]) -> None:
    told = "SELECT count(isrc), (SELECT count(*) FROM core.track_features), (SELECT count(*) FROM core.plays) FROM core.tracks"
    (known,) = query(homes[1] / "warehouse.duckdb", told).rows()
    assert min(known) > 10


def test_what_needs_a_backup_is_added_to_and_never_rewritten(homes: tuple[Path, Path]) -> None:
    before, after = ({part: tree_of(home / part) for part in LASTING} for home in homes)
    for part in LASTING:
        assert before[part].items() <= after[part].items()
    assert len(after["snapshots"]) > len(before["snapshots"])


def test_its_pages_stay_where_they_were_and_its_nights_are_still_told(homes: tuple[Path, Path]) -> None:
    before, after = (home / "reports" for home in homes)
    pages = {path for path in tree_of(before) if path.endswith(".md")}
    assert pages <= set(tree_of(after))
    assert complaints(after) == []
    nights = [line for line in (before / "changes.md").read_text(encoding="utf-8").splitlines() if line.startswith("## ")]
    assert nights
    assert set(nights) <= set((after / "changes.md").read_text(encoding="utf-8").splitlines())
