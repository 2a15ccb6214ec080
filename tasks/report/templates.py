"""Load the templates of this folder and fill them; refuses to know what they say."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Final

import jinja2

from storage.bytecode import KeptBytecode
from tasks.report.facts import RankingColumn, Track
from tasks.report.filters import counted, opening, source, spotify, target, text

THREE_BREAKS: Final = "\n\n\n"


@functools.cache
def _templates() -> jinja2.Environment:
    """Give the templates with our filters; a name that a template misspells is an error, never an empty text."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        bytecode_cache=KeptBytecode(),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 - pages are markdown: names go through the filter `text`
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update({"text": text, "target": target, "source": source, "counted": counted, "opening": opening, "spotify": spotify})
    return environment


def fill(template: str, page: object, up: str) -> str:
    """Fill a page's template: blocks one blank line apart, one newline at the end."""
    written = _templates().get_template(template).render(page=page, up=up)
    while THREE_BREAKS in written:
        written = written.replace(THREE_BREAKS, "\n\n")
    return written.strip("\n") + "\n"


def fill_row(track: Track, up: str, has_art: bool, ranking: RankingColumn) -> str:  # noqa: FBT001 - called as a template's macro is
    """Fill the template of one row of a table of tracks."""
    return _row_macro()(track, up, has_art, ranking)


@functools.cache
def _row_macro() -> Callable[[Track, str, bool, RankingColumn], str]:
    """Give the macro that writes a row."""
    macro: Callable[[Track, str, bool, RankingColumn], str] = vars(_templates().get_template("_tracks.md.j2").module)["row"]
    return macro
