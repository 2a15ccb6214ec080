"""Lay the newest top lists of all terms side by side; refuses to know the page that shows them."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from tasks.report.entities import Entities
from tasks.report.facts import Named, Track
from tasks.report.library_facts import Term, TopLists
from tasks.report.site import Site
from tasks.report.track_cells import read_chosen

TERMS: Final = {
    "on_repeat": "On repeat",
    "repeat_rewind": "Repeat rewind",
    "short_term": "Last month",
    "medium_term": "Last 6 months",
    "long_term": "Last year",
}


def list_top_artists(site: Site, entities: Entities) -> TopLists:
    """Give the newest lists of artists."""
    newest = _newest(site.tables["core.top_artists"], "artist_key")
    names = dict(site.tables["core.artists"].select("artist_key", "artist_name").iter_rows())
    keys = {key for key in newest["thing"] if key in names}
    return _beside(newest, {key: Named(names[key], entities.page_of("artist", key)) for key in keys})


def list_top_tracks(site: Site) -> TopLists:
    """Give the newest lists of tracks; a track that is not in the library leaves its place empty."""
    newest = _newest(site.tables["core.top_tracks"], "track_uri")
    numbers = {uri: site.number_of_track[uri] for uri in newest["thing"] if uri in site.number_of_track}
    tracks = read_chosen(site, numbers.values())
    return _beside(newest, {uri: tracks[number] for uri, number in numbers.items()})


def _newest(listed: pl.DataFrame, key: str) -> pl.DataFrame:
    """Keep the newest list of each term: term, place, thing, as_of_date."""
    known = listed.filter(pl.col("term").is_in(list(TERMS)), pl.col("as_of_date") == pl.col("as_of_date").max().over("term"))
    return known.select("term", "place", "as_of_date", thing=key).sort("term", "place")


def _beside(newest: pl.DataFrame, things: Mapping[str, Track] | Mapping[str, Named]) -> TopLists:
    """Lay lists side by side, down to the last place that any of them names."""
    dates = dict(newest.select("term", "as_of_date").unique().iter_rows())
    terms = [term for term in TERMS if term in dates]
    listed = {(term, place): things.get(thing) for term, place, thing in newest.select("term", "place", "thing").iter_rows()}
    places = sorted({place for (_, place), thing in listed.items() if thing})
    rows = tuple(tuple(listed.get((term, place)) for term in terms) for place in range(1, places[-1] + 1)) if places else ()
    return TopLists(tuple(Term(TERMS[term], str(dates[term])) for term in terms), rows)
