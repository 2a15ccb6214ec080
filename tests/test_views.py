"""The views of the warehouse: what people ask, answered over hand-typed libraries."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from storage.queries import query
from storage.schemas import CORE_TABLES, MART_TABLES, TABLES, VIEWS
from storage.warehouse import build
from tasks.aggregate.read_views import read_views

Rows = list[dict[str, object]]
Ask = Callable[[Mapping[str, Rows], str], list[tuple[object, ...]]]
NOON = datetime(2026, 6, 30, 12)  # noqa: DTZ001


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Give what a query says of a warehouse with these rows; columns that a row leaves out are null."""

    def answer(rows: Mapping[str, Rows], sql: str) -> list[tuple[object, ...]]:
        files = {name: tmp_path / f"{name}.parquet" for name in (*CORE_TABLES, *MART_TABLES)}
        for name, file in files.items():
            pl.DataFrame(rows.get(name, []), schema=TABLES[name].dtypes).write_parquet(file)
        build(tmp_path / "warehouse.duckdb", files, dict(read_views().iter_rows()))
        return query(tmp_path / "warehouse.duckdb", sql).rows()

    return answer


def tracks(*uris: str, liked: str = "", **columns: object) -> Rows:
    """Give tracks; those whose URI stands in `liked` are liked."""
    return [{"track_uri": uri, "track_name": uri.upper(), "artist_name": "A", "is_liked": uri in liked, **columns} for uri in uris]


def on(playlist: str, *uris: str) -> Rows:
    """Give a playlist's entries."""
    return [{"playlist_key": playlist, "playlist_position": place, "track_uri": uri} for place, uri in enumerate(uris, 1)]


def played(uri: str, *moments: datetime, played_ms: int | None = 1000) -> Rows:
    """Give plays of a track."""
    return [{"track_uri": uri, "played_at": moment, "played_ms": played_ms, "source": "exports"} for moment in moments]


def test_every_view_has_a_file_and_every_file_a_view() -> None:
    folder = Path(__file__).parent.parent / "tasks" / "aggregate" / "views"
    assert {f"mart.{file.stem}" for file in folder.iterdir()} == set(VIEWS)


def test_every_view_of_an_empty_library_is_empty(ask: Ask, tmp_path: Path) -> None:
    ask({}, "SELECT 1")
    assert {name: query(tmp_path / "warehouse.duckdb", f"FROM {name}").height for name in VIEWS} == dict.fromkeys(VIEWS, 0)


def test_labels_are_ranked_by_liked_tracks_then_by_how_little_else_they_have(ask: Ask) -> None:
    songs = [*tracks("a", "b", "c", liked="ab", album_key="x"), *tracks("d", "e", liked="de", album_key="y"), *tracks("f", album_key="z")]
    labels: Rows = [
        {"album_key": album, "label_key": key, "label_name": key.upper()} for album, key in (("x", "big"), ("y", "small"), ("z", "unliked"))
    ]
    found = ask(
        {"core.tracks": songs, "core.album_labels": labels},
        "SELECT liked_rank, label_key, liked_count, track_count, round(liked_share, 2) FROM mart.liked_labels",
    )
    assert found == [(1, "small", 2, 2, 1.0), (2, "big", 2, 3, 0.67)]


def test_an_artist_counts_as_a_guest_too_and_a_genre_by_primary_artists_alone(ask: Ask) -> None:
    rows: dict[str, Rows] = {
        "core.tracks": tracks("a", "b", liked="a"),
        "core.artists": [{"artist_key": key, "artist_name": key.upper()} for key in ("first", "guest")],
        "core.track_artists": [
            {"track_uri": "a", "artist_key": "first", "artist_position": 0},
            {"track_uri": "a", "artist_key": "guest", "artist_position": 1},
            {"track_uri": "b", "artist_key": "first", "artist_position": 0},
        ],
        "core.artist_genres": [
            {"artist_key": "first", "genre_key": "pop", "genre_name": "pop"},
            {"artist_key": "guest", "genre_key": "rap", "genre_name": "rap"},
        ],
    }
    assert ask(rows, "SELECT artist_key, liked_count, track_count FROM mart.liked_artists") == [("guest", 1, 1), ("first", 1, 2)]
    assert ask(rows, "SELECT genre_key, liked_count, track_count, artist_count FROM mart.liked_genres") == [("pop", 1, 2, 1)]


def test_a_liked_track_is_unplayed_unless_it_or_its_recording_was_played(ask: Ask) -> None:
    songs = [*tracks("heard", "never", liked="heard never"), *tracks("copy", liked="copy", isrc="I"), *tracks("other", isrc="I")]
    rows: dict[str, Rows] = {"core.tracks": songs, "core.plays": [*played("heard", NOON), *played("other", NOON.replace(year=2025))]}
    assert ask(rows, "SELECT track_uri, plays_known_since FROM mart.unplayed_liked_tracks") == [("never", NOON.replace(year=2025))]


def test_without_any_play_no_track_is_called_unplayed(ask: Ask) -> None:
    assert ask({"core.tracks": tracks("a", liked="a")}, "FROM mart.unplayed_liked_tracks") == []


def test_a_track_is_forgotten_a_year_before_the_newest_play_whatever_the_clock_says(ask: Ask) -> None:
    year_ago = NOON.replace(year=2025)
    plays = [*played("old", year_ago.replace(day=29), year_ago.replace(day=1)), *played("kept", year_ago), *played("new", NOON)]
    rows: dict[str, Rows] = {"core.tracks": tracks("old", "kept", "new", "never", liked="old kept new never"), "core.plays": plays}
    found = ask(rows, "SELECT track_uri, play_count, last_played_at FROM mart.forgotten_liked_tracks")
    assert found == [("old", 2, year_ago.replace(day=29))]


def test_liked_tracks_of_no_playlist_are_listed_the_longest_liked_first(ask: Ask) -> None:
    songs = [*tracks("late", liked="late", liked_at=NOON), *tracks("early", liked="early", liked_at=NOON.replace(year=2020))]
    rows: dict[str, Rows] = {"core.tracks": [*songs, *tracks("listed", "undated", liked="listed undated")], "core.playlist_tracks": on("p", "listed")}
    assert ask(rows, "SELECT track_uri FROM mart.unlisted_liked_tracks") == [("early",), ("late",), ("undated",)]


def test_plays_are_counted_by_track_and_by_month_and_an_unsaid_length_stays_unsaid(ask: Ask) -> None:
    plays = [*played("a", NOON, NOON.replace(month=5)), *played("b", NOON.replace(day=1), played_ms=None)]
    rows: dict[str, Rows] = {"core.tracks": tracks("a", "b", liked="a"), "core.plays": plays}
    assert ask(rows, "SELECT play_rank, track_uri, play_count, played_ms FROM mart.track_plays") == [(1, "a", 2, 2000), (2, "b", 1, None)]
    assert ask(rows, "FROM mart.monthly_plays") == [(date(2026, 5, 1), 1, 1, 1, 1000), (date(2026, 6, 1), 2, 2, 1, 1000)]


def ranked(day: date, *uris: str) -> Rows:
    """Give the ranks of tracks on a day, first place first."""
    return [{"track_uri": uri, "as_of_date": day, "score": 0.0, "rank": rank} for rank, uri in enumerate(uris, 1)]


def ranks(*days: Rows) -> dict[str, Rows]:
    """Give a history of ranks and what it rests on."""
    dates = [day[0]["as_of_date"] for day in days]
    basis: Rows = [{"basis": "plays", "date_count": len(dates), "first_date": dates[0], "last_date": dates[-1]}]
    return {"core.tracks": tracks("a", "b", "c"), "mart.track_rank_history": [row for day in days for row in day], "mart.ranking": basis}


MOVES = "SELECT ranked_key, rank_before, rank, gained_count, is_new, before_date FROM mart.rank_movers"


def test_movers_of_ranks_by_plays_are_told_against_the_end_of_the_month_before(ask: Ask) -> None:
    september, october, november = date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 30)
    history = ranks(ranked(september, "b", "a"), ranked(october, "a", "b"), ranked(november, "b", "a", "c"))
    assert ask(history, MOVES) == [("b", 2, 1, 1, False, october), ("a", 1, 2, -1, False, october), ("c", None, 3, None, True, october)]


def test_movers_of_a_young_library_are_told_against_its_first_ranks(ask: Ask) -> None:
    first, last = date(2026, 11, 20), date(2026, 11, 21)
    assert ask(ranks(ranked(first, "a", "b", "c"), ranked(last, "b", "a", "c")), MOVES) == [
        ("b", 2, 1, 1, False, first),
        ("a", 1, 2, -1, False, first),
    ]


def test_movers_of_listed_artists_and_of_played_tracks_are_told_each_against_dates_of_their_own(ask: Ask) -> None:
    october, november, first, last = date(2026, 10, 31), date(2026, 11, 30), date(2026, 11, 1), date(2026, 11, 7)
    history = ranks(ranked(october, "a", "b"), ranked(november, "b", "a"))
    artists = [{"artist_key": row["track_uri"], **row} for row in (*ranked(first, "x", "y"), *ranked(last, "y", "x"))]
    lists = {"basis": "lists", "date_count": 2, "first_date": first, "last_date": last}
    named: Rows = [{"artist_key": key, "artist_name": key.upper()} for key in "xy"]
    ranking = [lists, *history["mart.ranking"]]
    assert ask({**history, "core.artists": named, "mart.artist_rank_history": artists, "mart.ranking": ranking}, MOVES) == [
        ("y", 2, 1, 1, False, first),
        ("x", 1, 2, -1, False, first),
        ("b", 2, 1, 1, False, october),
        ("a", 1, 2, -1, False, october),
    ]


def test_what_left_the_library_moves_without_being_told(ask: Ask) -> None:
    first, last = date(2026, 11, 20), date(2026, 11, 21)
    assert ask(ranks(ranked(first, "gone", "a", "b"), ranked(last, "a", "b", "gone")), MOVES) == [
        ("a", 2, 1, 1, False, first),
        ("b", 3, 2, 1, False, first),
    ]


def test_one_date_of_ranks_moves_nothing(ask: Ask) -> None:
    assert ask(ranks(ranked(date(2026, 11, 20), "a", "b")), MOVES) == []


def clustered(key: str, number: int, *uris: str) -> Rows:
    """Give the members of a playlist's cluster, nearest first."""
    return [
        {
            "collection_kind": "playlist",
            "collection_key": key,
            "cluster_number": number,
            "track_uri": uri,
            "distance": float(rank),
            "distance_rank": rank,
        }
        for rank, uri in enumerate(uris, 1)
    ]


def sized(key: str, number: int, count: int) -> dict[str, object]:
    """Give a playlist's cluster."""
    return {"collection_kind": "playlist", "collection_key": key, "cluster_number": number, "track_count": count}


def test_a_cluster_is_a_playlist_already_when_another_one_holds_seven_tenths_of_it(ask: Ask) -> None:
    ten = "abcdefghij"
    rows: dict[str, Rows] = {
        "core.playlists": [{"playlist_key": key, "playlist_name": key.upper()} for key in ("own", "seven", "six")],
        "core.playlist_tracks": [*on("own", *ten), *on("seven", *"abcdefg", "a", "z"), *on("six", *"abcdef")],
        "mart.clusters": [sized("own", 1, 10)],
        "mart.cluster_members": clustered("own", 1, *ten),
    }
    found = ask(
        rows, "SELECT playlist_key, shared_count, cluster_count, playlist_count, cluster_share, overlap_share FROM mart.clusters_in_playlists"
    )
    assert found == [("seven", 7, 10, 8, 0.7, 7 / 11)]


def test_a_cluster_is_told_by_its_nearest_track_and_its_mean_features(ask: Ask) -> None:
    rows: dict[str, Rows] = {
        "core.tracks": tracks("a", "b"),
        "core.track_features": [{"track_uri": "a", "energy": 0.1, "tempo_bpm": 100.0}, {"track_uri": "b", "energy": 0.2, "tempo_bpm": 101.0}],
        "mart.clusters": [sized("p", 1, 2)],
        "mart.cluster_members": clustered("p", 1, "b", "a"),
    }
    assert ask(rows, "SELECT cluster_number, track_count, track_name, distance FROM mart.cluster_centres") == [(1, 2, "B", 1.0)]
    assert ask(rows, "SELECT track_count, energy, tempo_bpm, valence FROM mart.cluster_features") == [(2, 0.15, 100.5, None)]


def test_playlists_are_compared_by_their_distinct_tracks_once_a_pair(ask: Ask) -> None:
    rows: dict[str, Rows] = {
        "core.playlists": [{"playlist_key": key, "playlist_name": "Same name"} for key in ("p", "q", "alone")],
        "core.playlist_tracks": [*on("p", "a", "a", "b"), *on("q", "a", "b", "c", "d"), *on("alone", "z")],
    }
    found = ask(rows, "SELECT playlist_key, other_key, shared_count, shared_share, other_share, overlap_share FROM mart.playlist_overlaps")
    assert found == [("p", "q", 2, 1.0, 0.5, 0.5)]


def test_a_recording_under_several_uris_is_told_once(ask: Ask) -> None:
    songs = [*tracks("b", "a", liked="a", isrc="I"), *tracks("c", isrc="J"), *tracks("d", "e")]
    assert ask({"core.tracks": songs}, "SELECT isrc, track_count, liked_count, track_uris FROM mart.repeated_recordings") == [("I", 2, 1, ["a", "b"])]
