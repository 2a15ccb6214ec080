"""Measure what a library costs in requests to Spotify's Web API, and in nights and seconds, against the stand-in."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # the stand-in and its clock are the tests' own

from fetching import FakeClock, gather_night, log_in
from standins.behaviour import Behaviour
from standins.library import Library
from standins.person import Wishes, invent_library
from standins.spotify import serving
from standins.standin import Standin

from storage.clock import Clock

from .fresh import draw_table

HELD_OUT_SEED = 21
USUAL = Wishes(tracks=20_000, saved_tracks=10_000, playlists=200, playlist_tracks=100, saved_albums=40, followed=40, plays=500, has_oddities=False)
QUICK = Wishes(tracks=2_000, saved_tracks=1_000, playlists=20, playlist_tracks=100, saved_albums=40, followed=40, plays=500, has_oddities=False)
LIFTED = 1_000_000
PAGE = 50
QUIET_AT_MOST = 15
LATENCY_SECONDS = 0.05
MEASURED_PACE = 10
TOP_LISTS = 6
NIGHTS_AT_MOST = 30


def measure_spotify(folder: Path, *, is_quick: bool) -> str:
    """Give the table of requests, nights and seconds."""
    wishes = QUICK if is_quick else USUAL
    library = invent_library(wishes, HELD_OUT_SEED)
    pages = count_pages(library)
    rows = [*_count_requests(folder / "lifted", library, pages), *_count_nights(folder / "budget", library), _time_first(folder / "latency", wishes)]
    return draw_table(("", "measured", "law"), rows)


def count_pages(library: Library) -> int:
    """Give the requests that a fetch of everything takes at least."""
    own = [one for one in library.playlists if library.is_readable(one)]
    lists = (library.saved_tracks, library.saved_albums, library.playlists, library.followed, *(one.entries for one in own))
    return 1 + TOP_LISTS + 1 + sum(max(1, -(-len(one) // PAGE)) for one in lists)


def _count_requests(folder: Path, library: Library, pages: int) -> list[tuple[str, str, str]]:
    """Count the requests of a first fetch, a quiet night and one changed playlist, with pace and budget lifted."""
    clock = FakeClock()
    with _home(folder, library, Behaviour(), pace=LIFTED, requests_a_day=LIFTED) as standin:
        log_in(standin, clock, seconds=10**7)
        counts = []
        for change in (None, None, _change):
            if change:
                change(standin)
            standin.clear_log()
            gather_night(clock)
            counts.append(standin.requests)
            clock.pass_a_day()
    first, quiet, changed = counts
    return [
        ("first fetch, requests", f"{first}", f"<= {pages} pages + 5 % = {pages * 105 // 100}"),
        ("next night, nothing changed, requests", f"{quiet}", f"<= {QUIET_AT_MOST}"),
        ("one changed playlist of 2 pages, requests", f"{changed}", f"<= {QUIET_AT_MOST} + 2"),
    ]


def _change(standin: Standin) -> None:
    """Let the person turn a playlist of theirs around."""
    playlist = next(one for one in standin.library.playlists if standin.library.is_readable(one) and len(one.entries) == 2 * PAGE)
    standin.change_playlist(playlist.playlist_id, entries=playlist.entries[::-1])


def _count_nights(folder: Path, library: Library) -> Iterator[tuple[str, str, str]]:
    """Count the nights that a first fetch takes within the default budget."""
    clock, spent = FakeClock(), []
    with _home(folder, library, Behaviour()) as standin:
        log_in(standin, clock, seconds=10**7)
        for _ in range(NIGHTS_AT_MOST):
            begun = clock.now()
            standin.clear_log()
            gathered = gather_night(clock)
            spent.append(f"{standin.requests}")
            clock.moment = begun + timedelta(days=1)
            if gathered.fetch is None or not gathered.fetch.resume_at:
                break
    yield "first fetch within the default budget of 400 a bucket, nights", f"{len(spent)}", f"requests: {', '.join(spent)}"


def _time_first(folder: Path, wishes: Wishes) -> tuple[str, str, str]:
    """Time a first fetch of a tenth of the library at a quick pace, each answer late."""
    smaller = Wishes(wishes.saved_tracks, wishes.saved_tracks // 10, wishes.playlists // 10, 100, 40, 40, 100, has_oddities=False)
    clock = Clock()
    with _home(folder, invent_library(smaller, HELD_OUT_SEED), Behaviour(latency_seconds=LATENCY_SECONDS), pace=MEASURED_PACE) as standin:
        log_in(standin, clock)
        started = time.perf_counter()
        gather_night(clock)
        seconds = time.perf_counter() - started
        bound = standin.requests / MEASURED_PACE
    return f"a tenth of it at {MEASURED_PACE} requests a second and 50 ms latency, seconds", f"{seconds:.1f}", f"pace alone: {bound:.1f}"


@contextmanager
def _home(folder: Path, library: Library, behaviour: Behaviour, **settings: object) -> Iterator[Standin]:
    """Serve a library to a home of its own."""
    before = dict(os.environ)
    with serving(library, behaviour) as standin:
        named = {"api_url": standin.api_url, "accounts_url": standin.accounts_url, "client_id": standin.behaviour.client_id, **settings}
        os.environ.update({f"LINERNOTES_SPOTIFY_{name.upper()}": str(value) for name, value in named.items()})
        os.environ.update({"LINERNOTES_HOME": str(folder / "home"), "LINERNOTES_CONFIG": str(folder / "config")})
        try:
            yield standin
        finally:
            os.environ.clear()
            os.environ.update(before)
