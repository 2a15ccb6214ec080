"""One person's account data, streaming history, exports and Spotify account become one library: nothing twice, nothing missing."""

import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import httpx
import pytest
from nights import ROOT, linernotes, warehouse_of
from standins import secrets_of_person as planted
from standins.account_of_person import write_account_data
from standins.exports_of_person import write_exports
from standins.history_of_person import write_history
from standins.library import Library
from standins.person import Wishes, invent_library
from standins.spotify import serving
from standins.truth import truth_of

from storage.prefect_server import temporary_server, wait_until_up

LIBRARY = invent_library(Wishes(tracks=140, saved_tracks=140, playlists=10, playlist_tracks=25, plays=450), seed=5)
TRUTH = truth_of(LIBRARY)
OF_THE_SERVICE = "Daily Mix 1"
SETTINGS = {"LINERNOTES_SPOTIFY_PACE": "1000"}


class Night(NamedTuple):
    """A home after its night, the sources that it read, and every secret of the login."""

    home: Path
    sources: tuple[Path, ...]
    settings: dict[str, Any]
    secrets: tuple[str, ...]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    """Give the night of all sources, as a user has it: a login by pasting, then one command."""
    folder = tmp_path_factory.mktemp("person")
    home, sources = folder / "home", write_sources(folder, LIBRARY)
    with temporary_server(folder / "server"), serving(LIBRARY) as standin:
        wait_until_up()
        settings: dict[str, Any] = {
            **SETTINGS,
            "LINERNOTES_CONFIG": str(folder / "config"),
            "LINERNOTES_SPOTIFY_API_URL": standin.api_url,
            "LINERNOTES_SPOTIFY_ACCOUNTS_URL": standin.accounts_url,
            "LINERNOTES_SPOTIFY_CLIENT_ID": standin.behaviour.client_id,
        }
        log_in(home, settings)
        done = linernotes("run", *sources, "--spotify", home=home, **settings)
        assert done.returncode == 0, done.stdout + done.stderr
        yield Night(home, sources, settings, standin.accounts.secrets)


def write_sources(folder: Path, library: Library) -> tuple[Path, ...]:
    """Write the person's two zips and the folder of exports."""
    exports = folder / "exports"
    write_exports(exports, library)
    return write_account_data(folder / "account_data.zip", library), write_history(folder / "history.zip", library), exports


def log_in(home: Path, settings: dict[str, str]) -> None:
    """Open the address that the command prints as a browser would, and paste where it ended."""
    command = [sys.executable, "-m", "flows.cli.main", "login", "--paste", "--home", str(home)]
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, **pipes) as login:
        assert login.stdin is not None
        assert login.stdout is not None
        address = next(found[0] for line in login.stdout if (found := re.search(r"http\S+/authorize\S+", line)))
        ended_at = httpx.get(address, trust_env=False).headers["location"]
        login.stdin.write(f"{ended_at}\n")
        login.stdin.flush()
        login.stdout.read()
    assert login.returncode == 0


def ask(home: Path, question: str) -> list[Any]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(question).fetchall()


def test_every_track_stands_there_once(night: Night) -> None:
    uris = [uri for (uri,) in ask(night.home, "SELECT track_uri FROM core.tracks")]
    assert len(uris) == len(set(uris))
    assert set(uris) == TRUTH.library_tracks
    liked = [uri for (uri,) in ask(night.home, "SELECT track_uri FROM core.tracks WHERE is_liked")]
    assert sorted(liked) == sorted(TRUTH.saved_tracks)


def test_every_playlist_stands_there_once_with_its_tracks_in_their_order(night: Night) -> None:
    listed = ask(night.home, "SELECT playlist_key, playlist_name FROM core.playlists")
    tracks: dict[str, list[str]] = defaultdict(list)
    for key, uri in ask(night.home, "SELECT playlist_key, track_uri FROM core.playlist_tracks ORDER BY playlist_key, playlist_position"):
        tracks[key].append(uri)
    told = [(name.strip(), tuple(tracks[key])) for key, name in listed]
    wanted = [(name.strip(), uris) for name, uris in TRUTH.playlists] + [(OF_THE_SERVICE, ())]
    assert sorted(told) == sorted(wanted)


def test_every_play_stands_there_once(night: Night) -> None:
    plays = ask(night.home, "SELECT track_uri, strftime(played_at, '%Y-%m-%d %H:%M') FROM core.plays")
    assert Counter(plays) == Counter((play.item.uri, f"{play.ended_at:%Y-%m-%d %H:%M}") for play in TRUTH.plays)


def test_every_source_says_what_it_told(night: Night) -> None:
    told = {source for (source,) in ask(night.home, "SELECT DISTINCT source FROM core.plays")}
    assert told == {"account_data", "spotify"}
    described = ask(night.home, "SELECT count(*) FROM core.track_features WHERE source = 'exports'")
    assert described == [(sum(not uri.startswith("spotify:local:") for uri in TRUTH.library_tracks),)]


def test_nothing_secret_stands_in_the_home(night: Night) -> None:
    secrets = [secret.encode() for secret in (*planted.PLANTED, *night.secrets)]
    files = [file for file in night.home.rglob("*") if file.is_file()]
    assert files
    assert not [(file.name, secret) for file in files for secret in secrets if secret in file.read_bytes()]
    rows = repr(warehouse_of(night.home)).encode()
    assert not [secret for secret in secrets if secret in rows]


def test_the_same_sources_on_the_next_night_change_nothing(night: Night) -> None:
    before = warehouse_of(night.home)
    done = linernotes("run", *night.sources, "--spotify", home=night.home, **night.settings)
    assert done.returncode == 0, done.stdout + done.stderr
    assert warehouse_of(night.home) == before
