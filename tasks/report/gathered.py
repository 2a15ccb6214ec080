"""Gather what all pages of collections share: which tracks stand on them, what they rest on, their figures; refuses to know how they look."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from storage.schemas import LIBRARY_KIND
from tasks.report.collection_facts import Basics
from tasks.report.entities import Entities
from tasks.report.entity_frames import spotify_uri
from tasks.report.facts import Entry
from tasks.report.listening import Listening
from tasks.report.membership import COLLECTION, LISTED_TRACKS, Key
from tasks.report.provenance import Provenance, tell_playlists
from tasks.report.site import Site


@dataclass(frozen=True)
class Gathered:
    """All that pages of collections are written from; numbers are those of tracks, in ascending order."""

    site: Site
    entities: Entities
    numbers: Mapping[Key, list[int]]
    spotify_uris: Mapping[Key, str]
    listening: Listening
    provenances: Mapping[str, Provenance]

    def basics(self, entry: Entry, key: Key, figures: Mapping[str, str | None]) -> Basics:
        """Give what stands on top and at the end of a page of these tracks."""
        numbers = self.numbers.get(key, [])
        tracks = self.site.track_table(numbers[:LISTED_TRACKS])
        has_ranks = tracks.ranking != "none" or self.listening.knows_any(numbers) or self._has_ranked_groups(key)
        return Basics(
            entry=entry,
            spotify_uri=self.spotify_uris.get(key),
            basis=self.site.ranking_basis if has_ranks else None,
            figures=figures,
            tracks=tracks,
            left_out=max(0, len(numbers) - LISTED_TRACKS),
        )

    def _has_ranked_groups(self, key: Key) -> bool:
        """Tell whether a page of these tracks shows the rank of any artist or album."""
        return any(row.rank for rows in (self.entities.artists(*key), self.entities.albums(*key)) for row in rows)

    def figures(self, entry: Entry, names: Iterable[str]) -> dict[str, str | None]:
        """Give the figures of a collection by name, None where none was drawn."""
        return {name: self.site.picture(entry.kind, entry.key, name) for name in names}


def gather(site: Site, entities: Entities) -> Gathered:
    """Gather for all pages at once."""
    numbers, uris = _list_numbers(site, entities), _list_uris(site.tables)
    return Gathered(site, entities, numbers, uris, Listening(site, entities), tell_playlists(site.tables))


def _list_numbers(site: Site, entities: Entities) -> dict[Key, list[int]]:
    """Give the numbers of the tracks of every collection but the library, those of years of playlists too."""
    members = site.tables["mart.collection_members"].filter(pl.col("collection_kind") != LIBRARY_KIND)
    found = pl.concat([members, entities.year_tracks.select(members.columns)]).join(site.numbered.select("track_uri", "track_number"), on="track_uri")
    listed = found.group_by(COLLECTION).agg(pl.col("track_number").sort())
    return {(kind, key): numbers for kind, key, numbers in listed.iter_rows()}


def _list_uris(tables: Mapping[str, pl.DataFrame]) -> dict[Key, str]:
    """Give the Spotify URIs of playlists and artists that have one."""
    found: dict[Key, str] = {}
    for kind in ("playlist", "artist"):
        rows = tables[f"core.{kind}s"].select(f"{kind}_key", spotify_uri(f"{kind}_uri")).drop_nulls().iter_rows()
        found |= {(kind, key): uri for key, uri in rows}
    return found
