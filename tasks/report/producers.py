"""Lay out the pages of people who are credited on tracks; refuses to know where they are kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from tasks.report import producer_frames as frames
from tasks.report.collection_facts import ArtistRow
from tasks.report.entities import Entities
from tasks.report.groups import Groups
from tasks.report.library_facts import Counted, ProducerPage, Production
from tasks.report.sealed import Sealed
from tasks.report.site import Site
from tasks.report.templates import Page


@dataclass(frozen=True)
class Works:
    """What all pages of people are written from."""

    types: Groups[Counted]
    artists: Groups[ArtistRow]
    partners: Groups[Counted]
    productions: Mapping[str, list[tuple[int, str]]]


def lay_out_producers(site: Site, entities: Entities) -> Iterator[tuple[str, Page]]:
    """Give the page of every person who has one."""
    works = _gather(site, entities)
    persons = site.tables["mart.producers"].drop_nulls("page_path").sort("producer_key")
    for key, name, path in persons.select("producer_key", "producer_name", "page_path").iter_rows():
        yield from site.page(path, _page, key, name, works, site)


def _gather(site: Site, entities: Entities) -> Works:
    """Gather for all pages at once."""
    credits_ = frames.list_credits(site.tables)
    keys = site.tables["core.artists"]["artist_key"]
    pages = pl.DataFrame({"artist_key": keys, "page": [entities.page_of("artist", key) for key in keys]}, schema_overrides={"page": pl.String})
    return Works(
        types=Groups(frames.count_types(credits_), Counted),
        artists=Groups(frames.count_artists(credits_, site.tables, pages, site.ranking), ArtistRow),
        partners=Groups(frames.count_partners(credits_), Counted),
        productions=frames.list_productions(credits_, site.numbered),
    )


def _page(key: str, name: str, works: Works, site: Site) -> Page:
    """Lay out the page of one person."""
    person, listed = (frames.PRODUCER, key), works.productions.get(key, [])
    told = site.rows.seal([number for number, _ in listed], [said for _, said in listed])
    productions = Sealed(told, lambda: [Production(site.rows.track(number), said) for number, said in listed])
    page = ProducerPage(name, site.ranking_basis, works.types.of(*person), works.artists.of(*person), works.partners.of(*person), productions)
    return Page("producer.md.j2", page)
