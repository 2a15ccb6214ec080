"""Lay out the pages of track features; refuses to know where they are kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tasks.report.extremes import Spread, find_spreads
from tasks.report.facts import Entry
from tasks.report.library_facts import FeaturesPage, FeatureTable, Rated
from tasks.report.sealed import Sealed, seal
from tasks.report.site import Site
from tasks.report.templates import Page
from tasks.report.track_cells import Cells


@dataclass(frozen=True, slots=True)
class Feature:
    """How a feature is spoken of."""

    column: str
    label: str
    meaning: str
    most: str
    least: str
    form: str = ".2f"
    unit: str = ""


class Shown(NamedTuple):
    """What is shown of one feature of a collection: the numbers of its tracks and their values, from both ends, and the figure if there is one."""

    feature: Feature
    numbers: list[int]
    values: NDArray[np.float64]
    half: int
    figure: str | None


FEATURES: Final = (
    Feature("danceability", "Danceability", "How well one can dance to a track, from 0 to 1", "most danceable", "least danceable"),
    Feature("energy", "Energy", "How loud, fast and dense a track feels, from 0 to 1", "most energetic", "least energetic"),
    Feature("speechiness", "Speechiness", "How much of a track is spoken, from 0 to 1", "most speechy", "least speechy"),
    Feature(
        "acousticness", "Acousticness", "How sure it is that a track is played without electronics, from 0 to 1", "most acoustic", "least acoustic"
    ),
    Feature("instrumentalness", "Instrumentalness", "How sure it is that nobody sings, from 0 to 1", "most instrumental", "least instrumental"),
    Feature("liveness", "Liveness", "How sure it is that an audience was there, from 0 to 1", "most live", "least live"),
    Feature("valence", "Valence", "How happy a track sounds, from 0 to 1", "happiest", "saddest"),
    Feature("tempo_bpm", "Tempo", "Beats a minute", "fastest", "slowest", ".0f", " bpm"),
)


def lay_out_features(site: Site) -> Iterator[tuple[str, Page]]:
    """Give the page of track features of every collection that has one, the library's first."""
    spreads, cells = find_spreads(site, [feature.column for feature in FEATURES]), Cells(site.rows)
    for entry in site.entries.values():
        if entry.features_page:
            yield from site.page(entry.features_page, _page, entry, site, spreads, cells)


def _page(entry: Entry, site: Site, spreads: Mapping[str, Spread], cells: Cells) -> Page:
    """Lay out the page of one collection."""
    shown = [_show(entry, feature, site, spreads[feature.column]) for feature in FEATURES]
    told = seal(*(part for one in shown for part in (site.rows.seal(one.numbers), one.values, repr((one.half, one.figure)))))
    return Page("features.md.j2", FeaturesPage(entry, Sealed(told, lambda: [_table(one, site, cells) for one in shown])))


def _show(entry: Entry, feature: Feature, site: Site, spread: Spread) -> Shown:
    """Choose what is shown of one feature of a collection."""
    most, least = spread.ends[entry.kind, entry.key]
    places = [*most, *least]
    figure = site.picture(entry.kind, entry.key, f"track_features/{feature.column}")
    return Shown(feature, spread.numbers[places].tolist(), spread.values[places], len(most), figure)


def _table(shown: Shown, site: Site, cells: Cells) -> FeatureTable:
    """Gather what is said of one feature of a collection."""
    feature = shown.feature
    said = [f"{value:{feature.form}}{feature.unit}" for value in shown.values.tolist()]
    rated = [Rated(cell, value) for cell, value in zip(cells.of(shown.numbers), said, strict=True)]
    return FeatureTable(
        label=feature.label,
        meaning=feature.meaning,
        most=feature.most,
        least=feature.least,
        figure=shown.figure,
        pairs=list(zip(rated[: shown.half], rated[shown.half :], strict=True)),
        has_art=site.rows.has_art(shown.numbers),
    )
