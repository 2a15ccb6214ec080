"""Pictures: what they say is there, legible and apart, in any script; equal to the byte."""

import io
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

from storage import artifacts
from storage.pool import pool
from storage.schemas import TABLES, Axis, Sheet, Slice
from tasks.plot import lettering, names
from tasks.plot.elsewhere import picture_sheet_elsewhere
from tasks.plot.lettering import letters
from tasks.plot.names import ELLIPSIS, NO_NAME, readable, shortened
from tasks.plot.pictures import draw_picture
from tasks.plot.placing import spread
from tasks.plot.plot_sheets import plot_sheet
from tasks.plot.style import COLOURS, LIKED_GREEN, TRACKS_GREY, png_bytes
from tasks.plot.ticks import apart, month_days, round_step
from tasks.plot.writing import Words, Writing
from tasks.shared_pictures import Bar, Bars, Comparison, Distribution, Group, Line, Lines, Picture, Years

AXES = (Axis(label="Energetic, Happy", variance_share=0.312), Axis(label="Danceable", variance_share=0.175))
HARD_NAMES = [
    *("", " ", "\n", "\x00\x1b[31m", "$x_1$", "a_b^{c", "\\frac{", "%d %s {}", "line\nbreak\ttab", "x" * 300, "소녀시대" * 80, "عمرو دياب" * 30),
    *(
        "아이유",
        "きゃりーぱみゅぱみゅ",
        "周杰倫",
        "עידן רייכל",
        "فيروز",
        "नमस्ते",
        "ไทย",
        "😀🎵👩‍👩‍👧",
        "Z̸̡̢͍̖͎͔̮̱͉̎̌͌͆͋̚͠͝a̷l̷g̷o̷",
        "\u202egnp.exe",
        "\ud800",
        "\u3164",
        "\u0301",
        "ƃﾞ",
    ),
]


def bar(name: str, count: int, liked_count: int = 0) -> Bar:
    return Bar(name=name, count=count, liked_count=liked_count)


def years_of(counts: dict[int, int], liked_count: int = 0) -> Years:
    return Years(bars=tuple(bar(str(year), count, liked_count) for year, count in counts.items()))


def lines_of(*places: tuple[int, ...], lowest_place: int = 50) -> Lines:
    lines = [Line(name=f"Line {number}", days=tuple(range(19000, 19000 + 7 * len(each), 7)), places=each) for number, each in enumerate(places)]
    return Lines(what="rank", lines=tuple(lines), lowest_place=lowest_place)


def comparison_of(*sizes: int) -> Comparison:
    rng = np.random.default_rng(1)
    groups = [rng.normal(number, 1.0, (2, size)).tolist() for number, size in enumerate(sizes)]
    return Comparison(groups=tuple(Group(name=f"Group {number}", x=tuple(x), y=tuple(y)) for number, (x, y) in enumerate(groups)), axes=AXES)


def distribution_of(counts: tuple[int, ...], liked_counts: tuple[int, ...]) -> Distribution:
    return Distribution(label="Danceability", low=0, high=1, counts=counts, liked_counts=liked_counts)


PICTURES: dict[str, Picture] = {
    "bars": Bars(bars=tuple(bar(f"Name {number}", 40 - number, number % 5) for number in range(30))),
    "years": years_of({1990: 3, 1994: 8, 1995: 6, 2003: 30}, 2),
    "lines": lines_of(tuple(range(1, 31)), tuple(range(30, 0, -1)), lowest_place=20),
    "comparison": comparison_of(40, 20, 3),
    "distribution": distribution_of((0, 3, 9, 4, 1), (1, 1, 5, 9, 30)),
}
SIZES = {"bars": (900, 790), "years": (900, 320), "lines": (900, 400), "comparison": (900, 600), "distribution": (450, 180)}


def pixels_of(picture: Picture) -> NDArray[np.int64]:
    """Give the colours of a drawn picture."""
    return np.asarray(Image.open(io.BytesIO(png_bytes(draw_picture(picture)))).convert("RGB")).astype(np.int64)


def where(pixels: NDArray[np.int64], colour: str) -> NDArray[np.bool_]:
    """Say which pixels have just about a colour."""
    wanted = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])
    near: NDArray[np.bool_] = np.abs(pixels - wanted).max(axis=2) <= 8
    return near


def words_of(figure: Figure) -> list[Words]:
    """Give all that is written on a figure."""
    return [words for artist in figure.artists if isinstance(artist, Writing) for words in artist.words]


def texts_of(picture: Picture) -> list[str]:
    return [words.text for words in words_of(draw_picture(picture))]


def box_of(words: Words) -> tuple[float, float, float, float]:
    """Give where level words stand: left, bottom, right, top."""
    line = letters(words.text, words.points)
    left = words.x - {"left": 0.0, "centre": 0.5, "right": 1.0}[words.anchor] * line.width
    return left, words.y - 5, left + line.width, words.y + 5


def overlapping(words: list[Words]) -> list[tuple[str, str]]:
    """Give the pairs of level words that stand on each other."""
    boxes = [(each.text, *box_of(each)) for each in words if not each.is_turned]
    pairs = [(one, other) for place, other in enumerate(boxes) for one in boxes[:place]]
    return [(one[0], other[0]) for one, other in pairs if one[1] < other[3] and other[1] < one[3] and one[2] < other[4] and other[2] < one[4]]


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_has_its_size_and_a_palette_and_says_nothing_of_its_making(kind: str) -> None:
    written = png_bytes(draw_picture(PICTURES[kind]))
    picture = Image.open(io.BytesIO(written))
    assert (picture.size, picture.mode, picture.info) == (SIZES[kind], "P", {})
    assert len(written) < 30_000
    assert (pixels_of(PICTURES[kind]) == 255).all(axis=2).mean() > 0.3


def test_facts_in_any_order_of_drawing_give_equal_bytes() -> None:
    facts = [picture.model_dump_json() for picture in PICTURES.values()]
    first = picture_sheet_elsewhere(facts)
    for known in (lettering.letters, names.shortened, names.readable):
        known.cache_clear()
    assert picture_sheet_elsewhere(facts[::-1])[::-1] == first


@pytest.mark.parametrize("kind", PICTURES)
def test_no_words_stand_on_others_and_all_stand_inside(kind: str) -> None:
    words = words_of(draw_picture(PICTURES[kind]))
    assert not overlapping(words)
    width, height = SIZES[kind]
    for left, bottom, right, top in (box_of(each) for each in words if not each.is_turned):
        assert (left >= 0, bottom >= 0, right <= width, top <= height) == (True,) * 4


def test_bars_are_as_long_as_their_counts_and_green_only_where_tracks_are_liked() -> None:
    pixels = pixels_of(Bars(bars=(bar("a", 100, 25), bar("b", 50), bar("c", 25, 25))))
    rows = [slice(top, top + 25) for top in (32, 57, 82)]
    green = [int(where(pixels[row], LIKED_GREEN).any(axis=0).sum()) for row in rows]
    grey = [int(where(pixels[row], TRACKS_GREY).any(axis=0).sum()) for row in rows]
    assert green[0] == green[2] > 0 == green[1] == grey[2]
    assert green[0] + grey[0] == pytest.approx(2 * grey[1], abs=1)
    assert grey[1] == pytest.approx(2 * green[2], abs=1)


def test_bars_say_counts_and_liked_counts_where_there_are_any() -> None:
    assert texts_of(Bars(bars=(bar("Ann", 12, 3), bar("Bo", 7)))) == ["tracks", "of them liked", "Ann", "12", "♥ 3", "Bo", "7"]


def test_bars_without_liked_tracks_have_no_green_and_no_key() -> None:
    facts = Bars(bars=(bar("Ann", 12), bar("Bo", 7), bar("Cy", 7)))
    assert texts_of(facts) == ["Ann", "12", "Bo", "7", "Cy", "7"]
    assert not where(pixels_of(facts), LIKED_GREEN).any()


@pytest.mark.parametrize("count", [0, 1, 3, 30])
def test_the_height_of_bars_follows_their_number(count: int) -> None:
    assert pixels_of(Bars(bars=tuple(bar(f"Name {number}", 5) for number in range(count)))).shape[0] == 16 + 25 * count


def test_groups_of_one_name_are_bars_of_their_own_and_none_may_be_empty() -> None:
    facts = Bars(bars=(bar("Same", 5, 9), bar("Same", 0), bar("Same", 0)))
    assert texts_of(facts).count("Same") == 3
    assert pixels_of(facts).shape[1] == 900


def test_years_without_tracks_are_gaps_on_the_axis() -> None:
    facts = years_of({2000: 5, 2001: 5, 2004: 5})
    columns = np.flatnonzero(where(pixels_of(facts), TRACKS_GREY).sum(axis=0) > 50)
    bars = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1)
    middles = [float(each.mean()) for each in bars]
    assert len(bars) == 3
    assert middles[2] - middles[1] == pytest.approx(3 * (middles[1] - middles[0]), abs=3)


@pytest.mark.parametrize("span", [1, 2, 9, 25, 40, 126, 900, 2000])
def test_years_and_their_counts_never_overlap_and_the_first_and_last_year_are_named(span: int) -> None:
    facts = years_of({2026 - span + each: 1 + each * 37 % 190 for each in range(span)}, 1)
    words = words_of(draw_picture(facts))
    assert not overlapping(words)
    assert str(2026 - span) in {each.text for each in words}
    assert "2025" in {each.text for each in words}


def test_lines_stand_higher_the_better_the_place_is() -> None:
    pixels = pixels_of(lines_of((1,) * 20, (5,) * 20, (9,) * 20))
    heights = [np.flatnonzero(where(pixels[:, 100:400], colour).any(axis=1)).mean() for colour in COLOURS[:3]]
    assert heights[1] - heights[0] == pytest.approx(heights[2] - heights[1], abs=1.5)
    assert heights[0] < heights[1]


def test_places_below_the_lowest_are_cut_off() -> None:
    pixels = pixels_of(lines_of((1,) * 20, (2, 2, 2, 90, 90, 90, 90, 90, 3, 3), lowest_place=10))
    drawn = np.flatnonzero(where(pixels, COLOURS[1]).any(axis=1))
    assert drawn.max() <= 400 - 44 + 6
    assert "90" not in texts_of(lines_of((1, 2), (2, 90), lowest_place=10))[:-4]


def test_each_line_is_named_once_with_its_last_place_and_names_are_apart() -> None:
    facts = lines_of(*[(30, 2)] * 20)
    words = words_of(draw_picture(facts))
    names = [each for each in words if each.text.startswith("Line")]
    assert [each.text for each in names] == [f"Line {number}" for number in range(20)]
    assert all(one.y - other.y >= 18 for one, other in pairwise(names))
    assert not overlapping(words)
    assert [each.text for each in words].count("2") >= 20


def test_a_line_that_ended_before_the_last_date_has_a_name_and_no_place() -> None:
    ended = Line(name="Ended", days=(19000, 19007), places=(7, 8))
    facts = lines_of((1, 2, 3))
    texts = texts_of(facts.model_copy(update={"lines": (*facts.lines, ended)}))
    at = texts.index("Line 0")
    assert texts[at - 1 :] == ["3", "Line 0", "Ended"]


def test_a_line_of_one_point_is_a_dot_with_its_date() -> None:
    facts = lines_of((1,))
    assert {"8 Jan 2022", "Line 0"} <= set(texts_of(facts))
    assert where(pixels_of(facts), COLOURS[0]).any()


def test_lines_without_any_place_are_an_empty_picture() -> None:
    assert pixels_of(Lines(what="place", lines=(), lowest_place=30)).shape == (400, 900, 3)


def test_the_first_and_the_last_date_are_named() -> None:
    texts = texts_of(lines_of(tuple([1] * 150)))
    assert {"8 Jan 2022", "16 Nov 2024", "Jan 2023", "Jan 2024"} <= set(texts)


def test_groups_are_compared_by_colour_with_their_sizes_named() -> None:
    facts = comparison_of(40, 20, 3)
    texts = texts_of(facts)
    assert texts[:2] == ["Energetic, Happy  (31 % of what differs)  →", "Danceable  (18 % of what differs)  →"]
    assert texts[2:] == ["Group 0", "Group 1", "Group 2", "40", "20", "3"]
    pixels = pixels_of(facts)
    assert all(where(pixels, colour)[:, 720:].any() for colour in COLOURS[:3])


@pytest.mark.parametrize("facts", [comparison_of(), comparison_of(1), comparison_of(0, 2), comparison_of(*[900] * 10)])
def test_any_number_of_points_can_be_compared(facts: Comparison) -> None:
    assert pixels_of(facts).shape == (600, 900, 3)


def test_points_that_share_one_place_can_be_compared() -> None:
    facts = Comparison(groups=(Group(name="One", x=(2.0, 2.0), y=(3.0, 3.0)),), axes=AXES)
    assert where(pixels_of(facts), COLOURS[0])[:, :600].any()


def test_a_distribution_is_highest_where_most_tracks_are() -> None:
    pixels = pixels_of(distribution_of((0, 0, 0, 0, 0, 1, 2, 9, 2, 1), (9, 2, 0, 0, 0, 0, 0, 0, 0, 0)))[40:]
    grey, green = where(pixels, TRACKS_GREY), where(pixels, LIKED_GREEN)
    assert 290 < int(np.argmax(grey.sum(axis=0))) < 370
    assert np.flatnonzero(green.any(axis=1)).min() == np.flatnonzero(green[:, :60].any(axis=1)).min()


def test_tracks_at_the_end_of_the_scale_are_not_smeared_beyond_it() -> None:
    for counts in ((12, 0, 0, 0, 0), (0, 0, 0, 0, 12)):
        grey = where(pixels_of(distribution_of(counts, ())), TRACKS_GREY)[40:].sum(axis=0)
        end = grey[14:18] if counts[0] else grey[-18:-14]
        assert end.min() > 0.9 * grey.max()


def line_and_area(facts: Distribution) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Give the pixels of the liked line and of the tracks' area, below the key."""
    pixels = pixels_of(facts)[36:]
    return where(pixels, LIKED_GREEN), where(pixels, TRACKS_GREY)


def height_of(drawn: NDArray[np.bool_]) -> int:
    return len(drawn) - int(np.flatnonzero(drawn.any(axis=1)).min())


def test_three_liked_tracks_that_lie_far_off_do_not_flatten_the_liked_curve() -> None:
    middle = (*(0,) * 18, 20, 20, 20, *(0,) * 19)
    line, area = line_and_area(distribution_of(middle, (1, *middle[1:-1], 2)))
    assert height_of(line) > 0.9 * height_of(area)


def test_three_tracks_that_lie_far_off_do_not_flatten_the_curve_of_their_page() -> None:
    middle = (*(0,) * 18, 20, 20, 20, *(0,) * 19)
    line, area = line_and_area(distribution_of((1, *middle[1:-1], 2), middle))
    across = np.flatnonzero(area[60])
    assert across.max() - across.min() < 0.2 * area.shape[1]
    assert height_of(area) > 0.9 * height_of(line)


def test_few_liked_tracks_are_smeared_as_few_on_a_page_of_many() -> None:
    many, few = (*range(0, 400, 20), *range(400, 0, -20)), (*(0,) * 14, 9, 0, 0, 0, 9, 0, 0, 0, 9, *(0,) * 17)
    line, _ = line_and_area(distribution_of(many, few))
    upper = np.argmax(line[:, 160:250], axis=0)
    assert (np.diff(np.sign(np.diff(upper[::10]))) != 0).sum() <= 1


def test_tracks_of_which_most_are_alike_are_smeared_by_the_spread_of_all() -> None:
    alike = distribution_of((*(0,) * 10, 90, *(0,) * 19, 30, *(0,) * 9), ())
    assert np.flatnonzero(line_and_area(alike)[1][70]).size > 40


@pytest.mark.parametrize("liked_counts", [(), (0, 0, 0)])
def test_a_distribution_without_liked_tracks_says_nothing_of_them(liked_counts: tuple[int, ...]) -> None:
    facts = distribution_of((1, 4, 2), liked_counts)
    assert not where(pixels_of(facts), LIKED_GREEN).any()
    assert texts_of(facts)[:2] == ["Danceability", "these tracks"]


def test_a_distribution_names_the_ends_of_its_scale() -> None:
    facts = distribution_of((1, 4, 2), (1, 1, 1)).model_copy(update={"label": "Tempo (bpm)", "low": 40.0, "high": 220.0})
    assert {"40", "220", "100", "Tempo (bpm)"} <= set(texts_of(facts))


@pytest.mark.parametrize("name", HARD_NAMES)
def test_hard_names_can_be_drawn_and_fit(name: str) -> None:
    for room in (12, 60, 280):
        assert letters(shortened(name, 10.5, room), 10.5).width <= max(room, 40)
    line = Line(name=name, days=(1, 2), places=(1, 2))
    for facts in (
        Bars(bars=(bar(name, 3, 1), bar(name, 2))),
        Lines(what="place", lines=(line, line), lowest_place=5),
        Comparison(groups=(Group(name=name, x=(0.0, 1.0), y=(0.0, 1.0)),) * 2, axes=AXES),
        distribution_of((1, 2), (1, 2)).model_copy(update={"label": name}),
    ):
        pixels = pixels_of(facts)
        assert (pixels[:, :3] == 255).all()
        assert (pixels[:, -3:] == 255).all()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_name_is_readable_and_has_pixels(name: str) -> None:
    text = shortened(name, 10.5, 120)
    assert text
    assert letters(text, 10.5).coverage.any()


def test_names_are_shown_in_one_line_without_what_has_no_shape() -> None:
    assert readable("line\nbreak\t tab ") == "line break tab"
    assert readable("a\x00\u202eb\u200f") == "ab"
    assert readable("e\u0301") == "é"
    assert [readable(name) for name in ("", " \n", "\x07", "\u3164", "\u0301")] == [NO_NAME] * 5


def test_letters_that_no_face_has_are_shown_to_be_missing_and_ornaments_left_out() -> None:
    assert readable("Linear 𐘀𐘁 A") == f"Linear {ELLIPSIS} A"
    assert readable("\U0001f9ff Name") == "Name"


def test_a_name_that_is_not_blank_is_never_said_to_be_none() -> None:
    assert [readable(name) for name in ("\U000f0000", "\U0003fffd\ue000")] == [ELLIPSIS] * 2
    assert [readable(name) for name in ("\u200b", "\ufe0f", "\ud800", " \u3164 ")] == [NO_NAME] * 4


def test_names_that_fit_stay_and_longer_ones_end_in_an_ellipsis() -> None:
    assert shortened("Short", 10.5, 100) == "Short"
    long = shortened("A rather long name of a thing", 10.5, 100)
    assert long.endswith(ELLIPSIS)
    assert 80 < letters(long, 10.5).width <= 100
    assert not shortened("x (y) " + "z" * 50, 10.5, 100).endswith((" …", "(…"))


def test_an_accent_is_not_cut_from_its_letter() -> None:
    name = "ж\u0301" * 40
    assert shortened(name, 10.5, 60)[-2] == "\u0301"


@pytest.mark.parametrize("text", ["Girls' Generation", "To AVATAR (fi)", "아이유 きゃりー 周杰倫", "Мумий Σωκράτης é", "♥ 12"])
def test_letters_put_together_look_like_the_text_as_a_whole(text: str) -> None:
    text = readable(text)  # what the faces of this machine have of it
    together, whole = letters(text, 10.5), lettering._shaped(text, 10.5)  # noqa: SLF001 - the slower way to the same
    assert together.below == whole.below
    assert together.width == pytest.approx(whole.width, abs=4)
    assert together.coverage.sum() == pytest.approx(whole.coverage.sum(), rel=0.02)


def test_names_are_no_formulas() -> None:
    widths = [letters(readable(name), 10.5).width for name in ("$x_1$", "x1")]
    assert widths[0] > widths[1] + 20


def told_without_faces(name: str, folder: Path) -> str:
    """Say how a name is drawn on a machine that has no faces but those of matplotlib."""
    known = {**os.environ, "MPL_IGNORE_SYSTEM_FONTS": "1", "MPLCONFIGDIR": str(folder)}
    imports = "from tasks.plot.lettering import letters; from tasks.plot.names import readable"
    script = f"{imports}; text = readable({name!a}); letters(text, 10.5); print(ascii(text))"
    told = subprocess.run([sys.executable, "-W", "error", "-c", script], env=known, cwd=Path(__file__).parent.parent, capture_output=True, check=True)
    return told.stdout.decode().strip()


def test_without_faces_for_a_script_its_names_can_still_be_drawn(tmp_path: Path) -> None:
    assert told_without_faces("아이유 (IU)", tmp_path) == "'\\u2026 (IU)'"


@pytest.mark.parametrize(("name", "words"), [("🦊🦊", "fox face"), ("\u200d 🌊\ufe0f ", "water wave")])
def test_without_faces_for_emoji_a_name_of_them_is_put_in_words(name: str, words: str, tmp_path: Path) -> None:
    assert told_without_faces(name, tmp_path) == repr(words)


def test_heights_are_spread_as_little_as_can_be() -> None:
    assert spread([50, 51, 90], 10, 0, 100) == [45.5, 55.5, 90]
    assert spread([50, 50], 10, 0, 100) == [55, 45]
    assert spread([100, 99, 98], 10, 0, 100) == [100, 90, 80]
    assert spread([], 10, 0, 100) == []


def test_round_steps_go_into_a_reach_at_most_so_often() -> None:
    assert [round_step(reach, 4) for reach in (1, 4, 5, 9, 30, 333)] == [1, 1, 2, 5, 10, 100]


def test_of_spans_that_touch_the_first_stays() -> None:
    assert apart([(0, 10), (90, 100), (12, 20), (30, 40)], 5) == [0, 1, 3]


def test_months_are_named_in_english_at_their_first_day() -> None:
    assert list(month_days(19000, 19100, 9)) == [(19024, "Feb 2022"), (19052, "Mar 2022"), (19083, "Apr 2022")]
    assert [name for _, name in month_days(0, 19000, 6)] == ["1980", "1990", "2000", "2010", "2020"]


def test_a_sheet_gives_every_picture_under_its_path() -> None:
    paths = [f"images/artists/a/{kind}.png" for kind in PICTURES]
    facts = [picture.model_dump_json() for picture in PICTURES.values()]
    columns = {"collection_kind": "artist", "collection_key": "a", "path": paths, "facts": facts}
    rows = pl.DataFrame(columns, schema=dict(TABLES["step.pictures"].dtypes))
    table = artifacts.save("step.pictures", rows)
    drawn = plot_sheet.work(Sheet(kind="artist", key="a", facts_digest="", pictures=Slice(table=table, first_row=0, row_count=len(paths))))
    pool.close()
    assert {path: artifacts.load_bytes(ticket) for path, ticket in drawn.figures.items()} == dict(
        zip(paths, picture_sheet_elsewhere(facts), strict=True)
    )
