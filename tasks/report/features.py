"""Write the pages of track features; refuses to know where they are kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from tasks.report.extremes import Spread, find_spreads
from tasks.report.facts import Entry
from tasks.report.library_facts import FeaturesPage, FeatureTable, Rated, TrackCell
from tasks.report.rows import UP
from tasks.report.site import Site
from tasks.report.templates import fill
from tasks.report.track_cells import read_chosen, write_cells
from tasks.shared_paths import way_up


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

Written = tuple[Mapping[str, Spread], Mapping[str, tuple[str, ...]], Mapping[int, TrackCell]]


def write_features(site: Site) -> Iterator[tuple[str, str]]:
    """Give the page of track features of every collection that has one, the library's first."""
    spreads = find_spreads(site, [feature.column for feature in FEATURES])
    shown = {spread.numbers[place] for spread in spreads.values() for place in chain.from_iterable(chain.from_iterable(spread.ends.values()))}
    values = {feature.column: tuple(f"{value:{feature.form}}{feature.unit}" for value in spreads[feature.column].values) for feature in FEATURES}
    written = (spreads, values, write_cells(read_chosen(site, shown)))
    for entry in site.entries.values():
        if entry.features_page:
            yield from site.page(entry.features_page, _page, entry, way_up(entry.features_page), site, written)


def _page(entry: Entry, up: str, site: Site, written: Written) -> str:
    """Write the page of one collection."""
    page = FeaturesPage(entry, tuple(_table(entry, feature, site, written) for feature in FEATURES))
    return fill("features.md.j2", page, up).replace(UP, up)


def _table(entry: Entry, feature: Feature, site: Site, written: Written) -> FeatureTable:
    """Gather what is said of one feature of a collection."""
    spreads, values, cells = written
    numbers, said = spreads[feature.column].numbers, values[feature.column]
    most, least = ([Rated(cells[numbers[place]], said[place]) for place in end] for end in spreads[feature.column].ends[entry.kind, entry.key])
    return FeatureTable(
        label=feature.label,
        meaning=feature.meaning,
        most=feature.most,
        least=feature.least,
        figure=site.picture(entry.kind, entry.key, f"track_features/{feature.column}"),
        pairs=tuple(zip(most, least, strict=True)),
        has_art=any(rated.track.art for rated in (*most, *least)),
    )
