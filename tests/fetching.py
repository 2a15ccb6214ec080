"""Fetches from the stand-in as a night does, without Prefect and without waiting: time is a number that waiting moves."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from standins.library import Library
from standins.spotify import serving
from standins.standin import Standin

from storage import blobs, snapshots, spotify, tokens
from storage.clock import Clock
from storage.schemas import LandedFile
from storage.settings import HOME_FORMAT
from storage.snapshots import Manifest
from storage.tokens import Tokens
from tasks.pull.land import Gathered, gather_sources
from tasks.pull.sources import Sources

THE_FIRST_NIGHT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
FETCH_ALONE = Sources(spotify=True)


class FakeClock(Clock):
    """A clock that stands still until somebody waits."""

    def __init__(self, moment: datetime = THE_FIRST_NIGHT) -> None:
        self.moment = moment
        self.waits: list[float] = []

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.waits.append(seconds)
        self.moment += timedelta(seconds=seconds)

    def pass_a_day(self) -> None:
        self.moment += timedelta(days=1)


def point_at(standin: Standin, monkeypatch: pytest.MonkeyPatch, **settings: object) -> None:
    """Let the settings name the stand-in."""
    named = {"api_url": standin.api_url, "accounts_url": standin.accounts_url, "client_id": standin.behaviour.client_id, **settings}
    for name, value in named.items():
        monkeypatch.setenv(f"LINERNOTES_SPOTIFY_{name.upper()}", str(value))


def log_in(standin: Standin, clock: Clock, *, seconds: float = 3600) -> Tokens:
    """Log in without a browser."""
    given = standin.grant()
    made = Tokens(
        client_id=standin.behaviour.client_id,
        access_token=SecretStr(given.access),
        refresh_token=SecretStr(given.refresh),
        expires_at=clock.now() + timedelta(seconds=seconds),
        authorised_at=clock.now(),
    )
    tokens.write(made)
    return made


@contextmanager
def logged_in(library: Library, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Standin]:
    """Serve a library to the one who is logged in until the block ends."""
    with serving(library) as standin:
        point_at(standin, monkeypatch)
        log_in(standin, clock)
        yield standin


def gather_night(clock: Clock, sources: Sources = FETCH_ALONE) -> Gathered:
    """Gather a night's sources and record it with nothing in the ledger."""
    gathered = gather_sources(sources, clock)
    record(gathered, clock)
    return gathered


def record(gathered: Gathered, clock: Clock) -> None:
    """Write a night's manifest."""
    snapshots.write(
        Manifest(
            home_format=HOME_FORMAT,
            snapshot_id=snapshots.next_id(clock.now(), gathered.landing),
            taken_at=clock.now(),
            origin=gathered.origin,
            sources=gathered.sources,
            landing=gathered.landing,
            ledger={},
            held=gathered.held,
            fetch=gathered.fetch,
        )
    )


def file_named(gathered: Gathered, name: str) -> LandedFile:
    """Give a landed resource."""
    (file,) = [file for file in gathered.landing.files if file.name == f"spotify/{name}.json"]
    return file


def items_of(file: LandedFile) -> list[Any]:
    """Give the items of a landed list."""
    lines = [json.loads(line) for line in blobs.fetch(file.blob).splitlines()]
    return [item for line in lines for item in (line.get("artists") or line)["items"]]


def said(gathered: Gathered) -> dict[str, tuple[str, str | None, str | None]]:
    """Give what a landing says, whenever it was said: content, state and doubt by name."""
    return {file.name: (file.blob, file.version, file.doubt) for file in gathered.landing.files}


def opened(clock: Clock) -> Any:
    """Open the door."""
    return spotify.opened(clock)
