"""The marts: who belongs to which collection, ranks, coverage, collections and clusters."""

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from storage.schemas import TABLES
from tasks.aggregate.marts import FACTS, build_marts, finish_marts

NEEDED = (
    *("core.tracks", "core.albums", "core.artists", "core.playlists", "core.track_artists", "core.album_labels", "core.artist_genres"),
    *("core.playlist_tracks", "core.top_tracks", "core.top_artists", "step.known_facts", "step.described_tracks"),
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


def test_an_empty_library_gives_empty_marts_in_their_schemas() -> None:
    tables = filled({})
    marts = build_marts(tables)
    marts |= finish_marts({**tables, **marts})
    for name, frame in marts.items():
        assert_frame_equal(frame, pl.DataFrame(schema=TABLES[name].dtypes))
    assert len(marts) == 8


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


def test_coverage_counts_tracks_by_source_and_names_what_is_not_known_at_all() -> None:
    facts: Rows = [
        {"track_uri": "t00", "fact": "features", "source": "exports"},
        {"track_uri": "t01", "fact": "features", "source": "exports"},
        {"track_uri": "t02", "fact": "features", "source": "other"},
        {"track_uri": "gone", "fact": "isrc", "source": "exports"},
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
        "step.known_facts": [{"track_uri": f"t{number:02}", "fact": "cover", "source": "exports"} for number in range(60)],
    }
    tables = filled(rows)
    shuffled = {name: frame.sample(fraction=1, shuffle=True, seed=5) for name, frame in tables.items()}
    for name, frame in build_marts(tables).items():
        assert_frame_equal(frame, build_marts(shuffled)[name])
