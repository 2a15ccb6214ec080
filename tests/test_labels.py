"""Labels: one standard spelling each, cut only where that is safe."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tasks.normalise.labels import clean_name, cut_labels, form_of, standardise_labels


def albums_of(*raw_labels: str | None) -> pl.DataFrame:
    """Give one album to each label text."""
    keys = [f"album_{number:02}" for number in range(len(raw_labels))]
    return pl.DataFrame({"album_key": keys, "raw_label": list(raw_labels)}, schema={"album_key": pl.String(), "raw_label": pl.String()})


def names_of(*raw_labels: str | None) -> list[list[str]]:
    """Give the standard names of each album."""
    labels = standardise_labels(albums_of(*raw_labels))
    return [labels.filter(album_key=key)["label_name"].to_list() for key in albums_of(*raw_labels)["album_key"]]


def test_the_standard_name_is_the_spelling_on_most_albums_and_the_raw_text_stays() -> None:
    expected = pl.DataFrame(
        {
            "album_key": ["album_00", "album_01", "album_02"],
            "label_name": ["Moss Records", "Moss Records", "Moss Records"],
            "raw_label": ["Moss Records", "MOSS", "Moss Records"],
        }
    )
    assert_frame_equal(standardise_labels(albums_of("Moss Records", "MOSS", "Moss Records")), expected)


def test_of_spellings_on_equally_many_albums_the_smallest_wins() -> None:
    assert names_of("moss", "Moss Music", "MOSS") == [["MOSS"], ["MOSS"], ["MOSS"]]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Zinc", "zinc"),
        ("ZINC RECORDS", "zinc"),
        ("Zinc Music, LLC", "zinc"),
        ("Zinc,Inc.", "zinc"),
        ("Zinc*", "zinc"),
        ("Blue Labels Ltd", "blue"),
        ("Zincmusic", "zincmusic"),
        ("Records", "records"),
        ("Music LLC", "music"),
        ("1984 Records", "1984"),
        ("***", "***"),
        ("Lord\u2019s", "lord's"),
        ("\uff21\uff22 Records", "ab"),
        ("\uc74c\uc545 Records", "\uc74c\uc545"),
    ],
)
def test_a_form_drops_case_and_whole_words_that_labels_add_and_never_everything(name: str, form: str) -> None:
    assert form_of(name) == form


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2021 Zinc", "Zinc"),
        ("\u2117 2021 Zinc", "Zinc"),
        ("(P)2021 Zinc", "Zinc"),
        ("(C) \u00a9 2020 Zinc", "Zinc"),
        ("2021 2022 Zinc", "Zinc"),
        ("(C)omet", "(C)omet"),
        ("1017", "1017"),
        ("2018", "2018"),
        ("1984 Records", "1984 Records"),
        ("1400 Bricks", "1400 Bricks"),
        ("2048 LLC", "2048 LLC"),
        (" Zinc, ", "Zinc"),
    ],
)
def test_years_and_marks_in_front_go_unless_they_are_the_name(text: str, name: str) -> None:
    assert clean_name(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "AC/DC Records",
        "Hip-Hop, Inc",
        "Earth, Wind & Fire Music",
        "Orange Music A/S",
        "Moss, LLC.",
        "Steins;Gate",
        "Tyler, The Baker Music",
        "Records",
        "/",
        "\u2117",
        "Licensed To Bill Records",
        "Moss - Winter Session",
        "Now/Never",
    ],
)
def test_a_name_that_only_looks_like_several_stays_one(text: str) -> None:
    assert names_of(text, "Unrelated") == [[text], ["Unrelated"]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Moss / Fern", ["Moss", "Fern"]),
        ("Moss/ Fern", ["Moss", "Fern"]),
        ("Moss; Fern", ["Moss", "Fern"]),
        ("Moss Records/Fern Records", ["Moss Records", "Fern Records"]),
        ("Moss, Inc./Fern, LLC", ["Moss, Inc.", "Fern, LLC"]),
        ("Moss Entertainment, Fern Music", ["Moss Entertainment", "Fern Music"]),
        ("Moss under exclusive license to Fern Records", ["Moss", "Fern Records"]),
        ("Moss, Inc., distributed by Fern", ["Moss, Inc.", "Fern"]),
        ("Distributed by Fern", ["Fern"]),
        ("Moss / under exclusive licence to Fern", ["Moss", "Fern"]),
        ("Moss Records, a division of Fern", ["Moss Records", "Fern"]),
        ("2021 Moss/Fern Records / 2020 Stone", ["Moss/Fern Records", "Stone"]),
    ],
)
def test_several_labels_in_one_text_are_cut_where_that_is_sure(text: str, names: list[str]) -> None:
    assert cut_labels({text: 1}) == {text: names}


def test_a_bare_stroke_or_comma_is_a_cut_when_both_pieces_are_seen_alone() -> None:
    assert names_of("Moss/Fern", "Moss", "Fern")[0] == ["Fern", "Moss"]
    assert names_of("Moss, Fern", "Moss", "Fern")[0] == ["Fern", "Moss"]
    assert names_of("Moss/Fern", "Moss")[0] == ["Moss/Fern"]


def test_a_bare_stroke_is_a_cut_beside_a_well_known_label_but_not_between_two_letters() -> None:
    famous = ["DC Records"] * 3 + ["Fern"] * 3
    assert names_of("Moss/Fern", *famous)[0] == ["Fern", "Moss"]
    assert names_of("Moss, Fern", *famous)[0] == ["Moss, Fern"]
    assert names_of("AC/DC Records", *famous)[0] == ["AC/DC Records"]


def test_a_band_in_a_label_is_not_cut_at_its_comma_when_a_stroke_is() -> None:
    assert names_of("Earth, Wind & Fire/Fern", "Fern", "Fern", "Fern")[0] == ["Earth, Wind & Fire", "Fern"]


def test_a_sub_brand_goes_behind_a_label_seen_alone() -> None:
    assert names_of("Republic Records - Lil Moss", "Republic")[0] == ["Republic"]
    assert names_of("Moss Music - Fern", "Moss", "Fern")[0] == ["Fern", "Moss"]


def test_an_album_carries_a_label_once_and_a_missing_or_blank_label_is_none() -> None:
    assert names_of("Moss / MOSS Records", None, "  ") == [["MOSS Records"], [], []]


def test_a_legal_form_behind_a_comma_is_no_label_even_if_a_label_is_called_so() -> None:
    assert names_of("Moss, Inc", "Moss", "Inc")[0] == ["Moss"]


def test_a_spelling_counts_once_an_album() -> None:
    assert names_of("moss / moss", "Moss") == [["Moss"], ["Moss"]]


@pytest.mark.parametrize("texts", [["moss", "Moss"], ["Moss", "moss"]])
def test_of_two_texts_of_one_album_the_smallest_stands_for_a_label(texts: list[str]) -> None:
    labels = standardise_labels(pl.DataFrame({"album_key": ["a", "a"], "raw_label": texts}))
    assert labels.rows() == [("a", "Moss", "Moss")]


def test_no_album_at_all_gives_no_label() -> None:
    assert standardise_labels(albums_of()).is_empty()


def test_a_year_never_becomes_part_of_the_standard_name() -> None:
    assert names_of("2021 Zinc", "2021 Zinc", "2022 Zinc Records") == [["Zinc"], ["Zinc"], ["Zinc"]]


def test_row_order_and_repeated_rows_decide_nothing() -> None:
    albums = albums_of("Moss", "MOSS / Fern", "moss records", "Fern/Stone", "Fern", "Stone Music", "FERN", None)
    shuffled = pl.concat([albums, albums]).sample(fraction=1, shuffle=True, seed=3)
    assert_frame_equal(standardise_labels(albums), standardise_labels(shuffled))


@given(st.lists(st.text(st.sampled_from("Zz \u2117()P2019/,;-*.Inc\u00e9\u97f3")), max_size=6))
def test_every_text_that_is_not_blank_has_a_label_that_is_not_blank(texts: list[str]) -> None:
    for text, names in zip(texts, names_of(*texts), strict=True):
        assert bool(names) == bool(text.strip())
        assert all(name.strip() for name in names)
