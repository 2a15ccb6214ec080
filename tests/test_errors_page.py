"""Possible errors: what is a duplicate and what is another version, near copies of playlists, dates that cannot be."""

from collections.abc import Mapping
from datetime import datetime

import polars as pl
import pytest
from library_site import site_of
from markdown_tree import broken_tables, glued, headings, tables
from report_library import HARD_NAMES, URI, frame, small_library, tables_of

from tasks.report.duplicates import SAME_ISRC, SAME_NAMES, find_duplicate_albums, find_duplicate_tracks, merge_groups
from tasks.report.error_facts import Errors
from tasks.report.errors import lay_out_errors, read_errors
from tasks.report.folding import fold, fold_all
from tasks.report.near_copies import find_near_copies
from tasks.report.oddities import BEFORE_RELEASE, BEFORE_SPOTIFY, find_misdated, find_unpopular
from tasks.report.rejects import read_rejects
from tasks.report.templates import print_page
from tasks.report.version_words import version_kinds

Row = Mapping[str, object]
TRACK = {"track_name": "Song", "album_name": "Album", "artist_names": ["BoA"], "duration_ms": 200_000, "isrc": None}
TEXTS = dict.fromkeys(("track_uri", "track_name", "album_name", "isrc"), pl.String())
COLUMNS: dict[str, pl.DataType] = {**TEXTS, "artist_names": pl.List(pl.String()), "duration_ms": pl.Int64()}


def duplicates_of(*tracks: Row) -> list[tuple[str, str, str]]:
    """Give uri, first uri of the group and rule; tracks are a, b, c ... and differ from one song in what is given."""
    rows = [{"track_uri": uri, **TRACK, **track} for uri, track in zip("abcdefgh", tracks, strict=False)]
    return find_duplicate_tracks(pl.DataFrame(rows, schema=COLUMNS)).rows()


def test_the_same_isrc_makes_duplicates_whatever_the_names_say() -> None:
    found = duplicates_of({"isrc": "X1"}, {"isrc": "X1", "track_name": "Another", "duration_ms": 1})
    assert found == [("a", "a", SAME_ISRC), ("b", "a", SAME_ISRC)]


def test_the_isrc_wins_over_names_where_both_match() -> None:
    assert duplicates_of({"isrc": "X1"}, {"isrc": "X1"}) == [("a", "a", SAME_ISRC), ("b", "a", SAME_ISRC)]


def test_the_same_name_artists_and_length_make_duplicates() -> None:
    assert duplicates_of({}, {"duration_ms": 202_000}) == [("a", "a", SAME_NAMES), ("b", "a", SAME_NAMES)]
    assert duplicates_of({}, {"duration_ms": 202_001}) == []


@pytest.mark.parametrize(
    "other",
    [
        {"track_name": "Song (Live)"},
        {"track_name": "Song - Acoustic"},
        {"track_name": "Song [Club Remix]"},
        {"track_name": "Song (라이브)"},
        {"album_name": "Live at the Albert Hall"},
        {"album_name": "Album (En Vivo)"},
        {"album_name": "Album [Instrumental]"},
        {"album_name": "アルバム（カラオケ）"},
        {"album_name": "Album - Demos"},
        {"artist_names": ["BoA", "TVXQ!"]},
        {"artist_names": None},
        {"duration_ms": None},
        {"track_name": None},
    ],
)
def test_another_version_or_another_song_is_no_duplicate(other: Row) -> None:
    assert duplicates_of({}, other) == []


@pytest.mark.parametrize(
    "other",
    [
        {"track_name": "SONG"},
        {"track_name": " Song! "},
        {"track_name": "Ｓｏｎｇ"},
        {"track_name": "Song (feat. TVXQ!)"},
        {"album_name": "Album (Deluxe Edition)"},
        {"album_name": "Delivered"},
        {"album_name": None},
    ],
)
def test_the_same_song_written_otherwise_is_a_duplicate(other: Row) -> None:
    assert [uri for uri, _, _ in duplicates_of({}, other)] == ["a", "b"]


def test_two_live_versions_of_one_song_are_duplicates_however_live_is_written() -> None:
    assert len(duplicates_of({"track_name": "Song (Live)"}, {"track_name": "Song - Live"})) == 2


def test_three_uris_form_one_group() -> None:
    assert {first for _, first, _ in duplicates_of({}, {}, {})} == {"a"}


def test_groups_that_share_a_track_are_one_and_each_track_tells_its_rule() -> None:
    found = duplicates_of({"isrc": "X1", "track_name": "Other"}, {"isrc": "X1"}, {"isrc": "X2"}, {"duration_ms": 900_000})
    assert found == [("a", "a", SAME_ISRC), ("b", "a", SAME_ISRC), ("c", "a", SAME_NAMES)]


def test_artists_may_stand_in_any_order() -> None:
    assert len(duplicates_of({"artist_names": ["A", "B"]}, {"artist_names": ["b", "a"]})) == 2


def test_chains_of_groups_are_merged_whatever_their_order() -> None:
    chain = [["c", "d"], ["a", "b"], ["x", "y"], ["b", "c"]]
    merged = {"a": "a", "b": "a", "c": "a", "d": "a", "x": "x", "y": "x"}
    assert merge_groups(chain) == merge_groups(chain[::-1]) == merged


def test_duplicates_do_not_depend_on_the_order_of_rows() -> None:
    rows = [{"track_uri": f"{n:02d}", **TRACK, "isrc": f"X{n % 3}" if n % 2 else None, "track_name": f"S{n % 4}"} for n in range(12)]
    tracks = pl.DataFrame(rows, schema=COLUMNS)
    assert find_duplicate_tracks(tracks.sample(fraction=1, shuffle=True, seed=3)).equals(find_duplicate_tracks(tracks))


def test_names_are_folded_but_never_to_nothing() -> None:
    assert fold("Don’t  STOP!") == fold("don't stop") == "don t stop"
    assert [fold("!!!"), fold("???"), fold("+"), fold(""), fold(None), fold("\u200b")] == ["!!!", "???", "+", None, None, "\u200b"]
    assert fold("कि") != fold("का")
    assert fold_all(["B", "a"]) == fold_all(["A", "b", "B"])
    assert fold_all([]) is None
    assert fold_all(["A", None]) is None


@pytest.mark.parametrize(
    ("track", "album", "kinds"),
    [
        ("Live and Let Die", "Red Rose Speedway", ""),
        ("Song (Ao Vivo)", None, "live"),
        ("Song (Acústico)", "Ao Vivo em Lisboa", "acoustic, live"),
        ("Song - Sped Up", "Song", "speed"),
        ("Песня (концерт)", None, "live"),
        ("歌 (伴奏)", None, "instrumental"),
        ("Song", "MTV Unplugged", "acoustic, live"),
        ("Song", "Oliver", ""),
        ("Song (Original Demo)", None, "demo"),
        (None, None, ""),
    ],
)
def test_versions_are_told_by_words_in_brackets_after_dashes_and_in_names_of_albums(track: str | None, album: str | None, kinds: str) -> None:
    assert version_kinds(track, album) == kinds


def test_albums_of_equal_names_and_artists_are_duplicates() -> None:
    albums = [
        ("a", "One", "BoA"),
        ("b", "ONE", "boa"),
        ("c", "One", "Muse"),
        ("d", None, "BoA"),
        ("e", None, "BoA"),
        ("f", "Two", None),
        ("g", "Two", None),
    ]
    rows = frame("core.albums", [{"album_key": key, "album_name": name, "artist_name": artist} for key, name, artist in albums])
    assert find_duplicate_albums(rows).rows() == [("a", "a"), ("b", "a")]


def members_of(**playlists: range | list[int]) -> pl.DataFrame:
    """Give playlists by the numbers of their tracks."""
    rows = [(key, URI(n)) for key, numbers in playlists.items() for n in numbers]
    return pl.DataFrame(rows, schema={"playlist_key": pl.String, "track_uri": pl.String}, orient="row")


def test_playlists_that_share_four_fifths_of_their_tracks_are_near_copies() -> None:
    found = find_near_copies(members_of(a=range(10), b=range(1, 10), c=range(2, 12), d=range(4), e=range(4)))
    assert found == [("a", "b", 10, 9, 9)]
    assert find_near_copies(members_of(a=range(9), b=range(1, 10))) == [("a", "b", 9, 9, 8)]
    assert find_near_copies(members_of(a=range(8), b=range(1, 9))) == []


def test_equal_playlists_are_each_paired_with_the_first_alone() -> None:
    found = find_near_copies(members_of(b=range(6), c=range(6), a=range(6)))
    assert [(pair.one, pair.other) for pair in found] == [("a", "b"), ("a", "c")]


def test_near_copies_are_those_that_comparing_all_with_all_finds() -> None:
    playlists = {f"p{n:02d}": [(n // 4) * 3 + step for step in range(20 + n % 4) if step != n % 5] for n in range(40)}
    sets = {key: frozenset(numbers) for key, numbers in playlists.items() if len(numbers) >= 5}
    expected = {
        (one, other)
        for one in sets
        for other in sets
        if one < other and sets[one] != sets[other] and 5 * len(sets[one] & sets[other]) >= 4 * len(sets[one] | sets[other])
    }
    found = {(pair.one, pair.other) for pair in find_near_copies(members_of(**playlists)) if pair.share < 1}
    firsts = {min(key for key in sets if sets[key] == tracks) for tracks in sets.values()}
    assert found == {pair for pair in expected if set(pair) <= firsts}
    assert expected


def test_dates_before_spotify_and_before_the_release_cannot_be() -> None:
    library = tables_of(
        core_tracks=[
            {"track_uri": "a", "release_date": "2020-05-10", "is_liked": True, "liked_at": datetime.fromisoformat("2020-05-08T23:00")},
            {"track_uri": "b", "release_date": "2020", "is_liked": False},
        ],
        core_playlist_tracks=[
            {"playlist_key": "p", "playlist_position": n, "track_uri": uri, "added_at": at}
            for n, (uri, at) in enumerate(
                [
                    ("a", datetime.fromisoformat("2020-05-09")),
                    ("a", datetime.fromisoformat("2006-04-22T23:00")),
                    ("b", datetime.fromisoformat("2019-01-01")),
                    ("b", datetime.fromisoformat("2006-04-23")),
                    ("b", None),
                ]
            )
        ],
    )
    found = [(key, uri, str(added), reason) for key, uri, added, _, reason in find_misdated(library).iter_rows()]
    assert found == [("p", "a", "2006-04-22", BEFORE_SPOTIFY), ("liked_tracks", "a", "2020-05-08", BEFORE_RELEASE)]


def test_tracks_are_unpopular_only_beside_popular_ones_of_artists_whose_music_is_not_recorded_over_and_over() -> None:
    popularity = {"a": 0, "b": 30, "c": 1, "d": 24, "e": 2, "f": 90, "g": 1, "h": 90, "i": None}
    artists = {"a": "pop", "b": "pop", "i": "pop", "c": "small", "d": "small", "e": "strings", "f": "strings", "g": "unknown", "h": "unknown"}
    genres = [("pop", "k-pop"), ("small", "k-pop"), ("strings", "Classical"), ("strings", "pop")]
    library = tables_of(
        core_tracks=[{"track_uri": uri, "popularity": known, "is_liked": False} for uri, known in popularity.items()],
        core_track_artists=[{"track_uri": uri, "artist_key": artist, "artist_position": 0} for uri, artist in artists.items()],
        core_artist_genres=[{"artist_key": artist, "genre_key": genre, "genre_name": genre} for artist, genre in genres],
    )
    assert find_unpopular(library).rows() == [("a", 0, 30)]


def messy_library() -> dict[str, pl.DataFrame]:
    """Give a library with one error of every kind."""
    songs = [("Ditto", "b0", 200_000), ("ditto", "b1", 201_000), ("Attention", "b1", 1), ("Hype Boy", "b2", 2), ("Cookie", "b2", 3), ("OMG", "b2", 4)]
    lists = {"p": range(6), "q": range(5), "liked_tracks": [1]}
    return tables_of(
        core_tracks=[
            {"track_uri": URI(n), "track_name": name, "album_key": album, "duration_ms": length, "is_liked": n == 1}
            | {"release_date": "2022-12-19", "popularity": 0 if n == 5 else 80}
            for n, (name, album, length) in enumerate(songs)
        ],
        core_albums=[
            {"album_key": f"b{n}", "album_name": name, "artist_name": "NewJeans", "release_date": "2022", "track_count": n}
            for n, name in enumerate(("Ditto", "DITTO", "OMG"))
        ],
        core_album_labels=[{"album_key": "b1", "label_key": "ador", "label_name": "ADOR", "raw_label": "ADOR"}],
        core_artists=[{"artist_key": "nj", "artist_name": "NewJeans"}],
        core_artist_genres=[{"artist_key": "nj", "genre_key": "k-pop", "genre_name": "k-pop"}],
        core_track_artists=[{"track_uri": URI(n), "artist_key": "nj", "artist_position": 0} for n in range(6)],
        core_playlist_tracks=[{"playlist_key": "p", "playlist_position": 1, "track_uri": URI(2), "added_at": datetime.fromisoformat("2001-01-01")}],
        core_rejects=[{"source": "exports", "file_name": "f.csv", "line_number": 3, "reason": "no track"}],
        step_superseded_lists=[
            {"playlist_key": "p", "file_name": f"{folder}/P.csv", "used_file_name": "b/P.csv", "track_count": 7, "shared_count": 2} for folder in "ac"
        ],
        mart_collections=[
            {"collection_kind": "playlist", "collection_key": key, "title": key.upper(), "track_count": len(numbers)}
            | {"described_count": 0, "liked_count": 1, "page_path": ""}
            for key, numbers in lists.items()
        ],
        mart_collection_members=[
            {"collection_kind": "playlist", "collection_key": key, "track_uri": URI(n)} for key, numbers in lists.items() for n in numbers
        ],
    )


def errors_of(library: Mapping[str, pl.DataFrame]) -> Errors:
    return read_errors(site_of(library), read_rejects(library["core.rejects"], ()))


def page_of(library: Mapping[str, pl.DataFrame]) -> str:
    return print_page("errors.md", lay_out_errors(errors_of(library)))


def test_the_page_tells_every_kind_of_error_in_its_section() -> None:
    page = page_of(messy_library())
    assert headings(page) == [
        "Possible organizational errors",
        "Duplicate tracks",
        "Duplicate albums",
        "Playlists that are near copies",
        "Tracks with low popularity",
        "Added at dates that cannot be",
        "Files taken for older exports",
        "Refused rows",
    ]
    tracks, albums, playlists, unpopular, misdated, superseded, refused = tables(page)
    assert tracks == [
        ["Track", "🔗", "Popularity", "Album", "Artists", "Release Date", "Label", "Playlists", "💚", "Rule"],
        ["ditto", "🔗", "80", "DITTO", "NewJeans", "2022-12-19", "ADOR", "P, Q", "💚", "same name, artists and length"],
        ["Ditto", "🔗", "80", "Ditto", "NewJeans", "2022-12-19", "", "P, Q", "", "same name, artists and length"],
    ]
    assert albums == [
        ["Album", "🔗", "Artist", "Release Date", "Label", "Tracks", "Playlists"],
        ["DITTO", "", "NewJeans", "2022", "ADOR", "1", "P, Q"],
        ["Ditto", "", "NewJeans", "2022", "", "0", "P, Q"],
    ]
    assert playlists == [["Playlist", "Tracks", "Playlist", "Tracks", "Shared", "Of all"], ["P", "6", "Q", "5", "5", "83 %"]]
    assert unpopular[1] == ["OMG · NewJeans", "🔗", "OMG", "0", "80", "P", ""]
    assert misdated == [
        ["Playlist", "Track", "Added", "Released", "Why not"],
        ["P", "Attention · NewJeans", "2001-01-01", "2022-12-19", "before Spotify existed"],
    ]
    assert superseded == [
        ["Playlist", "Used", "Not used", "Tracks", "Shared"],
        ["P", "b/P.csv", "a/P.csv", "7", "2"],
        ["P", "b/P.csv", "c/P.csv", "7", "2"],
    ]
    assert refused == [["Reason", "Rows"], ["no track", "1"]]
    assert "[Rejects](rejects.md)" in page
    assert "[P](playlists/p/overview.md), [Q](playlists/q/overview.md)" in page


def test_errors_are_counted_for_the_entrance() -> None:
    counts = errors_of(messy_library()).counts
    found = {
        "duplicate track": 1,
        "duplicate album": 1,
        "nearly copied playlist": 1,
        "unpopular track": 1,
        "impossible date": 1,
        "superseded file": 2,
    }
    assert counts == tuple((count, word) for word, count in found.items())


def test_artists_of_duplicate_albums_lead_to_their_pages() -> None:
    library = messy_library()
    assert "| NewJeans | 2022 |" in page_of(library)
    artist = {"collection_kind": "artist", "collection_key": "nj", "title": "NewJeans", "track_count": 6, "described_count": 0, "liked_count": 1}
    collections = pl.concat([library["mart.collections"], frame("mart.collections", [artist])])
    assert "| [NewJeans](artists/nj/overview.md) | 2022 |" in page_of(library | {"mart.collections": collections})


def test_a_library_without_errors_is_told_so() -> None:
    assert page_of(tables_of()) == "# Possible organizational errors\n\nNone found. [The whole library](README.md)\n"


def test_the_page_is_equal_for_any_order_of_rows() -> None:
    library = messy_library()
    assert page_of({name: table.sample(fraction=1, shuffle=True, seed=9) for name, table in library.items()}) == page_of(library)


def test_hard_names_break_no_table() -> None:
    library = small_library([*HARD_NAMES, *HARD_NAMES])
    pairs = pl.int_range(pl.len()) % len(HARD_NAMES)
    library["core.tracks"] = library["core.tracks"].with_columns(isrc=pl.format("X{}", pairs))
    page = page_of(library)
    assert list(broken_tables(page)) == []
    assert list(glued(page)) == []
    assert f"{len(HARD_NAMES)} recordings under more than one address" in page
