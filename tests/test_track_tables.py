"""Tables of tracks: which columns, in which order, and what a cell says."""

import polars as pl
import pytest
from markdown_tree import tables
from report_library import PLAYLIST, URI, one_playlist, pages_of, small_library, tables_of

from tasks.report.facts import ReportChoices

LISTED = 1000


def track_table(page: str) -> list[list[str]]:
    """Give the first table of tracks on a page."""
    return next(table for table in tables(page) if "Track" in table[0])


@pytest.mark.parametrize(("column", "header", "first"), [("rank", "Rank", "1"), ("score", "Score", "100")])
def test_the_ranking_column_is_a_choice_and_unranked_tracks_have_an_empty_cell(column: str, header: str, first: str) -> None:
    page = pages_of(small_library(), ReportChoices.model_validate({"ranking_column": column}))["playlists/p(0)/overview.md"]
    table = track_table(page)
    assert [row[5] for row in table] == [header, first, *table_places(column), *[""] * 5]


def table_places(column: str) -> list[str]:
    """Give the second to fifth place, or the points they have."""
    return ["2", "3", "4", "5"] if column == "rank" else ["99", "98", "97", "96"]


def test_no_ranking_column_stands_where_none_is_wanted_or_nothing_is_ranked() -> None:
    library = small_library()
    without = [pages_of(library, ReportChoices(ranking_column="none"))]
    without += [pages_of(library | {"mart.track_ranks": library["mart.track_ranks"].clear()})]
    for pages in without:
        assert track_table(pages["playlists/p(0)/overview.md"])[0] == ["Art", "Track", "Album", "Artists", "Label", "💚", "🔗"]


def test_no_art_column_stands_where_no_track_has_an_image() -> None:
    table = next(iter(tables(pages_of(one_playlist(3))[PLAYLIST])))
    assert table == [["Track", "Album", "Artists", "Label", "💚", "🔗"], *[[f"T{n:04d}", "", "", "", "", "🔗"] for n in range(3)]]


def test_an_address_that_is_no_image_address_is_left_out() -> None:
    library = small_library()
    bad = pl.lit('javascript:alert("1")')
    page = pages_of(library | {"core.albums": library["core.albums"].with_columns(album_image_url=bad)})["playlists/p(0)/overview.md"]
    assert "javascript" not in page
    assert "Art" not in track_table(page)[0]


def test_only_tracks_of_spotify_are_linked_to_it() -> None:
    library = one_playlist(3)
    uris = pl.Series(["spotify:local:a:b:c:1", "linernotes:track:0", URI(2)])
    renamed = {name: library[name].with_columns(track_uri=uris) for name in ("core.tracks", "mart.collection_members")}
    assert [row[-1] for row in next(iter(tables(pages_of(library | renamed)[PLAYLIST])))[1:]] == ["", "", "🔗"]


def test_tracks_go_by_rank_then_release_date_then_album_then_name() -> None:
    library = tables_of(
        core_tracks=[
            {"track_uri": URI(1), "track_name": "F no date", "album_key": "b1"},
            {"track_uri": URI(2), "track_name": "E", "album_key": "b2", "release_date": "2001"},
            {"track_uri": URI(3), "track_name": "D", "album_key": "b2", "release_date": "2001"},
            {"track_uri": URI(4), "track_name": "C", "album_key": "b1", "release_date": "2001"},
            {"track_uri": URI(5), "track_name": "B", "album_key": "b2", "release_date": "1999-02-01"},
            {"track_uri": URI(6), "track_name": "A ranked", "album_key": "b2", "release_date": "2020"},
        ],
        core_albums=[{"album_key": "b1", "album_name": "First"}, {"album_key": "b2", "album_name": "Second"}],
        mart_collections=one_playlist(6)["mart.collections"].to_dicts(),
        mart_collection_members=[{"collection_kind": "playlist", "collection_key": "p", "track_uri": URI(n)} for n in range(1, 7)],
        mart_track_ranks=[{"track_uri": URI(6), "score": 3.0, "rank": 1}],
    )
    assert [row[0] for row in list(tables(pages_of(library)[PLAYLIST]))[-1][1:]] == ["A ranked", "B", "C", "D", "E", "F no date"]


def test_ten_tracks_stand_open_and_the_rest_is_folded() -> None:
    for count, rows in ((10, [10]), (11, [10, 1]), (25, [10, 15])):
        page = pages_of(one_playlist(count))[PLAYLIST]
        assert [len(table) - 1 for table in tables(page)] == rows
        assert ("<details>" in page) == (count > rows[0])


def test_a_very_long_list_says_how_many_are_left_out_and_where_they_are() -> None:
    page = pages_of(one_playlist(LISTED + 5))[PLAYLIST]
    assert sum(len(table) - 1 for table in tables(page)) == LISTED
    assert "5 tracks more would make this page too long; all are in the warehouse, in `mart.collection_members`." in page


def labels_on_page(raw: str, *standard: tuple[str, bool]) -> str:
    """Give the label cell of an album with these standard labels, each with a page or without."""
    library = one_playlist(1, album_key="b")
    pages = [{"collection_kind": "label", "collection_key": name.lower(), "title": name} for name, has_page in standard if has_page]
    counts = {"track_count": 1, "described_count": 0, "liked_count": 0, "page_path": ""}
    library |= tables_of(
        mart_collections=[*library["mart.collections"].to_dicts(), *({**page, **counts} for page in pages)],
        core_album_labels=[{"album_key": "b", "label_key": name.lower(), "label_name": name, "raw_label": raw} for name, _ in standard],
        core_tracks=library["core.tracks"].to_dicts(),
        mart_collection_members=[
            *library["mart.collection_members"].to_dicts(),
            *({"collection_kind": "label", "collection_key": page["collection_key"], "track_uri": URI(0)} for page in pages),
        ],
    )
    row = pages_of(library)[PLAYLIST].split("\n|")[-1]
    return row.split("|")[3].strip()


def test_labels_without_a_page_are_as_written() -> None:
    assert labels_on_page("Hwa&Dam pictures", ("HWA&DAM", False)) == "Hwa&Dam pictures"


def test_one_label_with_a_page_links_the_text_as_written() -> None:
    assert labels_on_page("SM, Kakao", ("SM", True), ("Kakao", False)) == "[SM, Kakao](../../labels/sm/overview.md)"


def test_two_labels_with_pages_are_written_by_their_standard_names() -> None:
    cell = labels_on_page("x", ("SM", True), ("Kakao", True), ("AOMG", False))
    assert cell == "AOMG, [Kakao](../../labels/kakao/overview.md), [SM](../../labels/sm/overview.md)"
