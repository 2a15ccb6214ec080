"""What changed: states drawn, kept and compared; what is doubted is not told as a loss; the page that tells it."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest
from library_site import site_of
from markdown_tree import broken_tables, glued, headings, resolve, tables, targets
from report_library import HARD_NAMES, frame, small_library, tables_of

from storage import artifacts, states
from storage.schemas import FEATURES, TABLES, Artifact
from tasks.compare.compare_states import compare_states, tell_nights
from tasks.compare.differences import believe, compare
from tasks.compare.matching import match_playlists
from tasks.compare.playlists import Doubts
from tasks.compare.states import draw_state
from tasks.report.changes import lay_out_changes
from tasks.report.filters import shown
from tasks.report.membership import read_entries
from tasks.report.templates import print_page
from tasks.shared_changes import HISTORY, ChangedNight, Changes, History

NIGHTS = tuple(f"2026-11-{day:02d}T031500Z-0000000{day % 10}" for day in range(1, 10))
MANY = [f"t{number:03d}" for number in range(120)]
Row = tuple[str, str, str | None]


def state(*facts: Row, uris: Mapping[str, str] | None = None, **playlists: str | list[str]) -> pl.DataFrame:
    """Give a state of playlists by title, their tracks named by letters or listed, and of facts; a track's name is its letter."""
    tracks = sorted({track for members in playlists.values() for track in members})
    rows: list[Row] = [("playlist", key, key.title()) for key in playlists]
    rows += [("member", key, track) for key, members in playlists.items() for track in members]
    rows += [("playlist_uri", key, uri) for key, uri in (uris or {}).items()]
    rows += [("track_name", track, track.upper()) for track in tracks]
    return pl.DataFrame([*rows, *facts], schema=TABLES["step.states"].dtypes, orient="row").sort("part", "subject", "value", nulls_last=True)


def moved(changes: Changes) -> dict[str, tuple[str, list[str], list[str]]]:
    """Give each named track with what the library did with it, where it came and where it left."""
    return {
        move.track_uri: (move.in_library, [into.title for into in move.came_into], [out_of.title for out_of in move.left]) for move in changes.moves
    }


def told(changes: Changes) -> list[tuple[str, str, str | None, str, int, int]]:
    """Give what is told of playlists."""
    return [
        (change.playlist.title, change.what, change.old_title, change.size.trust, change.in_count, change.out_count) for change in changes.playlists
    ]


def test_equal_states_differ_in_nothing() -> None:
    known = state(("isrc", "a", "X"), mix="abc", uris={"mix": "u"})
    assert compare(known, known).changes.says_nothing
    assert compare(known.clear(), known.clear()).changes.says_nothing


def test_tracks_in_and_out_are_told_by_playlist_and_for_the_library() -> None:
    changes = compare(state(mix="abc", rock="c"), state(mix="bcd", rock="ca")).changes
    assert told(changes) == [("Mix", "stays", None, "certain", 1, 1), ("Rock", "stays", None, "certain", 1, 0)]
    assert moved(changes) == {"d": ("new", ["Mix"], []), "a": ("stays", ["Rock"], ["Mix"])}
    assert (changes.new_count, changes.gone_count) == (1, 0)


def test_playlists_are_new_or_gone_with_their_size_and_only_their_own_tracks_are_named() -> None:
    changes = compare(state(old="ab", mix="b"), state(new="bcde", mix="b")).changes
    assert told(changes) == [("New", "new", None, "certain", 0, 0), ("Old", "gone", None, "certain", 0, 0)]
    assert [(change.playlist.key, change.size.size_before, change.size.size_after) for change in changes.playlists] == [("new", 0, 4), (None, 2, 0)]
    assert moved(changes) == {**{track: ("new", ["New"], []) for track in "cde"}, "a": ("gone", [], ["Old"])}


def test_a_playlist_of_the_same_uri_is_renamed_however_many_tracks_changed() -> None:
    changes = compare(state(old="abcdefghij", uris={"old": "u"}), state(new="klmnopqrst", uris={"new": "u"})).changes
    assert told(changes) == [("New", "stays", "Old", "certain", 10, 10)]


@pytest.mark.parametrize(("after", "is_the_same"), [("abcde", True), ("abcdx", True), ("abcxy", True), ("abxyz", False), ("abcdefghi", False)])
def test_a_playlist_without_a_uri_is_renamed_where_it_shares_three_fifths_of_the_larger(after: str, *, is_the_same: bool) -> None:
    assert match_playlists(state(old="abcde"), state(new=after)) == ({"old": "new"} if is_the_same else {})


def test_the_most_alike_playlists_are_paired_first_and_each_only_once() -> None:
    assert match_playlists(state(a="abcde", b="abcdf"), state(c="abcdf", d="abcde")) == {"a": "d", "b": "c"}


def test_a_key_that_another_playlist_takes_is_no_renaming() -> None:
    after = state(a_b="klm", a_b_2="wxyz").with_columns(pl.col("value").replace({"A_B": "A&B", "A_B_2": "A_B"}))
    assert match_playlists(state(a_b="wxyz"), after) == {"a_b": "a_b_2"}
    assert told(compare(state(a_b="wxyz"), after).changes) == [("A&B", "new", None, "certain", 0, 0)]


def test_a_playlist_that_learns_its_uri_is_the_same_and_one_of_another_uri_is_not() -> None:
    assert match_playlists(state(mix="ab"), state(mix="ab", uris={"mix": "u"})) == {"mix": "mix"}
    assert compare(state(mix="ab"), state(mix="ab", uris={"mix": "u"})).changes.says_nothing
    again = compare(state(mix="ab", uris={"mix": "u"}), state(mix="ab", uris={"mix": "v"})).changes
    assert [(change.what, change.playlist.key) for change in again.playlists] == [("gone", None), ("new", "mix")]


def test_playlists_that_change_keys_are_told_apart_by_uri() -> None:
    before, after = state(a="x", b="y", uris={"a": "u", "b": "v"}), state(a="y", b="x", uris={"a": "v", "b": "u"})
    assert told(compare(before, after).changes) == [("A", "stays", "B", "certain", 0, 0), ("B", "stays", "A", "certain", 0, 0)]


@pytest.mark.parametrize(("was", "left", "is_doubted"), [(10, 5, False), (10, 4, True), (9, 1, False), (9, 0, True), (120, 3, True)])
def test_the_loss_of_more_than_half_of_ten_tracks_or_of_all_is_doubted(was: int, left: int, *, is_doubted: bool) -> None:
    found = compare(state(mix=MANY[:was], all=MANY), state(mix=MANY[:left], all=MANY))
    assert found.doubted == ({"mix": "mix"} if is_doubted else {})
    assert told(found.changes) == [("Mix", "stays", None, "unconfirmed" if is_doubted else "certain", 0, 0 if is_doubted else was - left)]
    assert len(found.changes.moves) == (0 if is_doubted else was - left)


def test_a_playlist_whose_tracks_are_all_others_has_not_shrunk() -> None:
    assert told(compare(state(weekly=MANY[:30], all=MANY), state(weekly=MANY[30:60], all=MANY)).changes) == [
        ("Weekly", "stays", None, "certain", 30, 30)
    ]


def test_what_only_a_doubted_playlist_held_is_not_gone_from_the_library() -> None:
    changes = compare(state(mix=MANY[:20], rest=MANY[20:50]), state(mix=MANY[:2], rest=MANY[20:49])).changes
    assert moved(changes) == {"t049": ("gone", [], ["Rest"])}


def nights_of(*nights: pl.DataFrame) -> list[Changes]:
    """Keep states, night after night, and give what each changed."""
    kept: tuple[str, ...] = ()
    for name, night in zip(NIGHTS, nights, strict=False):
        kept = states.keep(name, artifacts.save("step.states", night))
    return [night.changes for night in tell_nights(kept)]


def test_a_loss_is_confirmed_by_the_next_change_and_its_tracks_are_named_then() -> None:
    rest = MANY[20:]
    changes = nights_of(
        state(mix=MANY[:20], rest=rest), state(mix=MANY[:2], rest=rest), state(mix=MANY[:2], rest=[*rest, "a"]), state(mix=MANY[:3], rest=rest)
    )
    assert told(changes[0]) == [("Mix", "stays", None, "unconfirmed", 0, 0)]
    assert told(changes[1]) == [("Mix", "stays", None, "confirmed", 0, 18), ("Rest", "stays", None, "certain", 1, 0)]
    assert moved(changes[1]) == {"a": ("new", ["Rest"], [])} | {track: ("gone", [], ["Mix"]) for track in MANY[2:20]}
    assert moved(changes[2]) == {"t002": ("new", ["Mix"], []), "a": ("gone", [], ["Rest"])}


def test_a_playlist_that_comes_back_is_whole_again_and_only_real_changes_are_told() -> None:
    changes = nights_of(state(mix=MANY[:20], rest=MANY[20:60]), state(mix=[], rest=MANY[20:60]), state(mix=MANY[1:21], rest=MANY[20:60]))
    assert told(changes[0]) == [("Mix", "stays", None, "unconfirmed", 0, 0)]
    assert told(changes[1]) == [("Mix", "stays", None, "whole again", 1, 1)]
    assert moved(changes[1]) == {"t000": ("gone", [], ["Mix"]), "t020": ("stays", ["Mix"], [])}


def test_a_doubted_playlist_may_be_renamed_at_the_same_time() -> None:
    small = state(new=MANY[:2], rest=MANY[20:], uris={"new": "u"})
    large = state(old=MANY[:20], rest=MANY[20:], uris={"old": "u"})
    found = compare(large, small)
    assert found.doubted == {"new": "old"}
    assert believe(small, large, found.doubted).filter(pl.col("part") == "member", pl.col("subject") == "new").height == 20
    assert moved(compare(believe(small, large, found.doubted), large, Doubts(playlists=("new",))).changes) == {}


def test_a_library_that_shrank_is_doubted_whole_and_compared_again_with_what_it_was() -> None:
    whole, torn = state(("genre_page", "pop", "pop"), mix=MANY[:30], rest="ab"), state(rest="abc")
    changes = nights_of(whole, torn, whole)
    assert changes[0] == Changes(library=changes[0].library)
    assert (changes[0].library.trust, changes[0].library.size_before, changes[0].library.size_after) == ("unconfirmed", 32, 3)
    assert changes[1] == Changes(library=changes[1].library)
    assert (changes[1].library.trust, changes[1].says_nothing) == ("whole again", False)


def test_a_library_that_stays_small_is_told_with_all_that_went() -> None:
    changes = nights_of(state(mix=MANY[:30], new=MANY[:20], rest="ab"), state(new=MANY[:1], rest="ab"), state(new=MANY[:1], rest="abc"))
    assert [changes[1].library.trust, changes[1].gone_count] == ["confirmed", 29]
    assert told(changes[1]) == [
        ("Mix", "gone", None, "certain", 0, 0),
        ("New", "stays", None, "confirmed", 0, 19),
        ("Rest", "stays", None, "certain", 1, 0),
    ]


def test_a_playlist_that_shrinks_only_when_the_library_is_back_is_doubted() -> None:
    changes = nights_of(state(mix=MANY[:20], rest=MANY[20:]), state(mix=MANY[:20]), state(mix=MANY[:2], rest=MANY[20:]))
    assert [change.library.trust for change in changes] == ["unconfirmed", "whole again"]
    assert told(changes[1]) == [("Mix", "stays", None, "unconfirmed", 0, 0)]


def test_playlists_that_shrank_with_the_library_and_came_back_with_it_are_not_told_of() -> None:
    whole = state(mix=MANY[:20], rest=MANY[20:])
    assert [change.playlists for change in nights_of(whole, state(mix=MANY[:2], rest=[]), whole)] == [(), ()]


def test_facts_are_revised_learnt_and_lost_only_of_things_that_stay() -> None:
    before = state(("isrc", "a", "X"), ("isrc", "b", "Y"), ("isrc", "d", "W"), ("album_name", "k", "K"), ("release_date", "k", "2020"), mix="abcd")
    after = state(("isrc", "a", "Z"), ("isrc", "c", "Y"), ("isrc", "e", "V"), ("album_name", "k", "K"), ("release_date", "k", "2021"), mix="abce")
    isrc, date = compare(before, after).changes.revisions
    assert (isrc.fact, isrc.changed_count, isrc.learnt_count, isrc.lost_count) == ("isrc", 1, 1, 1)
    assert [(example.name, example.before, example.after) for example in isrc.examples] == [("A", "X", "Z"), ("C", None, "Y"), ("B", "Y", None)]
    assert [(example.name, example.before, example.after) for example in date.examples] == [("K", "2020", "2021")]


def test_a_track_that_gets_another_name_is_a_revised_fact() -> None:
    before, after = (state(mix="a").with_columns(value=pl.col("value").replace("A", name)) for name in ("One", "Two"))
    assert [(fact.fact, fact.examples[0].before, fact.examples[0].after) for fact in compare(before, after).changes.revisions] == [
        ("track_name", "One", "Two")
    ]


def test_ten_facts_of_a_kind_are_named_and_all_are_counted() -> None:
    (revision,) = compare(state(mix=MANY[:30]), state(*(("isrc", track, "X") for track in MANY[:30]), mix=MANY[:30])).changes.revisions
    assert (revision.learnt_count, len(revision.examples)) == (30, 10)


def test_pages_are_new_and_gone_by_key_and_another_spelling_is_no_change() -> None:
    before = state(("artist_page", "iu", "IU"), ("label_page", "edam", "EDAM"), mix="a")
    after = state(("artist_page", "bts", "BTS"), ("label_page", "edam", "Edam"), mix="a")
    changes = compare(before, after).changes
    assert [(page.kind, page.title, page.is_new) for page in changes.pages] == [("artist", "BTS", True), ("artist", "IU", False)]
    assert compare(state(("label_page", "edam", "EDAM")), state(("label_page", "edam", "Edam"))).changes.says_nothing


def test_a_hundred_tracks_are_named_and_the_rest_is_counted() -> None:
    changes = compare(state(mix="ab"), state(mix=["a", "b", *MANY])).changes
    assert (len(changes.moves), changes.moves_left_out, changes.new_count) == (100, 20, 120)


def test_a_hundred_pages_are_named_and_all_are_counted() -> None:
    changes = compare(state(mix="a"), state(*(("genre_page", track, track) for track in MANY), mix="a")).changes
    assert (len(changes.pages), changes.pages_new_count, changes.pages_gone_count) == (100, 120, 0)
    assert "20 more pages came or went; only the first 100 are named here." in page_of(
        History(is_first=False, nights=(ChangedNight(snapshot_id=NIGHTS[0], changes=changes),))
    )


def test_differences_are_the_same_for_rows_in_any_order() -> None:
    before = state(("isrc", "a", "X"), ("genre_page", "p", "P"), mix="abc", old="abcde", liked_tracks="a")
    after = state(("isrc", "a", "Y"), ("genre_page", "q", "Q"), mix="acd", new="bcdef", liked_tracks="b")
    expected = compare(before, after)
    for seed in range(5):
        assert compare(before.sample(fraction=1, shuffle=True, seed=seed), after.sample(fraction=1, shuffle=True, seed=seed)) == expected


def library() -> dict[str, pl.DataFrame]:
    """Give a library that has one thing of each kind."""
    return tables_of(
        core_tracks=[
            {"track_uri": "t1", "track_name": "One", "album_key": "b", "artist_name": "IU", "isrc": "X", "is_liked": True},
            {"track_uri": "t2", "is_liked": False},
        ],
        core_albums=[{"album_key": "b", "album_name": "Album", "release_date": "2020"}],
        core_album_labels=[{"album_key": "b", "label_key": key, "label_name": key, "raw_label": "A/B"} for key in "ab"],
        core_artists=[{"artist_key": key, "artist_name": key.upper()} for key in ("iu", "listed")],
        core_artist_genres=[{"artist_key": "iu", "genre_key": key, "genre_name": key} for key in ("pop", "dance")],
        core_track_artists=[{"track_uri": "t1", "artist_key": "iu", "artist_position": 0}],
        core_track_features=[{"track_uri": "t1", **dict.fromkeys(FEATURES, None), "energy": 0.5}],
        core_playlists=[{"playlist_key": "mix", "playlist_name": "Mix", "playlist_uri": "u"}],
        core_playlist_tracks=[{"playlist_key": "mix", "playlist_position": place, "track_uri": "t2"} for place in (1, 2)],
        mart_collections=[{"collection_kind": kind, "collection_key": "iu", "title": "IU"} for kind in ("artist", "library", "playlist")],
        mart_producers=[{"producer_key": "p", "producer_name": "P", "page_path": "x"}, {"producer_key": "q", "producer_name": "Q"}],
    )


def test_a_state_holds_what_is_told_of_and_each_thing_once() -> None:
    assert draw_state(library()).rows() == [
        ("album_name", "b", "Album"),
        ("artist_name", "iu", "IU"),
        ("artist_page", "iu", "IU"),
        ("features", "t1", ",0.5,,,,,,,,,,"),
        ("first_artist", "t1", "IU"),
        ("genres", "iu", "dance, pop"),
        ("isrc", "t1", "X"),
        ("label", "b", "A/B"),
        ("member", "liked_tracks", "t1"),
        ("member", "mix", "t2"),
        ("playlist", "liked_tracks", "Liked Tracks"),
        ("playlist", "mix", "Mix"),
        ("playlist_uri", "mix", "u"),
        ("producer_page", "p", "P"),
        ("release_date", "b", "2020"),
        ("track_name", "t1", "One"),
        ("track_name", "t2", None),
    ]


def test_a_playlist_kept_as_it_was_is_told_until_a_second_answer_agrees() -> None:
    letters = list("abcdefghijklmnopqrstuvwxyz")
    whole, shrunk = state(mix=letters, all=letters), state(mix="ab", all=letters)
    doubt = pl.DataFrame([("doubt", "mix", "it said 2 of 26 tracks")], schema=whole.schema, orient="row")
    kept = compare(whole, pl.concat([whole, doubt]))
    (change,) = kept.changes.playlists
    assert (change.size.trust, change.size.doubt) == ("unconfirmed", "it said 2 of 26 tracks")
    assert kept.doubted == {"mix": "mix"}
    agreed = compare(pl.concat([whole, doubt]), shrunk, Doubts(playlists=("mix",)))
    assert [change.size.trust for change in agreed.changes.playlists] == ["confirmed"]
    again = compare(pl.concat([whole, doubt]), whole, Doubts(playlists=("mix",)))
    assert [change.size.trust for change in again.changes.playlists] == ["whole again"]


def test_a_state_is_the_same_for_rows_in_any_order_and_there_is_one_of_nothing() -> None:
    assert draw_state({name: table.reverse() for name, table in library().items()}).equals(draw_state(library()))
    assert draw_state(tables_of()).rows() == [("playlist", "liked_tracks", "Liked Tracks")]


def saved(value: str) -> Artifact:
    """Give the ticket of a state."""
    return artifacts.save("step.states", state(mix=value))


def test_a_night_is_kept_only_if_it_brought_another_state(home: Path) -> None:
    first = states.keep(NIGHTS[0], saved("a"))
    assert states.keep(NIGHTS[1], saved("a")) == first
    second = states.keep(NIGHTS[2], saved("ab"))
    assert second[:-1] == first
    assert [states.snapshot_of(name) for name in second] == [NIGHTS[0], NIGHTS[2]]
    assert states.keep(NIGHTS[2], saved("ab")) == second
    assert len(list((home / "history" / "states").iterdir())) == 2
    assert states.read(second[1]).equals(state(mix="ab"))


def test_a_state_that_comes_back_is_kept_again() -> None:
    for name, value in zip(NIGHTS, ("a", "ab", "a"), strict=False):
        kept = states.keep(name, saved(value))
    assert [states.snapshot_of(name) for name in kept] == list(NIGHTS[:3])


def test_a_past_night_sees_what_it_saw_and_writes_nothing(home: Path) -> None:
    for name, value in ((NIGHTS[1], "a"), (NIGHTS[3], "ab")):
        states.keep(name, saved(value))
    before = sorted((home / "history" / "states").iterdir())
    assert [states.keep(name, saved("xyz")) for name in NIGHTS[:4]] == [(), *[tuple(states.names()[:1])] * 2, tuple(states.names())]
    assert sorted((home / "history" / "states").iterdir()) == before


def test_two_nights_of_one_second_stand_in_their_order() -> None:
    for name, value in ((NIGHTS[0], "a"), (f"{NIGHTS[0]}+", "ab"), (f"{NIGHTS[0]}++", "abc")):
        states.keep(name, saved(value))
    assert [states.snapshot_of(name) for name in states.names()] == [NIGHTS[0], f"{NIGHTS[0]}+", f"{NIGHTS[0]}++"]


def test_a_home_keeps_all_states_and_compares_the_last() -> None:
    for number in range(states.STATES_COMPARED + 3):
        kept = states.keep(f"2026-11-20T0000{number:02d}Z-00000000", saved("a" if number % 2 else "b"))
    assert kept == tuple(states.names()[3:])
    history = HISTORY.validate_json(artifacts.load_bytes(compare_states.work(kept)))
    assert [night.snapshot_id for night in history.nights] == [states.snapshot_of(name) for name in reversed(kept[2:])]


@pytest.mark.parametrize("content", [b"", b"damaged"])
def test_a_damaged_state_is_refused(home: Path, content: bytes) -> None:
    (name,) = states.keep(NIGHTS[0], saved("a"))
    (home / "history" / "states" / f"{name}.parquet").write_bytes(content)
    with pytest.raises(states.StateLost, match="backup"):
        states.read(name)


def test_what_changed_is_the_same_after_the_cache_is_gone_and_no_pair_is_compared_twice(home: Path) -> None:
    for name, value in zip(NIGHTS, ("a", "ab", "abc"), strict=False):
        kept = states.keep(name, saved(value))
    ticket = compare_states.work(kept)
    compared = sorted((home / "results" / "compare_pair").iterdir())
    assert len(compared) == 2
    for file in [*compared, artifacts.path_of(ticket)]:
        file.unlink()
    assert compare_states.work(kept) == ticket
    assert artifacts.are_whole([ticket])


@pytest.mark.parametrize("kept", [0, 1])
def test_the_first_night_has_nothing_to_compare_with(kept: int) -> None:
    names = states.keep(NIGHTS[0], saved("a"))[:kept]
    history = HISTORY.validate_json(artifacts.load_bytes(compare_states.work(names)))
    assert history == History(is_first=True, nights=())
    said = "Nothing to compare with yet: this is the first night."
    assert page_of(history) == f"# Changes\n\n{said} [The whole library](README.md)\n"


def page_of(history: History, library: dict[str, pl.DataFrame] | None = None) -> str:
    """Write the page of changes for a library of tonight."""
    tonight = library or tables_of()
    return print_page("changes.md", lay_out_changes(site_of(tonight, "none"), history))


def history_of(*nights: pl.DataFrame) -> History:
    """Give what these states changed, the newest first."""
    found = [ChangedNight(snapshot_id=name, changes=changes) for name, changes in zip(NIGHTS[1:], nights_of(*nights), strict=False)]
    return History(is_first=False, nights=tuple(reversed(found)))


def test_the_page_tells_each_night_with_counts_and_names_that_lead_to_pages_of_tonight() -> None:
    tonight = tables_of(
        mart_collections=[
            {"collection_kind": kind, "collection_key": key, "title": key, "track_count": 1, "described_count": 0, "liked_count": 0}
            for kind, key in (("playlist", "mix"), ("artist", "iu"))
        ],
        core_track_artists=[{"track_uri": "spotify:track:c", "artist_key": "iu", "artist_position": 0}],
        mart_producers=[{"producer_key": "p", "producer_name": "P", "page_path": "producers/p/overview.md"}],
    )
    new, mix = "spotify:track:c", "[Mix](playlists/mix/overview.md)"
    linked = f"| SPOTIFY<span>:</span>TRACK:C | [IU](artists/iu/overview.md) | new | {mix} | | [🔗](https://open.spotify.com/track/c) |"
    first = state(("isrc", "a", "X"), mix="ab", old="a")
    second = state(("isrc", "a", "Y"), ("first_artist", new, "IU"), ("producer_page", "p", "P"), mix=["a", new])
    assert page_of(history_of(first, second), tonight).split("\n") == [
        "# Changes",
        "",
        "What changed, night by night, the newest first; nights that changed nothing are left out. [The whole library](README.md)",
        "",
        "## 2026-11-02",
        "",
        "1 track new to the library, 1 track gone from the library, 1 playlist changed, 1 playlist gone, 1 fact revised, 1 page new.",
        "",
        "### Playlists",
        "",
        "| Playlist | Tracks in | Tracks out | Change |",
        "|:---|---:|---:|:---|",
        "| [Mix](playlists/mix/overview.md) | 1 | 1 | |",
        "| Old | | | gone, it had 1 track |",
        "",
        "### Tracks",
        "",
        "| Track | Artist | Library | Into | Out of | 🔗 |",
        "|:---|:---|:---|:---|:---|:---|",
        linked,
        "| B | | gone | | [Mix](playlists/mix/overview.md) | |",
        "",
        "### Facts",
        "",
        "| Fact | Revised | Newly known | No longer known |",
        "|:---|---:|---:|---:|",
        "| ISRC | 1 | | |",
        "",
        "The first of each kind:",
        "",
        "| Fact | Of | Was | Is |",
        "|:---|:---|:---|:---|",
        "| ISRC | A | X | Y |",
        "",
        "### Pages",
        "",
        "| Page | Kind | Change |",
        "|:---|:---|:---|",
        "| [P](producers/p/overview.md) | producer | new |",
        "",
    ]


def test_the_page_says_what_is_unconfirmed_and_what_came_of_it() -> None:
    mix, rest = MANY[:30], MANY[30:]
    page = page_of(history_of(state(mix=mix, rest=rest), state(mix=mix[:3], rest=rest), state(mix=mix, rest=rest), state(mix="a"), state(mix="b")))
    cells = [row[-1] for table in tables(page) for row in table if row[0] in {"Mix", "Rest"}]
    assert cells == [
        "confirmed: it shrank from 30 to 1 track",
        "gone, it had 90 tracks",
        "whole again, with 30 tracks",
        "unconfirmed: it shrank from 30 to 3 tracks; shown as removals if the next change of the library leaves it so",
    ]
    assert "Unconfirmed: the library shrank from 120 to 1 track; what came and went is shown if the next change leaves it so." in page
    assert "Confirmed: the library shrank from 120 to 1 track." in page
    assert headings(page)[1] == "2026-11-05"


def test_revised_features_are_told_one_by_one() -> None:
    values = [",".join(["0.5", energy, *["1"] * 10]) for energy in ("0.25", "0.75")]
    sounds = [state(("features", "a", value), mix="a") for value in values]
    page = page_of(history_of(*sounds, state(mix="a")))
    assert [table[1] for table in tables(page) if table[0] == ["Fact", "Of", "Was", "Is"]] == [
        ["Features", "A", "12 features", ""],
        ["Features", "A", "energy 0.25", "energy 0.75"],
    ]


def test_a_later_change_of_the_same_day_has_its_time() -> None:
    changes = nights_of(state(mix="a"), state(mix="b"))[0]
    stamps = ("2026-11-20T152000Z-1", "2026-11-20T031500Z-2", "2026-11-19T031500Z-3")
    history = History(is_first=False, nights=tuple(ChangedNight(snapshot_id=stamp, changes=changes) for stamp in stamps))
    assert [heading for heading in headings(page_of(history)) if heading[:2] == "20"] == ["2026-11-20, 15:20 UTC", "2026-11-20", "2026-11-19"]


def test_changes_of_the_hardest_names_are_read_as_they_are_and_lead_to_pages() -> None:
    tonight = small_library()
    page = page_of(history_of(draw_state(tables_of()), draw_state(tonight)), tonight)
    names = {thing: sorted(row[0] for table in tables(page) if table[0][0] == thing for row in table[1:]) for thing in ("Track", "Playlist")}
    assert names["Track"] == sorted(shown(name) for name in HARD_NAMES)
    assert names["Playlist"] == sorted(["Liked Tracks", *names["Track"]])
    assert {resolve("changes.md", link) for link in targets(page)} - {None} <= {"README.md", *(of.page for of in read_entries(tonight, []).values())}
    assert not [*broken_tables(page), *glued(page)]


def test_an_unchanged_library_says_so() -> None:
    said = "Nothing that is told of here has changed since the first night."
    assert said in page_of(History(is_first=False, nights=()))


def test_a_states_table_stands_in_the_vocabulary() -> None:
    assert frame("step.states", ()).columns == ["part", "subject", "value"]
