"""Say in words what ranks rest on; refuses to know how they are won and which page shows them."""

from datetime import date
from typing import Final

import polars as pl

from tasks.report.filters import counted

WORDS: Final = {"lists": "dated top lists", "plays": "plays, counted at the ends of months"}
RANKED_APART: Final = {"lists": "artists", "plays": "tracks and albums"}


def tell_bases(ranking: pl.DataFrame) -> str | None:
    """Say what all ranks rest on in a sentence, in two where those of artists rest on something else; nothing where there are none."""
    rows = ranking.select("basis", "date_count", "first_date", "last_date").sort("basis").rows()
    told = (f"Ranks{f' of {RANKED_APART[basis]}' if len(rows) > 1 else ''} rest on {WORDS[basis]}: {_tell_dates(*dates)}." for basis, *dates in rows)
    return " ".join(told) or None


def _tell_dates(count: int, first: date, last: date) -> str:
    """Count dates and name both ends; a single one is named once."""
    return f"{counted(count, 'date')}, {first}" if first == last else f"{counted(count, 'date')} from {first} to {last}"
