"""What each page prints, as small frozen values; refuses to know how it looks or where it came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from storage.schemas import Frozen

SUPERSEDED = "step.superseded_lists"  # the one table beside those of the warehouse that a page tells of
RankingColumn = Literal["rank", "score", "none"]


class ReportChoices(Frozen):
    """What a user may choose about pages."""

    ranking_column: RankingColumn = "rank"


@dataclass(frozen=True, slots=True)
class Named:
    """A name, and the page that it has inside reports/ if it has one."""

    name: str | None
    page: str | None


@dataclass(frozen=True, slots=True)
class Track:
    """What a table of tracks prints of one track."""

    name: str | None
    album: str | None
    artists: tuple[Named, ...]
    labels: tuple[Named, ...]
    image: str | None
    place: int | None
    is_liked: bool
    spotify_id: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """A source of facts and how many tracks it describes."""

    name: str
    track_count: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A collection: what every page that names it prints of it."""

    kind: str
    key: str
    title: str
    page: str
    clusters_page: str | None
    features_page: str | None
    cluster_count: int
    track_count: int
    described_count: int
    liked_count: int
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class TrackTable:
    """Rows of a table of tracks, written for pages at any depth."""

    rows: Sequence[str]
    has_art: bool
    ranking: RankingColumn


@dataclass(frozen=True, slots=True)
class Cluster:
    """One cluster: its number, its size, its tracks nearest the centre."""

    number: int
    size: int
    nearest: TrackTable


@dataclass(frozen=True, slots=True)
class ClusterPage:
    """The page of a collection's clusters."""

    entry: Entry
    figure: str | None
    is_balanced: bool
    clusters: tuple[Cluster, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """How many tracks one kind of fact is known for from one source."""

    fact: str
    source: str | None
    track_count: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was refused."""

    file_name: str
    line_number: int | None
    raw_text: str | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rows were refused, and the rows."""

    reason: str
    row_count: int
    rows: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was left out, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rejects:
    """The page of what was refused."""

    row_count: int
    file_count: int
    reasons: tuple[Reason, ...]
    skipped: tuple[Skipped, ...]
