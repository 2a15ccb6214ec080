"""Merge: what exports, account data and Spotify tell becomes one library, and every source stays known."""

import json
from datetime import datetime
from typing import Any

import polars as pl
import pytest
from account_files import basic_play, track_item, zipped
from account_files import playlist as account_playlist
from landed_answers import entry, export, landed, pages, playlist, read, saved, song
from reading import SourceTables, read_files
from source_rows import ledger_of

from storage.schemas import TABLES, LandedFile
from tasks.normalise.normalise_library import normalise
from tasks.record.facts import tell_facts
from tasks.record.top_lists import sets_not_known

HEADER = "Track URI,Track Name,Artist Name(s),Album Name,Duration (ms),ISRC,Added At\n"
File = tuple[LandedFile, bytes]


def library(*files: File) -> dict[str, pl.DataFrame]:
    """Give the library of one night of these files."""
    return library_of(read(*files))


def library_of(told: SourceTables) -> dict[str, pl.DataFrame]:
    """Give the library of one night of what its files say."""
    tables = tables_of(told)
    return normalise(tables, ledger_of(tables, tell_facts(told.variants)))


def tables_of(told: SourceTables) -> dict[str, pl.DataFrame]:
    return {"core.rejects" if name == "rejects" else f"step.{name}": frame for name, frame in vars(told).items()}


def uri(letter: str) -> str:
    return f"spotify:track:{letter * 22}"


def row(letter: str, added_at: str = "2024-01-02T03:04:05Z", link: str | None = None) -> str:
    return f"{uri(letter) if link is None else link},Song {letter},Artist {letter},Album {letter},200000,,{added_at}\n"


def account(name: str, *rows: str, **told: Any) -> File:
    """Give a list of account data, in cells of a table: days alone, no place to order by."""
    text = "Track URI,Track Name,Artist Name,Album Name,Added At\n" + "".join(
        f"{uri(one[0])},Song {one[0]},Artist {one[0]},Album {one[0]},{one[1:]}\n" for one in rows
    )
    return landed(f"account/{name}.csv", "tracks", text.encode(), source="account_data", landed_at=None, playlist_name=name, **told)


def column(frame: pl.DataFrame, name: str, **where: Any) -> list[Any]:
    return frame.filter(**where)[name].to_list()


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_one_playlist_of_three_sources_is_one_with_the_entries_of_spotify() -> None:
    known = library(
        playlist("p", entry(song("a")), entry(song("c")), name="My Mix!"),
        export("My_Mix_.csv", HEADER + row("a") + row("b")),
        account("My Mix!", "a2024-01-02", "b2024-01-02"),
    )
    assert known["core.playlists"].select("playlist_uri", "playlist_name", "owner_name", "track_count", "is_content_known").rows() == [
        ("spotify:playlist:" + "p" * 22, "My Mix!", "me", 2, True)
    ]
    assert column(known["core.playlist_tracks"], "track_uri") == [uri("a"), uri("c")]
    assert known["core.playlist_sources"].sort("source").select("source", "source_name", "match_rule", "told_count", "is_leading").rows() == [
        ("account_data", "My Mix!", "name_and_tracks", 2, False),
        ("exports", "My_Mix_", "name_and_tracks", 2, False),
        ("spotify", "My Mix!", "uri", 2, True),
    ]


def test_playlists_of_one_name_that_share_few_tracks_are_two() -> None:
    few = library(playlist("p", *(entry(song(one)) for one in "abcd"), name="Chill"), export("Chill.csv", HEADER + row("a") + row("x") + row("y")))
    assert few["core.playlists"].height == 2
    half = library(playlist("p", *(entry(song(one)) for one in "abcd"), name="Chill"), export("Chill.csv", HEADER + row("a") + row("x")))
    assert half["core.playlists"].height == 1


def test_of_two_playlists_of_one_name_each_meets_the_one_that_it_is_like() -> None:
    known = library(
        playlist("p", entry(song("a")), entry(song("b")), name="Chill"),
        playlist("q", entry(song("c")), entry(song("d")), name="Chill"),
        account("Chill", "c2024-01-02", "d2024-01-02", playlist_uri="linernotes:playlist:1"),
    )
    assert known["core.playlists"].height == 2
    met = known["core.playlist_sources"].filter(source="account_data").join(known["core.playlists"], on="playlist_key")
    assert met.select("playlist_uri", "source_uri").rows() == [("spotify:playlist:" + "q" * 22, "linernotes:playlist:1")]


def test_the_second_export_of_a_name_meets_its_playlist_though_its_file_is_counted() -> None:
    known = library(
        playlist("p", entry(song("a")), entry(song("b")), name="Night Drive"),
        playlist("q", entry(song("c")), entry(song("d")), name="Night Drive"),
        export("Night_Drive.csv", HEADER + row("c") + row("d")),
        export("Night_Drive (1).csv", HEADER + row("a") + row("b")),
    )
    assert column(known["core.playlists"], "playlist_name") == ["Night Drive", "Night Drive"]
    assert column(known["core.playlist_sources"], "match_rule", source="exports") == ["name_and_tracks", "name_and_tracks"]


def test_an_older_state_of_spotify_loses_to_a_newer_export() -> None:
    stale = playlist("p", entry(song("a")), landed_at=moment("2024-06-01T00:00:00"))
    fresh = export("Mix.csv", HEADER + row("a") + row("b", "2024-07-01T00:00:00Z"))
    known = library(stale, fresh)
    assert column(known["core.playlist_tracks"], "track_uri") == [uri("a"), uri("b")]
    assert column(known["core.playlists"], "owner_name") == ["me"]


def test_a_day_is_made_exact_by_the_source_that_knows_the_moment() -> None:
    known = library(export("Mix.csv", HEADER + row("a", "2024-01-02T03:04:05Z")), account("Mix", "a2024-01-02", "b2024-01-03"))
    assert column(known["core.playlist_tracks"], "track_uri") == [uri("a"), uri("b")]
    assert column(known["core.playlist_tracks"], "added_at") == [moment("2024-01-02T03:04:05"), moment("2024-01-03")]


def test_an_entry_without_a_date_takes_the_one_that_another_source_knows() -> None:
    known = library(playlist("p", entry(song("a"), None), entry(song("b"), None)), export("Mix.csv", HEADER + row("a")))
    assert column(known["core.playlist_tracks"], "added_at") == [moment("2024-01-02T03:04:05"), None]


def test_liked_songs_of_all_sources_are_one_list_dated_by_whoever_knows() -> None:
    known = library(
        saved(entry(song("a"), None, "track"), entry(song("b"), "2025-01-01T00:00:00Z", "track")),
        export("Liked_Songs.csv", HEADER + row("a") + row("c"), is_liked=True),
        account("YourLibrary", "a", "b", is_liked=True),
    )
    liked = known["core.tracks"].filter("is_liked")
    assert liked.select("track_uri", "liked_at").rows() == [(uri("a"), moment("2024-01-02T03:04:05")), (uri("b"), moment("2025-01-01"))]
    assert known["core.playlists"].height == 0
    assert column(known["core.playlist_sources"], "match_rule") == ["liked"] * 3


def test_account_data_is_as_new_as_the_newest_play_beside_it() -> None:
    liked = [{"track": f"Song {one}", "artist": f"Artist {one}", "album": f"Album {one}", "uri": uri(one)} for one in "bcd"]
    told = read_files(
        {
            "account/YourLibrary.json": json.dumps({"tracks": liked}),
            "account/Playlist1.json": json.dumps({"playlists": [account_playlist("Mix", track_item(addedDate="2024-05-06"))]}),
            "account/StreamingHistory_music_0.json": json.dumps([basic_play("2026-11-05 14:23", 1), basic_play("2026-01-02 03:04", 1)]),
            "older/StreamingHistory_music_0.json": json.dumps([basic_play("2023-01-02 03:04", 1)]),
            "exports/Liked_Songs.csv": HEADER + row("a", "2025-01-12T00:00:00Z") + row("b"),
        }
    )
    assert told.source_files.select("file_name", "newest_added_at", "told_at").rows() == [
        ("account/Playlist1.json", moment("2024-05-06"), moment("2024-05-06")),
        ("account/StreamingHistory_music_0.json", None, moment("2026-11-05T14:23:00")),
        ("account/YourLibrary.json", None, moment("2026-11-05T14:23:00")),
        ("exports/Liked_Songs.csv", moment("2025-01-12"), moment("2025-01-12")),
        ("older/StreamingHistory_music_0.json", None, moment("2023-01-02T03:04:00")),
    ]
    tracks = library_of(told)["core.tracks"]
    assert sorted(column(tracks, "track_uri", is_liked=True)) == [uri("b"), uri("c"), uri("d")]


def test_a_row_without_uri_meets_its_track_by_isrc_then_album_then_length() -> None:
    isrc = song("a")["external_ids"]["isrc"]
    text = (
        HEADER
        + f",Other Name,Artist a,Other Album,,{isrc},\n"
        + ",Song b,Artist b,Album b,,,\n"
        + ",Song c,Artist c,Best Of,201999,,\n"
        + ",Song d,Artist d,Best Of,202001,,\n"
    )
    known = library(playlist("p", *(entry(song(one)) for one in "abcd")), export("List.csv", text))
    rules = known["core.track_sources"].filter(source="exports").sort("track_uri").select("track_uri", "match_rule", "told_count").rows()
    assert rules[1:] == [(uri("a"), "isrc", 1), (uri("b"), "name_artists_album", 1), (uri("c"), "name_artists_length", 1)]
    assert rules[0][0].startswith("linernotes:track:")
    assert rules[0][1] == "own"
    assert known["core.tracks"].height == 5


def test_a_length_that_two_tracks_share_decides_nothing() -> None:
    twin = song("b", name="Song a", artists=song("a")["artists"])
    known = library(playlist("p", entry(song("a")), entry(twin)), export("List.csv", HEADER + ",Song a,Artist a,Best Of,200000,,\n"))
    assert "own" in column(known["core.track_sources"], "match_rule")


def test_two_uris_with_one_isrc_stay_two_tracks() -> None:
    same = {"external_ids": {"isrc": "KRA002000001"}}
    known = library(playlist("p", entry(song("a", **same)), entry(song("b", **same))))
    assert known["core.tracks"].height == 2


def test_playlists_without_entries_are_kept_and_say_so() -> None:
    told = [
        {"uri": "spotify:playlist:" + "p" * 22, "name": "Mix", "owner": {"display_name": "me"}, "items": {"total": 1}},
        {"uri": "spotify:playlist:" + "f" * 22, "name": "Theirs", "owner": {"display_name": "you"}, "items": {"total": 40}},
        {"uri": "spotify:playlist:" + "e" * 22, "name": "Empty", "owner": {"display_name": "me"}, "items": {"total": 0}},
    ]
    known = library(landed("spotify/playlists.json", "playlist_list", pages({"items": told})), playlist("p", entry(song("a"))))
    wanted = ("playlist_name", "owner_name", "track_count", "is_content_known")
    assert known["core.playlists"].sort("playlist_name").select(wanted).rows() == [
        ("Empty", "me", 0, True),
        ("Mix", "me", 1, True),
        ("Theirs", "you", 40, False),
    ]
    assert set(known["core.playlist_tracks"]["playlist_key"]) == {"mix"}


def test_an_export_of_somebody_elses_playlist_tells_what_spotify_does_not() -> None:
    told = [{"uri": "spotify:playlist:" + "f" * 22, "name": "Theirs", "owner": {"display_name": "you"}, "items": {"total": 40}}]
    known = library(landed("spotify/playlists.json", "playlist_list", pages({"items": told})), export("Theirs.csv", HEADER + row("a")))
    assert known["core.playlists"].select("playlist_name", "owner_name", "track_count", "is_content_known").rows() == [("Theirs", "you", 1, True)]
    assert column(known["core.playlist_sources"], "match_rule", source="exports") == ["name_alone"]


def test_a_playlist_that_is_empty_now_is_not_filled_by_an_older_export() -> None:
    told = [{"uri": "spotify:playlist:" + "p" * 22, "name": "Mix", "owner": {"display_name": "me"}, "items": {"total": 0}}]
    empty = landed("spotify/playlists.json", "playlist_list", pages({"items": told}))
    linked = export("Mix.csv", HEADER + row("a"), playlist_uri="spotify:playlist:" + "p" * 22)
    known = library(empty, linked)
    assert known["core.playlists"].select("track_count", "is_content_known").rows() == [(0, True)]
    assert known["core.playlist_tracks"].is_empty()
    doubted = library(empty, playlist("p", entry(song("a")), landed_at=moment("2024-06-01T00:00:00"), doubt="it said 0 of 1 tracks"))
    assert doubted["core.playlists"]["track_count"].to_list() == [1]
    named = library(empty, export("Mix.csv", HEADER + row("a")))
    assert sorted(named["core.playlists"]["track_count"]) == [0, 1]


def test_saved_albums_and_followed_artists_are_marked_and_add_no_track() -> None:
    album = {**song("z")["album"], "tracks": {"items": [{"uri": uri("z"), "name": "Song z", "artists": song("z")["artists"]}]}}
    artist = {"uri": "spotify:artist:" + "y" * 22, "name": "IU", "images": [{"url": "https://i.test/iu"}]}
    known = library(
        playlist("p", entry(song("a"))),
        landed("spotify/saved_albums.json", "saved_albums", pages({"items": [{"added_at": "2022-02-02T00:00:00Z", "album": album}]})),
        landed("spotify/followed_artists.json", "followed_artists", pages({"artists": {"items": [artist, song("a")["artists"][0]]}})),
    )
    assert column(known["core.tracks"], "track_uri") == [uri("a")]
    wanted = ("album_name", "artist_name", "release_date", "track_count", "is_saved", "saved_at")
    assert known["core.albums"].sort("album_name").select(wanted).rows() == [
        ("Album a", "Artist a", "2020-05-01", 1, False, None),
        ("Album z", "Artist z", "2020-05-01", 0, True, moment("2022-02-02")),
    ]
    assert known["core.artists"].sort("artist_name").select("artist_name", "is_followed", "artist_image_url").rows() == [
        ("Artist a", True, None),
        ("IU", True, "https://i.test/iu"),
    ]


def test_spotify_is_believed_before_exports_and_each_fact_says_who_told_it() -> None:
    text = "Track URI,Track Name,Artist Name(s),Album Name,Release Date,ISRC,Record Label,Added At\n"
    told = f"{uri('a')},Song a,Artist a,Album a,2019,USX0000000001,Label,2026-12-01T00:00:00Z\n"
    known = library(
        playlist("p", entry(song("a"))),
        export("Other.csv", text.replace("\n", ",Album URI\n") + told.replace("\n", ",spotify:album:" + "a" * 22 + "\n")),
    )
    assert known["core.tracks"].select("isrc", "release_date").rows() == [(song("a")["external_ids"]["isrc"], "2020-05-01")]
    facts = known["step.known_facts"].select("fact", "source").sort("fact").rows()
    assert facts == [("cover", "spotify"), ("isrc", "spotify"), ("label", "exports"), ("release_date", "spotify")]


def test_a_top_list_fetched_twice_on_a_day_is_one_set() -> None:
    morning = tables_of(read(landed("spotify/top/tracks/short_term.json", "top_list", pages({"items": [song("a")]}))))
    evening = tables_of(read(landed("spotify/top/tracks/short_term.json", "top_list", pages({"items": [song("b"), song("a")]}))))
    known, told = morning["step.listed_tracks"], evening["step.listed_tracks"]
    services = evening["step.source_files"].filter(pl.col("source") == "spotify")["file_name"].to_list()
    assert services
    assert sets_not_known(known, told, services).is_empty()
    assert sets_not_known(known.clear(), told, services).height == 2
    assert sets_not_known(known, told, []).height == 2


def test_what_is_kept_in_place_of_a_suspicious_answer_is_marked() -> None:
    known = library(playlist("p", entry(song("a")), doubt="it said 0 of 40 tracks"))
    assert column(known["core.playlist_sources"], "doubt") == ["it said 0 of 40 tracks"]
    assert column(known["core.source_files"], "doubt") == ["it said 0 of 40 tracks"]


def account_zip(letters: str, day: str) -> bytes:
    """Give account data as it comes, with the playlist Mix of these tracks."""
    items = [track_item(uri(letter), f"Song {letter}", addedDate=day) for letter in letters]
    return zipped({"Spotify Account Data/Playlist1.json": {"playlists": [account_playlist("Mix", *items)]}})


@pytest.mark.parametrize(
    ("beside", "used", "superseded"),
    [
        ({}, "wxyz", [("old.zip", "new.zip")]),
        ({"Mix.csv": HEADER + row("w", "2025-01-01") + row("x") + row("y")}, "wxy", [("old.zip", "Mix.csv")]),
        ({"Mix.csv": HEADER + row("a", "2025-01-01") + row("b") + row("c")}, "abc", [("new.zip", "Mix.csv")]),
        ({"Mix.csv": HEADER + row("a", "2022-01-01") + row("b", "2022-01-01")}, "wxyz", [("Mix.csv", "new.zip"), ("old.zip", "new.zip")]),
    ],
)
def test_a_playlist_made_anew_under_the_name_of_a_deleted_one_is_named_whoever_leads(
    beside: dict[str, str], used: str, superseded: list[tuple[str, str]]
) -> None:
    zips = {"old.zip": account_zip("abcd", "2023-01-01"), "new.zip": account_zip("wxyz", "2024-01-01")}
    known = library_of(read_files({**zips, **beside}))
    assert sorted(column(known["core.playlist_tracks"], "track_uri")) == [uri(letter) for letter in used]
    told = known["step.superseded_lists"].select("file_name", "used_file_name").rows()
    assert [tuple(name.partition("/")[0] for name in pair) for pair in told] == superseded


def test_an_export_of_the_uri_that_spotify_tells_is_that_playlist_however_much_has_changed() -> None:
    told = HEADER.replace("\n", ",Playlist URI\n") + row("a").replace("\n", f",spotify:playlist:{'p' * 22}\n")
    known = library(playlist("p", entry(song("b")), entry(song("c"))), export("Mix.csv", told))
    assert column(known["core.playlists"], "track_count") == [2]
    assert known["step.superseded_lists"].is_empty()


def test_the_order_of_files_changes_no_table() -> None:
    files = [
        playlist("p", entry(song("a")), entry(song("c")), name="My Mix!"),
        playlist("q", entry(song("d")), entry(song("e")), name="My Mix!"),
        saved(entry(song("a"), None, "track")),
        export("My_Mix_.csv", HEADER + row("a") + row("b") + row("b", link="")),
        export("Liked.csv", HEADER + row("a") + row("f"), is_liked=True),
        account("My Mix!", "a2024-01-02", "b2024-01-02"),
    ]
    forth, back = library(*files), library(*reversed(files))
    for name, frame in forth.items():
        law = TABLES[name]
        assert frame.sort(law.key, nulls_last=True).equals(back[name].sort(law.key, nulls_last=True)), name
