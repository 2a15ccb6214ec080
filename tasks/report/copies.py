"""Gather the groups of tracks and of albums that stand in the library more than once, as the page of errors prints them."""

from collections.abc import Mapping
from itertools import groupby

import polars as pl

from tasks.report.duplicates import find_duplicate_albums, find_duplicate_tracks
from tasks.report.entity_frames import spotify_uri
from tasks.report.error_facts import AlbumCopy, Held, TrackCopy
from tasks.report.facts import Named
from tasks.report.folding import fold
from tasks.report.holders import find_holders
from tasks.report.site import Site
from tasks.report.track_cells import read_chosen


def gather_track_copies(site: Site, playlists: Mapping[str, Named]) -> tuple[tuple[TrackCopy, ...], ...]:
    """Give the groups of tracks that share a recording, by name; in each the liked ones first, then those in most playlists."""
    tables = site.tables
    found = find_duplicate_tracks(_told_of_tracks(tables))
    held = find_holders(found.select("track_uri", thing="track_uri"), playlists, tables["mart.collection_members"])
    dates, popularity = (dict(tables["core.tracks"].select("track_uri", fact).iter_rows()) for fact in ("release_date", "popularity"))
    numbers = {uri: site.number_of_track[uri] for uri in found["track_uri"]}
    tracks = read_chosen(site, numbers.values())
    copies = [
        (first, TrackCopy(tracks[numbers[uri]], dates[uri], popularity[uri], held.get(uri, Held()), rule))
        for uri, first, rule in found.select("track_uri", "first_uri", "rule").iter_rows()
    ]
    groups = [sorted((copy for _, copy in group), key=_least_wanted_last) for _, group in groupby(copies, key=lambda copy: copy[0])]
    return tuple(tuple(group) for group in sorted(groups, key=lambda group: fold(group[0].track.name) or ""))


def _told_of_tracks(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Give of every track what duplicates are found by."""
    names = tables["core.artists"].select("artist_key", "artist_name")
    artists = tables["core.track_artists"].join(names, on="artist_key", how="left").group_by("track_uri").agg(artist_names=pl.col("artist_name"))
    albums = tables["core.albums"].select("album_key", "album_name")
    return tables["core.tracks"].join(albums, on="album_key", how="left").join(artists, on="track_uri", how="left").sort("track_uri")


def _least_wanted_last(copy: TrackCopy) -> tuple[bool, int]:
    """Give what orders a track among its copies; those that are equal stay in the order of URIs."""
    return (not copy.track.is_liked, -len(copy.held.playlists) - copy.held.more_count)


def gather_album_copies(site: Site, playlists: Mapping[str, Named]) -> tuple[tuple[AlbumCopy, ...], ...]:
    """Give the groups of albums of equal names and artists, by name; in each those with most tracks first."""
    tables = site.tables
    found = find_duplicate_albums(tables["core.albums"])
    tracks = tables["core.tracks"].join(found, on="album_key", how="semi").select("track_uri", thing="album_key")
    held = find_holders(tracks, playlists, tables["mart.collection_members"])
    labels = tables["core.album_labels"].group_by("album_key").agg(pl.col("raw_label").min())
    columns = ("first_key", "album_key", "artist_key", "artist_name", "album_name", "release_date", "raw_label", "track_count", "uri")
    albums = found.join(tables["core.albums"].with_columns(uri=spotify_uri("album_uri")), on="album_key").join(labels, on="album_key", how="left")
    albums = albums.join(_find_artists(found, tables), on=("album_key", "artist_name"), how="left")
    ordered = albums.sort("first_key", "track_count", "album_key", descending=[False, True, False])
    copies = [
        (first, AlbumCopy(held.get(key, Held()), Named(name, _page_of(site, artist)), *told))
        for first, key, artist, name, *told in ordered.select(columns).iter_rows()
    ]
    groups = [tuple(copy for _, copy in group) for _, group in groupby(copies, key=lambda copy: copy[0])]
    return tuple(sorted(groups, key=lambda group: fold(group[0].name) or ""))


def _find_artists(albums: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Give which artists of the tracks of albums have which names."""
    tracks = tables["core.tracks"].join(albums, on="album_key", how="semi").select("track_uri", "album_key")
    names = tables["core.artists"].select("artist_key", "artist_name")
    artists = tracks.join(tables["core.track_artists"], on="track_uri").join(names, on="artist_key")
    return artists.group_by("album_key", "artist_name").agg(pl.col("artist_key").min())


def _page_of(site: Site, artist: str | None) -> str | None:
    """Give the page of an artist, if there is one."""
    entry = site.entries.get(("artist", artist or ""))
    return entry.page if entry else None
