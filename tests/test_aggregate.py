"""The marts: what collections consist of, producers, ranks and their history, coverage, collections and clusters."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import polars as pl
import pytest
from memory_marts import build_marts, finish_marts
from polars.testing import assert_frame_equal

from storage.schemas import TABLES
from tasks.aggregate.marts import FACTS

NEEDED = (
    *("core.tracks", "core.albums", "core.artists", "core.playlists", "core.track_artists", "core.album_labels", "core.artist_genres"),
    *("core.playlist_tracks", "core.top_tracks", "core.top_artists", "core.plays", "core.track_credits", "step.known_facts", "step.described_tracks"),
)
CLUSTERED = {**TABLES["mart.cluster_members"].dtypes, "silhouette": pl.Float64()}
Rows = list[dict[str, object]]


def filled(rows: Mapping[str, Rows]) -> dict[str, pl.DataFrame]:
    """Give every table the marts read; columns that a row leaves out are null."""
    tables = {name: pl.DataFrame(rows.get(name, []), schema=TABLES[name].dtypes) for name in NEEDED}
    return {**tables, "step.clustered_tracks": pl.DataFrame(rows.get("step.clustered_tracks", []), schema=CLUSTERED)}


def tracks(count: int, liked: int = 0, **columns: object) -> Rows:
    """Give tracks t00, t01, ...; the first ones are liked."""
    return [{"track_uri": f"t{number:02}", "is_liked": number < liked, **columns} for number in range(count)]


def by_artist(count: int, key: str, position: int = 0) -> Rows:
    """Give an artist to the first tracks."""
    return [{"track_uri": f"t{number:02}", "artist_key": key, "artist_position": position} for number in range(count)]


def members(rows: Mapping[str, Rows]) -> list[tuple[str, str, int]]:
    """Give kind, key and size of every collection."""
    found = build_marts(filled(rows))["mart.collection_members"]
    return found.group_by("collection_kind", "collection_key").len().sort("collection_kind", "collection_key").rows()


def ranked(rows: Mapping[str, Rows], name: str) -> list[tuple[str, float, int]]:
    """Give a ranking, first place first."""
    return build_marts(filled(rows))[name].sort("rank").rows()


def listed(uri: str, place: int, day: int, term: str = "short_term") -> dict[str, object]:
    """Give a place in a list of top tracks of January."""
    return {"track_uri": uri, "term": term, "place": place, "as_of_date": date(2026, 1, day)}


def played(uri: str, *moments: datetime) -> Rows:
    """Give plays of a track."""
    return [{"track_uri": uri, "played_at": moment} for moment in moments]


def credited(person: str, *numbers: int, credit_type: str = "producer", details: str | None = None) -> Rows:
    """Give a credit of a person on each of these tracks."""
    return [{"track_uri": f"t{number:02}", "person_name": person, "credit_type": credit_type, "credit_details": details} for number in numbers]


def of_collection(marts: Mapping[str, pl.DataFrame], name: str, key: str) -> list[tuple[object, ...]]:
    """Give the rows of one collection, without its kind and key."""
    return marts[f"mart.collection_{name}"].filter(pl.col("collection_key") == key).drop("collection_kind", "collection_key").rows()


def test_an_empty_library_gives_empty_marts_in_their_schemas() -> None:
    tables = filled({})
    marts = build_marts(tables)
    marts |= finish_marts({**tables, **marts})
    for name, frame in marts.items():
        assert_frame_equal(frame, pl.DataFrame(schema=TABLES[name].dtypes))
    assert set(marts) == {name for name in TABLES if name.startswith("mart.")} - {"mart.runs"}


def test_a_playlist_has_its_distinct_tracks_and_the_library_has_all() -> None:
    entries: Rows = [{"playlist_key": "p", "playlist_position": place, "track_uri": uri} for place, uri in enumerate(("t00", "t01", "t00"), 1)]
    found = build_marts(filled({"core.tracks": tracks(3), "core.playlist_tracks": entries}))["mart.collection_members"]
    assert found.rows() == [
        ("library", "library", "t00"),
        ("library", "library", "t01"),
        ("library", "library", "t02"),
        ("playlist", "p", "t00"),
        ("playlist", "p", "t01"),
    ]


def test_liked_songs_are_a_playlist_when_there_are_any() -> None:
    assert members({"core.tracks": tracks(3)}) == [("library", "library", 3)]
    assert members({"core.tracks": tracks(3, liked=1)}) == [("library", "library", 3), ("playlist", "liked_tracks", 1)]


@pytest.mark.parametrize(
    ("count", "liked", "has_page"),
    [(49, 0, False), (50, 0, True), (9, 4, False), (10, 1, True), (10, 0, False), (5, 5, True), (4, 4, False)],
)
@pytest.mark.parametrize("position", [0, 3])
def test_an_artist_has_a_page_by_its_tracks_and_its_liked_tracks(count: int, liked: int, position: int, *, has_page: bool) -> None:
    rows = {"core.tracks": tracks(count, liked=liked), "core.track_artists": by_artist(count, "a", position)}
    assert (("artist", "a", count) in members(rows)) == has_page


@pytest.mark.parametrize(("count", "has_page"), [(9, False), (10, True)])
def test_a_label_has_a_page_by_its_tracks_whether_liked_or_not(count: int, *, has_page: bool) -> None:
    labels: Rows = [{"album_key": "x", "label_key": "l", "label_name": "L"}, {"album_key": "x", "label_key": "m", "label_name": "M"}]
    rows = {"core.tracks": [*tracks(count, album_key="x"), {"track_uri": "u", "is_liked": True}], "core.album_labels": labels}
    assert ({("label", "l", count), ("label", "m", count)} <= set(members(rows))) == has_page


@pytest.mark.parametrize(
    ("count", "liked", "artists", "has_page"),
    [(50, 0, 2, True), (49, 0, 2, False), (30, 1, 2, True), (29, 1, 2, False), (21, 21, 2, True), (20, 20, 2, False), (60, 60, 1, False)],
)
def test_a_genre_has_a_page_when_several_artists_carry_it_and_it_has_tracks_enough(count: int, liked: int, artists: int, *, has_page: bool) -> None:
    genres: Rows = [{"artist_key": f"a{number}", "genre_key": "g", "genre_name": "G"} for number in range(artists)]
    rows = {"core.tracks": tracks(count, liked=liked), "core.track_artists": by_artist(count, "a0"), "core.artist_genres": genres}
    assert (("genre", "g", count) in members(rows)) == has_page


def test_a_genre_counts_the_tracks_of_primary_artists_only() -> None:
    genres: Rows = [{"artist_key": key, "genre_key": "g", "genre_name": "G"} for key in ("a", "b")]
    artists = [*by_artist(60, "other"), *by_artist(60, "a", position=1)]
    assert "genre" not in {kind for kind, _, _ in members({"core.tracks": tracks(60), "core.track_artists": artists, "core.artist_genres": genres})}


def test_a_place_scores_by_its_term_and_only_listed_tracks_are_ranked() -> None:
    day = date(2026, 1, 1)
    listed: Rows = [
        {"track_uri": "short", "term": "short_term", "place": 1, "as_of_date": day},
        {"track_uri": "medium", "term": "medium_term", "place": 50, "as_of_date": day},
        {"track_uri": "long", "term": "long_term", "place": 2, "as_of_date": day},
        {"track_uri": "repeat", "term": "on_repeat", "place": 1, "as_of_date": day},
        {"track_uri": "rewind", "term": "repeat_rewind", "place": 30, "as_of_date": day},
        {"track_uri": "beyond", "term": "on_repeat", "place": 31, "as_of_date": day},
        {"track_uri": "elsewhere", "term": "of_all_time", "place": 1, "as_of_date": day},
    ]
    assert ranked({"core.tracks": tracks(9), "core.top_tracks": listed}, "mart.track_ranks") == [
        ("long", 392.0, 1),
        ("repeat", 60.0, 2),
        ("short", 50.0, 3),
        ("medium", 4.0, 4),
        ("rewind", 0.5, 5),
        ("beyond", 0.0, 6),
    ]


def test_equal_scores_are_ranked_by_uri() -> None:
    listed: Rows = [{"track_uri": uri, "term": "short_term", "place": 1, "as_of_date": date(2026, 1, day)} for day, uri in enumerate("cab", 1)]
    assert ranked({"core.top_tracks": listed}, "mart.track_ranks") == [("a", 50.0, 1), ("b", 50.0, 2), ("c", 50.0, 3)]


def test_albums_and_artists_of_equal_scores_are_ranked_by_their_uris_or_else_their_keys() -> None:
    keys = "abcd"
    uris = ("spotify:album:2", None, "spotify:album:1", "spotify:album:3")
    rows: dict[str, Rows] = {
        "core.tracks": [{"track_uri": f"t{key}", "album_key": key} for key in keys],
        "core.albums": [{"album_key": key, "album_uri": uri} for key, uri in zip(keys, uris, strict=True)],
        "core.artists": [{"artist_key": key, "artist_uri": uri} for key, uri in zip(keys, uris, strict=True)],
        "core.track_artists": [{"track_uri": f"t{key}", "artist_key": key, "artist_position": 0} for key in keys],
        "core.top_tracks": [listed(f"t{key}", 1, day) for day, key in enumerate(keys, 1)],
    }
    for kind in ("album", "artist"):
        assert [key for key, _, _ in ranked(rows, f"mart.{kind}_ranks")] == ["b", "c", "a", "d"]


def test_each_day_covered_weighs_the_same_however_many_lists_were_kept() -> None:
    first = date(2026, 1, 1)
    daily: Rows = [{"track_uri": "daily", "term": "short_term", "place": 1, "as_of_date": first + timedelta(days=day)} for day in range(7)]
    weekly: Rows = [{"track_uri": "weekly", "term": "medium_term", "place": 1, "as_of_date": first + timedelta(days=day)} for day in (0, 6)]
    seldom: Rows = [{"track_uri": "seldom", "term": "long_term", "place": 1, "as_of_date": first + timedelta(days=day)} for day in (0, 300)]
    scores = ranked({"core.top_tracks": [*daily, *weekly, *seldom]}, "mart.track_ranks")
    assert scores == [("seldom", 8 * 50.0 * (1 + 7), 1), ("weekly", 4 * 50.0 * (1 + 6), 2), ("daily", 50.0 * 7, 3)]


def test_an_album_scores_with_its_tracks_and_an_artist_with_half_of_theirs() -> None:
    day = date(2026, 1, 1)
    rows: dict[str, Rows] = {
        "core.tracks": [{"track_uri": "t1", "album_key": "x"}, {"track_uri": "t2", "album_key": "x"}, {"track_uri": "t3"}],
        "core.top_tracks": [{"track_uri": f"t{place}", "term": "short_term", "place": place, "as_of_date": day} for place in (1, 2, 3)],
        "core.top_artists": [{"artist_key": "b", "term": "medium_term", "place": 50, "as_of_date": day}],
        "core.track_artists": [
            {"track_uri": "t1", "artist_key": "a", "artist_position": 0},
            {"track_uri": "t1", "artist_key": "b", "artist_position": 1},
            {"track_uri": "t2", "artist_key": "a", "artist_position": 0},
            {"track_uri": "t9", "artist_key": "unlisted", "artist_position": 0},
        ],
    }
    assert ranked(rows, "mart.album_ranks") == [("x", 99.0, 1)]
    assert ranked(rows, "mart.artist_ranks") == [("a", 49.5, 1), ("b", 29.0, 2)]


def test_ranks_are_kept_for_every_date_and_scores_carried_forward() -> None:
    rows = {"core.top_tracks": [listed("a", 1, 1), listed("b", 2, 3), listed("c", 1, 3), listed("b", 1, 9)]}
    marts = build_marts(filled(rows))
    first, second, third = date(2026, 1, 1), date(2026, 1, 3), date(2026, 1, 9)
    assert marts["mart.track_rank_history"].rows() == [
        ("a", first, 50.0, 1),
        ("a", second, 50.0, 3),
        ("a", third, 50.0, 3),
        ("b", second, 2 * 49.0, 2),
        ("b", third, 2 * 49.0 + 6 * 50.0, 1),
        ("c", second, 2 * 50.0, 1),
        ("c", third, 2 * 50.0, 2),
    ]
    assert marts["mart.ranking"].rows() == [("lists", 3, first, third)]


def test_dates_of_artists_lists_and_of_tracks_lists_are_dates_of_both() -> None:
    rows: dict[str, Rows] = {
        "core.tracks": [{"track_uri": "t", "album_key": "x"}],
        "core.track_artists": [{"track_uri": "t", "artist_key": "a", "artist_position": 2}],
        "core.top_tracks": [listed("t", 1, 1)],
        "core.top_artists": [{"artist_key": "b", "term": "long_term", "place": 50, "as_of_date": date(2026, 1, 4)}],
    }
    marts = build_marts(filled(rows))
    first, last = date(2026, 1, 1), date(2026, 1, 4)
    assert marts["mart.track_rank_history"].rows() == [("t", first, 50.0, 1), ("t", last, 50.0, 1)]
    assert marts["mart.album_rank_history"].rows() == [("x", first, 50.0, 1), ("x", last, 50.0, 1)]
    assert marts["mart.artist_rank_history"].rows() == [("a", first, 25.0, 1), ("a", last, 25.0, 1), ("b", last, 8.0, 2)]
    assert marts["mart.ranking"].rows() == [("lists", 2, first, last)]


def test_plays_are_counted_at_the_ends_of_months_where_there_are_no_lists() -> None:
    january, march = datetime(2024, 1, 31, 23, 59), datetime(2024, 3, 1)  # noqa: DTZ001 - the library's moments are UTC without saying so
    rows: dict[str, Rows] = {
        "core.tracks": [{"track_uri": "t1", "album_key": "x"}, {"track_uri": "t2", "album_key": "x"}],
        "core.track_artists": [
            {"track_uri": "t1", "artist_key": "a", "artist_position": 0},
            {"track_uri": "t2", "artist_key": "a", "artist_position": 3},
            {"track_uri": "t2", "artist_key": "b", "artist_position": 0},
        ],
        "core.plays": [*played("t1", january), *played("t2", january, march, march), *played("elsewhere", march)],
    }
    marts = build_marts(filled(rows))
    first, last = date(2024, 1, 31), date(2024, 3, 31)
    assert marts["mart.ranking"].rows() == [("plays", 2, first, last)]
    assert marts["mart.track_rank_history"].rows() == [
        ("elsewhere", last, 1.0, 2),
        ("t1", first, 1.0, 1),
        ("t1", last, 1.0, 3),
        ("t2", first, 1.0, 2),
        ("t2", last, 3.0, 1),
    ]
    assert marts["mart.album_rank_history"].rows() == [("x", first, 2.0, 1), ("x", last, 4.0, 1)]
    assert marts["mart.artist_ranks"].rows() == [("a", 4.0, 1), ("b", 3.0, 2)]


def test_plays_count_for_nothing_where_tracks_are_listed() -> None:
    rows: dict[str, Rows] = {
        "core.top_tracks": [listed("t", 1, 1)],
        "core.track_artists": [{"track_uri": uri, "artist_key": uri.upper(), "artist_position": 0} for uri in ("t", "played")],
        "core.plays": played("played", datetime(2024, 1, 31)),  # noqa: DTZ001 - as above
    }
    marts = build_marts(filled(rows))
    assert marts["mart.ranking"].get_column("basis").to_list() == ["lists"]
    assert marts["mart.track_ranks"]["track_uri"].to_list() == ["t"]
    assert marts["mart.artist_ranks"].rows() == [("T", 25.0, 1)]


def test_lists_of_artists_alone_leave_tracks_and_albums_to_plays() -> None:
    january, march = datetime(2024, 1, 31), datetime(2024, 3, 1)  # noqa: DTZ001 - as above
    rows: dict[str, Rows] = {
        "core.tracks": [{"track_uri": "t", "album_key": "x"}],
        "core.track_artists": [{"track_uri": "t", "artist_key": "played", "artist_position": 0}],
        "core.top_artists": [{"artist_key": "a", "term": "short_term", "place": 1, "as_of_date": date(2024, 2, day)} for day in (1, 3)],
        "core.plays": played("t", january, march),
    }
    marts = build_marts(filled(rows))
    first, last = date(2024, 1, 31), date(2024, 3, 31)
    assert marts["mart.ranking"].rows() == [("lists", 2, date(2024, 2, 1), date(2024, 2, 3)), ("plays", 2, first, last)]
    assert marts["mart.track_rank_history"].rows() == [("t", first, 1.0, 1), ("t", last, 2.0, 1)]
    assert marts["mart.album_ranks"].rows() == [("x", 2.0, 1)]
    assert marts["mart.artist_rank_history"].rows() == [("a", date(2024, 2, 1), 50.0, 1), ("a", date(2024, 2, 3), 150.0, 1)]
    assert marts["mart.artist_ranks"].rows() == [("a", 150.0, 1)]


def test_current_ranks_are_those_of_the_last_date() -> None:
    rows: dict[str, Rows] = {
        "core.tracks": tracks(9, album_key="x"),
        "core.track_artists": [*by_artist(9, "a"), *by_artist(4, "b", position=1)],
        "core.top_tracks": [listed(f"t{(place * day) % 9:02}", place, day) for day in (2, 5, 11) for place in (1, 2, 3)],
    }
    marts = build_marts(filled(rows))
    for thing in ("track", "album", "artist"):
        history, ranks = marts[f"mart.{thing}_rank_history"], marts[f"mart.{thing}_ranks"]
        assert_frame_equal(history.filter(as_of_date=date(2026, 1, 11)).drop("as_of_date"), ranks)
        assert ranks["rank"].sort().to_list() == list(range(1, ranks.height + 1))


def test_a_person_has_a_page_from_the_eleventh_credit_on() -> None:
    rows: dict[str, Rows] = {
        "core.tracks": tracks(12),
        "core.track_credits": [
            *credited("Ten", *range(10)),
            *credited("Eleven", *range(9)),
            *credited("Eleven", 0, credit_type="LYRICIST"),
            *credited("Eleven", 0, details="additional"),
            *credited("Singer", *range(12), credit_type="vocal"),
        ],
    }
    assert build_marts(filled(rows))["mart.producers"].rows() == [
        ("eleven", "Eleven", 11, 9, "producers/eleven/overview.md"),
        ("ten", "Ten", 10, 10, None),
    ]


def test_a_credit_spelled_twice_and_one_on_a_track_outside_the_library_are_no_more_credits() -> None:
    rows: dict[str, Rows] = {
        "core.tracks": tracks(2),
        "core.track_credits": [*credited("P", 0), *credited("P", 0, credit_type="Producer"), *credited("P", 77), *credited("Q", 77)],
    }
    assert build_marts(filled(rows))["mart.producers"].rows() == [("p", "P", 1, 1, None)]


def test_people_whose_names_differ_in_case_only_have_keys_of_their_own() -> None:
    rows: dict[str, Rows] = {"core.tracks": tracks(2), "core.track_credits": [*credited("Max", 0), *credited("MAX", 0, 1), *credited("", 1)]}
    marts = build_marts(filled(rows))
    producers = marts["mart.producers"]
    assert producers["producer_key"].str.to_lowercase().n_unique() == 3
    assert producers.filter(producer_key="max")["producer_name"].to_list() == ["MAX"]
    assert {(name, count) for _, name, count, _, _ in of_collection(marts, "producers", "library")} == {("Max", 1), ("MAX", 2), ("", 1)}


def test_producers_of_a_collection_are_counted_by_its_tracks_and_say_what_they_did_there() -> None:
    rows: dict[str, Rows] = {
        "core.tracks": tracks(3, liked=1),
        "core.track_credits": [
            *credited("P", 0, 1, credit_type="Songwriter"),
            *credited("P", 0, details="a"),
            *credited("P", 0, details="b"),
            *credited("P", 1, credit_type="arranger"),
        ],
    }
    marts = build_marts(filled(rows))
    assert of_collection(marts, "producers", "library") == [("p", "P", 2, 1, "arranger, producer, songwriter")]
    assert of_collection(marts, "producers", "liked_tracks") == [("p", "P", 1, 1, "producer, songwriter")]


def test_a_collection_counts_artists_albums_labels_genres_and_years_of_its_tracks() -> None:
    rows: dict[str, Rows] = {
        "core.tracks": [
            {"track_uri": "t1", "album_key": "x", "release_year": 2020, "is_liked": True},
            {"track_uri": "t2", "album_key": "x", "release_year": 2020, "is_liked": False},
            {"track_uri": "t3", "album_key": "y", "release_year": 1999, "is_liked": True},
            {"track_uri": "t4", "is_liked": False},
        ],
        "core.playlist_tracks": [
            {"playlist_key": "p", "playlist_position": place, "track_uri": uri} for place, uri in enumerate(("t1", "t2", "t1", "t4"), 1)
        ],
        "core.track_artists": [
            {"track_uri": uri, "artist_key": artist, "artist_position": position}
            for uri, artist, position in (("t1", "a", 0), ("t2", "a", 0), ("t3", "a", 0), ("t1", "b", 1))
        ],
        "core.album_labels": [
            {"album_key": album, "label_key": label, "label_name": label.upper()} for album, label in (("x", "l"), ("x", "m"), ("y", "l"))
        ],
        "core.artist_genres": [{"artist_key": artist, "genre_key": genre, "genre_name": genre.upper()} for artist, genre in ("ag", "ah", "bi")],
    }
    marts = build_marts(filled(rows))
    assert of_collection(marts, "artists", "p") == [("a", 2, 1), ("b", 1, 1)]
    assert of_collection(marts, "albums", "p") == [("x", 2, 1)]
    assert of_collection(marts, "labels", "p") == [("l", "L", 2, 1), ("m", "M", 2, 1)]
    assert of_collection(marts, "labels", "library") == [("l", "L", 3, 2), ("m", "M", 2, 1)]
    assert of_collection(marts, "genres", "p") == [("g", "G", 2, 1), ("h", "H", 2, 1)]
    assert of_collection(marts, "years", "p") == [(2020, 2, 1)]


def test_coverage_counts_tracks_by_source_and_names_what_is_not_known_at_all() -> None:
    facts: Rows = [
        {"fact": "features", "source": "exports", "track_count": 2},
        {"fact": "features", "source": "other", "track_count": 1},
    ]
    coverage = build_marts(filled({"core.tracks": tracks(4), "step.known_facts": facts}))["mart.coverage"]
    assert coverage.filter(fact="features").rows() == [("features", "exports", 2, 0.5), ("features", "other", 1, 0.25)]
    assert coverage.filter(pl.col("source").is_null()).rows() == [(fact, None, 0, 0.0) for fact in sorted(FACTS) if fact != "features"]


def test_collections_say_title_counts_page_and_clusters() -> None:
    rows: dict[str, Rows] = {
        "core.tracks": tracks(12, liked=5, album_key="x"),
        "core.playlists": [{"playlist_key": "p", "playlist_name": ""}, {"playlist_key": "empty", "playlist_name": "Empty"}],
        "core.playlist_tracks": [{"playlist_key": "p", "playlist_position": 1, "track_uri": "t07"}],
        "core.artists": [{"artist_key": "a", "artist_name": "<A>"}],
        "core.track_artists": by_artist(12, "a"),
        "core.album_labels": [{"album_key": "x", "label_key": "l", "label_name": "L"}],
        "step.described_tracks": [{"track_uri": f"t{number:02}"} for number in range(4, 9)],
        "step.clustered_tracks": [
            {"collection_kind": "artist", "collection_key": "a", "track_uri": f"t{number:02}", "cluster_number": 1 + number % 3}
            for number in range(4, 9)
        ],
    }
    tables = filled(rows)
    collections = finish_marts({**tables, **build_marts(tables)})["mart.collections"]
    assert collections.rows() == [
        ("artist", "a", "<A>", 12, 5, 5, "artists/a/overview.md", 3),
        ("label", "l", "L", 12, 5, 5, "labels/l/overview.md", None),
        ("library", "library", "All tracks", 12, 5, 5, "README.md", None),
        ("playlist", "liked_tracks", "Liked Tracks", 5, 1, 5, "playlists/liked_tracks/overview.md", None),
        ("playlist", "p", "(no name)", 1, 1, 0, "playlists/p/overview.md", None),
    ]


def test_clusters_have_size_and_mean_silhouette_and_members_keep_their_place() -> None:
    clustered: Rows = [
        {"collection_kind": "playlist", "collection_key": "p", "cluster_number": number, "track_uri": uri, "silhouette": silhouette, "distance": 0.5}
        for number, uri, silhouette in ((2, "t03", -0.25), (1, "t01", 0.1), (1, "t02", 0.2), (2, "t00", None))
    ]
    marts = finish_marts(
        {**filled({"step.clustered_tracks": clustered}), "mart.collection_members": pl.DataFrame(schema=TABLES["mart.collection_members"].dtypes)}
    )
    assert marts["mart.clusters"].rows() == [("playlist", "p", 1, 2, 0.15), ("playlist", "p", 2, 2, -0.25)]
    assert marts["mart.cluster_members"].select("track_uri", "cluster_number").rows() == [("t00", 2), ("t01", 1), ("t02", 1), ("t03", 2)]


def test_row_order_decides_nothing() -> None:
    day = date(2026, 1, 1)
    rows: dict[str, Rows] = {
        "core.tracks": tracks(60, liked=7, album_key="x"),
        "core.track_artists": [*by_artist(60, "a"), *by_artist(60, "b", position=1)],
        "core.artist_genres": [{"artist_key": key, "genre_key": "g", "genre_name": "G"} for key in ("a", "b")],
        "core.top_tracks": [{"track_uri": f"t{place:02}", "term": "short_term", "place": place, "as_of_date": day} for place in range(1, 51)],
        "step.known_facts": [{"fact": fact, "source": "exports", "track_count": 60} for fact in ("cover", "isrc")],
        "core.track_credits": [*credited("P", *range(20)), *credited("p", *range(20)), *credited("P", *range(9), credit_type="lyricist")],
    }
    tables = filled(rows)
    shuffled = {name: frame.sample(fraction=1, shuffle=True, seed=5) for name, frame in tables.items()}
    again = build_marts(shuffled)
    for name, frame in build_marts(tables).items():
        assert_frame_equal(frame, again[name])
