"""Facts: a known value is never lost to nothing, and the newest of the most trusted wins."""

import random

import polars as pl
import pytest
from source_rows import DESCRIBED, day, files, rows, table, track, variants_of

from tasks.record.facts import tell_facts
from tasks.shared_facts import choose_current, new_facts

SOURCES = ("spotify", "exports", "account_data", "reccobeats")
SONG = "spotify:track:" + "a" * 22


def told(*facts: tuple[str, str, int | None], source: str = "exports", recorded: int = 0) -> pl.DataFrame:
    named = [{"subject": SONG, "fact": fact, "value": value, "source": source, "said_at": day(said) if said else None} for fact, value, said in facts]
    return table("step.facts", *named).with_columns(pl.lit(recorded, pl.Int64).alias("recorded"))


def current(frame: pl.DataFrame) -> dict[str, str]:
    return dict(choose_current(frame).select("fact", "value").iter_rows())


def test_the_newest_value_is_current() -> None:
    assert current(told(("raw_label", "Old", 1), ("raw_label", "New", 2))) == {"raw_label": "New"}


def test_a_trusted_source_beats_a_newer_one() -> None:
    both = pl.concat([told(("isrc", "A", 1)), told(("isrc", "B", 9), source="reccobeats")])
    assert current(both) == {"isrc": "A"}


def test_a_value_of_unknown_age_loses_to_a_dated_one() -> None:
    assert current(told(("raw_label", "Undated", None), ("raw_label", "Dated", 1))) == {"raw_label": "Dated"}


def test_of_two_dates_as_old_the_more_precise_is_current() -> None:
    assert current(told(("release_date", "2020", 1), ("release_date", "2020-03-01", 1))) == {"release_date": "2020-03-01"}


def test_a_newer_block_of_features_takes_from_the_older_what_it_lacks() -> None:
    older, newer = "0.1,0.2,3,-5.0,1,0.1,0.1,0.1,0.1,0.1,100.0,4", "0.9,0.2,3,,1,0.1,0.1,0.1,0.1,0.1,101.0,"
    assert current(told(("features", older, 1), ("features", newer, 2))) == {"features": "0.9,0.2,3,-5.0,1,0.1,0.1,0.1,0.1,0.1,101.0,4"}


def test_order_of_rows_changes_nothing() -> None:
    facts = told(("raw_label", "A", 1), ("raw_label", "B", 1), ("isrc", "X", 1), ("features", "0.1,,,,,,,,,,,", 1), ("features", ",0.2,,,,,,,,,,", 1))
    assert choose_current(facts).sort(pl.all()).equals(choose_current(facts.reverse()).sort(pl.all()))


def test_the_ledger_learns_nothing_when_nothing_current_changes() -> None:
    known = told(("raw_label", "SM", 5))
    assert new_facts(known, told(("raw_label", "SM", 9)).drop("recorded")).is_empty()
    assert new_facts(known, told(("raw_label", "Older", 4)).drop("recorded")).is_empty()


def test_the_ledger_learns_a_revised_value() -> None:
    learned = new_facts(told(("raw_label", "SM", 5)), told(("raw_label", "SM Entertainment", 6)).drop("recorded"))
    assert learned["value"].to_list() == ["SM Entertainment"]


def nights(*told_by_night: pl.DataFrame) -> list[list[tuple[str, str]]]:
    """Give what the ledger learns in each of these nights: source and value."""
    known = told().drop("recorded").with_columns(pl.lit(None, pl.Int64).alias("recorded"))
    learned = []
    for page, night in enumerate(told_by_night):
        new = new_facts(known, night.drop("recorded"))
        known = pl.concat([known, new.with_columns(pl.lit(page, pl.Int64).alias("recorded"))], how="diagonal")
        learned.append(sorted(new.select("source", "value").rows()))
    return learned


@pytest.mark.parametrize("label", ["SM", "SM Entertainment"])
def test_what_a_file_says_is_learnt_though_a_service_has_said_it_or_better(label: str) -> None:
    spotify, export = told(("raw_label", "SM", 9), source="spotify"), told(("raw_label", label, 5))
    assert nights(spotify, export, export) == [[("spotify", "SM")], [("exports", label)], []]
    both = pl.concat([spotify, export])
    assert nights(both, both, both.reverse()) == [[("exports", label), ("spotify", "SM")], [], []]


def test_the_same_night_again_teaches_nothing_where_a_file_changes_its_word_and_a_service_does_not() -> None:
    old, both = told(("raw_label", "SM", 1)), pl.concat([told(("raw_label", "SM", 9), source="spotify"), told(("raw_label", "Other", 5))])
    assert nights(old, both, both) == [[("exports", "SM")], [("exports", "Other"), ("spotify", "SM")], []]


@pytest.mark.parametrize("seed", range(20))
def test_any_night_told_again_teaches_nothing_and_files_teach_the_same_beside_a_service(seed: int) -> None:
    drawn = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    told_nights = [
        pl.concat([told(("raw_label", drawn.choice("ABC"), drawn.choice([1, 2, None])), source=source) for source in drawn.choices(SOURCES, k=3)])
        for _ in range(6)
    ]
    learned = nights(*(night for told_night in told_nights for night in (told_night, told_night)))
    assert learned[1::2] == [[]] * len(told_nights)
    alone = nights(*(night.filter(pl.col("source") != "spotify") for night in told_nights))
    assert [[fact for fact in new if fact[0] != "spotify"] for new in learned[::2]] == alone


def test_what_files_tell_together_with_a_service_they_tell_alone_too() -> None:
    named = {"artist_names": ["Lead"], "artist_uris": ["spotify:artist:1"]}
    two = rows(track("a", **named, genres=["pop"], file_name="Mix.csv"), track("b", **named, genres=["folk"], file_name="spotify/playlists.json"))
    facts = tell_facts(variants_of(two, files({"file_name": "Mix.csv"}, {"file_name": "spotify/playlists.json", "source": "spotify"})))
    of_artist = facts.filter(pl.col("fact").is_in(["genres", "uri"]) & pl.col("source").is_in(["exports", "spotify"])).sort("fact", "source")
    assert of_artist.select("subject", "source", "value").rows() == [
        ("spotify:artist:1", "exports", "pop"),
        ("spotify:artist:1", "spotify", "folk\npop"),
        ("artist:Lead", "exports", "spotify:artist:1"),
        ("artist:Lead", "spotify", "spotify:artist:1"),
    ]


def test_a_file_tells_features_isrc_label_date_cover_and_genres() -> None:
    told_rows = rows(track("a", **DESCRIBED, isrc="KR1", raw_label="SM", release_date="2020", album_image_url="blob:1.png", genres=["k-pop", "pop"]))
    facts = tell_facts(variants_of(told_rows, files({"file_name": "Mix.csv", "newest_added_at": day(3)})))
    assert sorted(facts["fact"].to_list()) == ["cover", "features", "genres", "isrc", "raw_label", "release_date"]
    assert facts["said_at"].unique().to_list() == [day(3)]
    assert facts.filter(pl.col("fact") == "genres")["value"].to_list() == ["k-pop\npop"]


@pytest.mark.parametrize(
    ("fact", "values", "value"),
    [
        ("release_date", ["2022-12-09", "2022-12-08", "2022-12-09"], "2022-12-09"),
        ("release_date", ["2022", "2022-12-08", "2022"], "2022-12-08"),
        ("release_date", ["2022-12-09", "2022-12-08"], "2022-12-08"),
        ("raw_label", ["RCA", "Another Label", "RCA"], "RCA"),
        ("raw_label", ["RCA", "Another Label"], "Another Label"),
        ("album_image_url", ["blob:2.png", "blob:1.png", "blob:2.png"], "blob:2.png"),
    ],
)
def test_of_an_album_that_a_file_describes_in_several_ways_most_rows_decide(fact: str, values: list[str], value: str) -> None:
    described = rows(*(track(key, album_name="SOS", artist_names=["SZA"], **{fact: told}) for key, told in zip("abc", values, strict=False)))
    assert list(current(tell_facts(variants_of(described, files())).with_columns(pl.lit(0, pl.Int64).alias("recorded"))).values()) == [value]


def test_genres_of_a_shared_row_are_only_those_that_all_rows_of_its_first_artist_share() -> None:
    shared = rows(
        track("a", artist_names=["Lead", "Guest"], genres=["pop", "rap"]),
        track("b", artist_names=["Lead", "Other"], genres=["pop", "folk"]),
        track("c", artist_names=["Alone"], genres=["jazz"]),
        track("d", artist_names=["Alone", "Lead"], genres=["jazz", "pop"]),
    )
    genres = tell_facts(variants_of(shared, files())).filter(pl.col("fact") == "genres")
    assert dict(genres.select("subject", "value").iter_rows()) == {"artist:Lead": "pop", "artist:Alone": "jazz"}


def test_a_name_that_stands_for_two_uris_tells_of_both() -> None:
    twice = rows(
        track("a", artist_names=["Gain"], artist_uris=["spotify:artist:1"]), track("b", artist_names=["Gain"], artist_uris=["spotify:artist:2"])
    )
    facts = tell_facts(variants_of(twice, files())).filter(pl.col("fact") == "uri")
    assert facts.select("subject", "value").rows() == [("artist:Gain", "spotify:artist:1\nspotify:artist:2")]
