"""Whole nights with Spotify through the command: what a user sees, how a quota ends, and what forgetting leaves."""

import asyncio
import json
import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import httpx
import polars as pl
import pytest
from fetching import log_in, point_at
from nights import linernotes
from prefect.settings import PREFECT_API_URL, temporary_settings
from soaking_flows import soak_flow
from standins.faults import PlannedFaults
from standins.library import Library
from standins.person import Wishes, invent_library
from standins.spotify import serving
from standins.standin import Standin

from flows.cli.main import main
from storage import blobs, forget, snapshots, standing, tokens
from storage.clock import Clock
from storage.prefect_server import temporary_server, wait_until_up
from storage.spare import SPARE
from tasks.pull.sample import write_sample

LIBRARY = invent_library(Wishes(tracks=120, saved_tracks=90, playlists=4, playlist_tracks=55, saved_albums=5, followed=10, plays=80), 2)


@pytest.fixture(scope="module", autouse=True)
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("server")
    with temporary_server(folder):
        wait_until_up()
        yield folder


@pytest.fixture
def standin(monkeypatch: pytest.MonkeyPatch) -> Iterator[Standin]:
    with serving(LIBRARY) as standin:
        point_at(standin, monkeypatch, pace=1000)
        log_in(standin, Clock())
        yield standin


def counts_of_runs(home: Path) -> list[dict[str, int]]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return [json.loads(row[0]) for row in connection.execute("SELECT counts FROM mart.runs ORDER BY run_id").fetchall()]


def test_a_quota_ends_a_night_early_and_the_next_one_completes_it(standin: Standin, home: Path) -> None:
    standin.behave(quotas={"playlists": 3})
    first = linernotes("run", "--spotify", home=home)
    assert first.returncode == 75, first.stderr
    assert "stopped by a quota (playlists), run again after" in first.stdout
    assert "not refreshed" in first.stdout
    assert (home / "reports" / "README.md").exists()
    asked = standin.requests
    assert counts_of_runs(home)[0]["requests"] == asked
    newest = httpx.post(f"{os.environ['PREFECT_API_URL']}/flow_runs/filter", json={"sort": "START_TIME_DESC"}, trust_env=False).json()
    assert next(run["state_name"] for run in newest if run["name"].startswith("night of")) == "Stopped by quota"
    status = linernotes("status", home=home)
    assert status.returncode == 0, status.stdout
    assert "days left, until" in status.stdout
    assert "closed by Spotify until" in status.stdout
    assert "saved_tracks: 2 of 400 requests" in status.stdout
    standin.behave(quotas={})
    standin.pass_a_day()
    (home / "fetch" / "quota.json").unlink()
    second = linernotes("run", home=home)
    assert second.returncode == 0, second.stderr
    assert "the login lasts" in second.stdout
    own = [one for one in LIBRARY.playlists if LIBRARY.is_readable(one) and one.owner_id != "spotify"]
    latest = snapshots.latest()
    assert latest is not None
    assert sum(file.kind == "playlist_items" for file in latest.landing.files) == len(own)


def test_what_fails_is_named_and_ends_with_its_own_status(standin: Standin, home: Path) -> None:
    standin.behave(faults=PlannedFaults(dict.fromkeys(range(2, 6), "server_error")))
    done = linernotes("run", "--spotify", home=home)
    assert done.returncode == 3, done.stderr
    assert "failed: recently played" in done.stdout


def test_forgetting_leaves_what_the_exports_told_and_nothing_of_spotify(standin: Standin, home: Path, tmp_path: Path) -> None:
    write_sample(tmp_path / "exports", 80, 3, 9)
    alone = linernotes("run", tmp_path / "exports", home=tmp_path / "alone")
    assert alone.returncode == 0, alone.stderr
    both = linernotes("run", tmp_path / "exports", "--spotify", home=home)
    assert both.returncode == 0, both.stderr
    (home / "reports" / "mine.md").write_text("my notes", encoding="utf-8")
    told = [home / ".prefect" / name for name in ("prefect.db", "prefect.db-wal", "worker.log", "worker.log.1", "server.log")]
    (home / ".prefect").mkdir()
    for file in told:
        file.write_text(LIBRARY.playlists[0].name, encoding="utf-8")
    assert main(["logout", "--forget", "--home", str(home)]) == 0
    assert_nothing_of(LIBRARY, home)
    assert not [file.name for file in told if file.exists()]
    assert (home / "reports" / "mine.md").read_text(encoding="utf-8") == "my notes"
    assert tokens.read() is None
    again = linernotes("run", home=home)
    assert again.returncode == 0, again.stderr
    assert tables_of(home) == tables_of(tmp_path / "alone")
    assert standin.requests


def test_nothing_is_forgotten_half_while_the_home_is_served(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with standing.alone_up(home):
        (home / ".prefect" / "prefect.db").write_bytes(b"runs")
        assert main(["logout", "--forget", "--home", str(home)]) == 2
    assert "already serves" in capsys.readouterr().err
    assert (home / ".prefect" / "prefect.db").exists()


def test_what_forgetting_cannot_reach_is_named(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("LINERNOTES_PUBLISH_TO", "/somewhere/notes")
    assert main(["logout", "--forget", "--home", str(home)]) == 0
    told = capsys.readouterr().out
    assert "left to you: the commits in /somewhere/notes" in told
    assert f"left to you: the runs that the Prefect server at {os.environ['PREFECT_API_URL']} keeps" in told


def test_forgetting_that_is_cut_off_is_finished_by_doing_it_again(
    standin: Standin, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_sample(tmp_path / "exports", 80, 3, 9)
    assert linernotes("run", tmp_path / "exports", "--spotify", home=home).returncode == 0
    for name in ("_drop_what_was_made", "_rewrite", "_drop_unnamed_blobs"):
        with monkeypatch.context() as broken:
            broken.setattr(forget, name, _cut_off)
            with pytest.raises(KeyboardInterrupt):
                forget.forget_service()
        assert snapshots.latest() is not None
    forget.finish_forgetting()
    assert_nothing_of(LIBRARY, home)
    assert not (home / forget.MARK).exists()
    latest = snapshots.latest()
    assert latest is not None
    assert {file.source for file in latest.landing.files} == {"exports"}
    assert all(blobs.fetch(file.blob) for file in latest.landing.files)
    assert standin.requests


def test_a_home_of_spotify_alone_is_new_again_after_forgetting(standin: Standin, home: Path) -> None:
    assert linernotes("run", "--spotify", home=home).returncode == 0
    forget.forget_service()
    assert snapshots.latest() is None
    assert_nothing_of(LIBRARY, home)
    assert not (home / SPARE).exists()
    assert standin.requests


def test_a_login_may_lie_in_a_prefect_secret_block(standin: Standin, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LINERNOTES_SPOTIFY_SECRET_BLOCK", "spotify-login")
    with temporary_settings({PREFECT_API_URL: os.environ["PREFECT_API_URL"]}):
        assert tokens.read() is None
        made = log_in(standin, Clock())
        assert tokens.read() == made
        assert asyncio.run(_read_in_a_flow()) == made
        assert linernotes("run", "--spotify", home=tmp_path / "home").returncode == 0
        assert tokens.forget()
        assert tokens.read() is None
        assert not tokens.forget()


async def _read_in_a_flow() -> tokens.Tokens | None:
    return tokens.read()


def test_a_schedule_of_faults_through_the_whole_command(server: Path) -> None:
    assert not soak_flow(3, server).problems


def _cut_off(*_: object) -> None:
    raise KeyboardInterrupt


def tables_of(home: Path) -> dict[str, list[tuple[object, ...]]]:
    names = (
        "core.tracks",
        "core.albums",
        "core.artists",
        "core.playlists",
        "core.playlist_tracks",
        "core.plays",
        "core.top_tracks",
        "core.track_features",
    )
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return {name: connection.table(name).fetchall() for name in names}


def assert_nothing_of(library: Library, home: Path) -> None:
    """Search every file of the home for any track or playlist that only Spotify told."""
    uris = [saved.item.uri for saved in library.saved_tracks] + [playlist.uri for playlist in library.playlists]
    for file in home.rglob("*"):
        if not file.is_file() or (file.parts[len(home.parts)] in {".prefect", "history"} and file.parent.name == "runs"):
            continue
        content = blobs.fetch(file.name.removesuffix(".zst")) if file.suffix == ".zst" else file.read_bytes()
        if file.suffix == ".parquet":
            content = pl.read_parquet(file).write_json().encode()
        found = [uri for uri in uris if uri.encode() in content]
        assert not found, f"{os.fspath(file)} still tells of {found[0]}"
