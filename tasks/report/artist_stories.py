"""Read what is told of artists beside their tracks: relations, places in lists, ranks, genres, credits; refuses to know any page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from tasks.report.artist_facts import Credits, Place, Relation
from tasks.report.credits import read_credits
from tasks.report.entities import Entities
from tasks.report.facts import Named
from tasks.report.relations import list_members, read_names, read_relations

TERMS: Final = {"short_term": "the last month", "medium_term": "the last 6 months", "long_term": "the last year"}


@dataclass(frozen=True)
class Stories:
    """What is told of artists, by key."""

    relations: Mapping[str, tuple[Relation, ...]]
    places: Mapping[str, tuple[Place, ...]]
    ranks: Mapping[str, int]
    genres: Mapping[str, tuple[Named, ...]]
    credits: Mapping[str, Credits]


def read_stories(tables: Mapping[str, pl.DataFrame], entities: Entities) -> Stories:
    """Read what is told of all artists."""
    names, relations = read_names(tables["core.artists"], entities), tables["core.artist_relations"]
    return Stories(
        relations=read_relations(relations, names),
        places=_read_places(tables["core.top_artists"]),
        ranks=dict(tables["mart.artist_ranks"].select("artist_key", "rank").iter_rows()),
        genres=_read_genres(tables["core.artist_genres"], entities),
        credits=read_credits(tables, list_members(relations), names),
    )


def _read_places(listed: pl.DataFrame) -> dict[str, tuple[Place, ...]]:
    """Give the places of artists in the newest list of every term, the shortest term first."""
    newest = listed.filter(pl.col("as_of_date") == pl.col("as_of_date").max().over("term"))
    found: dict[str, tuple[Place, ...]] = {}
    for term, words in TERMS.items():
        places = newest.filter(pl.col("term") == term).group_by("artist_key").agg(pl.col("place").min()).iter_rows()
        for artist, place in places:
            found[artist] = (*found.get(artist, ()), Place(place, words))
    return found


def _read_genres(artist_genres: pl.DataFrame, entities: Entities) -> dict[str, tuple[Named, ...]]:
    """Give the genres of artists by name."""
    rows = artist_genres.select("artist_key", "genre_name", "genre_key").unique().sort("artist_key", "genre_name", "genre_key", nulls_last=True)
    found: dict[str, tuple[Named, ...]] = {}
    for artist, name, key in rows.iter_rows():
        found[artist] = (*found.get(artist, ()), Named(name, entities.page_of("genre", key)))
    return found
