"""What the entrance and the pages of producers and of track features print, as small frozen values; refuses to know how it looks."""

from collections.abc import Sequence
from dataclasses import dataclass

from tasks.report.collection_facts import AlbumRow, ArtistRow, GroupRow, PlaylistRow, ProducerRow
from tasks.report.error_facts import Errors
from tasks.report.facts import Entry, Known, Named, Rejects, Track, TrackTable
from tasks.report.provenance import SourceRow, Untold


@dataclass(frozen=True, slots=True)
class TrackCell:
    """A track in a small table: its cover and its name with artists, written for any page."""

    art: str
    words: str


@dataclass(frozen=True, slots=True)
class Rated:
    """A track and its value of a feature."""

    track: TrackCell
    value: str


@dataclass(frozen=True, slots=True)
class FeatureTable:
    """The tracks with most and least of a feature side by side, and how all spread over it."""

    label: str
    meaning: str
    most: str
    least: str
    figure: str | None
    pairs: Sequence[tuple[Rated, Rated]]
    has_art: bool


@dataclass(frozen=True, slots=True)
class FeaturesPage:
    """The page of a collection's track features."""

    entry: Entry
    features: Sequence[FeatureTable]


@dataclass(frozen=True, slots=True)
class Counted:
    """Somebody or something, and on how many tracks."""

    named: Named
    track_count: int


@dataclass(frozen=True, slots=True)
class Production:
    """A track and what a person is credited for on it."""

    track: Track
    credit_types: str


@dataclass(frozen=True, slots=True)
class ProducerPage:
    """The page of a person who is credited on tracks; the basis is that of all ranks."""

    name: str
    basis_of_ranks: str | None
    types: Sequence[Counted]
    artists: Sequence[ArtistRow]
    partners: Sequence[Counted]
    productions: Sequence[Production]

    @property
    def liked_count(self) -> int:
        """Count the liked tracks."""
        return sum(production.track.is_liked for production in self.productions)

    @property
    def basis(self) -> str | None:
        """Say what the ranks on this page rest on, if it has any."""
        return self.basis_of_ranks if any(artist.rank for artist in self.artists) else None


@dataclass(frozen=True, slots=True)
class Term:
    """The newest list of a term: its name, and its day."""

    label: str
    as_of_date: str


@dataclass(frozen=True, slots=True)
class TopLists:
    """The newest lists of all terms side by side, the first place first; None where a place is not known."""

    terms: tuple[Term, ...]
    rows: tuple[tuple[Track | Named | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Most:
    """The first rows of a long table, how long it is, and what else has a page."""

    rows: Sequence[ArtistRow | GroupRow | ProducerRow]
    row_count: int
    others: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """What the entrance says of the pages beside it: refused rows and possible errors."""

    rejects: Rejects
    errors: Errors


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """The entrance of the tree; figures are those that were drawn, by name."""

    library: Entry
    playlist_count: int
    artist_count: int
    album_count: int
    basis: str | None
    noted: Noted
    figures: dict[str, str]
    playlists: Sequence[PlaylistRow]
    artists: Most
    top_artists: TopLists
    tracks: TrackTable
    top_tracks: TopLists
    albums: Sequence[AlbumRow]
    genres: Most
    labels: Most
    producers: Most
    coverage: tuple[Known, ...]
    untold: tuple[Untold, ...]
    sources: tuple[SourceRow, ...]
