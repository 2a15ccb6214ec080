"""What a night came to, as a value that is told in several places; refuses to know how it is told."""

from storage.schemas import Artifact, Frozen
from storage.snapshots import Fetch

STOPPED_BY_QUOTA = "Stopped by quota"
DEGRADED = "Degraded"


class Shown(Frozen):
    """What a reader may be shown of a night: the pages at the root of the tree, and the tickets of tables and pictures."""

    root_pages: tuple[str, ...] = ()
    changes: Artifact | None = None
    rejects: Artifact | None = None
    clusters_picture: Artifact | None = None


class Outcome(Frozen):
    """What a night came to: counts, the share of tracks for which each kind of fact is known, what was fetched, and whose pages nobody has."""

    snapshot_id: str
    counts: dict[str, int]
    coverage: dict[str, float]
    fetch: Fetch | None = None
    shown: Shown = Shown()
    unmatched: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """Say what failed beside the fetch, a sentence each."""
        return ()

    @property
    def is_stopped_early(self) -> bool:
        """Tell whether a quota stopped the fetch: the next night goes on where this one stopped."""
        return self.fetch is not None and bool(self.fetch.resume_at)

    @property
    def is_degraded(self) -> bool:
        """Tell whether something failed that no quota explains; the rest is published."""
        return bool(self.problems) or (self.fetch is not None and self.fetch.has_failed)

    @property
    def end(self) -> str | None:
        """Name the end of the night, where it is not simply completed."""
        return STOPPED_BY_QUOTA if self.is_stopped_early else DEGRADED if self.is_degraded else None
