"""The entrance, the pages of track features and of producers: sections, columns, order, and every page within reach."""

from collections.abc import Mapping
from datetime import date

import polars as pl
import pytest
from full_library import full_library
from library_site import print_all, site_of
from markdown_tree import broken_tables, glued, headings, resolve, tables, targets
from report_library import HARD_NAMES, URI, frame, plan_all, small_library, tables_of

from storage.schemas import DESCRIBING_FEATURES
from tasks.report.entities import Entities
from tasks.report.error_facts import Errors
from tasks.report.facts import RankingColumn
from tasks.report.features import FEATURES, lay_out_features
from tasks.report.filters import shown
from tasks.report.library_facts import Noted
from tasks.report.library_page import lay_out_entrance
from tasks.report.producers import lay_out_producers
from tasks.report.rejects import read_rejects
from tasks.report.templates import print_page
from tasks.shared_paths import picture_path

KENZIE = "producers/kenzie/overview.md"
LIBRARY_FIGURES = (
    *("artists", "genres", "labels", "producers", "playlists_comparison", "genres_comparison", "top_artists/score", "top_artists/long_term"),
    *("top_artists/medium_term", "top_tracks/score", "top_tracks/long_term", "top_albums/score"),
)
DRAWN = frozenset(picture_path("library", "library", name) for name in LIBRARY_FIGURES)

Library = Mapping[str, pl.DataFrame]


def features_of(library: Library, pictures: frozenset[str] = frozenset()) -> dict[str, str]:
    return print_all(lay_out_features(site_of(library, pictures=pictures)))


def producers_of(library: Library, ranking: RankingColumn = "rank") -> dict[str, str]:
    return print_all(lay_out_producers(site_of(library, ranking), Entities(library, ranking)))


def entrance_of(library: Library, ranking: RankingColumn = "rank", pictures: frozenset[str] = DRAWN) -> str:
    noted = Noted(read_rejects(library["core.rejects"], ()), Errors())
    return print_page("README.md", lay_out_entrance(site_of(library, ranking, pictures), Entities(library, ranking), noted))


def described(values: Mapping[int, float], kind: str = "playlist") -> dict[str, pl.DataFrame]:
    """Give a playlist, or the library, of tracks whose features all have these values."""
    key = {"playlist": "p", "library": "library"}[kind]
    features = [{"track_uri": URI(n), "source": "exports", **dict.fromkeys(DESCRIBING_FEATURES, value)} for n, value in values.items()]
    counts = {"track_count": len(values), "described_count": len(values), "liked_count": 0, "page_path": ""}
    return tables_of(
        core_tracks=[{"track_uri": URI(n), "track_name": f"T{n:02d}", "is_liked": False} for n in values],
        core_track_features=features,
        mart_collections=[{"collection_kind": kind, "collection_key": key, "title": "P", **counts}],
        mart_collection_members=[{"collection_kind": kind, "collection_key": key, "track_uri": URI(n)} for n in values],
    )


FEATURES_PAGE = "playlists/p/track_features.md"


def test_a_page_of_features_has_eight_sections_with_what_they_mean() -> None:
    page = features_of(described({n: n / 20 for n in range(11)}))[FEATURES_PAGE]
    labels = ["Danceability", "Energy", "Speechiness", "Acousticness", "Instrumentalness", "Liveness", "Valence", "Tempo"]
    assert headings(page) == ["Track Features for P", *labels]
    assert "Lists and figures rest on features known for 11 of 11 tracks (exports 11)." in page
    assert [feature.column for feature in FEATURES] == [*DESCRIBING_FEATURES[:8]]


def test_most_and_least_stand_side_by_side_with_values_and_share_no_track() -> None:
    page = features_of(described({n: n / 20 for n in range(11)}))[FEATURES_PAGE]
    first, *_, last = tables(page)
    assert first == [
        ["5 most danceable tracks", "Value", "5 least danceable tracks", "Value"],
        ["T10", "0.50", "T00", "0.00"],
        ["T09", "0.45", "T01", "0.05"],
        ["T08", "0.40", "T02", "0.10"],
        ["T07", "0.35", "T03", "0.15"],
        ["T06", "0.30", "T04", "0.20"],
    ]
    assert last[0] == ["5 fastest tracks", "Value", "5 slowest tracks", "Value"]


def test_ten_tracks_are_shown_at_either_end_at_most_and_tempo_in_beats_a_minute() -> None:
    page = features_of(described({n: float(60 + n) for n in range(30)}))[FEATURES_PAGE]
    tempo = list(tables(page))[-1]
    assert len(tempo) == 11
    assert tempo[0] == ["10 fastest tracks", "Value", "10 slowest tracks", "Value"]
    assert tempo[1] == ["T29", "89 bpm", "T00", "60 bpm"]


def test_equal_values_go_by_uri_from_both_ends() -> None:
    page = features_of(described(dict.fromkeys(range(12), 0.5)))[FEATURES_PAGE]
    assert [(row[0], row[2]) for row in next(iter(tables(page)))[1:]] == [(f"T{n:02d}", f"T{11 - n:02d}") for n in range(6)]


def test_only_collections_with_more_than_ten_described_tracks_have_a_page_of_features() -> None:
    assert features_of(described(dict.fromkeys(range(10), 0.5))) == {}
    page_of_others = {"artists/group/track_features.md", "genres/k-pop/track_features.md", "labels/sm/track_features.md"}
    assert set(features_of(full_library())) == {"track_features.md", "playlists/all/track_features.md"} | page_of_others


@pytest.mark.parametrize("count", [0, 1, 2, 3, 10, 11])
@pytest.mark.parametrize("kind", ["playlist", "library"])
def test_every_figure_of_features_stands_on_a_page(kind: str, count: int) -> None:
    library = described({n: n / 20 for n in range(count)}, kind)
    drawn = frozenset(plan_all(library, [])["path"])
    pages = features_of(library, drawn)
    assert drawn == {resolve(path, target) for path, page in pages.items() for target in targets(page) if target.endswith(".png")}
    assert len(pages) == (count > (10 if kind == "playlist" else 0))


def test_a_page_of_features_of_few_tracks_has_no_empty_tables() -> None:
    one, three = (features_of(described({n: n / 20 for n in range(count)}, "library"))["track_features.md"] for count in (1, 3))
    assert "|" not in one
    assert next(iter(tables(three))) == [["1 most danceable track", "Value", "1 least danceable track", "Value"], ["T02", "0.10", "T00", "0.00"]]
    assert [*glued(one), *glued(three)] == []


def test_a_page_of_features_shows_covers_artists_and_the_figures_that_were_drawn() -> None:
    figure = picture_path("playlist", "all", "track_features/energy")
    page = features_of(full_library(), frozenset([figure]))["playlists/all/track_features.md"]
    assert page.count("![") == 1
    assert f"![Energy of these tracks and of liked tracks](../../{figure})" in page
    assert "| Art | 10 most energetic tracks | Value | Art | 10 least energetic tracks | Value |\n|:---|:---|---:|:---|:---|---:|\n" in page
    assert "T23 · [Girls' Generation](../../artists/group/overview.md), [TAEYEON](../../artists/member/overview.md) | 0.50 |" in page
    assert '<img src="../../images/covers/10.png" alt="" width="50" />' in page


def test_a_producer_page_has_its_sections_in_order() -> None:
    pages = producers_of(full_library())
    assert list(pages) == [KENZIE]
    page = pages[KENZIE]
    assert headings(page) == ["Kenzie (Producer)", "Credits by Type", "Produces for Artists", "Works with Producers", "Production Credits"]
    types, artists, partners, productions = tables(page)
    assert types == [["Credit Type", "Tracks"], ["producer", "4"], ["songwriter", "1"]]
    assert artists[:2] == [["Rank", "Tracks", "💚", "Artist", "🔗"], ["1", "3", "1", "Girls' Generation", "🔗"]]
    assert partners == [["Producer", "Tracks"], ["Yoona", "2"]]
    assert productions[0] == ["Art", "Track", "Album", "Artists", "Credit Types", "💚", "🔗"]
    assert [row[1:6] for row in productions[1:3]] == [
        ["T00", "Album 00", "Girls' Generation", "producer", "💚"],
        ["T01", "Album 00", "Girls' Generation", "producer, songwriter", ""],
    ]


def test_a_producer_page_says_what_its_ranks_rest_on_and_nothing_of_ranks_that_nobody_wants() -> None:
    assert "Ranks rest on dated top lists: 2 dates from 2024-01-01 to 2024-01-04." in producers_of(full_library())[KENZIE]
    without = producers_of(full_library(), "none")[KENZIE]
    assert "Ranks rest" not in without
    assert list(tables(without))[1][0] == ["Tracks", "💚", "Artist", "🔗"]


def test_who_only_sings_on_a_track_produces_for_nobody_there_and_with_nobody() -> None:
    library = full_library()
    sung = [{"track_uri": URI(n), "person_name": "Kenzie", "credit_type": "vocal", "source": "exports"} for n in range(12, 16)]
    produced = [{"track_uri": URI(n), "person_name": "Yoona", "credit_type": "producer", "source": "exports"} for n in range(12, 16)]
    more = pl.concat([library["core.track_credits"], frame("core.track_credits", [*sung, *produced])])
    before, after = (list(tables(producers_of(each)[KENZIE])) for each in (library, library | {"core.track_credits": more}))
    assert after[0] == [["Credit Type", "Tracks"], ["producer", "4"], ["vocal", "4"], ["songwriter", "1"]]
    assert after[1:3] == before[1:3]
    assert len(after[3]) == len(before[3]) + 4


def test_productions_go_by_release_date_and_then_uri_with_unknown_dates_last() -> None:
    library = full_library()
    credited = [{"track_uri": URI(n), "person_name": "Kenzie", "credit_type": "Producer", "source": "exports"} for n in (31, 2, 21, 0)]
    page = producers_of(library | {"core.track_credits": frame("core.track_credits", credited)})[KENZIE]
    assert [row[1] for row in list(tables(page))[-1][1:]] == ["T21", "T00", "T02", "T31"]
    assert "Works with Producers" not in headings(page)


def test_the_entrance_has_its_sections_in_order_for_a_library_that_has_everything() -> None:
    assert headings(entrance_of(with_more(full_library()))) == [
        "Liner notes",
        "Playlists",
        "Artists",
        "Top artists of all time",
        "Artists by number of liked tracks",
        "Tracks",
        "Top tracks of all time",
        "Albums",
        "Genres",
        "Record Labels",
        "Top Producers",
        "Coverage",
    ]


def with_more(library: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Add what only the entrance shows: lists of tracks, producers of the whole library, coverage."""
    day, older = date(2024, 1, 4), date(2024, 1, 1)
    listed = [("on_repeat", 1, URI(3), day), ("long_term", 2, URI(30), older), ("long_term", 1, "linernotes:track:gone", older)]
    listed.append(("short_term", 1, URI(4), day))
    listed.append(("short_term", 1, URI(5), older))
    return library | {
        "core.top_tracks": frame(
            "core.top_tracks", [{"term": term, "place": place, "track_uri": uri, "as_of_date": on} for term, place, uri, on in listed]
        ),
        "mart.collection_producers": frame(
            "mart.collection_producers",
            [
                {"collection_kind": "library", "collection_key": "library", "producer_key": "kenzie", "producer_name": "Kenzie"}
                | {"track_count": 4, "credit_types": "producer, songwriter"}
            ],
        ),
        "mart.coverage": frame("mart.coverage", [{"fact": "features", "source": "exports", "track_count": 32, "share": 1.0}]),
    }


def test_the_entrance_shows_every_figure_once_and_none_that_was_not_drawn() -> None:
    page = entrance_of(with_more(full_library()))
    assert sorted(target for target in targets(page) if target in DRAWN) == sorted(DRAWN)
    bare = entrance_of(with_more(full_library()), pictures=frozenset())
    assert "![" not in bare
    assert "over time" not in bare
    assert "Artists by number of liked tracks" not in bare


def test_the_entrance_says_once_what_ranks_rest_on() -> None:
    assert entrance_of(full_library()).count("Ranks rest on") == 1


def test_artists_and_albums_of_the_entrance_go_by_rank_and_those_without_come_last() -> None:
    library = full_library()
    ranks = [{"artist_key": key, "score": 1.0, "rank": rank} for key, rank in (("other", 1), ("member", 2))]
    albums = [{"album_key": key, "score": 1.0, "rank": rank} for key, rank in (("b9", 1), ("b2", 2))]
    ranked = library | {"mart.artist_ranks": frame("mart.artist_ranks", ranks), "mart.album_ranks": frame("mart.album_ranks", albums)}
    found = {table[0][-2]: table for table in tables(entrance_of(ranked)) if table[0][:1] == ["Rank"] or "Release Date" in table[0]}
    assert [row[3] for row in found["Artist"][1:]] == ["BoA", "TAEYEON", "Girls' Generation"]
    assert [row[1] for row in found["Artist"][1:]] == ["2", "7", "24"]
    albums_table = next(table for table in tables(entrance_of(ranked)) if "Release Date" in table[0])
    assert [row[4] for row in albums_table[1:4]] == ["Album 09", "Album 02", "Album 00"]


def test_the_newest_lists_stand_side_by_side_and_an_unknown_track_leaves_its_place_empty() -> None:
    page = entrance_of(with_more(full_library()))
    tracks, artists = (next(table for table in tables(page) if table[0][:2] == ["Place", label]) for label in ("On repeat", "Last month"))
    assert [[cell.strip() for cell in row] for row in tracks] == [
        ["Place", "On repeat", "Last month", "Last year"],
        ["1", "T03 · Girls' Generation", "T04 · Girls' Generation", ""],
        ["2", "", "", "T30 · BoA"],
    ]
    assert artists[0] == ["Place", "Last month", "Last 6 months", "Last year"]
    assert "Lists of 2024-01-01 (last year), 2024-01-04 (on repeat, last month)." in page
    assert "Lists of 2024-01-04.\n" in page


def test_a_library_without_ranks_has_no_top_tracks_and_orders_artists_by_likes() -> None:
    library = full_library()
    unranked = {
        name: library[name].clear() for name in ("mart.ranking", "mart.track_ranks", "mart.album_ranks", "mart.artist_ranks", "core.top_artists")
    }
    page = entrance_of(library | unranked, pictures=frozenset())
    assert [heading for heading in headings(page) if "of all time" in heading] == []
    assert "Artists with most liked tracks" in headings(page)
    assert "Rank" not in page
    of_others = {name: table for name, table in unranked.items() if name != "mart.ranking"}
    assert entrance_of(library | of_others, pictures=frozenset()) == page


def test_the_entrance_counts_the_artists_of_tracks_alone() -> None:
    library = full_library()
    others = frame("core.artists", [{"artist_key": f"o{n}", "artist_name": f"O{n}", "is_followed": n == 0} for n in range(3)])
    page = entrance_of(library | {"core.artists": pl.concat([library["core.artists"], others])})
    assert " albums by 3 artists, in " in page


def test_every_collection_and_producer_is_within_reach_of_the_entrance_however_long_its_tables() -> None:
    library = small_library([f"N{n:03d}" for n in range(120)])
    producers = [{"producer_key": f"p{n}", "producer_name": f"P{n}", "page_path": f"producers/p{n}/overview.md"} for n in range(3)]
    page = entrance_of(library | {"mart.producers": frame("mart.producers", producers)})
    wanted = {entry.page for entry in site_of(library).entries.values() if entry.kind != "library"} | {str(row["page_path"]) for row in producers}
    assert wanted <= {resolve("README.md", target) for target in targets(page)}


def test_the_entrance_leads_to_the_pages_beside_it() -> None:
    page = entrance_of(full_library())
    assert {"track_features.md", "errors.md", "rejects.md", "changes.md"} <= set(targets(page))
    assert "- [Possible organizational errors](errors.md): none found\n- [Rejects](rejects.md): 0 rows refused, 0 files left out\n" in page


def test_an_empty_library_has_an_entrance() -> None:
    page = entrance_of(tables_of(), pictures=frozenset())
    assert headings(page) == ["Liner notes"]
    assert "0 tracks (0 liked) on 0 albums by 0 artists, in 0 playlists" in page


@pytest.fixture(scope="module")
def hard_pages() -> dict[str, str]:
    """The pages of a library in which every name is hard to print."""
    library = small_library()
    numbers = range(len(HARD_NAMES))
    library["mart.producers"] = frame(
        "mart.producers",
        [
            {"producer_key": f"p{n}", "producer_name": name, "page_path": f"producers/p{n}/overview.md" if n % 2 else None}
            for n, name in enumerate(HARD_NAMES)
        ],
    )
    library["core.track_credits"] = frame(
        "core.track_credits",
        [
            {"track_uri": URI(n), "person_name": HARD_NAMES[(n + step) % len(HARD_NAMES)], "credit_type": kind}
            for n in numbers
            for step, kind in ((0, "producer"), (1, "songwriter"), (2, "a|b"))
        ],
    )
    library["core.top_tracks"] = frame(
        "core.top_tracks", [{"track_uri": URI(n), "term": "long_term", "place": n + 1, "as_of_date": date(2024, 1, 1)} for n in numbers]
    )
    return features_of(library) | producers_of(library) | {"README.md": entrance_of(library)}


def test_hard_names_break_no_table_and_no_heading(hard_pages: dict[str, str]) -> None:
    assert [(path, line) for path, page in hard_pages.items() for line in (*broken_tables(page), *glued(page))] == []


def test_hard_names_are_read_as_they_are(hard_pages: dict[str, str]) -> None:
    for number, name in list(enumerate(HARD_NAMES))[1::2]:
        page = hard_pages[f"producers/p{number}/overview.md"]
        assert headings(page)[0] == f"{shown(name)} (Producer)"
        assert [shown(name), shown(name)] in [row[1:3] for row in list(tables(page))[-1]]
    listed = {row[1].partition(" · ")[0].strip() for table in tables(hard_pages["README.md"]) for row in table if table[0][:1] == ["Place"]}
    assert {shown(name).strip() for name in HARD_NAMES if " · " not in name} <= listed


def test_pages_are_equal_for_any_order_of_rows() -> None:
    library = with_more(full_library())
    shuffled = {name: table.sample(fraction=1, shuffle=True, seed=7) for name, table in library.items()}
    assert list(features_of(shuffled).items()) == list(features_of(library).items())
    assert list(producers_of(shuffled).items()) == list(producers_of(library).items())
    assert entrance_of(shuffled) == entrance_of(library)
