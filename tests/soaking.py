"""One fault schedule by seed: nights of failures against the stand-in, then one without; says what must hold after each."""

import contextlib
import io
import logging
import os
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from fetching import FakeClock, gather_night, items_of, log_in, said
from standins.behaviour import Behaviour
from standins.faults import ANY_FAULT, BREAKING, LYING, Fault, FaultSchedule, PlannedFaults
from standins.library import Library
from standins.person import Wishes, invent_library
from standins.spotify import serving
from standins.standin import Standin

from storage import blobs, tokens
from storage.login import LoginFailed
from storage.schemas import LandedFile
from storage.snapshots import Fetch
from storage.spotify_answers import OK
from tasks.pull.land import Gathered, NothingFetched
from tasks.pull.sources import Sources

LIBRARIES = 5
NIGHTS_AT_MOST = 4
LONGEST_WAIT = 60
LONGEST_NIGHT = timedelta(hours=2)


class Killed(BaseException):
    """The run is ended from outside, at any moment."""


class DyingClock(FakeClock):
    """A clock that kills whoever waits for the n-th time."""

    def __init__(self) -> None:
        super().__init__()
        self.dies_at: int | None = None

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        if self.dies_at is not None:
            self.dies_at -= 1
            if self.dies_at == 0:
                self.dies_at = None
                raise Killed


class Remembering(Standin):
    """A stand-in that remembers every state that its playlists were in."""

    states: dict[tuple[str, int], list[str | None]]

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if name == "library":
            remember(self, value)


def remember(standin: Standin, library: Library) -> None:
    """Note what stands in each playlist in each of its states."""
    states = standin.__dict__.setdefault("states", {})
    for playlist in library.playlists:
        states[playlist.playlist_id, playlist.revision] = [entry.item.uri if entry.item else None for entry in playlist.entries]


@dataclass
class Soaked:
    """What a schedule came to, to be told at the end."""

    nights: int = 0
    killed: int = 0
    stopped: int = 0
    faults: int = 0
    requests: int = 0
    problems: list[str] = field(default_factory=list)

    def add(self, other: "Soaked") -> None:
        """Count another schedule's."""
        self.nights += other.nights
        self.killed += other.killed
        self.stopped += other.stopped
        self.faults += other.faults
        self.requests += other.requests
        self.problems += other.problems


@contextlib.contextmanager
def own_home(**settings: object) -> Iterator[Path]:
    """Give a schedule a home and a login of its own."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="linernotes-soak-") as folder:
        os.environ.update({"LINERNOTES_HOME": f"{folder}/home", "LINERNOTES_CONFIG": f"{folder}/config"})
        os.environ.update({f"LINERNOTES_SPOTIFY_{name.upper()}": str(value) for name, value in settings.items()})
        try:
            yield Path(folder)
        finally:
            os.environ.clear()
            os.environ.update(before)


@contextlib.contextmanager
def all_logged() -> Iterator[io.StringIO]:
    """Collect whatever any library logs."""
    text = io.StringIO()
    listener = logging.StreamHandler(text)
    root = logging.getLogger()
    level, shown = root.level, root.handlers[:]
    root.handlers[:] = [listener]
    root.setLevel(logging.DEBUG)
    try:
        yield text
    finally:
        root.handlers[:] = shown
        root.setLevel(level)


def library_of(seed: int) -> Library:
    """Give one of a few small libraries, so that every page counts."""
    return invent_library(
        Wishes(tracks=150, saved_tracks=120, playlists=5, playlist_tracks=60, saved_albums=8, followed=60, plays=120), seed % LIBRARIES
    )


def soak(seed: int) -> Soaked:
    """Run the nights of one schedule."""
    chance = random.Random(f"soak {seed}")  # noqa: S311 - chance by seed
    library = library_of(seed)
    with serving(library, Behaviour(slow_seconds=0.01)) as standin, all_logged() as log:
        standin.__class__ = Remembering
        remember(standin, library)
        address = {"api_url": standin.api_url, "accounts_url": standin.accounts_url, "client_id": standin.behaviour.client_id}
        with own_home(**address, requests_a_day=chance.choice((5, 12, 400, 400, 400))) as folder:
            soaked = Soak(seed, standin, chance).run()
            soaked.problems += [f"seed {seed}: {problem}" for problem in find_secrets(standin, folder, log.getvalue())]
            os.environ["LINERNOTES_SPOTIFY_REQUESTS_A_DAY"] = "400"
        return soaked


class Soak:
    """The nights of one schedule against one stand-in."""

    def __init__(self, seed: int, standin: Standin, chance: random.Random) -> None:
        self._seed, self._standin, self._chance = seed, standin, chance
        self._clock = DyingClock()
        self._soaked = Soaked()
        self._before: Gathered | None = None
        log_in(standin, self._clock)

    def run(self) -> Soaked:
        """Fail for some nights, then not."""
        for number in range(self._chance.randint(1, NIGHTS_AT_MOST)):
            self._fail_one_night(number)
        self._end_in_peace()
        return self._soaked

    def _problem(self, text: str) -> None:
        self._soaked.problems.append(f"seed {self._seed}: {text}")

    def _fail_one_night(self, number: int) -> None:
        """Let one night go wrong somehow."""
        chance, standin = self._chance, self._standin
        share = chance.choice((0.0, 0.03, 0.1, 0.3))
        quota_at = chance.choice((None, None, chance.randint(1, 40)))
        rotates, token_share = chance.random() < 0.5, chance.choice((0, 0, 0.3))
        faults = FaultSchedule(chance.randrange(10**9), share, chance.choice((ANY_FAULT, BREAKING, LYING)), quota_at)
        spoiling: tuple[Fault, ...] = ("server_error",) if rotates else ("server_error", "non_json", "reset")  # a rotated token that got lost is lost
        standin.behave(faults=faults, rotates=rotates, token_faults=FaultSchedule(chance.randrange(10**9), token_share, spoiling))
        if chance.random() < 0.3:
            standin.expire_access()
        self._clock.dies_at = chance.choice((None, None, chance.randint(1, 60)))
        if chance.random() < 0.4:
            self._change_something()
        gathered = self._gather(Sources(spotify=number == 0 or chance.random() < 0.5))
        self._clock.dies_at = None
        if gathered is not None:
            self._check(gathered)
            self._before = gathered
        standin.pass_a_day()
        self._clock.moment += timedelta(hours=chance.choice((1, 24, 24, 30)))

    def _change_something(self) -> None:
        """Let the person do something to a playlist."""
        playlist = self._chance.choice([one for one in self._standin.library.playlists if self._standin.library.is_readable(one)])
        entries = list(playlist.entries)
        self._chance.shuffle(entries)
        self._standin.change_playlist(playlist.playlist_id, entries=tuple(entries[: max(1, len(entries) - self._chance.randint(0, 3))]))

    def _gather(self, sources: Sources) -> Gathered | None:
        """Run a night that may be killed; count what happened."""
        begun, first = self._clock.now(), len(self._standin.log)
        wanted = Sources(spotify=True) if self._before is None else sources
        self._soaked.nights += 1
        self._clock.waits.clear()
        try:
            gathered = gather_night(self._clock, wanted)
        except Killed:
            self._soaked.killed += 1
            gathered = None
        except NothingFetched as nothing:
            self._soaked.stopped += 1
            if not nothing.is_quota and not any(line.fault or line.status != OK for line in self._standin.log[first:]):
                self._problem(f"nothing was fetched for no reason: {nothing}")
            gathered = None
        except LoginFailed as wrong:
            self._problem(f"a login that failed ended the night: {wrong}")
            gathered = None
        if max(self._clock.waits, default=0) > LONGEST_WAIT or self._clock.now() - begun > LONGEST_NIGHT:
            self._problem("it slept out a quota")
        self._soaked.requests += len(self._standin.log) - first
        self._soaked.faults += sum(line.fault is not None for line in self._standin.log[first:])
        return gathered

    def _check(self, gathered: Gathered) -> None:
        """Hold what was landed against the library: only states that there were, nothing lost that was not doubted, everything unread named."""
        states: dict[tuple[str, int], list[str | None]] = self._standin.__dict__["states"]
        for file in gathered.landing.files:
            true = [uris for (playlist_id, _), uris in states.items() if file.name == f"spotify/playlists/{playlist_id}.json"]
            if file.kind == "playlist_items" and file.version and _uris(file) not in true:
                self._problem(f"{file.name} holds no state of its playlist")
        fetch = gathered.fetch
        assert isinstance(fetch, Fetch)
        now = {file.name for file in gathered.landing.files}
        lost = {file.name for file in self._before.landing.files if not file.doubt} - now if self._before else set()
        if lost:
            self._problem(f"lost {sorted(lost)}")
        self._soaked.stopped += bool(fetch.resume_at)
        is_named = bool(fetch.not_refreshed or fetch.failed or fetch.unconfirmed or fetch.resume_at or fetch.login_problem)
        missing = set(_names_of(self._standin.library)) - now
        if missing and not is_named and not any(line.fault in LYING for line in self._standin.log):
            self._problem(f"{sorted(missing)} is missing and nobody says so")

    def _end_in_peace(self) -> None:
        """Run one night without faults, and compare with a home that never saw one."""
        standin = self._standin
        standin.behave(faults=PlannedFaults(), token_faults=PlannedFaults(), quotas={})
        standin.pass_a_day()
        self._clock.moment += timedelta(days=2)
        os.environ["LINERNOTES_SPOTIFY_REQUESTS_A_DAY"] = "100000"
        known = tokens.read()
        if known is None or known.has_ended:
            self._problem("the login was lost")
        healed = self._gather(Sources(spotify=True))
        with own_home():
            clock = FakeClock(self._clock.now())
            log_in(standin, clock)
            fresh = gather_night(clock)
            if healed is None or said(healed) != said(fresh):
                differing = [name for name, told in said(fresh).items() if healed is None or said(healed).get(name) != told]
                self._problem(f"after a night without faults it is not what a fresh home has: {differing}")
            if fresh.fetch is None or fresh.fetch.failed or fresh.fetch.not_refreshed:
                self._problem("a night without faults was not complete")


def _uris(file: LandedFile) -> list[str | None]:
    """Give what stands in a landed playlist."""
    things = [item.get("item") or item.get("track") for item in items_of(file)]
    return [thing["uri"] if thing else None for thing in things]


def _names_of(library: Library) -> list[str]:
    """Name every resource that a complete fetch lands."""
    own = [one for one in library.playlists if library.is_readable(one) and one.owner_id != "spotify"]
    tops = [f"top/{what}/{term}" for what in ("tracks", "artists") for term in ("short_term", "medium_term", "long_term")]
    lists = ["profile", "saved_tracks", "saved_albums", "playlists", "followed_artists", "recently_played", *tops]
    return [f"spotify/{name}.json" for name in (*lists, *(f"playlists/{one.playlist_id}" for one in own))]


def find_secrets(standin: Standin, folder: Path, log: str) -> list[str]:
    """Search everything that was written, but the login itself, for anything that is secret."""
    person = standin.library.person
    secrets = (person.email, *standin.accounts.secrets)
    found = ["a secret stands in a log" for secret in secrets if secret in log]
    for file in folder.rglob("*"):
        if file.is_file() and file != folder / "config" / "spotify.json":
            content = blobs.fetch(file.name.removesuffix(".zst")) if file.suffix == ".zst" else file.read_bytes()
            found += [f"a secret stands in {file.relative_to(folder)}" for secret in secrets if secret.encode() in content]
    return found
