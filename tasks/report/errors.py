"""Lay out the page of possible errors in how a library is organised; refuses to know how errors are found."""

from collections.abc import Iterable, Iterator

import polars as pl

from tasks.report.copies import gather_album_copies, gather_track_copies
from tasks.report.error_facts import Errors, Held, Misdated, NearCopy, Refusals, Superseded, Unpopular
from tasks.report.facts import SUPERSEDED, Named, Rejects
from tasks.report.holders import find_holders, name_playlists
from tasks.report.near_copies import find_near_copies
from tasks.report.oddities import find_misdated, find_unpopular
from tasks.report.provenance import list_unconfirmed
from tasks.report.site import Site
from tasks.report.templates import Page
from tasks.report.track_cells import read_chosen

Playlists = dict[str, Named]


def read_errors(site: Site, rejects: Rejects) -> Errors:
    """Gather what may be wrong with a library; equal libraries give equal errors in equal order."""
    playlists = name_playlists(site)
    return Errors(
        tracks=gather_track_copies(site, playlists),
        albums=gather_album_copies(site, playlists),
        playlists=tuple(_near_copies(site, playlists)),
        unpopular=tuple(_unpopular(site, playlists)),
        misdated=tuple(_misdated(site, playlists)),
        unconfirmed=list_unconfirmed(site.tables),
        superseded=tuple(_superseded(site, playlists)),
        refusals=tuple(Refusals(reason.reason, reason.row_count) for reason in rejects.reasons),
    )


def lay_out_errors(errors: Errors) -> Page:
    """Lay out the page of possible errors; a kind of error that was not found is not spoken of."""
    return Page("errors.md.j2", errors)


def _near_copies(site: Site, playlists: Playlists) -> Iterator[NearCopy]:
    """Give the pairs of playlists that are nearly the same, most alike first."""
    members = site.tables["mart.collection_members"].filter(pl.col("collection_kind") == "playlist")
    for pair in find_near_copies(members.select("track_uri", playlist_key="collection_key")):
        one, other = playlists[pair.one], playlists[pair.other]
        yield NearCopy(one, pair.one_count, other, pair.other_count, pair.shared_count, int(100 * pair.share))


def _unpopular(site: Site, playlists: Playlists) -> Iterator[Unpopular]:
    """Give the tracks that hardly anybody plays."""
    found = find_unpopular(site.tables)
    numbers = _numbers(site, found["track_uri"])
    tracks = read_chosen(site, numbers.values())
    held = find_holders(found.select("track_uri", thing="track_uri"), playlists, site.tables["mart.collection_members"])
    for uri, popularity, best in found.select("track_uri", "popularity", "best_popularity").iter_rows():
        yield Unpopular(tracks[numbers[uri]], popularity, best, held.get(uri, Held()))


def _misdated(site: Site, playlists: Playlists) -> Iterator[Misdated]:
    """Give the entries whose dates cannot be, the oldest first."""
    found = find_misdated(site.tables)
    numbers = _numbers(site, found["track_uri"])
    tracks = read_chosen(site, numbers.values())
    for key, uri, added, released, reason in found.iter_rows():
        yield Misdated(playlists.get(key) or Named(key, None), tracks[numbers[uri]], str(added), released, reason)


def _superseded(site: Site, playlists: Playlists) -> Iterator[Superseded]:
    """Give the files that a newer one of their name supersedes."""
    for key, *told in site.tables[SUPERSEDED].sort("playlist_key", "file_name").iter_rows():
        yield Superseded(playlists.get(key) or Named(key, None), *told)


def _numbers(site: Site, uris: Iterable[str]) -> dict[str, int]:
    """Give the numbers of tracks by their URIs."""
    return {uri: site.number_of_track[uri] for uri in uris}
