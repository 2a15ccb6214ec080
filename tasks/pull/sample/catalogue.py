"""Put tracks on albums of artists and plant each in a group; refuses to know playlists."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from .albums import invent_albums
from .artists import Artists, invent_artists
from .draws import Whole, draw_heavy_tailed, draw_mixed, flag, stream
from .groups import Groups, draw_features, plant_groups

STYLES_OF_AN_ARTIST = (0.6, 0.28, 0.12)
TRACKS_LIKE_THEIR_ALBUM = 0.6
GUEST_SHARE, SECOND_GUEST_SHARE = 0.13, 0.03
TRACKS_PER_ALBUM = 3


@dataclass(frozen=True)
class Catalogue:
    """Everything that was invented of tracks: one row a track, the group that each was planted in, and the artists."""

    tracks: pl.DataFrame
    group_of_track: Whole
    groups: Groups
    artists: Artists


def invent_catalogue(track_count: int, seed: int) -> Catalogue:
    """Invent a catalogue of so many tracks."""
    groups = plant_groups(stream(seed, "groups"))
    artists = invent_artists(stream(seed, "artists"), groups, track_count)
    rng = stream(seed, "tracks")
    artist_of_track = draw_heavy_tailed(rng, track_count, len(artists.names), head=6 + len(artists.names) / 100)
    album_of_track, artist_of_album = _split_into_albums(rng, artist_of_track)
    group_of_track = _draw_groups(rng, artists, artist_of_track, (album_of_track, artist_of_album))
    albums = invent_albums(stream(seed, "albums"), artists, artist_of_album)
    tracks = pl.concat(
        [
            _describe_artists(rng, artists, artist_of_track),
            albums[album_of_track],
            draw_features(stream(seed, "features"), groups, group_of_track),
        ],
        how="horizontal",
    )
    return Catalogue(tracks, group_of_track, groups, artists)


def _split_into_albums(rng: np.random.Generator, artist_of_track: Whole) -> tuple[Whole, Whole]:
    """Give each track an album of its artist, and each album its artist."""
    albums_of_artist = 1 + np.bincount(artist_of_track) // TRACKS_PER_ALBUM
    place = (rng.random(len(artist_of_track)) ** 1.4 * albums_of_artist[artist_of_track]).astype(np.int64)
    known, album_of_track = np.unique(artist_of_track * (len(artist_of_track) + 1) + place, return_inverse=True)
    return album_of_track.astype(np.int64), known // (len(artist_of_track) + 1)


def _draw_groups(rng: np.random.Generator, artists: Artists, artist_of_track: Whole, albums: tuple[Whole, Whole]) -> Whole:
    """Plant each track in a group of its artist, often in its album's."""
    album_of_track, artist_of_album = albums
    group_of_album = draw_mixed(rng, artists.styles[artist_of_album], STYLES_OF_AN_ARTIST)
    own = draw_mixed(rng, artists.styles[artist_of_track], STYLES_OF_AN_ARTIST)
    return np.where(flag(rng, len(own), TRACKS_LIKE_THEIR_ALBUM), group_of_album[album_of_track], own)


def _describe_artists(rng: np.random.Generator, artists: Artists, artist_of_track: Whole) -> pl.DataFrame:
    """Name the artists of tracks, guests last, and the genres of the first."""
    count = len(artist_of_track)
    performers: list[Whole] = [artist_of_track, *(rng.integers(0, len(artists.names), (2, count)))]
    is_guest = (flag(rng, count, GUEST_SHARE) & (performers[1] != performers[0]), flag(rng, count, SECOND_GUEST_SHARE))
    is_second = is_guest[0] & is_guest[1] & (performers[2] != performers[0]) & (performers[2] != performers[1])
    columns: dict[str, pl.Series] = {}
    for column, values in (("Artist Name(s)", artists.names), ("Artist URI(s)", artists.uris)):
        joined = values[performers[0]]
        joined = joined + np.where(is_guest[0], ";" + values[performers[1]], "")
        columns[column] = pl.Series(joined + np.where(is_second, ";" + values[performers[2]], ""), dtype=pl.String)
    return pl.DataFrame({**columns, "Genres": pl.Series(artists.genres[artist_of_track], dtype=pl.String)})
