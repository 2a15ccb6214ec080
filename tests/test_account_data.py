"""Account data: every generation is read, what is personal never leaves its file."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from account_files import (
    EPISODE,
    SECRETS,
    SONG,
    SONG_ID,
    TUNE,
    basic_play,
    episode_play,
    kinds_of,
    play_of_2018,
    play_of_2021,
    play_of_today,
    playlist,
    track_item,
    written,
    zipped,
)
from reading import Night, read_files, rows_of

from storage import artifacts, blobs, snapshots
from storage.schemas import Artifact, Landing, Snapshot
from tasks.normalise.normalise_library import normalise_library
from tasks.pull.exports import NothingReadable
from tasks.pull.land import land_sources
from tasks.pull.sources import Sources
from tasks.read.read_sources import read_sources
from tasks.record.record_snapshot import Night as TakenNight
from tasks.record.record_snapshot import record_snapshot

PLAYED = ("played_at", "played_ms", "track_uri", "track_name", "artist_name", "album_name", "precision", "source")
MARCH = datetime(2023, 3, 4, 5, 6, 7)  # noqa: DTZ001 - columns ending in _at hold UTC without saying so
LIBRARY: dict[str, Any] = {
    "tracks": [{"artist": "Band", "album": "Disc", "track": "Song", "uri": SONG}, {"artist": "Old &amp; New", "album": "Disc", "track": "R&B"}],
    "albums": [{"artist": "Band", "album": "Disc", "uri": f"spotify:album:{SONG_ID}"}],
    "shows": [{"name": "Talk", "publisher": "P", "uri": f"spotify:show:{SONG_ID}"}],
    "episodes": [{"name": "Episode 1", "show": "Talk", "uri": EPISODE}],
    "bannedTracks": [{"artist": "Band", "album": "Disc", "track": "Tune", "uri": TUNE}],
    "artists": [{"name": "Band", "uri": f"spotify:artist:{SONG_ID}"}],
    "bannedArtists": [],
    "other": ["something"],
}


def land(folder: Path, files: dict[str, Any]) -> Landing:
    for name, content in written(files).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Night().land(folder)


def reasons(landing: Landing) -> dict[str, str]:
    return {one.name: one.reason for one in landing.skipped}


def plays_in(content: Any, name: str = "history.json") -> list[tuple[Any, ...]]:
    return read_files(written({name: content})).played_tracks.select(PLAYED).rows()


def refused(files: dict[str, Any]) -> list[tuple[Any, ...]]:
    return read_files(written(files)).rejects.select("line_number", "reason").rows()


@pytest.mark.parametrize(
    ("content", "uri"),
    [
        ([play_of_today("2023-03-04T05:06:07Z", 1000)], SONG),
        ([play_of_2021("2023-03-04T05:06:07Z", 1000, skipped=False)], SONG),
        ([play_of_2018("2023-03-04 05:06:07 UTC", "1000")], None),
    ],
    ids=["today", "endsong", "2018"],
)
def test_every_generation_of_the_extended_history_is_read(content: Any, uri: str | None) -> None:
    assert plays_in(content) == [(MARCH, 1000, uri, "Song", "Band", "Disc", "second", "account_data")]


def test_a_history_of_the_last_year_knows_minutes_and_no_uri() -> None:
    assert plays_in([basic_play("2023-03-04 05:06", 1000)]) == [
        (MARCH.replace(second=0), 1000, None, "Song", "Band", None, "minute", "account_data"),
    ]


def test_keys_may_come_in_any_order_and_items_may_differ() -> None:
    backwards = dict(reversed(play_of_today("2023-03-04T05:06:07Z", 1000).items()))
    assert len(plays_in([{"new": {"deep": [1]}, **backwards}, play_of_2018("2023-03-04 05:06:08 UTC", "1000")])) == 2


def test_a_history_with_a_byte_order_mark_and_one_in_utf_16_are_read() -> None:
    text = json.dumps([play_of_today("2023-03-04T05:06:07Z", 1000)])
    assert plays_in(text.encode("utf-8-sig")) == plays_in(text.encode("utf-16"))


def test_podcasts_audiobooks_and_videos_are_refused_by_reason() -> None:
    nothing = dict.fromkeys(("master_metadata_track_name", "master_metadata_album_artist_name", "master_metadata_album_album_name"))
    book = {**play_of_today("2023-03-04T05:06:07Z", 1, None), **nothing, "audiobook_title": "A Book", "audiobook_uri": "spotify:show:x"}
    unnamed = {**play_of_today("2023-03-04T05:06:07Z", 1, None), **nothing}
    files = {
        "Streaming_History_Audio_2023_0.json": [episode_play("2023-03-04T05:06:07Z"), book, unnamed, play_of_today("never", 1)],
        "Streaming_History_Video_2023.json": [unnamed, play_of_today("2023-03-04T05:06:08Z", 2, TUNE)],
        "StreamingHistory_podcast_0.json": [{"endTime": "2023-03-04 05:06", "podcastName": "Talk", "episodeName": "Episode 2", "msPlayed": 9}],
    }
    read = read_files(written(files))
    assert read.played_tracks["track_uri"].to_list() == [TUNE]
    assert read.rejects.select("file_name", "line_number", "reason").rows() == [
        ("StreamingHistory_podcast_0.json", 1, "a podcast episode, not a track"),
        ("Streaming_History_Audio_2023_0.json", 1, "a podcast episode, not a track"),
        ("Streaming_History_Audio_2023_0.json", 2, "a chapter of an audiobook, not a track"),
        ("Streaming_History_Audio_2023_0.json", 3, "it names no track"),
        ("Streaming_History_Audio_2023_0.json", 4, "it does not say when it was played"),
        ("Streaming_History_Video_2023.json", 1, "a video, not a track"),
    ]
    assert "Talk" in read.rejects["raw_text"][0]
    assert read.rejects["source"].unique().to_list() == ["account_data"]


def test_podcasts_among_the_songs_of_an_old_history_are_known_from_other_files() -> None:
    old = [basic_play("2023-03-04 05:06", 5000, "Episode 1", "Talk"), basic_play("2023-03-04 05:09", 1000)]
    files = {"StreamingHistory0.json": old, "Streaming_History_Audio_2023_0.json": [episode_play("2023-03-04T05:06:07Z")]}
    assert read_files(written(files)).played_tracks["track_name"].to_list() == ["Song"]


def test_a_history_that_breaks_off_keeps_its_complete_items() -> None:
    whole = json.dumps([play_of_today("2023-03-04T05:06:07Z", 1000), play_of_today("2023-03-04T05:09:07Z", 2000, name='a "} b')])
    torn = whole[: whole.rindex("} b")]
    assert [row[1] for row in plays_in(torn)] == [1000]
    assert refused({"a.json": torn}) == [(2, "the file breaks off here: ask for it again")]


def test_items_that_are_no_plays_are_refused_one_by_one() -> None:
    assert refused({"a.json": [play_of_today("2023-03-04T05:06:07Z", 1), 3, None]}) == [(2, "it is no play"), (3, "it is no play")]


def test_json_that_is_damaged_in_its_middle_is_refused_with_the_line(tmp_path: Path) -> None:
    good = {"a.json": [play_of_today("2023-03-04T05:06:07Z", 1)]}
    broken = '[\n{"ts":"2023-03-04T05:06:07Z","ms_played":1}\n,,\n{"ts":"2023-03-04T05:06:07Z","ms_played":1}]'
    landing = land(tmp_path, {**good, "b.json": broken, "c.json": "[" * 100_000, "d.json": "", "e.json": "[]", "f.json": '{"my": "notes"}'})
    assert reasons(landing) == {
        "b.json": "its JSON is damaged at line 3: ask for it again",
        "c.json": "its JSON is nested too deeply",
        "d.json": "it holds nothing",
        "e.json": "it holds nothing",
        "f.json": "it is no account data that is known",
    }


def test_a_library_gives_liked_songs_and_names_everything_else() -> None:
    read = read_files({"YourLibrary.json": json.dumps(LIBRARY)})
    liked = rows_of(read).select("list_kind", "track_name", "artist_names", "album_name").rows()
    assert liked == [("liked", "Song", ["Band"], "Disc"), ("liked", "R&B", ["Old & New"], "Disc")]
    assert rows_of(read)["track_uri"][0] == SONG
    assert read.rejects.select("line_number", "reason").rows() == [
        (3, "an album, not a track"),
        (4, "a podcast, not a track"),
        (5, "a podcast episode, not a track"),
        (6, "a banned track, not one of the library"),
        (7, "an artist, not a track"),
        (8, "it names no track"),
    ]


def test_an_old_library_without_uris_is_known_by_its_keys(tmp_path: Path) -> None:
    landing = land(tmp_path, {"x.json": {"tracks": [{"artist": "Band", "album": "Disc", "track": "Song"}]}, "y.json": {"tracks": [], "albums": []}})
    assert kinds_of(landing.files) == {"x.json": "account_library", "y.json": "account_library"}


def test_playlists_of_every_generation_give_their_rows() -> None:
    local = {"track": None, "localTrack": {"uri": "spotify:local:A+Band:My%20Disc:Title:123"}, "episode": None}
    episode = {"track": None, "episode": {"episodeName": "E", "showName": "S", "episodeUri": EPISODE}, "addedDate": "2024-01-01"}
    oldest = {"name": "Oldest", "tracks": [{"trackName": "Tune", "artistName": "Band", "albumName": "Disc", "trackUri": TUNE}]}
    lists = [playlist("Mix", track_item(), local, episode, {"track": None}, track_item(SONG)), oldest]
    read = read_files({"Playlist1.json.json": json.dumps({"playlists": lists})})
    rows = rows_of(read).select("line_number", "playlist_name", "track_uri", "track_name", "artist_names", "album_name").rows()
    assert rows == [
        (1, "Mix", SONG, "Song", ["Band"], "Disc"),
        (2, "Mix", "spotify:local:A+Band:My%20Disc:Title:123", "Title", ["A Band"], "My Disc"),
        (5, "Mix", SONG, "Song", ["Band"], "Disc"),
        (6, "Oldest", TUNE, "Tune", ["Band"], "Disc"),
    ]
    assert rows_of(read)["added_at"].to_list() == [datetime(2024, 2, 3), None, datetime(2024, 2, 3), None]  # noqa: DTZ001 - as above
    assert read.rejects.select("line_number", "reason").rows() == [(3, "a podcast episode, not a track"), (4, "it names no track")]


def test_playlists_that_break_off_keep_what_is_complete() -> None:
    whole = json.dumps({"playlists": [playlist("Mix", track_item(), track_item(TUNE, "Tune"))]})
    torn = whole[: whole.index("Tune") + 2]
    read = read_files({"Playlist1.json": torn})
    assert rows_of(read)["track_uri"].to_list() == [SONG]
    assert read.rejects.select("line_number", "reason").rows() == [(2, "the file breaks off here: ask for it again")]


def test_playlists_of_one_name_stay_two_and_keep_their_uris_when_exported_again(tmp_path: Path) -> None:
    first, second = playlist("Mix", track_item()), playlist("Mix", track_item(TUNE, "Tune"))
    parted = {"Playlist10.json": {"playlists": [second]}, "Playlist2.json": {"playlists": [first, playlist("Other", track_item())]}}
    before, after = playlists_in(tmp_path / "before", parted), playlists_in(tmp_path / "after", {"Playlist1.json": {"playlists": [first, second]}})
    assert {name for name, _ in before} == {"Mix", "Other"}
    assert len(before) == 3
    assert after == {one for one in before if one[0] == "Mix"}


def test_playlists_without_tracks_are_named(tmp_path: Path) -> None:
    landing = land(tmp_path, {"Playlist1.json": {"playlists": [playlist("Mix", track_item()), playlist("Bare")]}})
    assert reasons(landing) == {"Playlist1.json: Bare": "a playlist without tracks"}


def playlists_in(folder: Path, files: dict[str, Any]) -> set[tuple[str, str]]:
    folder.mkdir()
    night = Night()
    for name, content in written(files).items():
        (folder / name).write_text(str(content), encoding="utf-8")
    lines = [json.loads(line) for file in night.land(folder).files for line in night.blobs[file.blob].decode().splitlines()]
    return {(line["playlist_name"], line["playlist_uri"]) for line in lines}


def test_a_slice_of_a_million_playlists_is_read_too() -> None:
    track = {
        "pos": 0,
        "artist_name": "Band",
        "track_uri": SONG,
        "artist_uri": "spotify:artist:x",
        "track_name": "Song",
        "album_uri": "",
        "album_name": "D",
    }
    mpd = {
        "info": {"slice": "0-999"},
        "playlists": [{"name": "Throwbacks", "collaborative": "false", "pid": 0, "tracks": [{**track, "duration_ms": 7}]}],
    }
    assert rows_of(read_files({"mpd.slice.0-999.json": json.dumps(mpd)})).select("track_uri", "duration_ms").rows() == [(SONG, 7)]


def test_marks_for_letters_are_letters_again() -> None:
    item = track_item(name="Rock &#39;n&#x27; Roll &amp; more; AT&T &copy")
    assert rows_of(read_files({"Playlist1.json": json.dumps({"playlists": [playlist("A &#x2F; B", item)]})})).select(
        "playlist_name", "track_name"
    ).rows() == [("A / B", "Rock 'n' Roll & more; AT&T &copy")]
    assert plays_in([play_of_today("2023-03-04T05:06:07Z", 1, master_metadata_track_name="Tom &amp; Jerry")])[0][3] == "Tom & Jerry"


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Userdata.json",
            "Payments.json",
            "Identifiers.json",
            "Identity.json",
            "Inferences.json",
            "SearchQueries.json",
            "Follow.json",
            "Marquee.json",
        ),
        *("YourSoundCapsule.json", "Wrapped2024.json", "userdata (1).json", "USERDATA.JSON", "Payments.json.json", "MyData/DuoNewFamily.json"),
    ],
)
def test_personal_files_are_never_opened(tmp_path: Path, name: str) -> None:
    landing = land(tmp_path, {name: [play_of_today("2023-03-04T05:06:07Z", 1)], "a.json": [play_of_today("2023-03-04T05:06:07Z", 1)]})
    assert reasons(landing) == {name: "personal, not opened"}


def test_the_technical_log_is_refused_by_its_mark_and_by_its_folder(tmp_path: Path) -> None:
    plays = [play_of_today("2023-03-04T05:06:07Z", 1)]
    packed = zipped(
        {"x/ReadMeFirst_TechnicalLogInformation.pdf": "%PDF", "x/Impressions.json": plays, "Spotify Technical Log Information/B.json": plays}
    )
    landing = land(tmp_path, {"a.json": plays, "log.zip": packed})
    technical = "part of the technical log, which tells what was shown and suggested, not what is in the library"
    assert kinds_of(landing.files) == {"a.json": "streams"}
    assert reasons(landing) == {
        "log.zip/Spotify Technical Log Information/B.json": technical,
        "log.zip/x/Impressions.json": technical,
        "log.zip/x/ReadMeFirst_TechnicalLogInformation.pdf": "a document, not opened",
    }


def test_zips_and_folders_of_both_packages_mix_with_exports(tmp_path: Path) -> None:
    plays = [play_of_today("2023-03-04T05:06:07Z", 1)]
    packed = zipped({"MyData/YourLibrary.json": LIBRARY, "__MACOSX/MyData/._YourLibrary.json": b"\x00\x05", "MyData/Userdata.json": "{}"})
    csv = f"Track URI,Track Name,Artist Name(s)\n{SONG},Song,Band\n"
    landing = land(tmp_path, {"data.zip": packed, "Spotify Extended Streaming History/endsong_0.json": plays, "Mix.csv": csv, "history.txt": plays})
    assert kinds_of(landing.files) == {
        "Mix.csv": "tracks",
        "Spotify Extended Streaming History/endsong_0.json": "streams",
        "data.zip/MyData/YourLibrary.json": "account_library",
        "history.txt": "streams",
    }
    assert {file.source for file in landing.files if file.kind != "tracks"} == {"account_data"}


def test_json_that_swells_in_a_zip_is_refused(tmp_path: Path) -> None:
    packed = zipped({"a.json": b'[{"ts":"2023-03-04T05:06:07Z","ms_played":1},' + b" " * (1 << 26)})
    landing = land(tmp_path, {"a.zip": packed, "b.json": [play_of_today("2023-03-04T05:06:07Z", 1)]})
    assert reasons(landing) == {"a.zip/a.json": "it swells beyond all bounds when unpacked"}


def test_account_data_that_is_all_personal_is_an_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(NothingReadable, match="personal, not opened"):
        land(tmp_path, {"Userdata.json": "{}"})


def test_nothing_personal_is_landed_or_read(tmp_path: Path) -> None:
    night = Night()
    files = {
        "a.json": [play_of_today("2023-03-04T05:06:07Z", 1), episode_play("2023-03-04T05:07:07Z"), play_of_today("never", 1)],
        "b.json": [play_of_2021("2023-03-04T05:06:07Z", 1), play_of_2021("never", 1)],
        "c.json": [play_of_2018("2023-03-04 05:06:07 UTC", "1"), play_of_2018("never", "1"), 7],
        "d.json": {"playlists": [playlist("Mix", track_item(), {"track": None, "addedBy": "secret-person"})]},
        "e.json": {**LIBRARY, "owner": "secret-person", "tracks": [{**LIBRARY["tracks"][0], "email": "secret@mail.example"}]},
    }
    for name, content in written(files).items():
        (tmp_path / name).write_text(str(content), encoding="utf-8")
    landing = night.land(tmp_path)
    read = night.read(tmp_path)
    tables = [frame for frame in vars(read).values() if isinstance(frame, pl.DataFrame)]
    kept = b"".join(night.blobs.values()).decode("utf-8", "replace") + landing.model_dump_json() + "".join(str(frame.rows()) for frame in tables)
    kept += "".join(str(pl.read_parquet(blob).rows()) for name, blob in night.blobs.items() if name.endswith(".parquet"))
    assert [secret for secret in SECRETS if secret in kept] == []
    assert read.rejects.height > 5


def night_of(*paths: Path) -> tuple[Snapshot, dict[str, Artifact]]:
    """Pull and normalise as a night does, through every door but Prefect's."""
    gathered = land_sources.fn(Sources(paths=tuple(str(path) for path in paths)))
    tables = read_sources.work(gathered.landing)
    night = TakenNight(moment=datetime.now(UTC), origin=gathered.origin, sources=gathered.sources)
    snapshot = record_snapshot.fn(gathered.landing, tables, night)
    return snapshot, normalise_library.work(tables, snapshots.read(snapshot.snapshot_id).ledger)


def test_after_a_night_nothing_personal_stands_in_the_home_and_a_later_copy_adds_nothing(tmp_path: Path, home: Path) -> None:
    history = {
        "Spotify Extended Streaming History/Streaming_History_Audio_2023_0.json": [
            play_of_today("2023-03-04T05:06:07Z", 1),
            play_of_today("never", 1),
        ],
        "Spotify Extended Streaming History/endsong_0.json": [play_of_2021("2023-03-04T05:06:07Z", 1), play_of_2021("never", 1)],
        "MyData/StreamingHistory0.json": [basic_play("2023-03-04 05:06", 1), {**basic_play("never", 1), "username": "secret-person"}],
        "MyData/old.json": [play_of_2018("2023-03-04 05:06:07 UTC", "1"), play_of_2018("2023-03-04 05:06:08 UTC", "1")],
        "MyData/Playlist1.json": {"playlists": [playlist("Mix", track_item(), {"track": None, "addedBy": "secret-person"})]},
        "MyData/Userdata.json": {"email": "secret@mail.example", "birthdate": "4242 secret"},
    }
    packed = tmp_path / "data.zip"
    packed.write_bytes(zipped(history))
    first, core = night_of(packed)
    plays = artifacts.load(core["core.plays"])
    assert plays.select("track_uri", "match_rule").rows() == [(SONG, "uri"), (SONG, "name_artist_album")]
    again, core_again = night_of(packed.rename(tmp_path / "data (1).zip"))
    assert again.ledger_digest == first.ledger_digest
    assert core_again["core.plays"] == core["core.plays"]
    texts = [
        blobs.fetch(file.name.removesuffix(".zst")) if file.suffix == ".zst" else file.read_bytes() for file in home.rglob("*") if file.is_file()
    ]
    texts += [str(pl.read_parquet(text).rows()).encode() for text in texts if text.startswith(b"PAR1")]
    assert len(texts) > 10
    assert [secret for secret in SECRETS if any(secret.encode() in text for text in texts)] == []
