"""What the page of an artist prints, as small frozen values; refuses to know how it looks."""

from collections.abc import Sequence
from dataclasses import dataclass

from tasks.report.collection_facts import AlbumRow, Basics, GroupRow, PlaylistRow, ProducerRow
from tasks.report.facts import Named


@dataclass(frozen=True, slots=True)
class Relation:
    """What an artist is to another: is a member of, has member, ..."""

    words: str
    other: Named


@dataclass(frozen=True, slots=True)
class Place:
    """The place of an artist in the newest list of a term."""

    place: int
    term: str


@dataclass(frozen=True, slots=True)
class CreditCount:
    """On how many tracks an artist is credited as something."""

    credit_type: str
    track_count: int


@dataclass(frozen=True, slots=True)
class MemberCounts:
    """On how many tracks each member of a group is credited as something; None where on none."""

    credit_type: str
    track_counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class ProductionCredit:
    """A track that an artist, or members of a group, helped to make."""

    name: str | None
    image: str | None
    members: tuple[Named, ...]
    credit_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Credits:
    """What an artist and, if it is a group, its members are credited for in this library."""

    by_type: tuple[CreditCount, ...] = ()
    members: tuple[Named, ...] = ()
    by_member: tuple[MemberCounts, ...] = ()
    productions: tuple[ProductionCredit, ...] = ()


@dataclass(frozen=True, slots=True)
class ArtistPage:
    """The page of an artist."""

    basics: Basics
    relations: tuple[Relation, ...]
    places: tuple[Place, ...]
    rank: int | None
    albums: Sequence[AlbumRow]
    playlists: Sequence[PlaylistRow]
    labels: Sequence[GroupRow]
    genres: tuple[Named, ...]
    credits: Credits
    producers: Sequence[ProducerRow]
