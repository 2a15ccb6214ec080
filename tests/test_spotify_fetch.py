"""Fetching a library from the stand-in: in as few requests as it takes, and never worse than what was known."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fetching import FakeClock, file_named, gather_night, items_of, log_in, logged_in, opened, record, said
from standins.faults import PlannedFaults
from standins.library import Entry, Library
from standins.person import Wishes, invent_library
from standins.standin import Standin

from storage import blobs, snapshots, tokens
from storage.snapshots import Fetch
from tasks.pull.land import MixedHome, NothingFetched, gather_sources
from tasks.pull.sample import write_sample
from tasks.pull.sources import Sources
from tasks.pull.spotify import OtherAccount
from tasks.pull.spotify.newest_first import identity

WISHES = Wishes(tracks=400, saved_tracks=230, playlists=8, playlist_tracks=70, saved_albums=15, followed=20, plays=300)
LIBRARY = invent_library(WISHES, 5)
AGAIN = Sources()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def standin(monkeypatch: pytest.MonkeyPatch, clock: FakeClock) -> Iterator[Standin]:
    with logged_in(LIBRARY, clock, monkeypatch) as standin:
        yield standin


def next_night(standin: Standin, clock: FakeClock) -> None:
    clock.pass_a_day()
    standin.pass_a_day()
    log_in_again(standin, clock)
    standin.clear_log()
    standin.behave(faults=PlannedFaults({}))


def log_in_again(standin: Standin, clock: FakeClock) -> None:
    """Renew the access token, so that only requests to the API are counted; the login is the same one."""
    known = tokens.read()
    assert known is not None
    fresh = log_in(standin, clock)
    tokens.write(fresh.model_copy(update={"authorised_at": known.authorised_at}))


def fetch_of(gathered: object) -> Fetch:
    fetch = getattr(gathered, "fetch", None)
    assert isinstance(fetch, Fetch)
    return fetch


def own_playlists(library: Library) -> list[str]:
    return [playlist.playlist_id for playlist in library.playlists if library.is_readable(playlist) and playlist.owner_id != "spotify"]


def long_playlist(library: Library) -> str:
    return next(playlist.playlist_id for playlist in library.playlists if library.is_readable(playlist) and len(playlist.entries) > 50)


def told_uris(gathered: object, name: str) -> list[str | None]:
    found = []
    for item in items_of(file_named(gathered, name)):  # type: ignore[arg-type]
        thing = item.get("track") or item.get("item") or item.get("album")
        found.append(thing["uri"] if thing else None)
    return found


def true_uris(library: Library, playlist_id: str) -> list[str | None]:
    playlist = library.playlist(playlist_id)
    assert playlist is not None
    return [entry.item.uri if entry.item else None for entry in playlist.entries]


def test_the_first_fetch_takes_no_more_requests_than_there_are_pages_and_loses_nothing(standin: Standin, clock: FakeClock) -> None:
    gathered = gather_night(clock)
    assert told_uris(gathered, "saved_tracks") == [saved.item.uri for saved in LIBRARY.saved_tracks]
    assert told_uris(gathered, "saved_albums") == [saved.item.uri for saved in LIBRARY.saved_albums]
    assert [item["id"] for item in items_of(file_named(gathered, "playlists"))] == [playlist.playlist_id for playlist in LIBRARY.playlists]
    for playlist_id in own_playlists(LIBRARY):
        assert told_uris(gathered, f"playlists/{playlist_id}") == true_uris(LIBRARY, playlist_id)
    assert len(items_of(file_named(gathered, "followed_artists"))) == len(LIBRARY.followed)
    pages = sum(max(1, -(-len(true_uris(LIBRARY, one)) // 50)) for one in own_playlists(LIBRARY))
    assert standin.requests <= 1 + 1 + 6 + 5 + 1 + 1 + 1 + pages + 1
    fetch = fetch_of(gathered)
    assert sum(fetch.requests.values()) == standin.requests
    assert not fetch.failed
    assert not fetch.not_refreshed
    assert not fetch.resume_at


@pytest.mark.parametrize("shape", ["development", "pre_2026", "extended"])
def test_every_shape_gives_the_same_items(standin: Standin, clock: FakeClock, shape: str) -> None:
    standin.behave(shape=shape)
    gathered = gather_night(clock)
    assert not fetch_of(gathered).failed
    for playlist_id in own_playlists(LIBRARY):
        assert told_uris(gathered, f"playlists/{playlist_id}") == true_uris(LIBRARY, playlist_id)


def test_playlists_of_others_are_named_and_never_asked_for(standin: Standin, clock: FakeClock) -> None:
    gathered = gather_night(clock)
    foreign = [playlist for playlist in LIBRARY.playlists if playlist.playlist_id not in own_playlists(LIBRARY)]
    assert foreign
    assert len(fetch_of(gathered).foreign) == len(foreign)
    assert not [line for line in standin.log if line.status in {403, 404}]


def test_a_quiet_night_asks_for_almost_nothing_and_lands_the_same(standin: Standin, clock: FakeClock) -> None:
    first = gather_night(clock)
    next_night(standin, clock)
    second = gather_night(clock, AGAIN)
    assert said(second) == said(first)
    assert standin.requests <= 15
    assert [file for file in second.landing.files if file.kind != "top_list"] == [file for file in first.landing.files if file.kind != "top_list"]
    clock.moment += timedelta(hours=1)
    standin.clear_log()
    third = gather_night(clock, AGAIN)
    assert third.landing == second.landing
    assert standin.requests <= 8


def test_one_changed_playlist_costs_its_pages(standin: Standin, clock: FakeClock) -> None:
    gather_night(clock)
    next_night(standin, clock)
    gather_night(clock)
    quiet = standin.requests
    next_night(standin, clock)
    changed = long_playlist(LIBRARY)
    entries = LIBRARY.playlist(changed).entries[5:]  # type: ignore[union-attr]
    standin.change_playlist(changed, entries=entries)
    gathered = gather_night(clock)
    assert told_uris(gathered, f"playlists/{changed}") == true_uris(standin.library, changed)
    assert standin.requests <= quiet + -(-len(entries) // 50) + 1


def test_new_likes_are_read_without_the_old_ones_and_removed_ones_are_noticed(standin: Standin, clock: FakeClock) -> None:
    saved = LIBRARY.saved_tracks
    standin.library = replace(LIBRARY, saved_tracks=saved[3:])
    gather_night(clock)
    next_night(standin, clock)
    standin.library = replace(LIBRARY, saved_tracks=saved[:1] + saved[2:120] + saved[121:])
    gathered = gather_night(clock)
    assert told_uris(gathered, "saved_tracks") == [one.item.uri for one in standin.library.saved_tracks]
    assert sum(line.endpoint == "saved_tracks" for line in standin.log) == 3


def test_a_quota_keeps_what_was_fetched_and_the_next_night_goes_on_where_it_stopped(standin: Standin, clock: FakeClock) -> None:
    standin.behave(quotas={"library": 2, "playlists": 6})
    first = gather_night(clock)
    fetch = fetch_of(first)
    assert set(fetch.resume_at) == {"saved_tracks", "saved_albums", "playlists"}
    assert {one.name for one in fetch.not_refreshed} >= {"spotify/saved_tracks.json", "spotify/saved_albums.json"}
    assert all(wait <= 60 for wait in clock.waits)
    for _ in range(9):
        next_night(standin, clock)
        gathered = gather_night(clock, AGAIN)
        if not fetch_of(gathered).resume_at:
            break
    standin.behave(quotas={})
    assert told_uris(gathered, "saved_tracks") == [saved.item.uri for saved in LIBRARY.saved_tracks]
    assert {file.name for file in gathered.landing.files if file.kind == "playlist_items"} == {
        f"spotify/playlists/{one}.json" for one in own_playlists(LIBRARY)
    }


@pytest.mark.usefixtures("standin")
def test_a_budget_stops_before_spotify_does(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINERNOTES_SPOTIFY_REQUESTS_A_DAY", "3")
    fetch = fetch_of(gather_night(clock))
    assert fetch.requests["saved_tracks"] == 3
    assert max(fetch.requests.values()) == 3
    assert "budget" in fetch.not_refreshed[0].reason
    assert fetch.resume_at


def test_a_fetch_that_is_killed_goes_on_where_it_stopped(standin: Standin, clock: FakeClock) -> None:
    class Killed(BaseException):
        pass

    standin.clear_log()
    real = clock.sleep

    def dying(seconds: float) -> None:
        if standin.requests == 12:
            raise Killed
        real(seconds)

    clock.sleep = dying  # type: ignore[method-assign]
    with pytest.raises(Killed):
        gather_night(clock)
    clock.sleep = real  # type: ignore[method-assign]
    asked = {(line.path, line.query.get("offset")) for line in standin.log if line.endpoint == "saved_tracks"}
    standin.clear_log()
    gathered = gather_night(clock)
    assert len(asked) >= 2
    again = [line for line in standin.log if line.endpoint in {"top_tracks", "top_artists", "profile"}]
    assert not again
    assert told_uris(gathered, "saved_tracks") == [saved.item.uri for saved in LIBRARY.saved_tracks]
    assert sum(line.endpoint == "saved_tracks" for line in standin.log) <= 5


def test_a_playlist_that_moves_between_its_pages_starts_again(standin: Standin, clock: FakeClock) -> None:
    gather_night(clock)
    next_night(standin, clock)
    moving = long_playlist(LIBRARY)
    entries = LIBRARY.playlist(moving).entries  # type: ignore[union-attr]
    standin.change_playlist(moving, entries=entries[::-1])
    second_page = 11 + 2
    standin.behave(faults=PlannedFaults({second_page: "moving_playlist"}))
    gathered = gather_night(clock)
    assert [line.fault for line in standin.log if line.fault] == ["moving_playlist"]
    assert told_uris(gathered, f"playlists/{moving}") == true_uris(standin.library, moving)
    playlist = standin.library.playlist(moving)
    assert playlist is not None
    assert file_named(gathered, f"playlists/{moving}").version == playlist.snapshot_id


def test_a_playlist_that_shrinks_by_more_than_half_is_doubted_until_seen_twice(standin: Standin, clock: FakeClock) -> None:
    first = gather_night(clock)
    next_night(standin, clock)
    shrunken = long_playlist(LIBRARY)
    standin.change_playlist(shrunken, entries=LIBRARY.playlist(shrunken).entries[:10])  # type: ignore[union-attr]
    second = gather_night(clock)
    kept = file_named(second, f"playlists/{shrunken}")
    assert kept.blob == file_named(first, f"playlists/{shrunken}").blob
    assert kept.doubt is not None
    assert [one.name for one in fetch_of(second).unconfirmed] == [kept.name]
    next_night(standin, clock)
    third = gather_night(clock)
    assert told_uris(third, f"playlists/{shrunken}") == true_uris(standin.library, shrunken)
    assert not fetch_of(third).unconfirmed


def test_an_empty_answer_for_once_changes_nothing(standin: Standin, clock: FakeClock) -> None:
    first = gather_night(clock)
    next_night(standin, clock)
    standin.behave(faults=PlannedFaults(dict.fromkeys(range(1, 14), "empty_answer")))
    second = gather_night(clock)
    assert {name: blob for name, (blob, _, _) in said(second).items()} == {name: blob for name, (blob, _, _) in said(first).items()}
    assert {one.name for one in fetch_of(second).unconfirmed} >= {"spotify/saved_tracks.json", "spotify/playlists.json"}
    next_night(standin, clock)
    assert said(gather_night(clock)) == said(first)


def test_a_playlist_that_is_gone_goes_when_a_second_list_says_so(standin: Standin, clock: FakeClock) -> None:
    gather_night(clock)
    next_night(standin, clock)
    gone = own_playlists(LIBRARY)[0]
    standin.library = replace(LIBRARY, playlists=tuple(one for one in LIBRARY.playlists if one.playlist_id != gone))
    second = gather_night(clock)
    assert file_named(second, f"playlists/{gone}").doubt
    next_night(standin, clock)
    third = gather_night(clock)
    assert f"spotify/playlists/{gone}.json" not in said(third)


def test_what_fails_fails_alone_and_stays_as_it_was(standin: Standin, clock: FakeClock) -> None:
    first = gather_night(clock)
    next_night(standin, clock)
    standin.behave(faults=PlannedFaults(dict.fromkeys(range(2, 6), "server_error")))
    second = gather_night(clock)
    assert [one.name for one in fetch_of(second).failed] == ["spotify/top/tracks/short_term.json"]
    assert said(second) == said(first)


def test_a_login_that_ended_keeps_the_last_library(standin: Standin, clock: FakeClock) -> None:
    first = gather_night(clock)
    next_night(standin, clock)
    standin.end_login()
    second = gather_night(clock, AGAIN)
    assert second.landing == first.landing
    assert "linernotes login" in str(fetch_of(second).login_problem)
    tokens.forget()
    third = gather_night(clock, AGAIN)
    assert third.landing == first.landing


def test_a_renamed_playlist_keeps_its_items_without_asking(standin: Standin, clock: FakeClock) -> None:
    gather_night(clock)
    next_night(standin, clock)
    own = own_playlists(LIBRARY)[0]
    standin.library = replace(
        standin.library, playlists=tuple(replace(one, name="Anew") if one.playlist_id == own else one for one in standin.library.playlists)
    )
    gathered = gather_night(clock)
    assert file_named(gathered, f"playlists/{own}").playlist_name == "Anew"
    assert not [line for line in standin.log if line.endpoint == "playlist_items"]


def test_no_personal_field_is_written_anywhere(standin: Standin, clock: FakeClock, home: Path) -> None:
    standin.behave(shape="extended")
    gathered = gather_night(clock)
    texts = [blobs.fetch(file.blob).decode() for file in gathered.landing.files]
    texts += [file.read_bytes().decode("utf-8", "replace") for file in home.rglob("*") if file.is_file() and file.suffix != ".zst"]
    person = LIBRARY.person
    for secret in (person.email, "added_by", "followers", *standin.accounts.secrets):
        assert not [text[:80] for text in texts if secret in text], secret


def test_another_account_is_refused(standin: Standin, clock: FakeClock) -> None:
    gather_night(clock)
    clock.pass_a_day()
    standin.library = replace(LIBRARY, person=replace(LIBRARY.person, user_id="somebody", account_id="else"))
    log_in(standin, clock)
    with pytest.raises(OtherAccount, match="another account"):
        gather_night(clock)


def test_one_home_never_mixes_the_sample_with_spotify(standin: Standin, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINERNOTES_SAMPLE_TRACKS", "60")
    monkeypatch.setenv("LINERNOTES_SAMPLE_PLAYLISTS", "2")
    record(gather_sources(AGAIN, clock), clock)
    with pytest.raises(MixedHome):
        gather_sources(Sources(spotify=True), clock)
    assert standin.requests == 0


def test_exports_and_spotify_are_read_again_together_and_exports_alone_when_asked(standin: Standin, clock: FakeClock, tmp_path: Path) -> None:
    write_sample(tmp_path / "exports", 60, 2, 1)
    paths = (str(tmp_path / "exports"),)
    both = gather_night(clock, Sources(paths=paths, spotify=True))
    assert {file.source for file in both.landing.files} == {"exports", "spotify"}
    assert standin.requests
    again = gather_night(clock, AGAIN)
    assert said(again) == said(both)
    alone = gather_night(clock, Sources(paths=paths))
    assert {file.source for file in alone.landing.files} == {"exports"}
    assert gather_night(clock, AGAIN).fetch is None
    standin.clear_log()
    later = gather_night(clock, Sources(spotify=True))
    assert said(later) == said(both)
    assert not [line for line in standin.log if line.endpoint == "playlist_items"]


def test_nothing_to_study_is_said_with_the_moment_to_come_back(standin: Standin, clock: FakeClock) -> None:
    standin.behave(faults=PlannedFaults({1: "quota"}), refusal=None)
    with opened(clock) as door:
        for bucket in ("profile", "recent_plays", "top_list", "saved_tracks", "saved_albums", "followed_artists", "playlists"):
            door.quota.close(bucket, clock.now() + timedelta(hours=5))
    with pytest.raises(NothingFetched, match="2026-11-21 08:00") as nothing:
        gather_night(clock)
    assert nothing.value.is_quota
    assert snapshots.latest() is None


def test_things_without_a_uri_are_never_taken_for_one_another() -> None:
    assert identity({"added_at": "2026-01-01", "track": None}) is None
    assert identity({"added_at": "2026-01-01", "track": {"uri": "u"}}) == "2026-01-01 u"


def test_local_files_and_lost_items_stay_in_their_places(standin: Standin, clock: FakeClock) -> None:
    own = own_playlists(LIBRARY)[0]
    entries = (Entry(None, None, None), *LIBRARY.playlist(own).entries[:3], Entry(None, None, None))  # type: ignore[union-attr]
    standin.change_playlist(own, entries=entries)
    gathered = gather_night(clock)
    assert told_uris(gathered, f"playlists/{own}") == true_uris(standin.library, own)
