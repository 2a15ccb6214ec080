"""Tell which facts their sources revised, and which pages are new or gone; refuses to know playlists."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from tasks.compare.states import PAGE_PARTS, SUBJECT_OF_FACT
from tasks.shared_changes import Example, PageChange, Revision

EXAMPLES: Final = 10
LISTED_PAGES: Final = 100
ROW: Final = ("part", "subject")


@dataclass(frozen=True)
class PageChanges:
    """The first pages that are new or gone, and how many of each there are."""

    first: tuple[PageChange, ...]
    new_count: int
    gone_count: int


def tell_revisions(before: pl.DataFrame, after: pl.DataFrame) -> tuple[Revision, ...]:
    """Tell of every kind of fact what changed, became known and is known no longer, of things that are in both states."""
    then, now = (state.filter(pl.col("part").is_in(list(SUBJECT_OF_FACT))) for state in (before, after))
    old = then.join(now, on=then.columns, how="anti", nulls_equal=True)
    new = now.join(then, on=now.columns, how="anti", nulls_equal=True)
    both = old.join(new, on=ROW, how="full", coalesce=True, suffix="_now")
    revised = both.with_columns(named_as=pl.col("part").replace(SUBJECT_OF_FACT)).join(_names(before, after), on=("named_as", "subject"))
    known = revised.filter(pl.col("value").is_not_null() | pl.col("value_now").is_not_null())
    return tuple(_tell(fact, known.filter(pl.col("part") == fact)) for fact in SUBJECT_OF_FACT if fact in known["part"])


def tell_pages(before: pl.DataFrame, after: pl.DataFrame) -> PageChanges:
    """Tell which pages are new and which are gone, by kind, then title; those of playlists are told of with the playlists."""
    then, now = (state.filter(pl.col("part").is_in(list(PAGE_PARTS))) for state in (before, after))
    new, gone = now.join(then, on=ROW, how="anti"), then.join(now, on=ROW, how="anti")
    turn = pl.col("part").replace_strict(list(PAGE_PARTS), list(range(len(PAGE_PARTS))), return_dtype=pl.Int64)
    both = pl.concat([new.with_columns(is_new=pl.lit(value=True)), gone.with_columns(is_new=pl.lit(value=False))])
    first = both.sort("is_new", turn, "value", "subject", descending=[True, False, False, False]).head(LISTED_PAGES)
    pages = tuple(PageChange(kind=PAGE_PARTS[part], key=key, title=title, is_new=is_new) for part, key, title, is_new in first.iter_rows())
    return PageChanges(pages, new.height, gone.height)


def _names(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Give the names of the tracks, albums and artists that are in both states."""
    then, now = (state.filter(pl.col("part").is_in(sorted(set(SUBJECT_OF_FACT.values())))) for state in (before, after))
    return now.join(then, on=ROW, how="semi").rename({"part": "named_as", "value": "name"})


def _tell(fact: str, rows: pl.DataFrame) -> Revision:
    """Tell of one kind of fact: changed ones stand first among the examples, then those now known, then those lost."""
    is_learnt, is_lost = pl.col("value").is_null(), pl.col("value_now").is_null()
    turn = pl.when(is_learnt).then(1).when(is_lost).then(2).otherwise(0)
    ordered = rows.with_columns(turn=turn).sort("turn", "name", "subject", nulls_last=True)
    counts = dict(ordered.group_by("turn").len().iter_rows())
    shown = ordered.head(EXAMPLES).select("name", "value", "value_now").iter_rows()
    return Revision(
        fact=fact,
        changed_count=counts.get(0, 0),
        learnt_count=counts.get(1, 0),
        lost_count=counts.get(2, 0),
        examples=tuple(Example(name=name, before=was, after=now) for name, was, now in shown),
    )
