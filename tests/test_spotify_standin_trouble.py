"""The stand-in of Spotify refuses and fails as the service does: logins, limits, and every fault at the request it was planned for."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from jsonschema import Draft202012Validator
from standins import shapes
from standins.behaviour import Behaviour
from standins.faults import ANY_FAULT, Fault, FaultSchedule, PlannedFaults
from standins.library import Library
from standins.login import challenge_of
from standins.person import Wishes, invent_library
from standins.spotify import serving
from standins.standin import Standin

LIBRARY = invent_library(Wishes(tracks=150, saved_tracks=110, playlists=6, playlist_tracks=70, plays=70))
VERIFIER = "v" * 64
BACK = "http://127.0.0.1:4455/callback"


@pytest.fixture
def standin() -> Iterator[Standin]:
    with serving(LIBRARY, Behaviour(slow_seconds=0.3)) as serving_it:
        yield serving_it


@pytest.fixture
def client(standin: Standin) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=standin.api_url, headers={"Authorization": f"Bearer {standin.grant().access}"}, trust_env=False) as reader:
        yield reader


def agree(standin: Standin, **changed: str) -> httpx.Response:
    """Go to the login page as a browser does; what is empty is not sent."""
    asked = {"client_id": standin.behaviour.client_id, "response_type": "code", "redirect_uri": BACK, "state": "s+1", "scope": "user-library-read"}
    asked |= {"code_challenge_method": "S256", "code_challenge": challenge_of(VERIFIER)} | changed
    return httpx.get(f"{standin.accounts_url}/authorize", params={name: word for name, word in asked.items() if word}, trust_env=False)


def came_back(answer: httpx.Response) -> dict[str, list[str]]:
    assert answer.status_code == 302, answer.text
    assert answer.headers["location"].startswith(f"{BACK}?")
    return parse_qs(urlsplit(answer.headers["location"]).query)


def exchange(standin: Standin, **changed: str) -> httpx.Response:
    form = {"grant_type": "authorization_code", "redirect_uri": BACK, "client_id": standin.behaviour.client_id, "code_verifier": VERIFIER}
    return httpx.post(f"{standin.accounts_url}/api/token", data=form | changed, trust_env=False)


def refresh(standin: Standin, token: str) -> httpx.Response:
    return exchange(standin, grant_type="refresh_token", refresh_token=token)


def test_a_login_gives_tokens_that_open_what_was_agreed_to(standin: Standin) -> None:
    back = came_back(agree(standin))
    assert back["state"] == ["s+1"]
    tokens = exchange(standin, code=back["code"][0]).json()
    assert (tokens["token_type"], tokens["expires_in"], tokens["scope"]) == ("Bearer", 3600, "user-library-read")
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert httpx.get(f"{standin.api_url}/me/tracks", headers=bearer, trust_env=False).status_code == 200
    refused = httpx.get(f"{standin.api_url}/me/following?type=artist", headers=bearer, trust_env=False)
    assert (refused.status_code, refused.json()["error"]["message"]) == (403, "Insufficient client scope")
    assert exchange(standin, code=back["code"][0]).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"client_id": "somebody"}, "INVALID_CLIENT: Invalid client"),
        ({"redirect_uri": "http://localhost:4455/callback"}, "INVALID_CLIENT: Insecure redirect URI"),
        ({"redirect_uri": "http://example.org/callback"}, "INVALID_CLIENT: Insecure redirect URI"),
        ({"code_challenge_method": "plain"}, "code_challenge_method must be S256"),
        ({"code_challenge": ""}, "code_challenge_method must be S256"),
        ({"response_type": "token"}, "response_type must be code"),
    ],
)
def test_a_login_page_that_is_asked_wrongly_sends_nobody_back(standin: Standin, changed: dict[str, str], said: str) -> None:
    answer = agree(standin, **changed)
    assert (answer.status_code, answer.text) == (400, said)


def test_a_person_may_refuse_and_scopes_must_exist(standin: Standin) -> None:
    assert came_back(agree(standin, scope="user-library-read everything")) == {"error": ["invalid_scope"], "state": ["s+1"]}
    standin.behave(denies=True)
    assert came_back(agree(standin)) == {"error": ["access_denied"], "state": ["s+1"]}


@pytest.mark.parametrize(
    ("changed", "kind", "said"),
    [
        ({"code_verifier": "w" * 64}, "invalid_grant", "code_verifier was incorrect"),
        ({"code_verifier": ""}, "invalid_grant", "code_verifier was incorrect"),
        ({"code": "made-up"}, "invalid_grant", "Invalid authorization code"),
        ({"redirect_uri": "http://127.0.0.1:4455/other"}, "invalid_grant", "Invalid redirect URI"),
        ({"client_id": "somebody"}, "invalid_client", "Invalid client"),
        ({"grant_type": "password"}, "unsupported_grant_type", "grant_type parameter is missing or unknown"),
    ],
)
def test_a_code_is_worth_nothing_to_others(standin: Standin, changed: dict[str, str], kind: str, said: str) -> None:
    code = came_back(agree(standin))["code"][0]
    answer = exchange(standin, **({"code": code} | changed))
    assert (answer.status_code, answer.json()) == (400, {"error": kind, "error_description": said})


def test_refreshing_keeps_or_changes_the_refresh_token(standin: Standin) -> None:
    old = standin.grant().refresh
    kept = refresh(standin, old).json()
    assert "refresh_token" not in kept
    standin.behave(rotates=True)
    new = refresh(standin, old).json()["refresh_token"]
    assert new != old
    assert refresh(standin, old).json() == {"error": "invalid_grant", "error_description": "Refresh token revoked"}
    assert refresh(standin, new).status_code == 200


@pytest.mark.parametrize("text", ["Refresh token expired", "Refresh token revoked"])
def test_a_login_that_ended_can_only_be_made_anew(standin: Standin, client: httpx.Client, text: Any) -> None:
    token = standin.grant().refresh
    standin.end_login(text)
    assert client.get("/me").status_code == 401
    assert refresh(standin, token).json() == {"error": "invalid_grant", "error_description": text}
    anew = exchange(standin, code=came_back(agree(standin))["code"][0]).json()
    assert refresh(standin, anew["refresh_token"]).status_code == 200


def test_a_401_says_in_a_header_what_is_wrong_with_the_token(standin: Standin, client: httpx.Client) -> None:
    missing = httpx.get(f"{standin.api_url}/me", trust_env=False)
    invalid = client.get("/me", headers={"Authorization": "Bearer made-up"})
    standin.expire_access()
    expired = client.get("/me")
    assert [answer.status_code for answer in (missing, invalid, expired)] == [401, 401, 401]
    assert missing.headers["www-authenticate"] == 'Bearer realm="spotify"'
    assert 'error="invalid_token", error_description="Invalid access token"' in invalid.headers["www-authenticate"]
    assert 'error="invalid_token", error_description="The access token expired"' in expired.headers["www-authenticate"]
    for answer in (missing, invalid, expired):
        Draft202012Validator(shapes.ERROR).validate(answer.json())


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/me/tracks?limit=51", "Invalid limit"),
        ("/me/tracks?limit=0", "Invalid limit"),
        ("/me/tracks?limit=many", "Invalid limit"),
        ("/me/tracks?offset=-1", "Invalid offset"),
        ("/me/playlists?offset=100001", "Invalid offset"),
        ("/me/following?type=user", "Invalid type"),
        ("/me/top/tracks?time_range=ever", "Invalid time range"),
        ("/me/player/recently-played?after=1&before=2", "Only one of after and before may be given"),
        (f"/playlists/{LIBRARY.playlists[0].playlist_id}/items?limit=100", "Invalid limit"),
    ],
)
def test_what_is_asked_wrongly_is_refused(client: httpx.Client, path: str, said: str) -> None:
    assert client.get(path).json() == {"error": {"status": 400, "message": said}}


def test_pages_link_to_each_other_and_count_right(standin: Standin, client: httpx.Client) -> None:
    first = client.get("/me/tracks?limit=50").json()
    second = client.get(first["next"]).json()
    last = client.get(second["next"]).json()
    assert [page["offset"] for page in (first, second, last)] == [0, 50, 100]
    assert [len(page["items"]) for page in (first, second, last)] == [50, 50, 10]
    assert (first["previous"], last["next"], last["total"]) == (None, None, 110)
    assert client.get(last["previous"]).json() == second
    assert client.get("/me/tracks?offset=500").json()["items"] == []
    assert standin.counts() == {("saved_tracks", 200): 5}
    assert standin.requests == 5


def test_what_was_heard_since_a_moment_is_told_by_cursor(client: httpx.Client) -> None:
    newest = client.get("/me/player/recently-played?limit=3").json()
    older = client.get(newest["next"]).json()
    assert older["items"][0]["played_at"] < newest["items"][-1]["played_at"]
    assert client.get(f"/me/player/recently-played?after={older['cursors']['after']}&limit=50").json()["items"] == newest["items"]
    nothing = client.get(f"/me/player/recently-played?after={newest['cursors']['after']}").json()
    assert (nothing["items"], nothing["next"], nothing["cursors"]) == ([], None, None)


def test_a_playlist_has_another_snapshot_after_each_change(standin: Standin, client: httpx.Client) -> None:
    playlist = LIBRARY.playlists[0]
    address, seen = f"/playlists/{playlist.playlist_id}?fields=snapshot_id,name", []
    for changes in ({}, {"name": "Renamed"}, {"name": playlist.name}):
        if changes:
            standin.change_playlist(playlist.playlist_id, **changes)
        seen.append(client.get(address).json())
    assert [told["name"] for told in seen] == [playlist.name, "Renamed", playlist.name]
    assert len({told["snapshot_id"] for told in seen}) == 3
    assert client.get("/me/playlists").json()["items"][0]["snapshot_id"] == seen[-1]["snapshot_id"]


def test_playlists_of_others_are_named_but_not_opened(client: httpx.Client) -> None:
    foreign = next(playlist for playlist in LIBRARY.playlists if playlist.owner_id == "invented_stranger")
    served = next(playlist for playlist in LIBRARY.playlists if playlist.owner_id == "spotify")
    shared = next(playlist for playlist in LIBRARY.playlists if playlist.owner_id == "invented_friend")
    listed = {told["id"]: told for told in client.get("/me/playlists?limit=50").json()["items"]}
    assert "items" not in listed[foreign.playlist_id]
    assert "items" not in client.get(f"/playlists/{foreign.playlist_id}").json()
    assert client.get(f"/playlists/{foreign.playlist_id}/items").json() == {"error": {"status": 403, "message": "Forbidden"}}
    assert client.get(f"/playlists/{served.playlist_id}").json() == {"error": {"status": 404, "message": "Resource not found"}}
    assert client.get(f"/playlists/{shared.playlist_id}/items").json()["total"] == len(shared.entries)


def test_a_person_who_is_not_listed_is_refused_everywhere(standin: Standin, client: httpx.Client) -> None:
    standin.behave(refusal="Active premium subscription required for the owner of the app.")
    assert client.get("/me").json()["error"]["message"] == "Active premium subscription required for the owner of the app."


def test_too_many_requests_in_a_window_wait_as_long_as_is_said(standin: Standin, client: httpx.Client) -> None:
    standin.behave(requests_per_window=3, window_seconds=30)
    answers = [client.get("/me") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].json() == {"error": {"status": 429, "message": "API rate limit exceeded"}}
    assert 28 <= int(answers[-1].headers["retry-after"]) <= 30
    standin.behave(requests_per_window=3, window_seconds=0)
    assert client.get("/me").status_code == 200


def test_a_bucket_without_quota_does_not_close_the_others(standin: Standin, client: httpx.Client) -> None:
    standin.behave(quotas={"library": 2, "top": 0}, quota_retry_after=86207)
    answers = [client.get(path) for path in ("/me/tracks", "/me/albums", "/me/tracks", "/me/top/artists", "/me/playlists")]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429, 200]
    assert answers[2].json() == {"error": {"status": 429, "message": "Too many requests", "reason": "QUOTA_EXCEEDED"}}
    assert answers[2].headers["retry-after"] == "86207"
    Draft202012Validator(shapes.ERROR).validate(answers[2].json())
    standin.pass_a_day()
    assert client.get("/me/albums").status_code == 200


def meet(standin: Standin, client: httpx.Client, fault: Fault, path: str = "/me/tracks?limit=50") -> httpx.Response:
    """Ask twice; the first time goes wrong in one way, and the second must be as if nothing had been."""
    standin.clear_log()
    standin.behave(faults=PlannedFaults({1: fault}))
    try:
        return client.get(path)
    finally:
        assert standin.log[0].fault == fault
        assert client.get("/me/tracks?limit=50").json()["total"] == 110


@pytest.mark.parametrize(("fault", "error"), [("reset", httpx.ReadError), ("cut_body", httpx.RemoteProtocolError)])
def test_a_connection_breaks(standin: Standin, client: httpx.Client, fault: Fault, error: type[Exception]) -> None:
    with pytest.raises(error):
        meet(standin, client, fault)


@pytest.mark.parametrize("fault", ["truncated_json", "non_json"])
def test_a_good_status_stands_over_a_body_that_is_no_json(standin: Standin, client: httpx.Client, fault: Fault) -> None:
    answer = meet(standin, client, fault)
    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r"Expecting|Unterminated|Invalid|delimiter"):
        answer.json()


def test_a_slow_body_comes_late_but_whole(standin: Standin, client: httpx.Client) -> None:
    assert meet(standin, client, "slow_body").json()["total"] == 110
    standin.clear_log()
    with pytest.raises(httpx.ReadTimeout):
        client.get("/me/tracks", timeout=0.1)


def test_errors_of_the_service_are_told_as_such(standin: Standin, client: httpx.Client) -> None:
    assert meet(standin, client, "server_error").status_code in {500, 502, 503}
    spurious = meet(standin, client, "spurious_401")
    assert spurious.json() == {"error": {"status": 401, "message": "Access token missing"}}
    assert "invalid_token" not in spurious.headers["www-authenticate"]
    limited = meet(standin, client, "rate_limited")
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "1")


def test_lists_come_back_empty_or_shrunken_and_are_whole_again(standin: Standin, client: httpx.Client) -> None:
    empty = meet(standin, client, "empty_answer").json()
    assert (empty["items"], empty["total"], empty["next"]) == ([], 0, None)
    shrunken = meet(standin, client, "shrunken_list").json()
    assert (len(shrunken["items"]), shrunken["total"], shrunken["next"]) == (36, 36, None)


def test_a_playlist_moves_between_its_pages(standin: Standin, client: httpx.Client) -> None:
    before = standin.library.playlists[0]
    standin.behave(faults=PlannedFaults({2: "moving_playlist"}))
    first = client.get(f"/playlists/{before.playlist_id}/items?limit=50").json()
    second = client.get(first["next"]).json()
    after = standin.library.playlists[0]
    assert [line.fault for line in standin.log] == [None, "moving_playlist"]
    assert before.snapshot_id != after.snapshot_id
    assert second["items"][0]["item"]["uri"] == getattr(before.entries[51].item, "uri", None)
    assert client.get(f"/playlists/{before.playlist_id}?fields=snapshot_id").json() == {"snapshot_id": after.snapshot_id}


def test_quota_ends_at_a_request_and_stays_ended_until_the_next_day(standin: Standin, client: httpx.Client) -> None:
    standin.behave(faults=FaultSchedule(seed=1, share=0, quota_at=2))
    assert [client.get("/me/tracks").status_code for _ in range(3)] == [200, 429, 429]
    assert client.get("/me/playlists").status_code == 200
    standin.pass_a_day()
    assert client.get("/me/tracks").status_code == 200


def test_the_accounts_service_fails_too(standin: Standin) -> None:
    standin.behave(token_faults=PlannedFaults({1: "server_error", 2: "non_json"}))
    token = standin.grant().refresh
    assert refresh(standin, token).status_code >= 500
    assert refresh(standin, token).text.startswith("<!doctype")
    assert refresh(standin, token).status_code == 200


def test_a_seed_draws_the_same_faults_each_time_and_others_draw_others() -> None:
    drawn = [[FaultSchedule(seed, share=0.3).fault_at(number) for number in range(1, 200)] for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert 30 < sum(fault is not None for fault in drawn[0]) < 90
    assert {fault for faults in drawn for fault in faults} == {None, *ANY_FAULT}


def test_latency_is_waited_for(standin: Standin, client: httpx.Client) -> None:
    standin.behave(latency_seconds=0.2)
    assert client.get("/me").elapsed.total_seconds() >= 0.2


def test_the_same_wishes_invent_the_same_library() -> None:
    wishes = Wishes(tracks=60, saved_tracks=20, plays=80)
    assert invent_library(wishes, 3) == invent_library(wishes, 3)
    assert invent_library(wishes, 3) != invent_library(wishes, 4)
    assert isinstance(invent_library(wishes, 3), Library)
