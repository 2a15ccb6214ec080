"""Lay out the page of a label; refuses to know where it is kept."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from tasks.report.collection_facts import LabelPage, Spelling
from tasks.report.facts import Entry
from tasks.report.gathered import Gathered
from tasks.report.templates import Page

FIGURES: Final = ("artists", "albums", "genres", "producers")

Spellings = Mapping[str, tuple[Spelling, ...]]


def lay_out_label(entry: Entry, gathered: Gathered, spellings: Spellings) -> Page:
    """Lay out the page of a label."""
    key, entities = (entry.kind, entry.key), gathered.entities
    page = LabelPage(
        basics=gathered.basics(entry, key, gathered.figures(entry, FIGURES)),
        spellings=spellings.get(entry.key, ()),
        artists=entities.artists(*key),
        albums=entities.albums(*key),
        genres=entities.genres(*key),
        producers=entities.producers(*key),
    )
    return Page("label.md.j2", page)


def list_spellings(tables: Mapping[str, pl.DataFrame]) -> Spellings:
    """Give the spellings of every label: on most tracks, then by text."""
    counts = (
        tables["core.album_labels"]
        .drop_nulls("raw_label")
        .join(tables["core.tracks"].select("track_uri", "album_key"), on="album_key")
        .group_by("label_key", "raw_label")
        .agg(track_count=pl.len())
        .sort("label_key", "track_count", "raw_label", descending=[False, True, False])
    )
    found: dict[str, tuple[Spelling, ...]] = {}
    for label, raw_label, count in counts.iter_rows():
        found[label] = (*found.get(label, ()), Spelling(raw_label, count))
    return found
