"""The tree of pages: no dead link, nothing unreachable, no broken table; and the checker itself can complain."""

from pathlib import Path

import pytest
from library_site import covers_on, print_all
from markdown_tree import broken_tables, complaints, resolve, targets
from report_library import SKIPPED, clusterings_of, night_of, small_library

from tasks.report.facts import ReportChoices
from tasks.report.pages import lay_out_reports
from tasks.shared_paths import figure_path


def write(root: Path, files: dict[str, str]) -> Path:
    """Write a tree."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return root


def test_a_tree_of_the_hardest_names_is_whole(tmp_path: Path) -> None:
    library = small_library()
    clusterings = clusterings_of(library)
    pages = print_all(lay_out_reports(night_of(library, clusterings, SKIPPED), ReportChoices()))
    images = [figure_path(clustering.kind, clustering.key) for clustering in clusterings] + sorted(covers_on(pages.values()))
    assert complaints(write(tmp_path / "reports", pages | dict.fromkeys(images, "picture"))) == []


WHOLE = {"README.md": "# A\n\n[b](b/c.md)\n", "b/c.md": "| x |\n|:---|\n| ![](../i%20%281%29.png) |\n", "i (1).png": ""}


def test_a_whole_tree_has_no_complaint(tmp_path: Path) -> None:
    assert complaints(write(tmp_path, WHOLE)) == []


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        ("b/c.md", "[x](../d.md)\n", "b/c.md: dead link to d.md"),
        ("b/c.md", "[x](../../README.md)\n", "b/c.md: dead link to ../README.md"),
        ("b/c.md", '<img src="../x.png" alt="" />\n', "b/c.md: dead link to x.png"),
        ("b/d.md", "alone\n", "b/d.md: nobody leads to it"),
        ("README.md", "[b](b/c.md)", "README.md: does not end with one newline"),
        ("README.md", "[b](b/c.md)\n\n", "README.md: does not end with one newline"),
        ("README.md", "[b](b/c.md)\n\n| a |\n|:---|\n| x | y |\n", "README.md: broken row '| x | y |'"),
        ("README.md", "[b](b/c.md)\n| x |\n", "README.md: broken row '| x |'"),
        ("README.md", "[b](b/c.md)\n# A\n", "README.md: glued heading '# A'"),
    ],
)
def test_the_checker_sees_what_is_wrong(tmp_path: Path, file: str, text: str, complaint: str) -> None:
    assert complaint in complaints(write(tmp_path, WHOLE | {file: text}))


def test_links_are_read_from_markdown_and_from_tags_and_not_from_code() -> None:
    assert list(targets('[a](b "c") ![d](<e f>) `[g](h)` <img src="i" alt="" /> \\[j](k)\n')) == ["b", "e%20f", "i"]


def test_an_address_elsewhere_is_no_path() -> None:
    assert [resolve("a/b.md", link) for link in ("https://x.example", "mailto:x", "//x", "../c%20d.md#e", "#top")] == [
        None,
        None,
        None,
        "c d.md",
        "a/b.md",
    ]


def test_an_escaped_border_parts_no_cells() -> None:
    assert list(broken_tables("| a |\n|:---|\n| b \\| c |\n")) == []
