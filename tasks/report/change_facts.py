"""What the page of changes prints, as small frozen values; refuses to know how it looks or where it came from."""

from dataclasses import dataclass

from tasks.report.facts import Named
from tasks.shared_changes import PlaylistChange, Shrink


@dataclass(frozen=True, slots=True)
class Count:
    """How many things share a fate."""

    count: int
    thing: str
    fate: str


@dataclass(frozen=True, slots=True)
class PlaylistRow:
    """A playlist and what became of it."""

    named: Named
    change: PlaylistChange

    @property
    def has_fate(self) -> bool:
        """Tell whether more became of it than that tracks came and left."""
        return self.change.what != "stays" or self.change.old_title is not None or self.change.size.trust != "certain"


@dataclass(frozen=True, slots=True)
class TrackRow:
    """A track that came or left."""

    name: str | None
    artist: Named
    in_library: str
    came_into: tuple[Named, ...]
    left: tuple[Named, ...]
    spotify_uri: str | None


@dataclass(frozen=True, slots=True)
class FactRow:
    """How many facts of one kind were revised."""

    fact: str
    changed_count: int
    learnt_count: int
    lost_count: int


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """One revised fact."""

    fact: str
    name: str | None
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page that is new or gone."""

    named: Named
    kind: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class NightChanges:
    """What one night changed."""

    heading: str
    library: Shrink
    counts: tuple[Count, ...]
    playlists: tuple[PlaylistRow, ...]
    tracks: tuple[TrackRow, ...]
    tracks_left_out: int
    facts: tuple[FactRow, ...]
    examples: tuple[ExampleRow, ...]
    pages: tuple[PageRow, ...]
    pages_left_out: int


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """The page of changes, the newest night first."""

    is_first: bool
    nights: tuple[NightChanges, ...]
