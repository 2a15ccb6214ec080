"""Which figures the pages show, and what stands in them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import polars as pl
import pytest
from report_library import HARD_NAMES, frame, plan_all, tables_of

from storage import artifacts
from storage.schemas import DESCRIBING_FEATURES, TABLES, Artifact, Axis, Clustering, Kind
from tasks.depict.depict_library import cut_sheets, depict_clusters, depict_library
from tasks.depict.names import shorten_album
from tasks.shared_pictures import PICTURE, Bar, Bars, Comparison, Distribution, Group, Line, Lines, Picture, Years

Rows = Sequence[Mapping[str, object]]
Tables = dict[str, pl.DataFrame]
NIGHT = date(2026, 9, 30)
FEATURES = ("danceability", "energy", "speechiness", "acousticness", "instrumentalness", "liveness", "valence", "tempo_bpm")
FIRST, SECOND = Axis(label="Happy", variance_share=0.5), Axis(label="Loud", variance_share=0.25)


def clustering(kind: Kind, key: str) -> Clustering:
    nothing = Artifact(table="step.cluster_members", digest="0")
    return Clustering(kind=kind, key=key, members=nothing, axes=(FIRST, SECOND), cluster_sizes=(1,), silhouette=0.5, is_balanced=True)


def pictures_of(tables: Tables, clusterings: Sequence[Clustering] = ()) -> dict[str, Picture]:
    """Give what every figure shows by its path without images/ and .png."""
    rows = plan_all(tables, clusterings)
    assert rows.schema == TABLES["step.pictures"].dtypes
    read = {path: PICTURE.validate_json(facts) for path, facts in rows.select("path", "facts").iter_rows()}
    assert [picture.model_dump_json() for picture in read.values()] == rows["facts"].to_list()
    return {path.removeprefix("images/").removesuffix(".png"): picture for path, picture in read.items()}


def of(kind: str, key: str, rows: Rows) -> list[dict[str, object]]:
    return [{"collection_kind": kind, "collection_key": key, **row} for row in rows]


def days_before(count: int) -> date:
    return NIGHT - timedelta(days=count)


def number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def ranked(key: str, places: Mapping[str, Sequence[int]]) -> list[dict[str, object]]:
    """Give a history of ranks that ends tonight."""
    return [
        {key: thing, "as_of_date": days_before(len(ranks) - 1 - step), "rank": rank}
        for thing, ranks in places.items()
        for step, rank in enumerate(ranks)
    ]


def listed(key: str, term: str, places: Mapping[str, Sequence[int]]) -> list[dict[str, object]]:
    """Give places in a list of a term that ends tonight; 0 where a thing was not listed."""
    return [
        {key: thing, "term": term, "place": place, "as_of_date": days_before(len(row) - 1 - step)}
        for thing, row in places.items()
        for step, place in enumerate(row)
        if place
    ]


def tracks(count: int, **columns: object) -> list[dict[str, object]]:
    return [{"track_uri": f"t{n:02d}", "track_name": f"T{n}", "is_liked": False, **columns} for n in range(count)]


def lines_in(picture: Picture) -> list[str]:
    assert isinstance(picture, Lines)
    return [line.name for line in picture.lines]


def genres(*counts: tuple[str, str, int, int]) -> list[dict[str, object]]:
    return [{"genre_key": key, "genre_name": name, "track_count": count, "liked_count": liked} for key, name, count, liked in counts]


def test_an_empty_library_has_no_figures() -> None:
    assert pictures_of(tables_of()) == {}


# bars and years


def test_bars_stand_largest_first_then_most_liked_then_by_key_and_groups_of_one_name_stay_apart() -> None:
    counts = genres(("d", "Same", 2, 0), ("c", "Same", 2, 0), ("b", "More liked", 2, 1), ("a", "Most", 3, 0))
    expected = Bars(bars=tuple(Bar(name=name, count=count, liked_count=liked) for name, count, liked in MOST_FIRST))
    for rows in (counts, counts[::-1]):
        assert pictures_of(tables_of(mart_collection_genres=of("label", "l", rows))) == {"labels/l/genres": expected}


MOST_FIRST = (("Most", 3, 0), ("More liked", 2, 1), ("Same", 2, 0), ("Same", 2, 0))


def test_two_groups_are_no_figure_and_the_thirty_largest_of_many_are_shown() -> None:
    many = genres(*((f"g{n:02d}", f"G{n}", 40 - n, 0) for n in range(35)))
    found = pictures_of(tables_of(mart_collection_genres=of("playlist", "few", many[:2]) + of("playlist", "many", many)))
    assert list(found) == ["playlists/many/genres"]
    picture = found["playlists/many/genres"]
    assert isinstance(picture, Bars)
    assert [bar.name for bar in picture.bars] == [f"G{n}" for n in range(30)]


def test_each_kind_of_page_shows_its_own_bars() -> None:
    counts = {"track_count": 1, "liked_count": 0}
    keys = ("library", "playlist", "artist", "label", "genre")
    library = tables_of(
        **{
            f"mart_collection_{thing}s": [
                row for kind in keys for row in of(kind, "k", [{f"{thing}_key": f"{n}", f"{thing}_name": "N", **counts} for n in range(3)])
            ]
            for thing in ("artist", "album", "label", "genre", "producer")
        }
    )
    found = [path.split("/") for path in pictures_of(library)]
    shown = {kind: sorted(name for folder, *_, name in found if folder == kind) for kind in sorted({folder for folder, *_ in found})}
    assert shown == {
        "artists": ["producers"],
        "genres": ["albums", "artists", "labels", "producers"],
        "labels": ["albums", "artists", "genres", "producers"],
        "overview": ["artists", "genres", "labels", "producers"],
        "playlists": ["albums", "artists", "genres", "labels", "producers"],
    }


def test_bars_of_albums_are_named_in_short_and_keyed_by_album() -> None:
    library = tables_of(
        core_albums=[{"album_key": "a", "album_name": "Blue (Deluxe)"}, {"album_key": "b", "album_name": "Blue"}, {"album_key": "c"}],
        mart_collection_albums=of("genre", "g", [{"album_key": key, "track_count": 2, "liked_count": 1} for key in "cba"]),
    )
    assert pictures_of(library)["genres/g/albums"] == Bars(bars=tuple(Bar(name=name, count=2, liked_count=1) for name in ("Blue", "Blue", "")))


def test_the_bar_of_a_producer_tells_how_many_of_the_tracks_are_liked() -> None:
    produced = [{"producer_key": key, "producer_name": key.upper(), "track_count": 4, "liked_count": 1} for key in "bca"]
    expected = Bars(bars=tuple(Bar(name=name, count=4, liked_count=1) for name in "ABC"))
    assert pictures_of(tables_of(mart_collection_producers=of("artist", "x", produced))) == {"artists/x/producers": expected}


def test_names_in_any_script_with_any_character_come_out_as_they_are() -> None:
    names = list(HARD_NAMES)
    counts = genres(*((f"{n:03d}", name, 100 - n, 0) for n, name in enumerate(names[:30])))
    picture = pictures_of(tables_of(mart_collection_genres=of("playlist", "p [1]", counts)))["playlists/p [1]/genres"]
    assert isinstance(picture, Bars)
    assert [bar.name for bar in picture.bars] == names[:30]


def test_years_stand_in_order_from_four_years_on() -> None:
    years = [{"release_year": year, "track_count": year - 1990, "liked_count": 1} for year in (2001, 1999, 2020, 2000)]
    several = [*of("playlist", "p", years), *of("genre", "g", years[:3]), *of("artist", "a", years), *of("label", "l", years)]
    expected = Years(bars=tuple(Bar(name=f"{year}", count=year - 1990, liked_count=1) for year in (1999, 2000, 2001, 2020)))
    assert pictures_of(tables_of(mart_collection_years=several)) == {"playlists/p/years": expected}


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("1989 (Deluxe)", "1989"),
        ("A - B - Deluxe", "A - B"),
        ("A - B (Deluxe Edition)", "A - B"),
        ("A - B", "A - B"),
        ("Perfect Velvet - The 2nd Album", "Perfect Velvet"),
        ("Blue [2011 Remaster] (Bonus Tracks)", "Blue"),
        ("Palette - the 4th mini album", "Palette"),
        ("The 2nd Album", "The 2nd Album"),
        ("Not (the 2nd) Album", "Not (the 2nd) Album"),
        ("(Deluxe)", "(Deluxe)"),
        (" - Deluxe", " - Deluxe"),
        ("Stereo (Live)", "Stereo (Live)"),
        ("Film (Original Soundtrack)", "Film"),
        ("", ""),
    ],
)
def test_an_album_is_called_without_its_edition(name: str, short: str) -> None:
    assert shorten_album(name) == short


# lines of ranks


def library_of_ranks(places: Mapping[str, Sequence[int]]) -> Tables:
    """Give a playlist, an artist and the library, which hold all tracks that are ranked."""
    uris = [{"track_uri": uri} for uri in places]
    return tables_of(
        core_tracks=[{"track_uri": uri, "track_name": "One name"} for uri in places],
        mart_collection_members=[row for kind in ("artist", "library", "playlist") for row in of(kind, "k", uris)],
        mart_track_rank_history=ranked("track_uri", places),
    )


def test_lines_of_ranks_are_keyed_by_track_and_stand_best_first() -> None:
    found = pictures_of(library_of_ranks({"b": [1] * 10 + [2], "a": [2] * 10 + [1], "c": [3]}))
    days = tuple(number(days_before(10 - step)) for step in range(11))
    expected = Lines(
        what="rank",
        lines=(
            Line(name="One name", days=days, places=(2,) * 10 + (1,)),
            Line(name="One name", days=days, places=(1,) * 10 + (2,)),
            Line(name="One name", days=days[-1:], places=(3,)),
        ),
        lowest_place=4,
    )
    names = ("artists/k/track_rank_time_series_score", "overview/top_tracks/score", "playlists/k/top_tracks_time_series")
    assert found == dict.fromkeys(names, expected)


def test_lines_of_fewer_than_twenty_points_in_all_are_no_figure() -> None:
    assert pictures_of(library_of_ranks({"a": [1] * 10, "b": [2] * 9})) == {}
    assert len(pictures_of(library_of_ranks({"a": [1] * 10, "b": [2] * 10}))) == 3


def test_lines_show_the_ten_best_now_and_the_ten_most_often_among_the_ten_best() -> None:
    now_best = {f"now{n:02d}": [50 + n, n] for n in range(1, 13)}
    once_best = {f"once{n:02d}": [*[1] * (14 - n), 20 + n] for n in range(1, 13)}
    library = library_of_ranks(now_best | once_best)
    named = library["core.tracks"].with_columns(track_name="track_uri")
    shown = lines_in(pictures_of(library | {"core.tracks": named})["playlists/k/top_tracks_time_series"])
    assert shown == [*(f"now{n:02d}" for n in range(1, 11)), *(f"once{n:02d}" for n in range(1, 11))]


def test_nothing_is_shown_for_having_been_among_the_ten_best_that_never_was() -> None:
    library = library_of_ranks({f"{n:02d}": [n] * 3 for n in range(5, 20)})
    named = library["core.tracks"].with_columns(track_name="track_uri")
    assert lines_in(pictures_of(library | {"core.tracks": named})["overview/top_tracks/score"]) == [f"{n:02d}" for n in range(5, 15)]


def test_the_view_ends_below_the_lowest_current_place_so_that_no_line_ends_outside() -> None:
    picture = pictures_of(library_of_ranks({"a": [4] * 20, "b": [75, 300], "c": [74, 300], "d": [50] * 2}))["overview/top_tracks/score"]
    assert isinstance(picture, Lines)
    assert (picture.lowest_place, [line.places[-1] for line in picture.lines]) == (301, [4, 50, 300, 300])


def test_a_line_is_thinned_to_a_hundred_and_thirty_dates_with_the_first_and_the_last() -> None:
    for count in (130, 131, 400):
        picture = pictures_of(library_of_ranks({"a": list(range(1, count + 1))}))["overview/top_tracks/score"]
        assert isinstance(picture, Lines)
        (line,) = picture.lines
        assert (len(line.days), line.places[0], line.places[-1], line.days[-1]) == (130, 1, count, number(NIGHT))
        assert list(line.days) == sorted(set(line.days))


def test_albums_and_artists_have_lines_of_their_own_names() -> None:
    library = tables_of(
        core_albums=[{"album_key": "a", "album_name": "Blue (Deluxe)"}],
        core_artists=[{"artist_key": "x", "artist_name": "X"}],
        mart_collection_members=of("artist", "x", [{"track_uri": "t"}]),
        mart_collection_albums=[row for kind in ("artist", "label", "playlist", "library") for row in of(kind, "x", [{"album_key": "a"}])],
        mart_album_rank_history=ranked("album_key", {"a": [1] * 20, "elsewhere": [2] * 20}),
        mart_artist_rank_history=ranked("artist_key", {"x": [1] * 20}),
    )
    found = pictures_of(library)
    assert {path: lines_in(picture) for path, picture in found.items()} == {
        "artists/x/album_rank_time_series": ["Blue"],
        "artists/x/rank_time_series": ["All time"],
        "overview/top_albums/score": ["Blue"],
        "overview/top_artists/score": ["X"],
        "playlists/x/top_albums_time_series": ["Blue"],
    }


def test_years_of_a_playlist_have_lines_of_their_tracks_where_they_have_a_page() -> None:
    several = tracks(20, release_year=1999) + [{"track_uri": f"z{n}", "track_name": f"Z{n}", "release_year": 2000} for n in range(19)]
    library = tables_of(
        core_tracks=several,
        mart_collection_members=of("playlist", "p", [{"track_uri": row["track_uri"]} for row in several]),
        mart_track_rank_history=ranked("track_uri", {"z0": [1] * 20, "t03": [2] * 20}),
    )
    found = pictures_of(library)
    assert {path: lines_in(picture) for path, picture in found.items()} == {
        "playlists/p/1999/tracks_time_series": ["T3"],
        "playlists/p/top_tracks_time_series": ["Z0", "T3"],
    }


# lines of places


def test_the_library_shows_artists_who_are_on_top_of_a_list_now() -> None:
    places = {"a": [9] * 19 + [10], "b": [1] * 19 + [11], "c": [1, 0]}
    library = tables_of(
        core_artists=[{"artist_key": key, "artist_name": key.upper()} for key in "abc"],
        core_top_artists=[row for term in ("long_term", "medium_term", "short_term") for row in listed("artist_key", term, places)],
    )
    days = tuple(number(days_before(19 - step)) for step in range(20))
    expected = Lines(what="place", lines=(Line(name="A", days=days, places=(9,) * 19 + (10,)),), lowest_place=30)
    assert pictures_of(library) == dict.fromkeys(("overview/top_artists/long_term", "overview/top_artists/medium_term"), expected)


def test_the_library_shows_tracks_on_top_of_the_years_list_that_were_listed_before_and_those_most_often_on_top() -> None:
    places: dict[str, list[int]] = {
        "new on top": [0] * 18 + [11, 1],
        "on top": [0] * 17 + [40, 40, 2],
        "was on top": [1] * 19 + [0],
        "never on top": [11] * 20,
    }
    library = tables_of(
        core_tracks=[{"track_uri": uri, "track_name": uri} for uri in places],
        core_top_tracks=listed("track_uri", "long_term", places) + listed("track_uri", "on_repeat", places),
    )
    assert lines_in(pictures_of(library)["overview/top_tracks/long_term"]) == ["new on top", "was on top", "on top"]
    twelve: dict[str, list[int]] = {f"{n:02d}": [n] * 2 + [50] for n in range(1, 13)}
    many = library | {"core.top_tracks": frame("core.top_tracks", listed("track_uri", "long_term", twelve))}
    named = many | {"core.tracks": frame("core.tracks", [{"track_uri": uri, "track_name": uri} for uri in twelve])}
    assert lines_in(pictures_of(named)["overview/top_tracks/long_term"]) == [f"{n:02d}" for n in range(1, 11)]


def test_a_track_that_a_list_names_twice_has_the_better_place() -> None:
    rows = listed("track_uri", "long_term", {"t": [1] * 20}) + listed("track_uri", "long_term", {"t": [5] * 20})
    library = tables_of(core_tracks=[{"track_uri": "t", "track_name": "T"}], core_top_tracks=rows)
    picture = pictures_of(library)["overview/top_tracks/long_term"]
    assert isinstance(picture, Lines)
    assert picture.lines[0].places == (1,) * 20


def test_an_artist_shows_tracks_listed_three_times_or_more() -> None:
    places = {"often": [20] * 17, "thrice": [29, 29, 29], "twice": [1, 1], "low": [31] * 3}
    library = tables_of(
        core_tracks=[{"track_uri": uri, "track_name": uri} for uri in places],
        mart_collection_members=of("artist", "x", [{"track_uri": uri} for uri in places]) + of("artist", "y", [{"track_uri": "thrice"}]),
        core_top_tracks=listed("track_uri", "medium_term", places) + listed("track_uri", "short_term", places),
    )
    picture = pictures_of(library)["artists/x/track_rank_time_series_medium_term"]
    assert isinstance(picture, Lines)
    assert (picture.what, picture.lowest_place, lines_in(picture)) == ("place", 30, ["often", "thrice"])
    assert "artists/y/track_rank_time_series_medium_term" not in pictures_of(library)


def test_an_artist_shows_its_own_place_in_every_list_and_its_rank() -> None:
    library = tables_of(
        core_artists=[{"artist_key": "x", "artist_name": "X"}],
        mart_collection_members=of("artist", "x", [{"track_uri": "t"}]),
        core_top_artists=listed("artist_key", "short_term", {"x": [3] * 20})
        + listed("artist_key", "medium_term", {"x": [7, 9, 8]})
        + listed("artist_key", "long_term", {"x": [1, 1]}),
        mart_artist_rank_history=ranked("artist_key", {"x": [5, 5]}),
    )
    picture = pictures_of(library)["artists/x/rank_time_series"]
    assert isinstance(picture, Lines)
    assert (lines_in(picture), picture.what, picture.lowest_place) == (["Last month", "All time", "Last 6 months"], "place", 10)
    assert picture.lines[2] == Line(name="Last 6 months", days=tuple(number(days_before(n)) for n in (2, 1, 0)), places=(7, 9, 8))


def test_an_artist_who_rose_shows_how_far() -> None:
    library = tables_of(
        core_artists=[{"artist_key": "x", "artist_name": "X"}],
        mart_collection_members=of("artist", "x", [{"track_uri": "t"}]),
        core_top_artists=listed("artist_key", "long_term", {"x": [4] * 3}),
        mart_artist_rank_history=ranked("artist_key", {"x": list(range(25, 5, -1))}),
    )
    picture = pictures_of(library)["artists/x/rank_time_series"]
    assert isinstance(picture, Lines)
    assert picture.lowest_place == max(picture.lines[1].places) + 1 == 26


# comparisons


def placed(kind: str, key: str, count: int) -> list[dict[str, object]]:
    return of(kind, key, [{"track_uri": f"t{n:02d}", "x": n / 8, "y": -0.0001} for n in range(count)])


def of_two_artists(artist_count: int) -> Tables:
    """Give a playlist and a genre of eight tracks, by two artists of one name and guests."""
    kinds = ("artist", "genre", "label", "playlist")
    artists = [{"artist_key": f"a{n}", "track_count": 1, "liked_count": 0} for n in range(artist_count)]
    primary = [{"track_uri": f"t{n:02d}", "artist_key": f"a{n % 3 == 0:d}", "artist_position": 0} for n in range(8)]
    guests = [{"track_uri": f"t{n:02d}", "artist_key": "a5", "artist_position": 1} for n in range(8)]
    return tables_of(
        core_artists=[{"artist_key": f"a{n}", "artist_name": "Same"} for n in range(10)],
        core_track_artists=primary + guests,
        mart_collection_artists=[row for kind in kinds for row in of(kind, "k", artists)],
        mart_cluster_members=[row for kind in kinds for row in placed(kind, "k", 8)[::-1]],
    )


CLUSTERED = [clustering(kind, "k") for kind in ("playlist", "genre", "artist", "label")]


def test_artists_of_a_collection_are_compared_on_its_axes_in_the_order_of_uris() -> None:
    found = {path: picture for path, picture in pictures_of(of_two_artists(10), CLUSTERED).items() if isinstance(picture, Comparison)}
    expected = Comparison(
        groups=(
            Group(name="Same", x=(0.125, 0.25, 0.5, 0.625, 0.875), y=(0.0,) * 5),
            Group(name="Same", x=(0.0, 0.375, 0.75), y=(0.0,) * 3),
        ),
        axes=(FIRST, SECOND),
    )
    assert found == {"genres/k/artists_comparison": expected, "playlists/k/artists_comparison": expected}


def test_fewer_than_ten_artists_or_a_collection_without_clusters_are_not_compared() -> None:
    assert not [path for path in pictures_of(of_two_artists(9), CLUSTERED) if "comparison" in path]
    assert not [path for path in pictures_of(of_two_artists(10)) if "comparison" in path]


def of_playlists(sizes: Mapping[str, Sequence[int]]) -> Tables:
    members = [row for key, numbers in sizes.items() for row in of("playlist", key, [{"track_uri": f"t{n:02d}"} for n in numbers])]
    return tables_of(
        mart_collections=[{"collection_kind": "playlist", "collection_key": key, "title": key.upper()} for key in sizes],
        mart_collection_members=members,
        mart_cluster_members=placed("library", "library", 30),
    )


def groups_in(picture: Picture) -> list[tuple[str, list[int]]]:
    assert isinstance(picture, Comparison)
    return [(group.name, [round(8 * x) for x in group.x]) for group in picture.groups]


def test_the_library_compares_tracks_by_their_largest_playlist_which_liked_songs_are_not() -> None:
    library = of_playlists({"b": [1, 2, 3], "a": [3, 4, 5], "small": [5, 6], "liked_tracks": list(range(9))})
    found = pictures_of(library, [clustering("library", "library")])
    assert groups_in(found["overview/playlists_comparison"]) == [("A", [3, 4, 5]), ("B", [1, 2]), ("SMALL", [6])]
    alone = pictures_of(of_playlists({"a": [1, 2], "liked_tracks": [3]}), [clustering("library", "library")])
    assert "overview/playlists_comparison" not in alone


def test_the_ten_most_frequent_groups_are_compared() -> None:
    library = of_playlists({f"p{n:02d}": [2 * n, 2 * n + 1] for n in range(12)})
    found = groups_in(pictures_of(library, [clustering("library", "library")])["overview/playlists_comparison"])
    assert [name for name, _ in found] == [f"P{n:02d}" for n in range(10)]


def test_the_library_compares_tracks_by_the_largest_genre_of_their_primary_artist() -> None:
    told = [("a0", "k2", "alpha"), ("a0", "k3", "zeta"), ("a1", "k5", "beta"), ("a1", "k4", "gamma"), ("a2", "k3", "zeta"), ("a9", "k2", "alpha")]
    library = tables_of(
        core_track_artists=[{"track_uri": f"t{n:02d}", "artist_key": f"a{n % 4}", "artist_position": 0} for n in range(8)]
        + [{"track_uri": "t00", "artist_key": "a1", "artist_position": 1}]
        + [{"track_uri": f"undescribed{n}", "artist_key": "a9", "artist_position": 0} for n in range(9)],
        core_artist_genres=[{"artist_key": artist, "genre_key": key, "genre_name": name} for artist, key, name in told],
        mart_cluster_members=placed("library", "library", 8),
    )
    found = pictures_of(library, [clustering("library", "library")])
    assert groups_in(found["overview/genres_comparison"]) == [("zeta", [0, 2, 4, 6]), ("gamma", [1, 5])]


# distributions


def described(values: Sequence[float], **columns: object) -> Tables:
    """Give a library and a playlist of tracks with these values of all features; every third track is liked."""
    uris = [{"track_uri": f"t{n:02d}"} for n in range(len(values))]
    return tables_of(
        core_tracks=[{**uri, "is_liked": n % 3 == 0} for n, uri in enumerate(uris)],
        core_track_features=[{**uri, **dict.fromkeys(DESCRIBING_FEATURES, value), **columns} for uri, value in zip(uris, values, strict=True)],
        mart_collection_members=of("library", "library", uris) + of("playlist", "p", uris),
    )


def bins(**counts: int) -> tuple[int, ...]:
    return tuple(counts.get(f"at_{number}", 0) for number in range(40))


def test_features_are_counted_in_forty_bins_each_with_its_lower_end() -> None:
    values = [0.0, 0.024, 0.025, 0.575, 0.5749, 0.999, 1.0, 1.5, -0.5, 0.3, 0.3, 0.3]
    found = pictures_of(described(values))
    assert list(found) == [f"{folder}/track_features/{name}" for folder in ("overview", "playlists/p") for name in sorted(FEATURES)]
    expected = Distribution(
        label="Danceability",
        low=0.0,
        high=1.0,
        counts=bins(at_0=3, at_1=1, at_12=3, at_22=1, at_23=1, at_39=3),
        liked_counts=bins(at_0=1, at_12=1, at_23=1, at_39=1),
    )
    assert found["overview/track_features/danceability"] == found["playlists/p/track_features/danceability"] == expected


def test_tempo_is_counted_from_forty_to_two_hundred_and_twenty_beats_a_minute() -> None:
    picture = pictures_of(described([0.5] * 11, tempo_bpm=130.0))["playlists/p/track_features/tempo_bpm"]
    assert picture == Distribution(label="Tempo (bpm)", low=40.0, high=220.0, counts=bins(at_20=11), liked_counts=bins(at_20=4))


def test_ten_described_tracks_are_no_figure_but_for_the_library() -> None:
    assert {path.split("/")[0] for path in pictures_of(described([0.5] * 10))} == {"overview"}
    unknown = described([0.5] * 11)
    one_unknown = unknown["core.track_features"].with_columns(loudness_db=pl.when(pl.col("track_uri") != "t00").then("loudness_db"))
    assert {path.split("/")[0] for path in pictures_of(unknown | {"core.track_features": one_unknown})} == {"overview"}
    assert pictures_of(unknown | {"core.track_features": one_unknown.with_columns(energy=float("nan"))}) == {}


# the whole step


def everything() -> tuple[Tables, list[Clustering]]:
    """Give a library with every kind of figure."""
    parts = [
        library_of_ranks({"b": [1] * 20, "a": [2] * 20, "c": [3] * 20}),
        of_two_artists(10),
        of_playlists({"b": [1, 2, 3], "a": [3, 4, 5]}),
        described([n / 40 for n in range(30)]),
        tables_of(mart_collection_genres=of("label", "l", genres(("a", "A", 1, 1), ("b", "B", 1, 1), ("c", "C", 1, 1)))),
    ]
    keys = {name: TABLES[name].key for name in parts[0]}
    joined = {name: pl.concat([part[name] for part in parts]).unique(keys[name], keep="first", maintain_order=True) for name in keys}
    return joined, [*CLUSTERED, clustering("library", "library")]


def test_figures_are_the_same_whatever_the_order_of_rows_and_clusterings() -> None:
    tables, clusterings = everything()
    expected = plan_all(tables, clusterings)
    assert expected.height > 20
    for seed in range(5):
        shuffled = {name: table.sample(fraction=1, shuffle=True, seed=seed) for name, table in tables.items()}
        assert plan_all(shuffled, clusterings[::-1]).equals(expected)


def test_each_collection_has_a_sheet_with_its_rows_and_a_digest_of_them() -> None:
    tables, clusterings = everything()
    tickets = artifacts.save_all(tables)
    sheets = depict_clusters.work(tickets, clusterings, depict_library.work(tickets))
    expected = plan_all(tables, clusterings)
    assert pl.concat([artifacts.load_slice(sheet.pictures) for sheet in sheets]).equals(expected)
    for sheet in sheets:
        rows = artifacts.load_slice(sheet.pictures)
        assert set(rows.select("collection_kind", "collection_key").iter_rows()) == {(sheet.kind, sheet.key)}
    assert len({(sheet.kind, sheet.key) for sheet in sheets}) == len({sheet.facts_digest for sheet in sheets}) == len(sheets)


def test_a_digest_changes_with_the_figures_of_its_collection_alone() -> None:
    tables, clusterings = everything()
    ticket = Artifact(table="step.pictures", digest="0")
    before = {(sheet.kind, sheet.key): sheet.facts_digest for sheet in cut_sheets(plan_all(tables, clusterings), ticket)}
    renamed = tables | {"mart.collection_genres": tables["mart.collection_genres"].with_columns(genre_name=pl.lit("Other"))}
    after = {(sheet.kind, sheet.key): sheet.facts_digest for sheet in cut_sheets(plan_all(renamed, clusterings), ticket)}
    assert {key for key in before if before[key] != after[key]} == {("label", "l")}
