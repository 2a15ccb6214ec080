"""Normalise: rows of one night and the ledger become the library's tables."""

from typing import Any

import polars as pl
import pytest
from source_rows import DESCRIBED, day, files, ledger_of, rows, sources, table, track, variants_of

from storage.schemas import TABLES
from tasks.normalise.normalise_library import normalise
from tasks.record.facts import tell_facts


def library(told: pl.DataFrame, of: pl.DataFrame | None = None, **others: pl.DataFrame) -> dict[str, pl.DataFrame]:
    read = {**sources(told, of), **{name.replace("__", "."): frame for name, frame in others.items()}}
    facts = tell_facts(read["step.variants"])
    return normalise(read, ledger_of(read, facts))


def column(frame: pl.DataFrame, name: str, **where: Any) -> list[Any]:
    return frame.filter(**where)[name].to_list()


def test_every_table_has_the_columns_of_its_schema() -> None:
    for name, frame in library(rows(track("a", **DESCRIBED))).items():
        assert dict(frame.schema) == TABLES[name].dtypes, name


def test_the_same_playlist_exported_twice_is_the_one_with_the_newest_entry() -> None:
    old = [track("a", file_name="old/Mix.csv", added_at=day(1)), track("b", file_name="old/Mix.csv", added_at=day(2))]
    new = [track("c", file_name="new/Mix.csv", added_at=day(3))]
    known = library(rows(*old, *new), files({"file_name": "old/Mix.csv"}, {"file_name": "new/Mix.csv"}))
    assert column(known["core.playlist_tracks"], "track_uri") == ["spotify:track:" + "c" * 22]
    assert column(known["core.playlists"], "track_count") == [1]


@pytest.mark.parametrize(
    ("shared", "told"), [("", [("old/Mix.csv", "new/Mix.csv", 4, 0)]), ("a", [("old/Mix.csv", "new/Mix.csv", 4, 1)]), ("ab", [])]
)
def test_an_export_that_hardly_resembles_the_newer_one_of_its_name_is_told(shared: str, told: list[object]) -> None:
    old = [track(letter, file_name="old/Mix.csv", added_at=day(1)) for letter in "abcd"]
    new = [track(letter, file_name="new/Mix.csv", added_at=day(3)) for letter in f"{shared}wxyz"[:4]]
    known = library(rows(*old, *new), files({"file_name": "old/Mix.csv"}, {"file_name": "new/Mix.csv"}))
    assert known["step.superseded_lists"].drop("playlist_key").rows() == told
    assert column(known["step.superseded_lists"], "playlist_key") == ["mix"] * len(told)


def test_a_superseded_export_still_fills_what_the_newer_one_lacks() -> None:
    old = track("a", file_name="old.csv", **DESCRIBED, raw_label="SM", added_at=day(1))
    new = track("a", file_name="new.csv", duration_ms=1000, added_at=day(2))
    known = library(rows(old, new), files({"file_name": "old.csv", "newest_added_at": day(1)}, {"file_name": "new.csv", "newest_added_at": day(2)}))
    assert known["core.track_features"].height == 1
    assert column(known["core.album_labels"], "label_name") == ["SM"]
    assert column(known["core.tracks"], "duration_ms") == [1000]


def test_playlists_that_differ_in_case_alone_have_pages_of_their_own() -> None:
    known = library(
        rows(track("a", playlist_name="Mix"), track("b", playlist_name="MIX", file_name="MIX.csv")),
        files({"file_name": "Mix.csv"}, {"file_name": "MIX.csv"}),
    )
    keys = column(known["core.playlists"], "playlist_key")
    assert len({key.lower() for key in keys}) == 2


def test_a_playlist_called_liked_tracks_leaves_that_page_to_the_liked_songs() -> None:
    known = library(rows(track("a", playlist_name="Liked Tracks")))
    assert column(known["core.playlists"], "playlist_key")[0].startswith("liked_tracks-")


def test_liked_songs_mark_tracks_and_are_no_playlist() -> None:
    known = library(rows(track("a", list_kind="liked", added_at=day(5)), track("b")))
    assert column(known["core.tracks"], "is_liked") == [True, False]
    assert column(known["core.tracks"], "liked_at") == [day(5), None]
    assert known["core.playlists"].height == 1


def test_a_row_without_uri_is_the_track_that_its_isrc_or_names_single_out() -> None:
    by_isrc = {"isrc": "KR1", "track_name": "Other spelling", "artist_names": ["X"]}
    by_names = {"track_name": "Song b", "artist_names": ["Artist b"], "album_name": "Album b"}
    known = library(rows(track("a", isrc="KR1"), track("b"), by_isrc, by_names))
    assert known["core.tracks"].height == 2
    assert known["core.playlist_tracks"].height == 4


def test_names_that_two_tracks_share_single_out_neither() -> None:
    twin = {"track_name": "Twin", "artist_names": ["X"], "album_name": "Y"}
    known = library(rows(track("a", **twin), track("b", **twin), twin))
    own = [uri for uri in column(known["core.tracks"], "track_uri") if uri.startswith("linernotes:track:")]
    assert len(own) == 1


def test_an_artist_known_by_uri_in_one_file_is_the_same_by_name_in_another() -> None:
    known = library(rows(track("a", artist_names=["IU"], artist_uris=["spotify:artist:iu"]), track("b", artist_names=["IU"])))
    assert known["core.artists"].select("artist_key", "artist_uri", "artist_name").rows() == [("iu", "spotify:artist:iu", "IU")]


def listed_artist(name: str | None, uri: str | None, place: int = 1) -> dict[str, Any]:
    of_a_list = {"file_name": "t", "line_number": place, "as_of_date": day(1).date(), "term": "short_term", "place": place}
    return {**of_a_list, "artist_name": name, "artist_uri": uri}


def followed_artist(name: str | None, uri: str | None, line: int = 1) -> dict[str, Any]:
    return {"file_name": "f", "line_number": line, "artist_name": name, "artist_uri": uri}


def test_an_artist_of_tracks_by_name_is_the_one_whose_uri_a_list_tells() -> None:
    told = rows(track("a", artist_names=["IU"]), track("b", artist_names=["IU", "Band"]))
    listed = table("step.listed_artists", listed_artist("IU", "spotify:artist:iu"))
    followed = table("step.followed_artists", followed_artist("IU", "spotify:artist:iu"), followed_artist("Band", "spotify:artist:band", 2))
    both = library(told, step__listed_artists=listed, step__followed_artists=followed)
    assert both["core.artists"].sort("artist_key").select("artist_key", "artist_uri", "is_followed").rows() == [
        ("band", "spotify:artist:band", True),
        ("iu", "spotify:artist:iu", True),
    ]
    assert sorted(column(both["core.track_artists"], "artist_key")) == ["band", "iu", "iu"]
    assert column(both["core.top_artists"], "artist_key") == ["iu"]
    ranked = library(told, step__listed_artists=listed)
    assert ranked["core.artists"].sort("artist_key").select("artist_key", "artist_uri").rows() == [("band", None), ("iu", "spotify:artist:iu")]


@pytest.mark.parametrize("of_a_track", [None, "spotify:artist:other"])
def test_a_name_of_which_lists_tell_two_uris_decides_nothing_and_one_that_tracks_tell_comes_first(of_a_track: str | None) -> None:
    told = rows(track("a", artist_names=["IU"]), *([track("b", artist_names=["IU"], artist_uris=[of_a_track])] if of_a_track else []))
    listed = table("step.listed_artists", listed_artist("IU", "spotify:artist:iu"), listed_artist(None, "spotify:artist:no", 2))
    others = [followed_artist(None, "spotify:artist:x"), *([] if of_a_track else [followed_artist("IU", "spotify:artist:other", 2)])]
    known = library(told, step__listed_artists=listed, step__followed_artists=table("step.followed_artists", *others))
    assert set(column(known["core.artists"], "artist_uri", artist_name="IU")) == {of_a_track, "spotify:artist:iu", "spotify:artist:other"}
    named = known["core.track_artists"].join(known["core.artists"], on="artist_key")
    assert column(named, "artist_uri", track_uri="spotify:track:" + "a" * 22) == [of_a_track]


def test_artists_that_differ_in_case_alone_are_two() -> None:
    known = library(rows(track("a", artist_names=["NINE"]), track("b", artist_names=["nine"])))
    assert sorted(column(known["core.artists"], "artist_name")) == ["NINE", "nine"]
    assert len(set(column(known["core.artists"], "artist_key"))) == 2


def test_an_artist_named_twice_on_a_track_is_on_it_once() -> None:
    known = library(rows(track("a", artist_names=["X", "Y", "X"])))
    assert known["core.track_artists"].select("artist_key", "artist_position").rows() == [("x", 0), ("y", 1)]


def test_albums_of_one_name_by_two_artists_are_two() -> None:
    known = library(rows(track("a", album_name="Hits"), track("b", album_name="Hits")))
    assert known["core.albums"].height == 2


def test_plays_and_lists_find_their_tracks_by_name() -> None:
    played = table("step.played_tracks", {"file_name": "p", "line_number": 2, "played_at": day(1), "track_name": "Song a", "artist_name": "Artist a"})
    listed = table(
        "step.listed_tracks",
        {"file_name": "t", "line_number": 2, "as_of_date": day(1).date(), "term": "short_term", "place": 1, "track_name": "Gone"},
    )
    known = library(rows(track("a")), step__played_tracks=played, step__listed_tracks=listed)
    assert column(known["core.plays"], "track_uri") == ["spotify:track:" + "a" * 22]
    assert column(known["core.top_tracks"], "track_uri")[0].startswith("linernotes:track:")


def test_a_listed_artist_outside_the_library_is_an_artist_too() -> None:
    listed = table(
        "step.listed_artists",
        {"file_name": "t", "line_number": 2, "as_of_date": day(1).date(), "term": "short_term", "place": 1, "artist_name": "Stranger"},
    )
    known = library(rows(track("a")), step__listed_artists=listed)
    assert column(known["core.top_artists"], "artist_key") == ["stranger"]
    assert "stranger" in column(known["core.artists"], "artist_key")


def test_what_the_ledger_knows_fills_a_smaller_library() -> None:
    before = tell_facts(variants_of(rows(track("a", **DESCRIBED, raw_label="SM", release_date="2020-01-02")), files()))
    read = sources(rows(track("a")))
    known = normalise(read, ledger_of(read, before))
    assert known["core.track_features"].height == 1
    assert column(known["core.tracks"], "release_year") == [2020]


def test_order_of_rows_and_files_changes_no_table() -> None:
    told = rows(
        track("a", **DESCRIBED, genres=["pop"], raw_label="SM", added_at=day(2)),
        track("b", artist_names=["Artist a", "B"], added_at=day(1)),
        track("a", file_name="Liked_Songs.csv", list_kind="liked", added_at=day(3)),
        {"track_name": "Nameless"},
    )
    of = files({"file_name": "Mix.csv", "newest_added_at": day(2)}, {"file_name": "Liked_Songs.csv", "newest_added_at": day(3)})
    forth, back = library(told, of), library(told.reverse(), of.reverse())
    for name, frame in forth.items():
        law = TABLES[name]
        assert frame.sort(law.key, nulls_last=True).equals(back[name].sort(law.key, nulls_last=True)), name
