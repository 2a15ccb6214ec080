"""Names are data: a reader sees the name itself, wherever it is printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_tree import PARSER, broken_tables, headings, seen, tables
from report_library import HARD_NAMES

from tasks.report.filters import NO_NAME, shown, source, target, text


@pytest.mark.parametrize("name", HARD_NAMES)
def test_a_reader_sees_the_name_itself_in_a_cell_a_heading_a_paragraph_and_a_link(name: str) -> None:
    spelt = text(name)
    page = f"# {spelt}\n\nAn {spelt}\n\n| A | B |\n|:---|:---|\n| {spelt} | [{spelt}](x) |\n"
    assert headings(page) == [shown(name)]
    assert seen(PARSER.parse(page)[4]) == f"An {shown(name)}"
    assert list(tables(page)) == [[["A", "B"], [shown(name)] * 2]]
    assert list(broken_tables(page)) == []


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_a_reader_sees_any_text_of_unicode_as_it_is(name: str) -> None:
    page = f"# {text(name)}\n\n| A | B |\n|:---|:---|\n| {text(name)} | [{text(name)}](x) |\n"
    assert headings(page) == [shown(name)]
    assert list(tables(page)) == [[["A", "B"], [shown(name)] * 2]]
    page.encode("utf-8")


@given(st.text(st.sampled_from("\\|`*_[]()<>!#&;:$@~.-+ \n\tawx1"), max_size=30))
def test_a_reader_sees_any_mixture_of_marks_as_it_is(name: str) -> None:
    page = f"| A | B |\n|:---|:---|\n| {text(name)} | [{text(name)}](x) |\n"
    assert list(tables(page)) == [[["A", "B"], [shown(name)] * 2]]
    assert list(broken_tables(page)) == []


@pytest.mark.parametrize("name", ["", "   ", "\u3164", "\u200b", "\x00", "\u202e", "\n", None])
def test_a_name_without_anything_to_see_is_said_to_be_none(name: str | None) -> None:
    assert shown(name) == NO_NAME


def test_line_breaks_become_spaces_and_controls_and_overrides_go() -> None:
    assert shown("a\r\nb\nc\td\u2028e") == "a b c d e"
    assert shown("\u202ea\x07b\u2069\ud800") == "ab"
    assert shown("👩\u200d👧 a\u200bb") == "👩\u200d👧 a\u200bb"


@pytest.mark.parametrize(
    ("name", "mark"),
    [("$a$", "<span>$</span>"), (":heart:", "<span>:</span>heart"), ("www.a.b", "www&#46;"), ("http://a.b", "http<span>"), ("a@b.c", "&#64;")],
)
def test_what_a_site_reads_on_finished_pages_is_broken_up(name: str, mark: str) -> None:
    assert mark in text(name)


def test_targets_are_encoded_where_markdown_needs_it_and_nowhere_else() -> None:
    assert target("artists/(g)i-dle/overview.md") == "artists/%28g%29i-dle/overview.md"
    assert target("labels/a b[c]<d>%e\\f|g`h/overview.md") == "labels/a%20b%5Bc%5D%3Cd%3E%25e%5Cf%7Cg%60h/overview.md"
    assert target("genres/케이팝_é_!,~/overview.md") == "genres/케이팝_é_!,~/overview.md"


def test_covers_of_our_own_are_seen_from_the_page_and_addresses_stay() -> None:
    assert source("images/covers/a.png", "../../") == "../../images/covers/a.png"
    assert source('https://i.example/a?b="c"&d=|', "../../") == "https://i.example/a?b=%22c%22&amp;d=%7C"
