"""Hold what every collection has beside tracks, as rows of tables; refuses to know any page."""

from collections.abc import Mapping

import polars as pl

from tasks.report import entity_frames as frames
from tasks.report.collection_facts import AlbumRow, ArtistRow, GroupRow, PlaylistRow, ProducerRow
from tasks.report.facts import RankingColumn
from tasks.report.groups import Groups
from tasks.report.membership import COLLECTION
from tasks.report.playlist_frames import sort_playlists
from tasks.report.sealed import Sealed
from tasks.report.year_frames import list_year_tracks, list_years
from tasks.shared_paths import overview_path


class Entities:
    """The rows of all collections, ordered once; the pages of years of playlists count as collections of kind year."""

    def __init__(self, tables: Mapping[str, pl.DataFrame], ranking: RankingColumn) -> None:
        """Order all rows; with ranking none no row has a rank."""
        self.years_with_pages = list_years(tables)
        self.year_tracks = list_year_tracks(tables, self.years_with_pages)
        pages = _list_pages(tables, self.years_with_pages)
        self._pages = {(kind, key): page for kind, key, page in pages.iter_rows()}
        self._artists = Groups(frames.sort_artists(tables, pages, self.year_tracks, ranking), ArtistRow)
        self._albums = Groups(frames.sort_albums(tables, self.year_tracks, ranking), AlbumRow)
        self._labels = Groups(frames.sort_labels(tables, pages), GroupRow)
        self._genres = Groups(frames.sort_genres(tables, pages), GroupRow)
        self._producers = Groups(frames.sort_producers(tables, pages), ProducerRow)
        self._years = Groups(frames.sort_years(tables, self.years_with_pages), GroupRow)
        self._playlists = Groups(sort_playlists(tables, pages), PlaylistRow)

    def page_of(self, kind: str, key: str) -> str | None:
        """Give the page inside reports/ of an artist, label, genre, playlist, producer or year if it has one."""
        return self._pages.get((kind, key))

    def artists(self, kind: str, key: str) -> Sealed[ArtistRow]:
        """Give the artists of a collection: most liked, most tracks, key."""
        return self._artists.of(kind, key)

    def albums(self, kind: str, key: str) -> Sealed[AlbumRow]:
        """Give the albums of a collection: most tracks, most liked, name, key."""
        return self._albums.of(kind, key)

    def labels(self, kind: str, key: str) -> Sealed[GroupRow]:
        """Give the labels of a collection: most liked, most tracks, name, key."""
        return self._labels.of(kind, key)

    def genres(self, kind: str, key: str) -> Sealed[GroupRow]:
        """Give the genres of a collection's primary artists: most liked, most tracks, name, key."""
        return self._genres.of(kind, key)

    def producers(self, kind: str, key: str) -> Sealed[ProducerRow]:
        """Give at most a hundred producers of a collection: most tracks, name, key."""
        return self._producers.of(kind, key)

    def years(self, kind: str, key: str) -> Sealed[GroupRow]:
        """Give the release years of a collection, the newest first."""
        return self._years.of(kind, key)

    def playlists(self, kind: str, key: str) -> Sealed[PlaylistRow]:
        """Give the library's playlists, liked songs first, or those that hold tracks of an artist."""
        return self._playlists.of(kind, key)


def _list_pages(tables: Mapping[str, pl.DataFrame], years: pl.DataFrame) -> pl.DataFrame:
    """Give the overview page of everything that has one, by kind and key."""
    keys = tables["mart.collections"].select(COLLECTION).rows()
    collections = [(kind, key, overview_path(kind, key)) for kind, key in keys]
    producers = [("producer", key, page) for key, page in tables["mart.producers"].select("producer_key", "page_path").rows() if page]
    rows = [*collections, *producers, *years.select(*COLLECTION, "page").rows()]
    return pl.DataFrame(rows, schema=dict.fromkeys((*COLLECTION, "page"), pl.String), orient="row")
