"""The stand-in of Spotify is honest: it answers as the service is described, and somebody else's client reads what it was given."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests
import spotipy
from jsonschema import Draft202012Validator
from standins import shapes
from standins.behaviour import Behaviour
from standins.described import PATHS, Description
from standins.library import TERMS, Library, Play, Track
from standins.objects import told_moment
from standins.person import Wishes, invent_library
from standins.spotify import serving
from standins.standin import Standin
from standins.truth import uris_of

DESCRIPTION = Path(__file__).parent.parent.parent / "shared" / "spotify-openapi.yaml"
WISHES = Wishes(tracks=90, saved_tracks=60, playlists=7, playlist_tracks=22, saved_albums=25, followed=14, plays=70)


@pytest.fixture(scope="module")
def library() -> Library:
    return invent_library(WISHES)


@pytest.fixture(scope="module")
def standin(library: Library) -> Iterator[Standin]:
    with serving(library) as serving_it:
        yield serving_it


@pytest.fixture(scope="module")
def answers(standin: Standin) -> dict[str, list[Any]]:
    return read_everything(standin)


def reader(standin: Standin) -> httpx.Client:
    return httpx.Client(headers={"Authorization": f"Bearer {standin.grant().access}"}, trust_env=False)


def pages(client: httpx.Client, address: str) -> list[Any]:
    """Give all pages from an address on, by their own links."""
    read = []
    following: str | None = address
    while following:
        answer = client.get(following)
        assert answer.status_code == 200, answer.text
        read.append(answer.json())
        following = read[-1].get("artists", read[-1]).get("next")
    return read


def read_everything(standin: Standin) -> dict[str, list[Any]]:
    """Give every answer of every endpoint."""
    url = standin.api_url
    with reader(standin) as client:
        read = {
            "profile": [client.get(f"{url}/me").json()],
            "saved_tracks": pages(client, f"{url}/me/tracks?limit=25"),
            "saved_albums": pages(client, f"{url}/me/albums?limit=20"),
            "playlist_list": pages(client, f"{url}/me/playlists?limit=5"),
            "followed_artists": pages(client, f"{url}/me/following?type=artist&limit=5"),
            "recently_played": pages(client, f"{url}/me/player/recently-played?limit=20"),
            **{
                f"top_{things}": [page for term in TERMS for page in pages(client, f"{url}/me/top/{things}?limit=20&time_range={term}")]
                for things in ("tracks", "artists")
            },
        }
        listed = [playlist for page in read["playlist_list"] for playlist in page["items"]]
        mine = [playlist for playlist in listed if {"items", "tracks"} & set(playlist) and playlist["owner"]["id"] != "spotify"]
        read["playlist"] = [client.get(playlist["href"] + "?additional_types=track,episode").json() for playlist in mine]
        links = (f"{playlist['href']}/items?limit=20&additional_types=track,episode" for playlist in mine)
        return read | {"playlist_items": [page for link in links for page in pages(client, link)]}


def without_local_files(told: Any) -> Any:
    """Leave out entries of local files, which the description does not know."""
    if isinstance(told, dict):
        return {name: without_local_files(value) for name, value in told.items()}
    if isinstance(told, list):
        return [without_local_files(each) for each in told if not (isinstance(each, dict) and each.get("is_local"))]
    return told


@pytest.mark.parametrize("endpoint", PATHS)
def test_answers_have_the_shapes_that_were_written_down(answers: dict[str, list[Any]], endpoint: str) -> None:
    assert answers[endpoint]
    validator = Draft202012Validator(shapes.ANSWERS[endpoint])
    for answer in answers[endpoint]:
        validator.validate(answer)


@pytest.fixture(scope="module")
def description() -> Description:
    if not DESCRIPTION.exists():
        pytest.skip("the service's OpenAPI description does not lie beside the repository")
    return Description(DESCRIPTION)


@pytest.mark.parametrize("endpoint", PATHS)
def test_answers_are_as_described_without_deprecated_parts(description: Description, answers: dict[str, list[Any]], endpoint: str) -> None:
    assert not description.is_deprecated(PATHS[endpoint])
    validator = Draft202012Validator(description.answer(endpoint))
    for answer in answers[endpoint]:
        validator.validate(without_local_files(answer))


def test_whoever_asks_in_a_deprecated_way_is_refused(description: Description, standin: Standin) -> None:
    named = {"{id}": "0" * 22, "{playlist_id}": standin.library.playlists[0].playlist_id, "{user_id}": "x", "{category_id}": "x"}
    with reader(standin) as client:
        for path in description.deprecated_paths():
            for word, value in named.items():
                path = path.replace(word, value)  # noqa: PLW2901 - a path is filled word by word
            assert client.get(f"{standin.api_url}{path}").json() == {"error": {"status": 403, "message": "Forbidden"}}, path


def spotipy_for(standin: Standin) -> Iterator[spotipy.Spotify]:
    with closing(requests.Session()) as session:
        session.trust_env = False
        client = spotipy.Spotify(auth=standin.grant().access, requests_session=session)
        client.prefix = f"{standin.api_url}/"
        yield client


def all_of(client: spotipy.Spotify, page: Any) -> list[Any]:
    items = []
    while page:
        page = page.get("artists", page)
        items += page["items"]
        page = client.next(page)
    return items


@pytest.mark.parametrize("shape", ["development", "extended"])
def test_spotipy_reads_the_library_that_was_given(library: Library, shape: str) -> None:
    with serving(library, Behaviour(shape=shape)) as standin:  # type: ignore[arg-type]
        for client in spotipy_for(standin):
            assert client.current_user()["id"] == library.person.user_id
            saved = all_of(client, client.current_user_saved_tracks(limit=50))
            assert [(each["track"]["uri"], each["added_at"]) for each in saved] == [
                (s.item.uri, told_moment(s.added_at)) for s in library.saved_tracks
            ]
            assert [each["track"]["external_ids"].get("isrc") for each in saved] == [each.item.isrc for each in library.saved_tracks]
            albums = all_of(client, client.current_user_saved_albums(limit=50))
            assert [each["album"]["uri"] for each in albums] == [each.item.uri for each in library.saved_albums]
            artists = all_of(client, client.current_user_followed_artists(limit=50))
            assert [each["name"] for each in artists] == [each.name for each in library.followed]
            for term in TERMS:
                assert [each["uri"] for each in all_of(client, client.current_user_top_tracks(50, time_range=term))] == [
                    each.uri for each in library.top_tracks[term]
                ]
            recent = all_of(client, client.current_user_recently_played(limit=50))
            assert [(each["track"]["uri"], each["played_at"]) for each in recent] == [moment_of(play) for play in library.recent_plays()]
            check_playlists(client, library)


def moment_of(play: Play) -> tuple[str, str | None]:
    return play.item.uri, told_moment(play.ended_at, "milliseconds")


def check_playlists(client: spotipy.Spotify, library: Library) -> None:
    """Check that every playlist is listed, and that the contents of those that may be read are as they are."""
    listed = all_of(client, client.current_user_playlists(limit=50))
    assert [(each["id"], each["name"], each["snapshot_id"]) for each in listed] == [
        (playlist.playlist_id, playlist.name, playlist.snapshot_id) for playlist in library.playlists
    ]
    for playlist in library.playlists:
        if library.is_readable(playlist):
            entries = all_of(client, client.playlist_items(playlist.playlist_id))
            assert [entry["item"] and entry["item"]["uri"] for entry in entries] == [entry.item and entry.item.uri for entry in playlist.entries]
            told = [entry["item"]["uri"] for entry in entries if entry["item"] and entry["item"]["type"] == "track"]
            assert tuple(told) == uris_of(playlist)


def test_spotipy_is_told_why_it_must_stop(library: Library) -> None:
    with serving(library, Behaviour(quotas={"library": 1})) as standin:
        for client in spotipy_for(standin):
            client.current_user_saved_tracks()
            with pytest.raises(spotipy.SpotifyException) as refused:
                client.current_user_saved_tracks()
    assert (refused.value.http_status, refused.value.reason, refused.value.headers["Retry-After"]) == (429, "QUOTA_EXCEEDED", "52531")


def test_older_shapes_name_things_as_they_did_and_know_more(library: Library) -> None:
    with serving(library, Behaviour(shape="pre_2026")) as standin:
        told = read_everything(standin)
        mine = library.playlists[0].playlist_id
        foreign = next(playlist for playlist in library.playlists if not library.is_readable(playlist) and playlist.owner_id != "spotify")
        with reader(standin) as client:
            old = client.get(f"{standin.api_url}/playlists/{mine}/tracks?limit=100").json()
            assert client.get(f"{standin.api_url}/playlists/{foreign.playlist_id}/tracks").json()["total"] == len(foreign.entries)
            uris = [saved.item.uri for saved in library.saved_tracks[:3]]
            many = client.get(f"{standin.api_url}/tracks", params={"ids": ",".join(uri.rsplit(":", 1)[-1] for uri in uris)}).json()
    assert [track["uri"] for track in many["tracks"]] == uris
    assert [entry["track"] and entry["track"]["uri"] for entry in old["items"]] == [e.item and e.item.uri for e in library.playlists[0].entries]
    assert told["profile"][0]["email"] == library.person.email
    assert {"tracks"} == {"items", "tracks"} & set(told["playlist_list"][0]["items"][0])
    assert {"popularity", "available_markets"} <= set(told["saved_tracks"][0]["items"][0]["track"])
    assert {"label", "popularity"} <= set(told["saved_albums"][0]["items"][0]["album"])


def test_an_episode_looks_like_a_track_to_those_who_do_not_know_episodes(standin: Standin) -> None:
    playlist = standin.library.playlists[0]
    with reader(standin) as client:
        told = [entry for page in pages(client, f"{standin.api_url}/playlists/{playlist.playlist_id}/items?limit=50") for entry in page["items"]]
    items = [entry["item"] for entry in told if entry["item"] and entry["item"]["uri"].startswith("spotify:episode:")]
    assert [(item["artists"][0]["name"], item["album"]["name"]) for item in items] == [("The Quiet Podcast", "The Quiet Podcast")]


def test_fields_leave_out_what_was_not_asked_for(standin: Standin) -> None:
    playlist = standin.library.playlists[0]
    with reader(standin) as client:
        address = f"{standin.api_url}/playlists/{playlist.playlist_id}"
        assert client.get(address, params={"fields": "snapshot_id"}).json() == {"snapshot_id": playlist.snapshot_id}
        told = client.get(f"{address}/items", params={"limit": 1, "fields": "total,items(added_at,item(uri,album(!images),artists.name))"}).json()
    first = playlist.entries[0]
    assert isinstance(first.item, Track)
    assert set(told) == {"total", "items"}
    assert set(told["items"][0]) == {"added_at", "item"}
    assert told["items"][0]["item"]["artists"] == [{"name": artist.name} for artist in first.item.artists]
    assert "images" not in told["items"][0]["item"]["album"]
    assert told["items"][0]["item"]["album"]["name"] == first.item.album.name


SPOILS: tuple[dict[str, Any], ...] = ({"popularity": 1}, {"available_markets": []}, {"id": 5}, {"album": {}})


@pytest.mark.parametrize("spoil", SPOILS, ids=lambda spoil: next(iter(spoil)))
def test_what_the_frozen_shapes_do_not_allow_is_found(answers: dict[str, list[Any]], spoil: dict[str, Any]) -> None:
    assert not Draft202012Validator(shapes.ANSWERS["saved_tracks"]).is_valid(spoiled(answers, spoil))


@pytest.mark.parametrize("spoil", SPOILS, ids=lambda spoil: next(iter(spoil)))
def test_what_the_description_does_not_allow_is_found(description: Description, answers: dict[str, list[Any]], spoil: dict[str, Any]) -> None:
    assert not Draft202012Validator(description.answer("saved_tracks")).is_valid(spoiled(answers, spoil))


def spoiled(answers: dict[str, list[Any]], spoil: dict[str, Any]) -> Any:
    """Give a page of saved tracks whose first track is not as it should be."""
    page = json.loads(json.dumps(answers["saved_tracks"][0]))
    page["items"][0]["track"] |= spoil
    return page
