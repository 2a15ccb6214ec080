"""What the pages of playlists, labels and genres and their tables print, as small frozen values; refuses to know how it looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tasks.report.facts import Entry, Named, TrackTable
from tasks.report.provenance import Provenance


@dataclass(frozen=True, slots=True)
class ArtistRow:
    """An artist among the tracks of a page; the rank is the artist's in the whole library."""

    named: Named
    rank: int | None
    track_count: int
    liked_count: int
    spotify_uri: str | None


@dataclass(frozen=True, slots=True)
class AlbumRow:
    """An album among the tracks of a page; its release date is as precise as known."""

    named: Named
    image: str | None
    rank: int | None
    track_count: int
    liked_count: int
    release_date: str | None
    spotify_uri: str | None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A label, a genre or a year among the tracks of a page."""

    named: Named
    track_count: int
    liked_count: int


@dataclass(frozen=True, slots=True)
class ProducerRow:
    """A person credited on tracks of a page, and as what."""

    named: Named
    track_count: int
    credit_types: str


@dataclass(frozen=True, slots=True)
class PlaylistRow:
    """A playlist, with all its tracks or with those that a page shares with it."""

    named: Named
    track_count: int
    liked_count: int
    spotify_uri: str | None


@dataclass(frozen=True, slots=True)
class Heard:
    """A track as more or less listened: its rank or score where it has one and the user wants it, and its name, leading to its first artist."""

    place: int | None
    named: Named
    image: str | None


@dataclass(frozen=True, slots=True)
class Basics:
    """What the page of every collection prints on top and at the end."""

    entry: Entry
    spotify_uri: str | None
    basis: str | None
    figures: Mapping[str, str | None]
    tracks: TrackTable
    left_out: int


@dataclass(frozen=True, slots=True)
class PlaylistPage:
    """The page of a playlist; listened and albums_by_age pair the first of both ends of an order."""

    basics: Basics
    provenance: Provenance | None
    artists: Sequence[ArtistRow]
    listened: Sequence[tuple[Heard, Heard]]
    albums: Sequence[AlbumRow]
    labels: Sequence[GroupRow]
    genres: Sequence[GroupRow]
    producers: Sequence[ProducerRow]
    years: Sequence[GroupRow]
    albums_by_age: Sequence[tuple[AlbumRow, AlbumRow]]


@dataclass(frozen=True, slots=True)
class YearPage:
    """The page of the tracks of a playlist from one year."""

    basics: Basics
    year: GroupRow
    artists: Sequence[ArtistRow]
    albums: Sequence[AlbumRow]


@dataclass(frozen=True, slots=True)
class GenrePage:
    """The page of a genre."""

    basics: Basics
    artists: Sequence[ArtistRow]
    listened: Sequence[tuple[Heard, Heard]]
    albums: Sequence[AlbumRow]
    labels: Sequence[GroupRow]
    producers: Sequence[ProducerRow]
    albums_by_age: Sequence[tuple[AlbumRow, AlbumRow]]


@dataclass(frozen=True, slots=True)
class Spelling:
    """How albums spell a label, and on how many tracks of the label."""

    raw_label: str
    track_count: int


@dataclass(frozen=True, slots=True)
class LabelPage:
    """The page of a label."""

    basics: Basics
    spellings: tuple[Spelling, ...]
    artists: Sequence[ArtistRow]
    albums: Sequence[AlbumRow]
    genres: Sequence[GroupRow]
    producers: Sequence[ProducerRow]
