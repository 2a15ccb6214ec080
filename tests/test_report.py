"""Pages: the form of the contract, tables in their order, every number with its coverage."""

import re
from datetime import date

import polars as pl
import pytest
from full_library import full_library
from library_site import covers_on, print_all
from markdown_tree import headings, tables
from report_library import HARD_NAMES, PLAYLIST, URI, frame, night_of, one_playlist, pages_of, small_library, tables_of

from storage.schemas import DESCRIBING_FEATURES
from tasks.report.facts import ReportChoices
from tasks.report.filters import counted, shown, text
from tasks.report.pages import lay_out_reports
from tasks.report.ranking_bases import tell_bases
from tasks.shared_paths import clusters_path, features_path, figure_path, overview_path, way_up


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The pages of the library of hard names."""
    return pages_of(small_library())


def test_things_are_counted_in_words() -> None:
    assert [counted(count, "track") for count in (0, 1, 2)] == ["0 tracks", "1 track", "2 tracks"]


def test_pages_and_figures_stand_where_the_contract_says() -> None:
    assert overview_path("genre", "k") == "genres/k/overview.md"
    assert overview_path("library", "library") == "README.md"
    assert clusters_path("label", "k") == "labels/k/clusters/overview.md"
    assert clusters_path("library", "library") == "clusters.md"
    assert figure_path("artist", "k") == "images/artists/k/clusters/clusters_scatter.png"
    assert figure_path("library", "library") == "images/overview/clusters/clusters_scatter.png"
    assert [way_up(page) for page in ("README.md", "labels/k/overview.md")] == ["", "../../"]


def test_every_collection_has_its_pages(pages: dict[str, str]) -> None:
    expected = {"README.md", "clusters.md", "track_features.md", "rejects.md", "errors.md", "changes.md"}
    keys = [("playlist", "liked_tracks")] + [(kind, key.format(n)) for kind, key in KEYS.items() for n in range(len(HARD_NAMES))]
    expected |= {path(kind, key) for kind, key in keys for path in (overview_path, clusters_path, features_path)}
    assert set(pages) == expected


KEYS = {"playlist": "p({})", "artist": "a [{}]", "label": "l%{}", "genre": "g{}"}


def test_a_cluster_page_has_the_form_of_the_contract() -> None:
    library = small_library(("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve", "Thirteen"))
    first_row = (
        '| <img src="../../../images/covers/1.png" alt="" width="50" /> | Two | Two | [Two](../../../artists/a%20%5B1%5D/overview.md), '
        "[Three](../../../artists/a%20%5B2%5D/overview.md) | [Two](../../../labels/l%251/overview.md) | 2 | | "
        "[🔗](https://open.spotify.com/track/0000000000000000000001) |"
    )
    lines = pages_of(library)["playlists/p(1)/clusters/overview.md"].split("\n")
    assert lines[:13] == [
        "# Clusters in Two",
        "",
        "![Comparison of Cluster](../../../images/playlists/p%281%29/clusters/clusters_scatter.png)",
        "",
        "Clusters rest on features known for 13 of 13 tracks (exports 13).",
        "",
        "## Cluster #1",
        "",
        "5 tracks",
        "",
        "| Art | Track | Album | Artists | Label | Rank | 💚 | 🔗 |",
        "|:---|:---|:---|:---|:---|---:|:---|:---|",
        first_row,
    ]
    assert lines[17:20] == ["", "## Cluster #2", ""]


def test_tables_of_clusters_go_from_the_nearest_outwards_and_stop_at_ten() -> None:
    library = small_library([f"N{n:02d}" for n in range(40)])
    everything = pages_of(library)["clusters.md"]
    assert [row[1] for row in next(iter(tables(everything)))[1:]] == [f"N{n:02d}" for n in range(0, 30, 3)]


def test_sizes_of_clusters_sum_to_the_number_of_the_coverage_line(pages: dict[str, str]) -> None:
    sizes = [int(line.split()[0]) for line in pages["clusters.md"].split("\n") if re.fullmatch(r"\d+ tracks", line)]
    assert f"known for {sum(sizes)} of {len(HARD_NAMES)} tracks" in pages["clusters.md"]


def test_clusters_of_other_tracks_than_those_described_are_refused() -> None:
    library = small_library()
    library["mart.collections"] = library["mart.collections"].with_columns(described_count=pl.lit(12))
    with pytest.raises(ValueError, match="cluster it again"):
        pages_of(library)


def test_a_page_says_so_when_no_number_of_clusters_is_balanced(pages: dict[str, str]) -> None:
    said = "no number of clusters between 3 and 10 keeps the smallest within a tenth of the largest"
    assert said in pages_of(small_library(), is_balanced=False)["clusters.md"]
    assert said not in pages["clusters.md"]


def test_names_of_all_kinds_are_read_on_the_pages_as_they_are(pages: dict[str, str]) -> None:
    for number, name in enumerate(HARD_NAMES):
        page = pages[overview_path("artist", f"a [{number}]")]
        assert headings(page)[0] == shown(name)
        rows = [row for table in tables(page) for row in table[1:]]
        both = f"{shown(name)}, {shown(HARD_NAMES[(number + 1) % len(HARD_NAMES)])}"
        assert [shown(name), shown(name), both, shown(name)] in [row[1:5] for row in rows]


def test_an_overview_says_what_it_covers_from_which_source() -> None:
    library = one_playlist(3)
    sources = ((0, "exports"), (1, "ReccoBeats"), (2, "exports"))
    described = [{"track_uri": URI(n), "source": name, **dict.fromkeys(DESCRIBING_FEATURES, 0.5)} for n, name in sources]
    described[2]["valence"] = None
    library |= {"core.track_features": tables_of(core_track_features=described)["core.track_features"]}
    library["mart.collections"] = library["mart.collections"].with_columns(described_count=pl.lit(2, pl.Int64), liked_count=pl.lit(1, pl.Int64))
    assert "Playlist with 3 tracks (1 liked); features known for 2 of 3 tracks (ReccoBeats 1, exports 1)." in pages_of(library)[PLAYLIST]


def test_clusters_are_linked_only_where_they_are_written() -> None:
    assert "clusters" not in pages_of(one_playlist(3))[PLAYLIST]
    assert "[3 clusters of tracks that sound alike](clusters/overview.md)" in pages_of(small_library())["playlists/p(0)/overview.md"]


def test_the_entrance_lists_liked_songs_first_and_then_the_most_liked(pages: dict[str, str]) -> None:
    listed = [row for table in tables(pages["README.md"]) for row in table if table[0][0] == "Playlist"]
    assert listed[1][:3] == ["Liked Tracks", "22", "22"]
    liked = [int(row[2]) for row in listed[2:] if row[2] != "💚"]
    assert liked == sorted(liked, reverse=True)
    assert len(liked) == len(HARD_NAMES)


def test_liked_songs_stand_first_even_beside_a_larger_list_with_as_many_liked() -> None:
    library = small_library()
    is_liked_songs = pl.col("collection_key") == "liked_tracks"
    shrunk = library["mart.collections"].with_columns(
        liked_count=pl.lit(1, pl.Int64), track_count=pl.when(is_liked_songs).then(1).otherwise(13).cast(pl.Int64)
    )
    assert next(iter(tables(pages_of(library | {"mart.collections": shrunk})["README.md"])))[1][:3] == ["Liked Tracks", "1", "1"]


def test_rejects_are_told_with_file_line_reason_and_text(pages: dict[str, str]) -> None:
    rows = {(row[0], row[1], row[2]) for table in tables(pages["rejects.md"]) for row in table if table[0] == ["File", "Line", "Row"]}
    assert {(shown(name), str(n + 2), shown(name) if name else "") for n, name in enumerate(HARD_NAMES)} <= rows
    assert headings(pages["rejects.md"]) == ["Rejects", "no track: 0", "no track: 1", "Files left out"]
    assert ["notes|a.txt", "not an export: <binary>"] in list(tables(pages["rejects.md"]))[-1]


def test_the_rejects_page_says_so_when_nothing_was_refused() -> None:
    page = print_all(lay_out_reports(night_of(one_playlist(1)), ReportChoices()))["rejects.md"]
    assert page == "# Rejects\n\nNo row was refused, no file was left out. [The whole library](README.md)\n"


def test_an_empty_library_has_an_entrance_and_a_rejects_page() -> None:
    empty = print_all(lay_out_reports(night_of(tables_of()), ReportChoices()))
    assert set(empty) == {"README.md", "rejects.md", "errors.md", "changes.md"}
    assert "0 tracks (0 liked)" in empty["README.md"]


def test_pages_are_equal_for_any_order_of_rows(pages: dict[str, str]) -> None:
    shuffled = {name: table.sample(fraction=1, shuffle=True, seed=5) for name, table in small_library().items()}
    assert list(pages_of(shuffled).items()) == list(pages.items())


def test_the_covers_that_pages_show_are_found_and_names_that_look_like_one_are_not(pages: dict[str, str]) -> None:
    assert covers_on(pages.values()) == {f"images/covers/{n}.png" for n in range(len(HARD_NAMES)) if n % 3}
    assert covers_on([text('<img src="images/covers/x.png"')]) == set()


def without_ranks_of_tracks() -> dict[str, pl.DataFrame]:
    """Give a library in which artists and albums are ranked, and no track is."""
    library = full_library()
    return {**library, "mart.track_ranks": library["mart.track_ranks"].clear()}


def test_artists_and_albums_show_their_ranks_though_no_track_has_one() -> None:
    pages = pages_of(without_ranks_of_tracks())
    for page in ("README.md", "playlists/all/overview.md"):
        ranked = {table[0][-2]: "Rank" in table[0] for table in tables(pages[page])}
        assert (ranked["Artist"], ranked["Release Date"], ranked.get("💚", False)) == (True, True, False)
        assert "Ranks rest on dated top lists: 2 dates" in pages[page]
    assert ["Rank", "Tracks", "💚", "Artist", "🔗"] in [table[0] for table in tables(pages["producers/kenzie/overview.md"])]


def test_a_page_without_ranks_does_not_say_what_they_rest_on() -> None:
    elsewhere = frame("mart.artist_ranks", [{"artist_key": "elsewhere", "score": 1.0, "rank": 1}])
    library = without_ranks_of_tracks()
    pages = pages_of(library | {"mart.artist_ranks": elsewhere, "mart.album_ranks": library["mart.album_ranks"].clear()})
    assert [path for path, page in pages.items() if "Ranks rest" in page] == ["README.md"]


def test_artists_and_albums_show_no_ranks_where_the_user_wants_none() -> None:
    pages = pages_of(without_ranks_of_tracks(), ReportChoices(ranking_column="none"))
    assert [page for page, printed in pages.items() if any("Rank" in table[0] for table in tables(printed))] == []


LISTS = {"basis": "lists", "date_count": 1, "first_date": date(2024, 5, 1), "last_date": date(2024, 5, 1)}
PLAYS = {"basis": "plays", "date_count": 3, "first_date": date(2024, 1, 31), "last_date": date(2024, 4, 30)}


@pytest.mark.parametrize(
    ("bases", "told"),
    [
        ([], None),
        ([LISTS], "Ranks rest on dated top lists: 1 date, 2024-05-01."),
        ([PLAYS], "Ranks rest on plays, counted at the ends of months: 3 dates from 2024-01-31 to 2024-04-30."),
        (
            [PLAYS, LISTS],
            (
                "Ranks of artists rest on dated top lists: 1 date, 2024-05-01. "
                "Ranks of tracks and albums rest on plays, counted at the ends of months: 3 dates from 2024-01-31 to 2024-04-30."
            ),
        ),
    ],
)
def test_what_ranks_rest_on_is_told_of_each_kind_and_a_single_date_once(bases: list[dict[str, object]], told: str | None) -> None:
    assert tell_bases(frame("mart.ranking", bases)) == told
