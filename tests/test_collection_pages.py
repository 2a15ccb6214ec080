"""Pages of playlists, years, artists, labels and genres: their sections, columns and order; a section without facts is left out."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

import polars as pl
import pytest
from full_library import count_groups, full_library
from library_site import print_all, site_of
from markdown_tree import broken_tables, glued, headings, tables, targets
from report_library import HARD_NAMES, URI, frame, one_playlist, small_library

from tasks.report.collections import lay_out_collections
from tasks.report.entities import Entities
from tasks.report.facts import RankingColumn
from tasks.report.filters import opening, shown
from tasks.shared_paths import picture_path

FIGURES = {
    "playlist": "artists albums labels genres producers years artists_comparison top_tracks_time_series top_albums_time_series "
    "2020/tracks_time_series",
    "artist": "rank_time_series album_rank_time_series track_rank_time_series_score track_rank_time_series_long_term "
    "track_rank_time_series_medium_term producers",
    "label": "artists albums genres producers",
    "genre": "artists albums labels producers years artists_comparison",
}
ALL_FIGURES = frozenset(
    picture_path(kind, key, name)
    for kind, key in (("playlist", "all"), ("artist", "group"), ("label", "sm"), ("genre", "k-pop"))
    for name in FIGURES[kind].split()
)

Library = Mapping[str, pl.DataFrame]


def pages_of(library: Library, ranking: RankingColumn = "rank", pictures: frozenset[str] = ALL_FIGURES) -> dict[str, str]:
    return print_all(lay_out_collections(site_of(library, ranking, pictures), Entities(library, ranking)))


def outline(page: str) -> Iterator[str]:
    """Give headings, head rows of tables, figures, bullets and what is folded, line by line."""
    lines = page.split("\n")
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith(("#", "<summary>", "- ")) or re.match(r"\|[:|-]+$", after):
            yield line
        elif line.startswith("!["):
            yield re.sub(r"!\[.*\]\((?:\.\./)+images/(.*)\)", r"(\1)", line)


def section(page: str, heading: str) -> list[list[list[str]]]:
    """Give the tables under a heading as a reader sees them."""
    return list(tables(page.partition(f"\n{heading}\n")[2].partition("\n## ")[0]))


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """All pages of the library that has everything."""
    return pages_of(full_library())


TRACKS = "| Art | Track | Album | Artists | Label | Rank | 💚 | 🔗 |"
ALBUMS = "| Art | Rank | Tracks | 💚 | Album | Release Date | 🔗 |"
ARTISTS = "| Rank | Tracks | 💚 | Artist | 🔗 |"
LISTENED = "| Rank | Art | Most listened tracks | Rank | Art | Least listened tracks |"


def test_a_playlist_page_has_these_sections_tables_and_figures(pages: dict[str, str]) -> None:
    assert list(outline(pages["playlists/all/overview.md"])) == [
        "# All of it",
        "## Top Artists",
        ARTISTS,
        "(playlists/all/artists.png)",
        "(playlists/all/artists_comparison.png)",
        "## Top Tracks",
        "(playlists/all/top_tracks_time_series.png)",
        "<summary>Most and least listened tracks</summary>",
        LISTENED,
        "## Top Albums",
        "(playlists/all/top_albums_time_series.png)",
        ALBUMS,
        "<summary>1 more album</summary>",
        ALBUMS,
        "(playlists/all/albums.png)",
        "## Top Record Labels",
        "| Tracks | 💚 | Label |",
        "(playlists/all/labels.png)",
        "## Genres",
        "| Tracks | 💚 | Genre |",
        "(playlists/all/genres.png)",
        "## Top Producers",
        "| Producer | Tracks | Credit Types |",
        "(playlists/all/producers.png)",
        "## Years",
        "| Year | Tracks | 💚 |",
        "(playlists/all/years.png)",
        "| Art | 5 newest albums | Art | 5 oldest albums |",
        "## Tracks",
        TRACKS,
        "<summary>22 more tracks</summary>",
        TRACKS,
    ]


def test_a_page_of_a_year_has_these_sections_and_leads_back(pages: dict[str, str]) -> None:
    page = pages["playlists/all/2020/overview.md"]
    assert page.split("\n")[:6] == [
        "# Tracks in All of it from 2020",
        "",
        "21 tracks (6 liked) of 32. Ranks rest on dated top lists: 2 dates from 2024-01-01 to 2024-01-04.",
        "",
        "[All of it](../overview.md) · [The whole library](../../../README.md)",
        "",
    ]
    expected = ["## Artists", ARTISTS, "## Albums", ALBUMS, "## Tracks", "(playlists/all/2020/tracks_time_series.png)", TRACKS]
    assert list(outline(page))[1:] == [*expected, "<summary>11 more tracks</summary>", TRACKS]
    assert section(page, "## Artists")[0][1:] == [["1", "21", "6", "Girls' Generation", "🔗"]]
    assert sum(len(table) - 1 for table in section(page, "## Tracks")) == 21


def test_an_artist_page_has_these_sections_tables_and_figures(pages: dict[str, str]) -> None:
    assert list(outline(pages["artists/group/overview.md"])) == [
        "# Girls' Generation",
        "## Relationships",
        "- has member [TAEYEON](../../artists/member/overview.md)",
        "- has member Yoona",
        "- was formerly known as SNSD",
        "- has the subgroup TTS",
        "## Artist Rank",
        "- The #1 artist of the last month",
        "- The #2 artist of the last year",
        "- The #1 artist of all time",
        "(artists/group/rank_time_series.png)",
        "## Top Tracks",
        "### Top tracks of all time",
        "(artists/group/track_rank_time_series_score.png)",
        "<summary>Top tracks of the last year</summary>",
        "(artists/group/track_rank_time_series_long_term.png)",
        "<summary>Top tracks of the last 6 months</summary>",
        "(artists/group/track_rank_time_series_medium_term.png)",
        "## Top Albums",
        "(artists/group/album_rank_time_series.png)",
        ALBUMS,
        "## Featured on Playlists",
        "| Playlist | Tracks | 💚 | 🔗 |",
        "## Top Record Labels",
        "| Tracks | 💚 | Label |",
        "## Genres",
        "- dance pop",
        "- [k-pop](../../genres/k-pop/overview.md)",
        "## Credits",
        "### Credits by Type",
        "| Credit Type | Tracks |",
        "### Member Credits",
        "| Credit Type | [TAEYEON](../../artists/member/overview.md) | Yoona |",
        "### Production Credits",
        "| Track | Members | Credit Types |",
        "## Top Producers",
        "| Producer | Tracks | Credit Types |",
        "(artists/group/producers.png)",
        "## Tracks",
        TRACKS,
        "<summary>14 more tracks</summary>",
        TRACKS,
    ]


def test_a_label_page_has_these_sections_tables_and_figures(pages: dict[str, str]) -> None:
    assert list(outline(pages["labels/sm/overview.md"])) == [
        "# SM Entertainment",
        "- SM Entertainment (24 tracks)",
        "- SM ENTERTAINMENT Co., Ltd. (6 tracks)",
        "## Top Artists",
        ARTISTS,
        "(labels/sm/artists.png)",
        "## Top Albums",
        ALBUMS,
        "(labels/sm/albums.png)",
        "## Genres",
        "| Tracks | 💚 | Genre |",
        "(labels/sm/genres.png)",
        "## Top Producers",
        "| Producer | Tracks | Credit Types |",
        "(labels/sm/producers.png)",
        "## Tracks released under SM Entertainment",
        TRACKS,
        "<summary>20 more tracks</summary>",
        TRACKS,
    ]


def test_a_genre_page_has_these_sections_tables_and_figures(pages: dict[str, str]) -> None:
    assert list(outline(pages["genres/k-pop/overview.md"])) == [
        "# k-pop",
        "## Top Artists",
        ARTISTS,
        "(genres/k-pop/artists.png)",
        "(genres/k-pop/artists_comparison.png)",
        "## Most and Least Listened Tracks",
        LISTENED,
        "## Top Albums",
        ALBUMS,
        "(genres/k-pop/albums.png)",
        "## Top Record Labels",
        "| Tracks | 💚 | Label |",
        "(genres/k-pop/labels.png)",
        "## Top Producers",
        "| Producer | Tracks | Credit Types |",
        "(genres/k-pop/producers.png)",
        "## Years",
        "| Art | 5 newest albums | Art | 5 oldest albums |",
        "(genres/k-pop/years.png)",
        "## Tracks",
        TRACKS,
        "<summary>20 more tracks</summary>",
        TRACKS,
    ]


def test_a_page_says_on_top_what_it_covers_and_leads_on(pages: dict[str, str]) -> None:
    told, _, links = pages["artists/group/overview.md"].split("\n")[2:5]
    covered = "Artist with 24 tracks (6 liked); features known for 24 of 24 tracks (exports 24)."
    assert told == f"{covered} Ranks rest on dated top lists: 2 dates from 2024-01-01 to 2024-01-04."
    spotify = "[On Spotify 🔗](https://open.spotify.com/artist/0000000000000000000001)"
    assert links == f"[Track features](track_features.md) · {spotify} · [The whole library](../../README.md)"


def test_artists_go_from_the_most_liked_and_albums_from_the_most_tracks(pages: dict[str, str]) -> None:
    page = pages["playlists/all/overview.md"]
    rows = [["1", "24", "6", "Girls' Generation", "🔗"], ["", "7", "2", "TAEYEON", ""], ["", "2", "0", "BoA", ""]]
    assert section(page, "## Top Artists")[0][1:] == rows
    albums = [row[2:6] for table in section(page, "## Top Albums") for row in table[1:]]
    assert albums[0] == ["3", "1", "Album 00", "2020-01-01"]
    assert [name.removeprefix("Album ") for _, _, name, _ in albums] == ["00", "01", "02", "04", "05", "06", "08", "09", "03", "07", "10"]
    assert section(page, "## Top Producers")[0][1:] == [["Kenzie", "3", "producer, songwriter"], ["Yoona", "2", "lyricist, songwriter"]]
    assert section(page, "## Genres")[0][1:] == [["30", "8", "k-pop"], ["24", "6", "dance pop"]]


def test_years_go_from_the_newest_and_those_with_twenty_tracks_lead_to_a_page(pages: dict[str, str]) -> None:
    page = pages["playlists/all/overview.md"]
    assert section(page, "## Years")[0][1:] == [["2021", "6", "2"], ["2020", "21", "6"], ["2018", "3", "0"], ["1999", "1", "0"]]
    assert [target for target in targets(page) if re.search(r"/\d{4}/overview", target)] == ["../../playlists/all/2020/overview.md"]
    assert [path for path in pages if re.search(r"/\d{4}/", path)] == ["playlists/all/2020/overview.md"]


def test_no_track_is_both_most_and_least_listened(pages: dict[str, str]) -> None:
    (listened,) = section(pages["playlists/all/overview.md"], "## Top Tracks")
    assert [(row[0], row[3]) for row in listened[1:]] == [(f"{rank}", "") for rank in range(1, 11)]
    (of_few,) = section(pages["playlists/few/overview.md"], "## Top Tracks")
    assert [row[2::3] for row in of_few[1:]] == [["T00", "T30"]]
    (of_three,) = section(pages["playlists/liked_tracks/overview.md"], "## Top Tracks")
    assert [row[2::3] for row in of_three[1:]] == [["T00", "T28"], ["T04", "T24"], ["T08", "T20"]]


def test_no_album_is_both_new_and_old_and_one_without_a_date_is_neither() -> None:
    library = full_library()
    undated = pl.col("album_key").is_in(["b9", "b10"])
    albums = library["core.albums"].with_columns(release_date=pl.when(~undated).then("release_date"))
    by_age = section(pages_of(library | {"core.albums": albums})["playlists/all/overview.md"], "## Years")[1]
    assert by_age[0] == ["Art", "4 newest albums", "Art", "4 oldest albums"]
    assert [row[3] for row in by_age[1:]] == [f"Album {n:02d} ({date})" for n, date in ((7, "2018-01-08"), (0, "2020-01-01"), *LATER)]
    assert by_age[1][1] == "Album 08 (2021-01-09)"


LATER = ((1, "2020-01-02"), (2, "2020-01-03"))


def test_an_artist_is_found_on_playlists_but_not_on_the_liked_songs(pages: dict[str, str]) -> None:
    rows = [["All of it", "24", "6", "🔗"], ["A few", "2", "1", ""]]
    assert section(pages["artists/group/overview.md"], "## Featured on Playlists")[0][1:] == rows


def test_credits_of_members_are_counted_for_their_group_and_name_them(pages: dict[str, str]) -> None:
    by_type, by_member, productions = section(pages["artists/group/overview.md"], "## Credits")
    assert by_type[1:] == [["arranger", "1"]]
    assert by_member == [["Credit Type", "TAEYEON", "Yoona"], ["vocals", "2", ""], ["lyricist", "1", "1"], ["songwriter", "", "1"]]
    assert productions[1:] == [["T00", "TAEYEON, Yoona", "lyricist"], ["T01", "Yoona", "arranger, songwriter"]]
    assert section(pages["artists/member/overview.md"], "## Credits")[1] == [["Track", "Credit Types"], ["T00", "lyricist"]]


def test_a_relation_is_told_on_both_sides(pages: dict[str, str]) -> None:
    assert "- is a member of [Girls' Generation](../../artists/group/overview.md)\n" in pages["artists/member/overview.md"]


def test_a_name_that_two_artists_bear_is_nobody_in_relations_and_credits() -> None:
    library = full_library()
    twin = frame("core.artists", [{"artist_key": "twin", "artist_name": "TAEYEON"}])
    page = pages_of(library | {"core.artists": pl.concat([library["core.artists"], twin])})
    assert "- has member TAEYEON\n" in page["artists/group/overview.md"]
    assert not {"Relationships", "Credits"} & set(headings(page["artists/member/overview.md"]))


def test_a_place_in_an_older_list_is_not_current(pages: dict[str, str]) -> None:
    assert "of the last 6 months\n" not in pages["artists/group/overview.md"]
    assert "- The #3 artist of the last 6 months\n" in pages["artists/member/overview.md"]


def test_sections_without_facts_are_left_out() -> None:
    pages = pages_of(one_playlist(3), pictures=frozenset())
    assert headings(pages["playlists/p/overview.md"]) == ["P", "Tracks"]
    assert "Ranks rest" not in pages["playlists/p/overview.md"]
    bare = {name: table if name.startswith("mart.collection") else table.clear() for name, table in full_library().items()}
    kept = {name: table for name, table in full_library().items() if name in {"core.tracks", "core.artists", "core.albums"}}
    gone = {f"mart.collection_{name}": bare[f"mart.collection_{name}"].clear() for name in ("labels", "genres", "producers", "years", "artists")}
    sparse = pages_of(bare | kept | gone, pictures=frozenset())
    assert headings(sparse["artists/group/overview.md"]) == ["Girls' Generation", "Top Albums", "Featured on Playlists", "Tracks"]
    assert headings(sparse["labels/sm/overview.md"]) == ["SM Entertainment", "Top Albums", "Tracks released under SM Entertainment"]
    assert headings(sparse["genres/k-pop/overview.md"]) == ["k-pop", "Top Albums", "Years", "Tracks"]
    assert headings(sparse["playlists/all/overview.md"]) == ["All of it", "Top Albums", "Tracks"]


def test_least_listened_are_first_those_that_were_never_listed_and_they_are_never_among_the_most() -> None:
    ranks = full_library()["mart.track_ranks"]
    names = {count: _listened_of(ranks.head(count)) for count in (0, 3, 12)}
    assert names == {0: [], 3: [("1", "T00", "", "T31"), ("2", "T01", "", "T29"), ("3", "T02", "", "T28")], 12: names[12]}
    assert len(names[12]) == 10
    assert not {most for _, most, _, _ in names[12]} & {least for _, _, _, least in names[12]}


def _listened_of(ranks: pl.DataFrame) -> list[tuple[str, ...]]:
    """Give the rows of most and least listened tracks of a playlist of all tracks, where these are ranked."""
    page = pages_of(full_library() | {"mart.track_ranks": ranks})["playlists/all/overview.md"]
    tables = [table for table in section(page, "## Top Tracks") if "Most listened tracks" in table[0]] if "## Top Tracks" in page else []
    return [(row[0], row[2], row[3], row[5]) for table in tables for row in table[1:]]


@pytest.mark.parametrize(("ranking", "column", "place"), [("rank", ["Rank"], "1"), ("score", ["Score"], "100"), ("none", [], None)])
def test_most_listened_tracks_show_the_column_that_is_wanted(ranking: RankingColumn, column: list[str], place: str | None) -> None:
    (listened,) = section(pages_of(full_library(), ranking)["playlists/all/overview.md"], "## Top Tracks")
    assert listened[0] == [*column, "Art", "Most listened tracks", *column, "Art", "Least listened tracks"]
    assert place is None or listened[1][0] == place


def test_without_a_ranking_column_no_table_of_artists_or_albums_has_one() -> None:
    page = pages_of(full_library(), "none")["playlists/all/overview.md"]
    assert section(page, "## Top Artists")[0][0] == ["Tracks", "💚", "Artist", "🔗"]
    assert section(page, "## Top Albums")[0][0] == ["Art", "Tracks", "💚", "Album", "Release Date", "🔗"]


def test_a_long_page_says_how_many_tracks_it_leaves_out() -> None:
    page = pages_of(one_playlist(1002))["playlists/p/overview.md"]
    assert "2 tracks more would make this page too long; all are in the warehouse, in `mart.collection_members`." in page
    assert sum(len(table) - 1 for table in tables(page)) == 1000


def test_playlists_of_the_library_begin_with_the_liked_songs() -> None:
    rows = Entities(full_library(), "rank").playlists("library", "library")
    assert [(row.named.name, row.track_count, row.liked_count) for row in rows] == [("Liked Tracks", 8, 8), ("All of it", 32, 8), ("A few", 3, 1)]


def test_hard_names_break_no_table_and_no_heading() -> None:
    library = small_library()
    names, pairs = list(HARD_NAMES), pairwise(HARD_NAMES)
    told = [{"artist_name": one, "relation": "member_of", "other_name": other} for one, other in pairs]
    genres = [{"artist_key": f"a [{n}]", "genre_key": f"h{m}", "genre_name": name} for n in range(len(names)) for m, name in enumerate(names)]
    credited = [{"track_uri": URI(n % 5), "person_name": name, "credit_type": name or "producer"} for n, name in enumerate(names)]
    library["core.artist_relations"] = frame("core.artist_relations", told)
    library["core.artist_genres"] = frame("core.artist_genres", genres)
    library["core.track_credits"] = frame("core.track_credits", credited + [row | {"credit_type": "producer"} for row in credited])
    pages = pages_of(count_groups(library))
    for path, page in pages.items():
        assert not list(broken_tables(page)), path
        assert not list(glued(page)), path
    bullets = pages["artists/a [0]/overview.md"].partition("## Genres\n")[2].partition("\n## ")[0]
    assert [line.removeprefix("- ") for line in bullets.strip().split("\n")] == [opening(name) for name in sorted(names)]
    assert {shown(name) for name in names} >= {row[2] for row in section(pages["playlists/p(0)/overview.md"], "## Genres")[0][1:]}


def test_pages_are_equal_for_any_order_of_rows(pages: dict[str, str]) -> None:
    shuffled = {name: table.sample(fraction=1, shuffle=True, seed=7) for name, table in full_library().items()}
    assert list(pages_of(shuffled).items()) == list(pages.items())
