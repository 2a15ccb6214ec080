"""Plays: told by several sources they stand in the history once, and find their tracks."""

from datetime import datetime, timedelta
from typing import Any

import polars as pl
import pytest
from account_files import SONG, TUNE, basic_play, episode_play, play_of_2018, play_of_today, written
from polars.testing import assert_frame_equal
from reading import read_files
from source_rows import table

from storage import ledger
from storage.schemas import TABLES
from tasks.normalise.history import give_plays
from tasks.read.plain import tell_precision
from tasks.shared_plays import new_plays, stand_plays

NOON = datetime(2024, 1, 5, 12, 30, 15)  # noqa: DTZ001 - columns ending in _at hold UTC without saying so
Row = dict[str, Any]
AIR = "spotify:track:" + "r" * 22
NAMES = {"track_name": "Song", "artist_name": "Band"}


def extended(seconds: float = 0, **told: Any) -> Row:
    return {"played_at": NOON + timedelta(seconds=seconds), "played_ms": 200_000, "track_uri": SONG, **NAMES, **of("account_data"), **told}


def basic(minutes: int = 0, **told: Any) -> Row:
    at = NOON.replace(second=0) + timedelta(minutes=minutes)
    return {"played_at": at, "played_ms": 200_000, **NAMES, **of("account_data", "minute"), **told}


def recent(seconds: float = 0, **told: Any) -> Row:
    return {"played_at": NOON + timedelta(seconds=seconds), "track_uri": SONG, **NAMES, **of("spotify"), **told}


def of(source: str, precision: str = "second") -> Row:
    return {"source": source, "precision": precision}


def played(*rows: Row) -> pl.DataFrame:
    return table("step.played_tracks", *({"file_name": "f", "line_number": line, **row} for line, row in enumerate(rows, start=1)))


def history(*nights: pl.DataFrame) -> pl.DataFrame:
    """Give what the history holds after these nights."""
    known = played().with_columns(pl.lit(None, pl.Int64).alias("recorded"))
    for night in nights:
        known = pl.concat([known, new_plays(known, night).with_columns(pl.lit(known["recorded"].n_unique(), pl.Int64).alias("recorded"))])
    return known


def standing(*rows: Row) -> list[tuple[Any, ...]]:
    told = stand_plays(history(played(*rows))).sort("played_at", "line_number")
    return told.select("line_number", "played_ms").rows()


def test_a_play_in_the_files_of_audio_and_of_video_is_one() -> None:
    assert standing(extended(), extended(), extended(1), extended(track_uri=TUNE), extended(played_ms=7)) == [
        *((1, 200_000), (4, 200_000), (5, 7), (3, 200_000)),
    ]


def test_a_play_of_an_old_form_without_uri_is_the_one_with_it() -> None:
    assert standing(extended(track_uri=None), extended(), extended(5, track_uri=None)) == [(2, 200_000), (3, 200_000)]


def test_a_play_told_to_the_minute_is_the_one_that_ends_in_it_with_equal_length() -> None:
    assert standing(basic(), extended(), basic(played_ms=7), basic(1), basic(track_name="Other")) == [
        *((3, 7), (5, 200_000), (2, 200_000), (4, 200_000)),
    ]


def test_a_play_to_the_minute_without_length_is_the_one_that_ends_in_it() -> None:
    bare: Row = {"track_name": None, "artist_name": None, "track_uri": SONG, "source": "exports"}
    told = basic(played_ms=None, source="exports")
    assert standing(told, extended()) == [(2, 200_000)]
    assert standing(told, extended(played_ms=None)) == [(2, None)]
    assert standing(told, basic()) == [(2, 200_000)]
    assert standing(basic(**bare), basic(**bare | {"played_ms": None}), extended()) == [(3, 200_000)]
    assert standing(told, basic(1), extended(track_uri=TUNE, track_name="Tune")) == [(1, None), (3, 200_000), (2, 200_000)]


def test_a_play_that_an_earlier_release_took_for_one_to_the_second_is_not_told_again() -> None:
    for told in (basic(source="exports"), basic(played_ms=None, source="exports")):
        known = history(played({**told, "precision": "second"}))
        assert new_plays(known, played(told)).is_empty()


def test_plays_without_a_name_in_the_same_minute_are_as_many_as_their_tracks() -> None:
    bare: Row = {"track_name": None, "artist_name": None, "played_ms": None}
    assert standing(*(basic(**bare, track_uri=uri) for uri in (SONG, TUNE, SONG))) == [(1, None), (2, None)]
    assert standing(basic(**bare, track_uri=SONG), basic(played_ms=None, track_uri=SONG)) == [(2, None)]


@pytest.mark.parametrize("seconds", [0.4, -1.5, 3.2, -200, -198.5])
def test_a_recent_play_is_the_one_that_ended_or_began_then(seconds: float) -> None:
    assert standing(recent(seconds), extended()) == [(2, 200_000)]


@pytest.mark.parametrize("told", [{"track_name": "Other", "track_uri": TUNE}, {"played_at": NOON + timedelta(seconds=60)}])
def test_a_recent_play_of_another_track_or_time_is_another_play(told: Row) -> None:
    assert len(standing(recent(**told), extended())) == 2


def test_one_play_stands_for_one_recent_play_only() -> None:
    assert len(standing(recent(), recent(-200), extended())) == 2
    assert len(standing(recent(), recent(-200), extended(), extended(-200))) == 2
    assert len(standing(recent(-400), recent(-200), extended(), extended(-200))) == 2


def test_a_recent_play_knows_the_moment_and_a_play_to_the_minute_the_length() -> None:
    assert standing(recent(), basic()) == [(1, 200_000)]


def test_a_play_without_length_is_the_one_that_has_it() -> None:
    assert standing(extended(played_ms=None, source="exports"), extended()) == [(2, 200_000)]


def test_rows_in_any_order_tell_the_same_plays() -> None:
    rows = [recent(), basic(), extended(), extended(), basic(3), recent(700), extended(track_uri=None), extended(90, played_ms=None)]
    forth, back = (stand_plays(history(played(*told))) for told in (rows, rows[::-1]))
    content = [name for name in TABLES["step.played_tracks"].dtypes if name not in ("line_number", "file_name")]
    assert_frame_equal(forth.select(content), back.select(content), check_row_order=False)


def test_a_second_import_adds_nothing() -> None:
    night = played(extended(), extended(), extended(9, track_uri=None), basic(5), basic(5), recent(900), recent(4000))
    known = history(night)
    assert known.height == 5
    assert stand_plays(known).height == 5
    assert new_plays(known, night.with_columns(pl.lit("another name of the file").alias("file_name"))).is_empty()


@pytest.mark.parametrize("later", [basic(), extended(track_uri=None)])
def test_what_is_known_better_is_not_recorded(later: Row) -> None:
    assert history(played(extended()), played(later)).height == 1


@pytest.mark.parametrize("earlier", [basic(), recent(), extended(track_uri=None)])
def test_what_is_told_better_later_is_recorded_and_stands(earlier: Row) -> None:
    known = history(played(earlier), played(extended()))
    assert known.height == 2
    assert stand_plays(known).select("track_uri", "precision", "source").rows() == [(SONG, "second", "account_data")]


def test_what_files_tell_is_recorded_even_if_a_service_tells_it_better() -> None:
    assert history(played(recent()), played(basic()))["source"].to_list() == ["spotify", "account_data"]


def test_a_page_of_the_history_from_before_sources_were_told_is_still_read() -> None:
    old = played(extended()).drop("source", "precision")
    page = ledger.append("step.played_tracks", played(extended(60, source="exports")))
    assert page is not None
    known = pl.concat([ledger.read("step.played_tracks", (page,)), old.with_columns(pl.lit(0, pl.Int64).alias("recorded"))], how="diagonal")
    told = give_plays(known, library())
    assert told.sort("played_at").select("source", "precision").rows() == [("exports", "second")] * 2


def library(*tracks: tuple[str | None, ...]) -> pl.DataFrame:
    return pl.DataFrame(tracks, dict.fromkeys(("track_uri", "isrc", "track_name", "artist_name", "album_name"), pl.String()), orient="row")


def matched(*rows: Row, tracks: pl.DataFrame) -> list[tuple[Any, ...]]:
    return give_plays(history(played(*rows)), tracks).sort("played_at").select("track_uri", "match_rule").rows()


def test_a_play_without_uri_finds_its_track_and_says_how() -> None:
    tracks = library((SONG, "DEX1", "Song", "Band", "Disc"), (TUNE, None, "Tune", "Band", "One"), ("u2", None, "Tune", "Band", "Two"))
    rows = (
        extended(track_uri="spotify:track:x"),
        extended(10, track_uri=None, isrc="DEX1", track_name="Another spelling"),
        extended(20, track_uri=None, track_name="Tune", album_name="One"),
        basic(1),
        basic(2, track_name="Tune"),
        basic(3, track_name="Unknown"),
    )
    told = matched(*rows, tracks=tracks)
    assert told[:4] == [("spotify:track:x", "uri"), (SONG, "isrc"), (TUNE, "name_artist_album"), (SONG, "name_artist")]
    assert [(uri.startswith("linernotes:track:"), rule) for uri, rule in told[4:]] == [(True, "none")] * 2


def test_a_track_outside_the_library_is_found_among_plays_that_have_a_uri() -> None:
    assert matched(extended(), basic(60), tracks=library()) == [(SONG, "uri"), (SONG, "name_artist")]
    other = library((TUNE, None, "Song", "Band", "Disc"))
    assert matched(extended(), basic(60), tracks=other) == [(SONG, "uri"), (TUNE, "name_artist")]


def test_a_play_with_a_uri_is_of_the_track_that_the_library_has_by_its_names_alone() -> None:
    own, other = "linernotes:track:a", "linernotes:track:b"
    alone = library((own, None, "Song", "Band", "Disc"))
    assert matched(extended(album_name="Disc"), basic(60), tracks=alone) == [(own, "name_artist_album"), (own, "name_artist")]
    assert matched(extended(album_name="Reissue"), tracks=alone) == [(own, "name_artist")]
    assert matched(extended(track_name="Tune"), tracks=alone) == [(SONG, "uri")]
    for twice in (library((own, None, "Song", "Band", "Disc"), (second, None, "Song", "Band", "Disc")) for second in (other, TUNE)):
        assert matched(extended(), tracks=twice) == [(SONG, "uri")]
    assert matched(extended(), tracks=library((own, None, "Song", "Band", "Disc"), (SONG, None, "Song", "Band", "Disc"))) == [(SONG, "uri")]


def test_an_unknown_play_keeps_its_own_uri_from_night_to_night() -> None:
    assert matched(basic(), tracks=library()) == matched(basic(), tracks=library((SONG, None, "Elsewhere", "Band", "Disc")))


def test_plays_of_all_generations_and_a_table_of_plays_are_one_history() -> None:
    csv = f"played_at,track_uri,track_name,artist_name,played_ms\n2024-01-05T12:30:15Z,{SONG},Song,Band,200000\n2024-01-06 08:00,,Song,Band,5\n"
    read = read_files(
        written(
            {
                "plays.csv": csv,
                "Streaming_History_Audio_2024_0.json": [play_of_today("2024-01-05T12:30:15Z", 200_000), episode_play("2024-01-05T13:00:00Z")],
                "Streaming_History_Video_2024.json": [play_of_today("2024-01-05T12:30:15Z", 200_000)],
                "endsong_0.json": [play_of_2018("2024-01-05 12:30:15 UTC", "200000")],
                "StreamingHistory_music_0.json": [basic_play("2024-01-05 12:30", 200_000), basic_play("2024-01-06 08:00", 5)],
            }
        )
    )
    assert read.played_tracks.height == 7
    told = give_plays(history(read.played_tracks), library()).sort("played_at")
    assert told.select("track_uri", "played_at", "played_ms", "source", "match_rule", "precision").rows() == [
        (SONG, NOON, 200_000, "account_data", "uri", "second"),
        (SONG, datetime(2024, 1, 6, 8), 5, "account_data", "name_artist", "minute"),  # noqa: DTZ001 - as above
    ]


def test_a_table_to_the_minute_beside_the_extended_history_adds_no_play() -> None:
    csv = (
        f"played_at,track_uri,track_name,artist_name,album_name,played_ms\n2025-03-01 10:00,{SONG},Song,Band,Disc,\n"
        "01.03.2025 10:05,,Tune,Band,Disc,180000\n13.03.2025 11:00,,Air,Band,Disc,180000\n"
    )
    moments = {"2025-03-01T10:00:30Z": ("Song", SONG), "2025-03-01T10:05:30Z": ("Tune", TUNE), "2025-03-13T11:00:30Z": ("Air", AIR)}
    names = ("master_metadata_track_name", "spotify_track_uri")
    plays = [play_of_today(at, 180_000, **dict(zip(names, song, strict=True))) for at, song in moments.items()]
    night = read_files(written({"plays.csv": csv, "Streaming_History_Audio_2025_0.json": plays})).played_tracks
    assert night.height == 6
    told = stand_plays(history(night))
    assert told.select("track_uri", "played_ms", "precision").sort("track_uri").rows() == [
        (uri, 180_000, "second") for uri in sorted((SONG, TUNE, AIR))
    ]


@pytest.mark.parametrize(
    ("told", "precision"),
    [
        *(
            (text, "minute")
            for text in ("2025-03-01 10:05", "01.03.2025 10:05", "3/13/25, 9:05 PM", "2025-03-01T10:05+01:00", "1 Mar 2025 10:05 a.m.")
        ),
        *((text, "minute") for text in ("2025-03-01T10:05Z", "2025-03-01 10:05 UTC")),
        *((text, "second") for text in ("2025-03-01T10:05:30Z", "01.03.2025 10:05:30", "3/13/25, 9:05:30 PM", "2025-03-01T10:05:30+01:00")),
        *((text, "second") for text in ("2025-03-01 10:05:30.250", "1741082730", "2025-03-01")),
    ],
)
def test_a_moment_is_as_precise_as_it_is_written(told: str, precision: str) -> None:
    assert pl.select(tell_precision(pl.lit(told))).item() == precision


def test_a_song_may_be_called_null_wherever_it_is_told() -> None:
    csv = f"played_at,track_uri,track_name,artist_name\n2024-01-05T12:30:15Z,{SONG},null,Band\n2024-01-05T12:30:16Z,{SONG}, undefined ,Band\n"
    history_of_today = [play_of_today("2024-01-05T12:30:17Z", 1, master_metadata_track_name="null")]
    read = read_files(written({"plays.csv": csv, "a.json": history_of_today}))
    assert read.played_tracks["track_name"].to_list() == ["null", "undefined", "null"]
