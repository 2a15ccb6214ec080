"""The values that steps hand each other: none changes after it is made, and none holds a path."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from storage.schemas.words import FileKind, Kind, SourceName


class Frozen(BaseModel):
    """A value: it never changes after it is made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Artifact(Frozen):
    """A ticket: which table, and the digest of its content; the path follows from both."""

    table: str
    digest: str


class Snapshot(Frozen):
    """One night's raw input; two nights with equal content differ in the id alone."""

    snapshot_id: str
    content_digest: str
    ledger_digest: str


class LandedFile(Frozen):
    """A file or a resource of a service as it lies in the landing zone: its name inside the source, what it holds, and its blob.

    version is what the service calls this state of a playlist, landed_at when a service first told this content (a file tells
    its age by its rows), doubt what a suspicious answer said instead, until a second fetch agrees.
    """

    name: str
    kind: FileKind
    blob: str
    original_digest: str
    source: SourceName = "exports"
    playlist_name: str | None = None
    playlist_uri: str | None = None
    owner_name: str | None = None
    is_liked: bool = False
    version: str | None = None
    landed_at: datetime | None = None
    doubt: str | None = None


class SkippedFile(Frozen):
    """A file that was not read, and why, in a sentence for its owner."""

    name: str
    reason: str


class Landing(Frozen):
    """What one night's sources gave: files to read, covers by the name a row calls them, files left out."""

    files: tuple[LandedFile, ...]
    images: dict[str, str]
    skipped: tuple[SkippedFile, ...]


class Slice(Frozen):
    """Where rows lie inside a table; what they are a digest must tell, so no cache key rests on a place."""

    table: Artifact
    first_row: int
    row_count: int


class Collection(Frozen):
    """A playlist, artist, label, genre or the library: its described tracks, and their digest."""

    kind: Kind
    key: str
    described_digest: str
    described: Slice


class Sheet(Frozen):
    """The figures of one collection's or person's pages: what they show lies in a slice, and its digest tells it."""

    kind: str
    key: str
    facts_digest: str
    pictures: Slice


class Axis(Frozen):
    """One principal axis of a scatter, in words, with the share of variance that it shows."""

    label: str
    variance_share: float


class Clustering(Frozen):
    """How one collection falls into clusters: the members' ticket and what the page says of them."""

    kind: Kind
    key: str
    members: Artifact
    axes: tuple[Axis, Axis]
    cluster_sizes: tuple[int, ...]
    silhouette: float
    is_balanced: bool


def size_of_collection(collection: Collection) -> int:
    """Say how many described tracks a collection has."""
    return collection.described.row_count


def size_of_clustering(clustering: Clustering) -> int:
    """Say how many tracks a clustering has."""
    return sum(clustering.cluster_sizes)


def size_of_sheet(sheet: Sheet) -> int:
    """Say how many pictures a sheet has."""
    return sheet.pictures.row_count
