"""The cache: nothing stale, nothing missing and nothing damaged is ever served."""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest
from source_rows import table, track

from storage import artifacts, cache, ledger
from storage.files import digest_of
from storage.schemas import Artifact, Collection, Slice

RATED = table("mart.track_ranks", {"track_uri": "b", "score": 1.0, "rank": 2}, {"track_uri": "a", "score": 2.0, "rank": 1})


def test_the_same_rows_in_any_order_have_the_same_ticket() -> None:
    assert artifacts.save("mart.track_ranks", RATED) == artifacts.save("mart.track_ranks", RATED.reverse())


def test_a_table_of_other_columns_is_refused() -> None:
    with pytest.raises(AssertionError, match="other columns"):
        artifacts.save("mart.track_ranks", RATED.drop("rank"))


def test_a_table_of_other_types_is_refused() -> None:
    with pytest.raises(AssertionError, match="other types"):
        artifacts.save("mart.track_ranks", RATED.with_columns(pl.col("rank").cast(pl.Int32)))


def test_a_damaged_artifact_is_not_given_back() -> None:
    ticket = artifacts.save("mart.track_ranks", RATED)
    artifacts.path_of(ticket).write_bytes(b"damaged")
    assert not artifacts.are_whole([ticket])
    assert artifacts.save("mart.track_ranks", RATED) == ticket
    assert artifacts.are_whole([ticket])


def test_many_tables_are_read_in_the_order_of_their_tickets_and_none_of_them_damaged() -> None:
    tickets = [artifacts.save("mart.track_ranks", RATED.head(1)), artifacts.save("mart.track_ranks", RATED.tail(1))]
    assert artifacts.load_all("mart.track_ranks", tickets).equals(RATED)
    assert artifacts.load_all("mart.track_ranks", []).schema == RATED.schema
    artifacts.doubt_all()
    artifacts.path_of(tickets[1]).write_bytes(b"damaged")
    with pytest.raises(artifacts.ArtifactLost):
        artifacts.load_all("mart.track_ranks", tickets)


def count_rows(ticket: Artifact) -> dict[str, Artifact]:
    """Stand for a step."""
    return {"counted": artifacts.save_bytes("counts", str(artifacts.load(ticket).height).encode())}


def place_of(collection: Collection) -> str:
    """Stand for a step on a slice."""
    return collection.key


def test_a_result_is_known_after_it_was_kept_and_for_those_inputs_alone() -> None:
    ticket, other = artifacts.save("mart.track_ranks", RATED), artifacts.save("mart.track_ranks", RATED.head(1))
    assert cache.recall(count_rows, ticket) is None
    value = cache.remember(count_rows, count_rows(ticket), ticket)
    assert cache.recall(count_rows, ticket) == value
    assert cache.recall(count_rows, other) is None


@pytest.mark.parametrize("hurt", [lambda file: file.unlink(), lambda file: file.write_bytes(b"x")], ids=["gone", "damaged"])
def test_a_result_whose_artifact_is_hurt_is_not_known(hurt: Callable[[Path], object]) -> None:
    ticket = artifacts.save("mart.track_ranks", RATED)
    value = cache.remember(count_rows, count_rows(ticket), ticket)
    hurt(artifacts.path_of(value["counted"]))
    assert cache.recall(count_rows, ticket) is None


def test_a_half_written_result_is_not_known(home: Path) -> None:
    ticket = artifacts.save("mart.track_ranks", RATED)
    cache.remember(count_rows, count_rows(ticket), ticket)
    (result,) = (home / "results" / "count_rows").iterdir()
    result.write_bytes(result.read_bytes()[:9])
    assert cache.recall(count_rows, ticket) is None


def test_where_rows_lie_is_no_part_of_the_key() -> None:
    here, there = (Slice(table=Artifact(table="step.collection_tracks", digest=digest), first_row=0, row_count=1) for digest in "ab")
    first, second = (Collection(kind="artist", key="iu", described_digest="d", described=place) for place in (here, there))
    cache.remember(place_of, place_of(first), first)
    assert cache.recall(place_of, second) == "iu"
    assert cache.recall(place_of, second.model_copy(update={"described_digest": "e"})) is None


def test_a_bare_path_is_no_input(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="hand on a ticket"):
        cache.recall(count_rows, tmp_path)


def load_step(folder: Path) -> ModuleType:
    """Load a step from a folder that stands for the project."""
    spec = importlib.util.spec_from_file_location("tried_step", folder / "tasks" / "tried" / "step.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["tried_step"] = module
    spec.loader.exec_module(module)
    return module


def forget_digests() -> None:
    """Have files digested as if the process were new."""
    cache.step_digest.cache_clear()
    cache.shared_digest.cache_clear()


@pytest.mark.parametrize(
    "edited", ["tasks/tried/step.py", "tasks/tried/page.md.j2", "tasks/tried/mart.sql", "tasks/shared_words.py", "storage/schemas/new.py"]
)
def test_editing_any_file_of_a_step_changes_its_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edited: str) -> None:
    for name in (
        "tasks/tried/step.py",
        "tasks/tried/page.md.j2",
        "tasks/tried/mart.sql",
        "tasks/shared_words.py",
        "storage/schemas/__init__.py",
        "tasks/other.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    monkeypatch.setattr(cache, "ROOT", tmp_path)
    load_step(tmp_path)
    digests = []
    for file in (None, "tasks/other.py", edited):
        if file:
            (tmp_path / file).write_text("# edited\n", encoding="utf-8")
        forget_digests()
        digests.append(cache.step_digest("tried_step"))
    forget_digests()
    assert digests[0] == digests[1] != digests[2]


def test_the_ledger_gives_back_its_pages_in_order_and_refuses_a_damaged_one(home: Path) -> None:
    told = table("step.facts", {"subject": track("a")["track_uri"], "fact": "isrc", "value": "X", "source": "exports"})
    first = ledger.append("step.facts", told)
    second = ledger.append("step.facts", told.with_columns(value=pl.lit("Y")))
    assert first
    assert second
    assert ledger.append("step.facts", told.clear()) is None
    assert ledger.read("step.facts", (first, second)).select("value", "recorded").rows() == [("X", 0), ("Y", 1)]
    (home / "facts" / f"facts-{first}.parquet").write_bytes(b"")
    with pytest.raises(ledger.LedgerLost, match="backup"):
        ledger.read("step.facts", (first,))


def test_content_is_addressed_by_its_own_digest() -> None:
    assert artifacts.save_bytes("pages", b"# Page\n").digest == digest_of(b"# Page\n")


@pytest.mark.parametrize(("step", "draws"), [("tasks.plot.plot_clusters", True), ("tasks.cut", False)])
def test_a_face_that_was_installed_since_makes_figures_anew_and_nothing_else(tmp_path: Path, step: str, *, draws: bool) -> None:
    program = f"import {step}; from storage.cache import step_digest; print(step_digest('{step}'))"
    known = {**{name: value for name, value in os.environ.items() if name != "MPL_IGNORE_SYSTEM_FONTS"}, "HOME": str(tmp_path)}
    faces = tmp_path / ".fonts"

    def digest() -> str:
        return subprocess.run([sys.executable, "-c", program], env=known, cwd=cache.ROOT, capture_output=True, check=True, text=True).stdout

    before = digest()
    faces.mkdir()
    (faces / "NotoSansThai-Regular.ttf").write_bytes(b"")
    assert (digest() != before) == draws
