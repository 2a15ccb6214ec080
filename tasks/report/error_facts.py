"""What the page of possible errors prints, as small frozen values; refuses to know how it looks."""

from dataclasses import dataclass
from typing import ClassVar

from storage.failures import Failure
from tasks.report.facts import Named, Track
from tasks.report.provenance import Unconfirmed


@dataclass(frozen=True, slots=True)
class Held:
    """The playlists that hold something: the first of them, and how many more do."""

    playlists: tuple[Named, ...] = ()
    more_count: int = 0


@dataclass(frozen=True, slots=True)
class TrackCopy:
    """A track that others are copies of, and the rule that says so."""

    track: Track
    release_date: str | None
    popularity: int | None
    held: Held
    rule: str


@dataclass(frozen=True, slots=True)
class AlbumCopy:
    """An album that others are copies of."""

    held: Held
    artist: Named
    name: str | None
    release_date: str | None
    labels: str | None
    track_count: int
    spotify_uri: str | None


@dataclass(frozen=True, slots=True)
class NearCopy:
    """Two playlists with nearly the same tracks, and the share of all their tracks that both hold."""

    one: Named
    one_count: int
    other: Named
    other_count: int
    shared_count: int
    shared_percent: int


@dataclass(frozen=True, slots=True)
class Unpopular:
    """A track that hardly anybody plays, though other tracks of its artists are played."""

    track: Track
    popularity: int
    best_popularity: int
    held: Held


@dataclass(frozen=True, slots=True)
class Misdated:
    """An entry of a playlist that cannot have been added when it says."""

    playlist: Named
    track: Track
    added: str
    release_date: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Superseded:
    """A file that is taken for an older export of a playlist, though it holds little of what the newer one holds."""

    playlist: Named
    file_name: str
    used_file_name: str
    track_count: int
    shared_count: int


@dataclass(frozen=True, slots=True)
class Refusals:
    """A reason for which rows were refused, and how many."""

    reason: str
    row_count: int


@dataclass(frozen=True, slots=True)
class Errors:
    """The page of possible errors; copies stand in groups. Of each kind no more are listed than a page bears."""

    MOST_LISTED: ClassVar[int] = 500

    tracks: tuple[tuple[TrackCopy, ...], ...] = ()
    albums: tuple[tuple[AlbumCopy, ...], ...] = ()
    playlists: tuple[NearCopy, ...] = ()
    unpopular: tuple[Unpopular, ...] = ()
    misdated: tuple[Misdated, ...] = ()
    unconfirmed: tuple[Unconfirmed, ...] = ()
    superseded: tuple[Superseded, ...] = ()
    refusals: tuple[Refusals, ...] = ()
    failures: tuple[Failure, ...] = ()

    @property
    def counts(self) -> tuple[tuple[int, str], ...]:
        """Count what was found, refused rows apart, with the word for one of each."""
        found = (
            (self.failures, "failure"),
            (self.tracks, "duplicate track"),
            (self.albums, "duplicate album"),
            (self.playlists, "nearly copied playlist"),
            (self.unpopular, "unpopular track"),
            (self.misdated, "impossible date"),
            (self.unconfirmed, "unconfirmed answer"),
            (self.superseded, "superseded file"),
        )
        return tuple((len(errors), word) for errors, word in found if errors)
