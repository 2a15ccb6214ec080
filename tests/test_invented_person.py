"""One invented person's exports, account data and histories tell the same library, and hold the secrets that must be found nowhere else."""

import csv
import json
import zipfile
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from standins import secrets_of_person as planted
from standins.account_of_person import write_account_data
from standins.exports_of_person import HEADER, write_exports
from standins.history_of_person import write_history
from standins.library import Library, Track
from standins.person import Wishes, invent_library
from standins.truth import tell_plays, truth_of, uris_of

LIBRARY = invent_library(Wishes(tracks=90, saved_tracks=40, playlists=14, playlist_tracks=12, plays=400))


def read_zip(path: Path) -> dict[str, Any]:
    """Give the JSON files of a zip by name, without what a Mac left behind."""
    with zipfile.ZipFile(path) as packed:
        names = [name for name in packed.namelist() if name.endswith(".json") and not name.startswith("__MACOSX")]
        return {name.rsplit("/", 1)[-1]: json.loads(packed.read(name)) for name in names}


def rows_of(files: dict[str, Any], beginning: str) -> list[Any]:
    return [row for name, rows in files.items() if name.startswith(beginning) for row in rows]


@pytest.mark.parametrize("library", [LIBRARY, invent_library(seed=7)], ids=["small", "usual"])
def test_the_sources_together_tell_every_play(library: Library) -> None:
    told = tell_plays(library)
    assert {*told.extended, *told.basic, *told.recent} == set(library.plays)
    assert set(told.extended) & set(told.basic)
    assert set(told.basic) & set(told.recent)
    assert set(told.recent) - set(told.basic)


def test_plays_are_told_to_the_second_and_to_the_minute(tmp_path: Path) -> None:
    told = tell_plays(LIBRARY)
    extended = rows_of(read_zip(write_history(tmp_path / "history.zip", LIBRARY)), "Streaming_History_Audio")
    account = read_zip(write_account_data(tmp_path / "account.zip", LIBRARY))
    assert [(row["ts"], row["spotify_track_uri"] or row["spotify_episode_uri"]) for row in extended] == [
        (f"{play.ended_at:%Y-%m-%dT%H:%M:%SZ}", play.item.uri) for play in told.extended
    ]
    music, talks = rows_of(account, "StreamingHistory_music"), rows_of(account, "StreamingHistory_podcast")
    assert Counter((row["endTime"], row.get("trackName", row.get("episodeName"))) for row in (*music, *talks)) == Counter(
        (f"{play.ended_at:%Y-%m-%d %H:%M}", play.item.name) for play in told.basic
    )
    assert talks


def test_a_few_plays_stand_in_the_video_file_too(tmp_path: Path) -> None:
    files = read_zip(write_history(tmp_path / "history.zip", LIBRARY))
    audio, video = rows_of(files, "Streaming_History_Audio"), rows_of(files, "Streaming_History_Video")
    assert len(video) == 3
    assert all(row in audio for row in video)


def test_account_data_holds_the_playlists_that_are_the_person_s(tmp_path: Path) -> None:
    files = read_zip(write_account_data(tmp_path / "account.zip", LIBRARY))
    told = [playlist for name in ("Playlist1.json", "Playlist2.json") for playlist in files[name]["playlists"]]
    mine = [playlist for playlist in LIBRARY.playlists if LIBRARY.is_readable(playlist)]
    uris = [[entry["track"] or entry["localTrack"] for entry in playlist["items"]] for playlist in told]
    assert [playlist["name"] for playlist in told] == [playlist.name for playlist in mine]
    assert [tuple(track.get("trackUri") or track["uri"] for track in tracks if track) for tracks in uris] == [uris_of(playlist) for playlist in mine]
    assert any(not any(entry[kind] for kind in ("track", "episode", "audiobook", "localTrack")) for entry in told[0]["items"])
    assert [track["uri"] for track in files["YourLibrary.json"]["tracks"]] == [saved.item.uri for saved in LIBRARY.saved_tracks]


@pytest.mark.parametrize("generation", ["2020", "2018"])
def test_older_account_data_lacks_what_it_lacked(tmp_path: Path, generation: Any) -> None:
    files = read_zip(write_account_data(tmp_path / "account.zip", LIBRARY, generation))
    assert {"Playlist.json", "StreamingHistory0.json"} <= set(files)
    assert all("uri" not in track for track in files["YourLibrary.json"]["tracks"])
    assert set(files["Playlist.json"]["playlists"][0]) >= ({"items"} if generation == "2020" else {"tracks"})
    assert {row["artistName"] for row in files["StreamingHistory0.json"]} >= {"The Quiet Podcast"}


@pytest.mark.parametrize(("generation", "names"), [("endsong", {"username", "ip_addr_decrypted"}), ("2018", {"city", "latitude"})])
def test_older_histories_tell_more_of_the_person(tmp_path: Path, generation: Any, names: set[str]) -> None:
    (first, *_) = rows_of(read_zip(write_history(tmp_path / "history.zip", LIBRARY, generation)), "endsong_")
    assert names <= set(first)
    assert ("spotify_track_uri" in first) == (generation == "endsong")
    assert isinstance(first["ms_played"], str if generation == "2018" else int)
    assert datetime.fromisoformat(first["ts"].replace(" UTC", "+00:00")) == tell_plays(LIBRARY).extended[0].ended_at.replace(microsecond=0)


def test_secrets_are_where_a_leak_would_begin(tmp_path: Path) -> None:
    written = [write_account_data(tmp_path / "account.zip", LIBRARY)]
    written += [write_history(tmp_path / f"{generation}.zip", LIBRARY, generation) for generation in ("current", "2018")]
    text = "".join(json.dumps(read_zip(path), ensure_ascii=False) for path in written)
    assert all(secret in text for secret in planted.PLANTED)
    exported = "".join(path.read_text(encoding="utf-8") for path in write_exports(tmp_path / "exports", LIBRARY))
    assert not [secret for secret in planted.PLANTED if secret in exported]


def test_exports_hold_every_playlist_but_the_service_s_own(tmp_path: Path) -> None:
    truth = truth_of(LIBRARY)
    told = []
    for path in write_exports(tmp_path / "exports", LIBRARY):
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file)
            assert tuple(lines.fieldnames or ()) == HEADER
            told.append(tuple(row["Track URI"] for row in lines if row["Track URI"].startswith(("spotify:track:", "spotify:local:"))))
    assert told == [truth.saved_tracks, *(uris for _, uris in truth.playlists)]


def test_the_person_has_what_breaks_naive_readers() -> None:
    first = LIBRARY.playlists[0]
    items = [entry.item for entry in first.entries]
    assert None in items
    assert len(items) > len(set(items))
    assert [item for item in items if isinstance(item, Track) and item.is_local]
    assert Counter(playlist.name for playlist in LIBRARY.playlists)[first.name] == 2
    assert [playlist.name for playlist in LIBRARY.playlists if not playlist.entries] == ["Nothing Yet"]


def test_the_same_person_is_written_byte_for_byte(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        write_account_data(tmp_path / folder / "account.zip", LIBRARY)
        write_history(tmp_path / folder / "history.zip", LIBRARY)
    assert (tmp_path / "one" / "account.zip").read_bytes() == (tmp_path / "two" / "account.zip").read_bytes()
    assert (tmp_path / "one" / "history.zip").read_bytes() == (tmp_path / "two" / "history.zip").read_bytes()
