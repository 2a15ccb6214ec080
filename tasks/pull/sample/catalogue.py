"""Invent artists, labels, genres, albums and tracks that lean towards planted groups; refuses to know playlists."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from . import names, odd_names
from .draws import Names, Whole, draw_heavy_tailed, draw_ids, draw_mixed, flag, stream
from .groups import Groups, draw_features, plant_groups

STYLES_OF_AN_ARTIST = (0.6, 0.28, 0.12)
TRACKS_LIKE_THEIR_ALBUM = 0.6
LEAN_OF_LABELS = 0.75
RARE_LABEL_SHARE = 0.02
GUEST_SHARE, SECOND_GUEST_SHARE = 0.13, 0.03
TRACKS_PER_ALBUM = 3
COVERS_AT_MOST = 1000
GENRES_OF_AN_ARTIST = 3
NO_GENRE_SHARE, SECOND_GENRE_SHARE, THIRD_GENRE_SHARE = 0.2, 0.6, 0.3


@dataclass(frozen=True)
class Artists:
    """Artists by rank, the most frequent first."""

    uris: Names
    names: Names
    styles: Whole
    labels: Names
    genres: Names


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
    artists = _invent_artists(stream(seed, "artists"), groups, track_count)
    rng = stream(seed, "tracks")
    artist_of_track = draw_heavy_tailed(rng, track_count, len(artists.names), head=6 + len(artists.names) / 100)
    album_of_track, artist_of_album = _split_into_albums(rng, artist_of_track)
    group_of_track = _draw_groups(rng, artists, artist_of_track, (album_of_track, artist_of_album))
    albums = _invent_albums(stream(seed, "albums"), artists, artist_of_album)
    tracks = pl.concat(
        [
            _describe_artists(rng, artists, artist_of_track),
            albums[album_of_track],
            draw_features(stream(seed, "features"), groups, group_of_track),
        ],
        how="horizontal",
    )
    return Catalogue(tracks, group_of_track, groups, artists)


def _invent_artists(rng: np.random.Generator, groups: Groups, track_count: int) -> Artists:
    count = max(12, round(0.75 * track_count**0.8))
    styles = rng.choice(len(groups.weights), size=(count, len(STYLES_OF_AN_ARTIST)), p=groups.weights)
    called = names.mix_in(rng, names.invent_people(rng, count), odd_names.ODD_ARTISTS, among_first=90)
    return Artists(
        uris=draw_ids(rng, "spotify:artist:", count),
        names=np.array(names.make_distinct(called), dtype=object),
        styles=styles,
        labels=_sign_to_labels(rng, styles[:, 0], track_count),
        genres=_give_genres(rng, styles, track_count),
    )


def _sign_to_labels(rng: np.random.Generator, main_styles: Whole, track_count: int) -> Names:
    """Sign each artist to a label that mostly puts out its style."""
    count = max(24, round(0.9 * track_count**0.75))
    coined = names.make_distinct([f"{name} Records" for name in names.invent_people(rng, count)])
    common = names.mix_in(rng, coined, odd_names.ODD_LABELS, among_first=60)
    labels = np.array([*common, *odd_names.RARE_LABELS], dtype=object)
    rare = len(common) + rng.integers(0, len(odd_names.RARE_LABELS), len(main_styles))
    places = np.where(flag(rng, len(main_styles), RARE_LABEL_SHARE), rare, _lean(rng, main_styles, count))
    return np.asarray(labels[places])


def _lean(rng: np.random.Generator, styles: Whole, count: int) -> Whole:
    """Draw for each style a thing by rank: mostly one whose own style (its number modulo the styles) is that one."""
    style_count = int(styles.max()) + 1
    ranks = draw_heavy_tailed(rng, len(styles), -(-count // style_count), head=1.5)
    leaning = np.where(flag(rng, len(styles), LEAN_OF_LABELS), styles, rng.integers(0, style_count, len(styles)))
    return np.asarray((ranks * style_count + leaning) % count)


def _give_genres(rng: np.random.Generator, styles: Whole, track_count: int) -> Names:
    """Give each artist up to three genres that lean towards its styles, joined by commas."""
    count = max(14, round(5 * track_count**0.3))
    coined = names.invent_styles(rng, count)
    genres = np.array(names.mix_in(rng, coined, odd_names.ODD_GENRES, among_first=count), dtype=object)
    first, second, third = (genres[_lean(rng, styles[:, place], count)] for place in range(GENRES_OF_AN_ARTIST))
    joined = first + np.where(flag(rng, len(styles), SECOND_GENRE_SHARE) & (second != first), "," + second, "")
    joined += np.where(flag(rng, len(styles), THIRD_GENRE_SHARE) & (third != first) & (third != second), "," + third, "")
    return np.where(flag(rng, len(styles), NO_GENRE_SHARE), "", joined)


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


def _invent_albums(rng: np.random.Generator, artists: Artists, artist_of_album: Whole) -> pl.DataFrame:
    count = len(artist_of_album)
    titles = names.mix_in(rng, list(names.invent_titles(rng, count)), odd_names.ODD_TITLES, among_first=count)
    freelance = flag(rng, count, 0.12)
    labels = np.where(freelance, artists.labels[rng.permutation(len(artists.labels))[artist_of_album]], artists.labels[artist_of_album])
    covers = rng.integers(0, min(count, COVERS_AT_MOST), count)
    return pl.DataFrame(
        {
            "Album URI": draw_ids(rng, "spotify:album:", count),
            "Album Name": pl.Series(titles, dtype=pl.String),
            "Album Artist Name(s)": pl.Series(artists.names[artist_of_album], dtype=pl.String),
            "Album Artist URI(s)": pl.Series(artists.uris[artist_of_album], dtype=pl.String),
            "Release Date": _date_releases(rng, count),
            "Record Label": pl.Series(labels, dtype=pl.String),
            "Album Image URL": pl.Series([f"covers/{cover:04d}.png" for cover in covers]),
        }
    )


def _date_releases(rng: np.random.Generator, count: int) -> pl.Series:
    """Date albums, recent ones most often, some only by year or month."""
    days = (np.datetime64("2026-09-30") - (rng.random(count) ** 2.2 * 60 * 365).astype(np.int64)).astype("datetime64[D]").astype(str)
    lengths = rng.choice([10, 4, 7], size=count, p=[0.85, 0.12, 0.03])
    return pl.Series([day[:length] for day, length in zip(days, lengths, strict=True)])


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
