"""Printing: a page is printed again exactly where what it prints has changed, and its seals tell that before anything is made."""

import random
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

import polars as pl
import pytest
from full_library import full_library
from report_library import clusterings_of, night_of, small_library

from storage import artifacts
from storage.answers import Answers
from storage.cache import computing_anew
from storage.settings import home
from tasks.report.facts import ReportChoices
from tasks.report.faults import FAULTS
from tasks.report.pages import lay_out_reports
from tasks.report.press import Press, Printed
from tasks.report.rejects import read_rejects
from tasks.report.sealed import Sealed, hash_rows, seal
from tasks.report.templates import Page, print_page

Library = Mapping[str, pl.DataFrame]
PAGE = Page("rejects.md.j2", read_rejects(small_library()["core.rejects"], ()))


def change(value: object) -> object:
    """Give another value of the same type; what was nothing stays so."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, date | datetime):
        return value + timedelta(days=400)
    return f"{value}x" if isinstance(value, str) else value


def changed_libraries(library: Library) -> Iterator[tuple[str, Library]]:
    """Give libraries in which one cell is another, and such in which one row is gone, and name what was changed."""
    chance = random.Random(5)  # noqa: S311 - which rows are changed is no secret
    for table, rows in library.items():
        if not rows.height:
            continue
        row = chance.randrange(rows.height)
        yield f"{table} without row {row}", {**library, table: pl.concat([rows[:row], rows[row + 1 :]])}
        for column in rows.columns:
            values = rows[column].to_list()
            values[row] = change(values[row])
            yield f"{table}.{column} in row {row}", {**library, table: rows.with_columns(pl.Series(column, values, dtype=rows.schema[column]))}


def lay_out(library: Library, told: Library) -> dict[str, tuple[str, str]]:
    """Give of every page what tells whether it has changed, and its text."""
    pages = lay_out_reports(night_of(library, clusterings_of(told)), ReportChoices())
    return {path: (repr(page), print_page(path, page)) for path, page in pages}


def test_whatever_changes_a_text_changes_what_tells_so() -> None:
    library = full_library()
    before = lay_out(library, library)
    rewritten = same = 0
    for what, changed in changed_libraries(library):
        try:
            after = lay_out(changed, library)
        except FAULTS:
            continue
        for path in before.keys() & after.keys():
            (told_before, text_before), (told_after, text_after) = before[path], after[path]
            assert told_before != told_after or text_before == text_after, f"{path} does not tell that {what} has changed"
            rewritten += text_before != text_after
            same += told_before == told_after
    assert rewritten > 100
    assert same > 1000


def test_what_is_sealed_is_made_once_and_only_when_it_is_asked_for() -> None:
    made = []

    def make() -> list[str]:
        made.append("again")
        return ["a", "b", "c"]

    sealed = Sealed("digest", make)
    assert repr(sealed) == "Sealed('digest')"
    reversed_ = sealed.turned(sorted).turned(list)
    assert not made
    assert (len(sealed), sealed[0], sealed[1:], list(sealed), list(reversed_)) == (3, "a", ["b", "c"], ["a", "b", "c"], ["a", "b", "c"])
    assert made == ["again"]


def test_seals_part_what_stands_in_other_columns_or_in_another_order() -> None:
    rows = pl.DataFrame({"name": ["a", None, "b", ""], "page": [None, "a", "", "b"], "more": [["x"], ["x", None], [], None]})
    hashes = hash_rows(rows)
    assert len(set(hashes)) == rows.height
    assert len({seal(hashes), seal(hashes[::-1]), seal(hashes[:2]), seal(hashes, "a"), seal("a")}) == 5


def print_with(page: Page, *, is_partial: bool = False, path: str = "rejects.md") -> Printed:
    """Print a page in a night of its own."""
    with Answers("pages", Printed, "tasks.report.press", is_partial=is_partial) as known:
        return Press(known).print(path, page)


def unprintable() -> Page:
    """Give the same page as PAGE would be, but one that cannot be printed."""

    class Same:
        def __repr__(self) -> str:
            return repr(PAGE.facts)

    return Page(PAGE.template, Same())


def test_a_page_that_prints_the_same_is_not_printed_again() -> None:
    printed = print_with(PAGE)
    assert artifacts.load_bytes(printed.text).decode() == print_page("rejects.md", PAGE)
    assert print_with(unprintable()) == printed


def test_a_page_is_printed_again_when_its_text_is_lost_or_damaged() -> None:
    printed = print_with(PAGE)
    for harm in ("lost", "damaged"):
        file = artifacts.path_of(printed.text)
        file.unlink()
        if harm == "damaged":
            file.write_text(harm)
        artifacts.doubt_all()
        assert print_with(PAGE) == printed
        assert artifacts.are_whole([printed.text])


@pytest.mark.parametrize("told", [b"", b"{", b"[]", b'["another", {}]', b'["another", 1]'])
def test_a_page_is_printed_again_when_what_is_remembered_cannot_be_read(told: bytes) -> None:
    printed = print_with(PAGE)
    (home() / "results" / "pages" / "answers.json").write_bytes(told)
    with pytest.raises(FAULTS):
        print_with(unprintable())
    assert print_with(PAGE) == printed


def test_nothing_that_is_remembered_counts_where_all_is_to_be_computed_anew() -> None:
    print_with(PAGE)
    with computing_anew(is_wanted=True), pytest.raises(FAULTS):
        print_with(unprintable())


def test_only_a_night_of_some_pages_keeps_what_nobody_asked_for() -> None:
    other = Page("errors.md.j2", None)
    print_with(PAGE)
    with pytest.raises(FAULTS):
        print_with(other, is_partial=True)
    print_with(PAGE._replace(facts=PAGE.facts), path="deeper/rejects.md", is_partial=True)
    print_with(unprintable(), is_partial=True)
    print_with(PAGE, path="deeper/rejects.md")
    with pytest.raises(FAULTS):
        print_with(unprintable())
