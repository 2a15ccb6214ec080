"""Spotify's answers: every item becomes a row or a reject, whatever shape the answers have."""

import json
from datetime import date, datetime

import polars as pl
from landed_answers import FETCHED, entry, landed, pages, playlist, read, saved, song
from reading import SourceTables, rows_of

EPISODE = {"type": "episode", "uri": "spotify:episode:" + "e" * 22, "name": "Talk"}
LOCAL = {
    "uri": "spotify:local:Somebody:Tape:My+Song:200",
    "name": "My Song",
    "artists": [{"name": "Somebody", "uri": None}],
    "album": {"name": "Tape"},
}


def uri(letter: str) -> str:
    return f"spotify:track:{letter * 22}"


def told_rejects(told: SourceTables) -> list[tuple[str, int, str]]:
    return told.rejects.select("file_name", "line_number", "reason").rows()


def test_an_entry_tells_all_that_spotify_says_of_its_track() -> None:
    told = rows_of(read(playlist("p", entry(song("a", popularity=7, explicit=True)))))
    wanted = told.select(
        "track_uri", "artist_uris", "album_uri", "release_date", "album_image_url", "duration_ms", "is_explicit", "popularity", "isrc"
    )
    album = "spotify:album:" + "a" * 22
    image = "https://i.test/a-640"
    assert wanted.rows() == [(uri("a"), ["spotify:artist:" + "a" * 22], album, "2020-05-01", image, 200_000, True, 7, "KRA002000017")]
    assert told["added_at"].to_list() == [datetime(2024, 1, 2, 3, 4, 5)]  # noqa: DTZ001
    assert told.select("playlist_uri", "playlist_name", "owner_name").rows() == [("spotify:playlist:" + "p" * 22, "Mix", "me")]


def test_the_older_words_for_entries_and_their_tracks_are_read_too() -> None:
    older = landed("spotify/playlists/x.json", "playlist_items", pages({"tracks": {"items": [entry(song("a"), word="track")]}}), playlist_name="Mix")
    assert rows_of(read(older))["track_uri"].to_list() == [uri("a")]


def test_the_newer_word_wins_where_an_entry_has_both() -> None:
    both = {**entry(song("a")), "track": {"uri": uri("b"), "name": "Old"}}
    assert rows_of(read(playlist("p", both)))["track_uri"].to_list() == [uri("a")]


def test_names_with_commas_and_semicolons_are_never_parted() -> None:
    artists = [{"name": "Tyler, The Creator; Friends", "uri": "spotify:artist:" + "t" * 22}, {"name": "A/B", "uri": "spotify:artist:" + "b" * 22}]
    unnamed = [{"name": "X; Y", "uri": None}, {"name": "Z, W", "uri": None}]
    told = rows_of(read(playlist("p", entry(song("a", artists=artists)), entry(song("b", artists=unnamed)))))
    assert told["artist_names"].to_list() == [["Tyler, The Creator; Friends", "A/B"], ["X; Y", "Z, W"]]
    assert told["artist_uris"].to_list() == [["spotify:artist:" + "t" * 22, "spotify:artist:" + "b" * 22], None]


def test_local_files_stay_and_episodes_and_nothings_are_refused_with_the_number_of_their_item() -> None:
    told = read(playlist("p", entry(LOCAL), entry(EPISODE), entry(None), entry(song("a"))))
    assert rows_of(told)["track_uri"].to_list() == [LOCAL["uri"], uri("a")]
    name = f"spotify/playlists/{'p' * 22}.json"
    assert told_rejects(told) == [(name, 2, "a podcast episode, not a track"), (name, 3, "it names no track")]
    assert told.rejects["source"].to_list() == ["spotify", "spotify"]
    assert told.rejects["raw_text"][0].startswith('{"added_at": "2024-01-02T03:04:05Z"')


def test_a_torn_page_is_one_reject_and_the_pages_around_it_are_read() -> None:
    whole = pages({"items": [entry(song("a"))]})
    torn = whole + whole[:60] + b"\n" + b'{"error": 1}\n' + b'{"items": [7]}\n' + pages({"items": [entry(song("b"))]})
    told = read(landed("spotify/saved_tracks.json", "saved_tracks", torn, is_liked=True))
    assert rows_of(told)["track_uri"].to_list() == [uri("a"), uri("b")]
    assert [(number, reason.split(" ")[0]) for _, number, reason in told_rejects(told)] == [(2, "the"), (3, "the"), (4, "it")]
    assert told.source_files.select("row_count", "accepted_count", "reject_count").rows() == [(5, 2, 3)]


def test_odd_values_where_text_is_expected_are_missing_values() -> None:
    odd = song("a", name={"x": 1}, artists="nobody", album=[], duration_ms=None, external_ids=None)
    surrogate = song("b", name="half \ud83d letter\x00")
    told = rows_of(read(landed("spotify/saved_tracks.json", "saved_tracks", b'{"items": [' + b",".join(_ascii(odd, surrogate)) + b"]}")))
    assert told.select("track_name", "artist_names", "album_name", "duration_ms").rows()[0] == (None, None, None, None)
    assert told["track_name"][1] == "half \ufffd letter"


def _ascii(*songs: object) -> list[bytes]:
    return [json.dumps(entry(one)).encode() for one in songs]


def test_a_saved_track_told_twice_is_dated_by_its_first_place() -> None:
    told = read(saved(entry(song("a"), "2025-01-01T00:00:00Z", "track"), entry(song("a"), "2021-01-01T00:00:00Z", "track")))
    assert told.entries["added_at"].to_list() == [datetime(2025, 1, 1), None]  # noqa: DTZ001
    assert told.listings["list_kind"].to_list() == ["liked"]


def test_saved_albums_tell_of_their_tracks_and_make_no_playlist() -> None:
    bare = {name: value for name, value in song("a").items() if name != "album"}
    album = {**song("a")["album"], "label": "Old Shape", "tracks": {"items": [bare, {**bare, "uri": uri("b")}]}}
    told = read(landed("spotify/saved_albums.json", "saved_albums", pages({"items": [{"added_at": "2022-02-02T00:00:00Z", "album": album}]})))
    assert told.listings["list_kind"].to_list() == ["album"]
    assert told.variants.select("track_uri", "album_uri", "release_date", "raw_label").rows() == [
        (uri("a"), "spotify:album:" + "a" * 22, "2020-05-01", "Old Shape"),
        (uri("b"), "spotify:album:" + "a" * 22, "2020-05-01", "Old Shape"),
    ]


def test_the_list_of_playlists_tells_names_owners_and_sizes_in_both_shapes() -> None:
    newer = {"uri": "spotify:playlist:" + "p" * 22, "name": "Mix", "owner": {"id": "x1", "display_name": "Me"}, "items": {"total": 3}}
    older = {"uri": "spotify:playlist:" + "q" * 22, "name": "Other", "owner": {"id": "x2", "display_name": None}, "tracks": {"total": 4}}
    foreign = {"uri": "spotify:playlist:" + "r" * 22, "name": "Theirs", "owner": {"id": "x3"}}
    told = read(landed("spotify/playlists.json", "playlist_list", pages({"items": [newer, older]}, {"items": [foreign, {"name": "?"}]})))
    assert told.told_playlists.select("playlist_name", "owner_name", "told_count").rows() == [
        ("Mix", "Me", 3),
        ("Other", "x2", 4),
        ("Theirs", "x3", None),
    ]
    assert told_rejects(told) == [("spotify/playlists.json", 4, "it names no playlist")]


def test_followed_artists_and_the_person_are_read() -> None:
    artist = {"uri": "spotify:artist:" + "a" * 22, "name": "IU", "images": [{"url": "https://i.test/iu"}]}
    told = read(
        landed("spotify/followed_artists.json", "followed_artists", pages({"artists": {"items": [artist]}})),
        landed("spotify/profile.json", "profile", pages({"display_name": "Me", "id": "x1"})),
    )
    assert told.followed_artists.select("artist_uri", "artist_name", "artist_image_url").rows() == [(artist["uri"], "IU", "https://i.test/iu")]
    assert told.source_files.select("file_kind", "owner_name", "row_count").rows() == [("followed_artists", None, 1), ("profile", "Me", 1)]


def test_a_top_list_is_dated_by_the_day_of_its_fetch() -> None:
    tracks = landed("spotify/top/tracks/short_term.json", "top_list", pages({"items": [song("a"), song("b")]}))
    artists = landed("spotify/top/artists/long_term.json", "top_list", pages({"items": [song("a")["artists"][0]]}))
    told = read(tracks, artists)
    assert told.listed_tracks.select("as_of_date", "term", "place", "track_uri").rows() == [
        (date(2026, 11, 20), "short_term", 1, uri("a")),
        (date(2026, 11, 20), "short_term", 2, uri("b")),
    ]
    assert told.listed_artists.select("as_of_date", "term", "place", "artist_uri").rows() == [
        (date(2026, 11, 20), "long_term", 1, "spotify:artist:" + "a" * 22)
    ]


def test_recent_plays_are_plays() -> None:
    told = read(
        landed("spotify/recently_played.json", "recent_plays", pages({"items": [{"track": song("a"), "played_at": "2026-11-19T20:00:00.123Z"}]}))
    )
    assert told.played_tracks.select("track_uri", "artist_name", pl.col("played_at").dt.date()).rows() == [(uri("a"), "Artist a", date(2026, 11, 19))]


def test_a_resource_is_as_old_as_it_was_first_told() -> None:
    told = read(playlist("p", entry(song("a"))))
    assert told.source_files["told_at"].to_list() == [FETCHED]
    assert told.variants.select("newest_added_at", "source", "match_rule").rows() == [(FETCHED, "spotify", "uri")]
