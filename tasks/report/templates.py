"""Load the templates of this folder and fill them; refuses to know what they say."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

import jinja2

from storage.bytecode import KeptBytecode
from tasks.report.facts import RankingColumn, Track
from tasks.report.filters import counted, opening, source, spotify, target, text
from tasks.shared_paths import way_up

THREE_BREAKS: Final = "\n\n\n"
# stands in what is written for what leads from a page up to the root of the tree; no name or path on a page holds a control character
UP: Final = "\x00"


class Page(NamedTuple):
    """A page that is not printed yet: its template and what it prints."""

    template: str
    facts: object


@functools.cache
def _templates() -> jinja2.Environment:
    """Give the templates with our filters; a name that a template misspells is an error, never an empty text."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        bytecode_cache=KeptBytecode(),
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        autoescape=False,  # noqa: S701 - pages are markdown: names go through the filter `text`
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update({"text": text, "target": target, "source": source, "counted": counted, "opening": opening, "spotify": spotify})
    return environment


def print_page(path: str, page: Page) -> str:
    """Give the text of a page that stands at a path inside reports/."""
    return fill(page.template, page.facts).replace(UP, way_up(path))


def fill(template: str, facts: object) -> str:
    """Fill a template for pages at any depth: blocks one blank line apart, one newline at the end."""
    written = _templates().get_template(template).render(page=facts, up=UP)
    while THREE_BREAKS in written:
        written = written.replace(THREE_BREAKS, "\n\n")
    return written.strip("\n") + "\n"


def fill_row(track: Track, has_art: bool, ranking: RankingColumn) -> str:  # noqa: FBT001 - called as a template's macro is
    """Fill the template of one row of a table of tracks, for pages at any depth."""
    return _row_macro()(track, UP, has_art, ranking)


@functools.cache
def _row_macro() -> Callable[[Track, str, bool, RankingColumn], str]:
    """Give the macro that writes a row."""
    macro: Callable[[Track, str, bool, RankingColumn], str] = vars(_templates().get_template("_tracks.md.j2").module)["row"]
    return macro
