"""Write the pages of people who are credited on tracks; refuses to know where they are kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from tasks.report import producer_frames as frames
from tasks.report.collection_facts import ArtistRow
from tasks.report.entities import Entities
from tasks.report.facts import Track
from tasks.report.groups import Groups
from tasks.report.library_facts import Counted, ProducerPage, Production
from tasks.report.site import Site
from tasks.report.templates import fill
from tasks.report.track_cells import read_chosen
from tasks.shared_paths import way_up


@dataclass(frozen=True)
class Works:
    """What all pages of people are written from."""

    types: Groups[Counted]
    artists: Groups[ArtistRow]
    partners: Groups[Counted]
    productions: Mapping[str, list[tuple[int, str]]]
    tracks: Mapping[int, Track]


def write_producers(site: Site, entities: Entities) -> Iterator[tuple[str, str]]:
    """Give the page of every person who has one."""
    works = _gather(site, entities)
    persons = site.tables["mart.producers"].drop_nulls("page_path").sort("producer_key")
    for key, name, path in persons.select("producer_key", "producer_name", "page_path").iter_rows():
        yield from site.page(path, _write, (key, name), path, works, site)


def _write(person: tuple[str, str], path: str, works: Works, site: Site) -> str:
    """Write the page of one person, given by key and name."""
    return fill("producer.md.j2", _page(*person, works, site), way_up(path))


def _gather(site: Site, entities: Entities) -> Works:
    """Gather for all pages at once."""
    credits_ = frames.list_credits(site.tables)
    keys = site.tables["core.artists"]["artist_key"]
    pages = pl.DataFrame({"artist_key": keys, "page": [entities.page_of("artist", key) for key in keys]}, schema_overrides={"page": pl.String})
    productions = frames.list_productions(credits_, site.numbered)
    return Works(
        types=Groups(frames.count_types(credits_), Counted),
        artists=Groups(frames.count_artists(credits_, site.tables, pages, site.ranking), ArtistRow),
        partners=Groups(frames.count_partners(credits_), Counted),
        productions=productions,
        tracks=read_chosen(site, (number for listed in productions.values() for number, _ in listed)),
    )


def _page(key: str, name: str, works: Works, site: Site) -> ProducerPage:
    """Gather what the page of one person prints."""
    productions = tuple(Production(works.tracks[number], said) for number, said in works.productions.get(key, ()))
    artists = works.artists.of(frames.PRODUCER, key)
    return ProducerPage(
        name=name,
        liked_count=sum(production.track.is_liked for production in productions),
        basis=site.ranking_basis if any(artist.rank for artist in artists) else None,
        types=works.types.of(frames.PRODUCER, key),
        artists=artists,
        partners=works.partners.of(frames.PRODUCER, key),
        productions=productions,
    )
