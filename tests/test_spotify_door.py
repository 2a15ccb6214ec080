"""The door to the Web API against a stand-in: waits as told, gives up in time, never sleeps out a quota."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fetching import FakeClock, log_in, logged_in, opened
from standins.faults import Fault, PlannedFaults
from standins.person import Wishes, invent_library
from standins.standin import Standin

from storage import quota, tokens
from storage.login import LoginEnded
from storage.quota import Stopped
from storage.spotify import NotLoggedIn, Question, Unanswered, Withheld
from storage.spotify_answers import Body, Broken, Denied, OutOfQuota, RateLimited, Unauthorised, judge

SAVED = Question("/me/tracks", "saved_tracks", {"limit": "50"})
PROFILE = Question("/me", "profile", {}, ())
LIBRARY = invent_library(Wishes(tracks=80, saved_tracks=60, playlists=2, playlist_tracks=5), 3)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def standin(monkeypatch: pytest.MonkeyPatch, clock: FakeClock) -> Iterator[Standin]:
    with logged_in(LIBRARY, clock, monkeypatch) as standin:
        yield standin


@pytest.mark.parametrize("fault", ["server_error", "reset", "cut_body", "truncated_json", "non_json", "spurious_401", "rate_limited"])
def test_a_passing_fault_is_asked_again(standin: Standin, clock: FakeClock, fault: Fault) -> None:
    standin.behave(faults=PlannedFaults({1: fault}))
    with opened(clock) as door:
        assert len(door.ask(SAVED)["items"]) == 50
    assert standin.requests == 2
    assert door.requests == {"saved_tracks": 2}


def test_what_stays_broken_is_given_up_after_longer_and_longer_waits(standin: Standin, clock: FakeClock) -> None:
    standin.behave(faults=PlannedFaults(dict.fromkeys(range(1, 9), "server_error")))
    with opened(clock) as door, pytest.raises(Unanswered, match="status 50"):
        door.ask(SAVED)
    assert standin.requests == 4
    assert [wait for wait in clock.waits if wait in {1, 2, 4}] == [1, 2, 4]


def test_a_body_that_drips_is_waited_for_and_one_that_stalls_is_asked_again(standin: Standin, clock: FakeClock) -> None:
    standin.behave(slow_seconds=0.2, faults=PlannedFaults({1: "slow_body"}))
    with opened(clock) as door:
        assert door.ask(SAVED)["total"] == 60
    assert standin.requests == 1


def test_requests_keep_the_pace(standin: Standin, clock: FakeClock) -> None:
    with opened(clock) as door:
        for _ in range(4):
            door.ask(PROFILE)
    assert clock.waits == [1, 1, 1]
    assert standin.requests == 4


def test_the_limit_of_half_a_minute_waits_as_told(standin: Standin, clock: FakeClock) -> None:
    standin.behave(faults=PlannedFaults({1: "rate_limited", 2: "rate_limited"}))
    with opened(clock) as door:
        door.ask(PROFILE)
    assert clock.waits == [1, 1]


def test_a_quota_never_sleeps_and_closes_its_bucket_alone(standin: Standin, clock: FakeClock) -> None:
    standin.behave(faults=PlannedFaults({1: "quota"}))
    with opened(clock) as door:
        with pytest.raises(Stopped) as stopped:
            door.ask(SAVED)
        assert stopped.value.bucket == "saved_tracks"
        assert stopped.value.resume_at == clock.now() + timedelta(seconds=52_531)
        with pytest.raises(Stopped):
            door.ask(SAVED)
        door.ask(PROFILE)
    assert clock.waits == [1]
    assert standin.requests == 2


def test_a_closed_bucket_stays_closed_for_the_next_run_and_opens_when_told(standin: Standin, clock: FakeClock) -> None:
    standin.behave(faults=PlannedFaults({1: "quota"}))
    with opened(clock) as door, pytest.raises(Stopped):
        door.ask(SAVED)
    with opened(clock) as door, pytest.raises(Stopped):
        door.ask(SAVED)
    assert standin.requests == 1
    standin.pass_a_day()
    clock.moment += timedelta(seconds=52_532)
    log_in(standin, clock)
    with opened(clock) as door:
        assert door.ask(SAVED)["total"] == 60


def test_a_long_wait_for_the_rate_limit_is_a_quota() -> None:
    assert judge(429, {"retry-after": "86400"}, b'{"error":{"status":429,"message":"API rate limit exceeded"}}', ()) == RateLimited(86400)


def test_a_budget_is_counted_over_a_rolling_day_and_across_runs(standin: Standin, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINERNOTES_SPOTIFY_REQUESTS_A_DAY", "3")
    begun = clock.now()
    with opened(clock) as door:
        for _ in range(3):
            door.ask(PROFILE)
    with opened(clock) as door:
        with pytest.raises(Stopped, match="budget") as stopped:
            door.ask(PROFILE)
        door.ask(SAVED)
    assert stopped.value.resume_at == begun + timedelta(days=1, minutes=1)
    assert standin.requests == 4
    clock.moment = begun + timedelta(days=1, seconds=61)
    log_in(standin, clock)
    with opened(clock) as door:
        door.ask(PROFILE)
    assert quota.spent_today(clock.now())["profile"] == (1, None)


def test_a_budget_that_opens_within_a_minute_is_waited_for(standin: Standin, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINERNOTES_SPOTIFY_REQUESTS_A_DAY", "2")
    begun = clock.now()
    with opened(clock) as door:
        door.ask(PROFILE)
        door.ask(PROFILE)
    clock.moment = begun + timedelta(days=1, seconds=20)
    log_in(standin, clock)
    with opened(clock) as door:
        door.ask(PROFILE)
    assert standin.requests == 3
    assert clock.now() >= begun + timedelta(days=1, seconds=60)


def test_a_damaged_count_begins_anew(standin: Standin, clock: FakeClock, home: Path) -> None:
    with opened(clock) as door:
        door.ask(PROFILE)
    (home / "fetch" / "quota.json").write_text("{", encoding="utf-8")
    with opened(clock) as door:
        door.ask(PROFILE)
    assert standin.requests == 2


def test_an_expired_token_is_renewed_once_and_kept(standin: Standin, clock: FakeClock) -> None:
    before = log_in(standin, clock)
    standin.expire_access()
    with opened(clock) as door:
        door.ask(PROFILE)
        door.ask(PROFILE)
    after = tokens.read()
    assert after is not None
    assert after.access_token != before.access_token
    assert after.refresh_token == before.refresh_token
    assert after.authorised_at == before.authorised_at
    assert standin.counts()["token", 200] == 1


def test_a_login_that_is_about_to_expire_is_renewed_before_it_is_used(standin: Standin, clock: FakeClock) -> None:
    log_in(standin, clock, seconds=30)
    with opened(clock) as door:
        door.ask(PROFILE)
    assert standin.counts() == {("token", 200): 1, ("profile", 200): 1}


def test_a_login_that_has_ended_is_said_once_and_never_tried_again(standin: Standin, clock: FakeClock) -> None:
    standin.end_login()
    with opened(clock) as door, pytest.raises(LoginEnded, match="linernotes login"):
        door.ask(PROFILE)
    assert standin.counts()["token", 400] == 1
    ended = tokens.read()
    assert ended is not None
    assert ended.has_ended
    assert not ended.refresh_token.get_secret_value()
    with pytest.raises(LoginEnded), opened(clock):
        pass
    assert standin.counts()["token", 400] == 1


def test_a_renewal_that_another_run_has_made_is_used(standin: Standin, clock: FakeClock) -> None:
    standin.behave(rotates=True)
    log_in(standin, clock)
    with opened(clock) as first, opened(clock) as second:
        standin.expire_access()
        first.ask(PROFILE)
        second.ask(PROFILE)
    assert standin.counts()["token", 200] == 1


def test_nobody_logged_in_is_said() -> None:
    with pytest.raises(NotLoggedIn, match="linernotes login"), opened(FakeClock()):
        pass


def test_what_is_not_to_be_had_is_not_asked_for_again(standin: Standin, clock: FakeClock) -> None:
    standin.behave(refusal="Active premium subscription required for the owner of the app.")
    with opened(clock) as door, pytest.raises(Withheld, match="premium"):
        door.ask(PROFILE)
    assert standin.requests == 1


def test_answers_are_judged_by_what_they_say() -> None:
    assert judge(200, {}, b'{"items":[]}', ("items",)) == Body({"items": []})
    assert isinstance(judge(200, {}, b'{"error":"?"}', ("items",)), Broken)
    assert isinstance(judge(200, {}, b"[]", ()), Broken)
    assert isinstance(judge(200, {}, b"<html>", ()), Broken)
    assert isinstance(judge(204, {}, b"", ()), Denied)
    assert isinstance(judge(503, {}, b"", ()), Broken)
    assert judge(429, {}, b"", ()) == RateLimited(30)
    assert judge(429, {"retry-after": "7"}, b"nonsense", ()) == RateLimited(7)
    assert judge(429, {"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, b"", ()) == RateLimited(30)
    assert judge(429, {}, b'{"error":{"reason":"QUOTA_EXCEEDED"}}', ()) == OutOfQuota(None)
    assert judge(401, {}, b'{"error":{"message":"The access token expired"}}', ()) == Unauthorised(is_expired=True)
    assert judge(401, {}, b'{"error":{"message":"Access token missing"}}', ()) == Unauthorised(is_expired=False)
    assert judge(404, {}, b'{"error":{"message":"gone"}}', ()) == Denied(404, "gone")
