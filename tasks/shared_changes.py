"""What changed between two states of the library, as values that can be written down; refuses to know how it is found and how it is told."""

from typing import Literal

from pydantic import TypeAdapter

from storage.schemas import Frozen

Trust = Literal["certain", "unconfirmed", "confirmed", "whole again"]


class NamedPlaylist(Frozen):
    """A playlist as it was called then; one that is gone has no key."""

    key: str | None
    title: str


class Shrink(Frozen):
    """How many tracks there were and are, and whether to believe it; doubt is the source's answer in whose place the state is kept."""

    size_before: int
    size_after: int
    trust: Trust
    doubt: str | None = None


class PlaylistChange(Frozen):
    """What became of one playlist; nothing that came or went is counted while its shrinking is unconfirmed."""

    playlist: NamedPlaylist
    what: Literal["new", "gone", "stays"]
    old_title: str | None
    size: Shrink
    in_count: int
    out_count: int


class Move(Frozen):
    """A track that came into playlists or left them, and whether the library gained or lost it."""

    track_uri: str
    track_name: str | None
    artist_name: str | None
    in_library: Literal["new", "gone", "stays"]
    came_into: tuple[NamedPlaylist, ...]
    left: tuple[NamedPlaylist, ...]


class Example(Frozen):
    """One fact that was revised: of what, what it was and what it is."""

    name: str | None
    before: str | None
    after: str | None


class Revision(Frozen):
    """What sources revised of one kind of fact, with the first examples."""

    fact: str
    changed_count: int
    learnt_count: int
    lost_count: int
    examples: tuple[Example, ...]


class PageChange(Frozen):
    """A page that is new or gone."""

    kind: str
    key: str
    title: str
    is_new: bool


class Changes(Frozen):
    """What differs between two states, with the first tracks, facts and pages; a library whose shrinking is unconfirmed tells of nothing else."""

    library: Shrink
    new_count: int = 0
    gone_count: int = 0
    playlists: tuple[PlaylistChange, ...] = ()
    moves: tuple[Move, ...] = ()
    moves_left_out: int = 0
    revisions: tuple[Revision, ...] = ()
    pages: tuple[PageChange, ...] = ()
    pages_new_count: int = 0
    pages_gone_count: int = 0

    @property
    def says_nothing(self) -> bool:
        """Tell whether nothing that a reader is told of has changed."""
        return self.library.trust == "certain" and not (self.playlists or self.moves or self.revisions or self.pages)


class ChangedNight(Frozen):
    """What one night changed."""

    snapshot_id: str
    changes: Changes


class History(Frozen):
    """The nights that changed something, the newest first, and whether there was any night to compare with."""

    is_first: bool
    nights: tuple[ChangedNight, ...]


HISTORY: TypeAdapter[History] = TypeAdapter(History)
