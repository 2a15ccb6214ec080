"""Say in a few lines what a run gave; refuses to know how it was published."""

from storage.failures import Failure
from storage.snapshots import GONE
from storage.working_copy import Copied
from tasks.shared_outcome import Outcome

FAILURES_TOLD = 5
TOLD_AS = {"features": "some features"}  # any of them counts, while a track is described by all nine


class Published(Outcome):
    """What a run gave, as it is told to the user."""

    reports: str
    warehouse: str
    gone: tuple[str, ...] = ()
    copied: Copied | None = None
    failures: tuple[Failure, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """Say what failed beside the fetch, a sentence each."""
        elsewhere = (self.copied.sentence(),) if self.copied is not None and self.copied.problem else ()
        return (*(failure.sentence() for failure in self.failures), *elsewhere)

    def sentences(self) -> list[str]:
        """Say it in a few lines."""
        told = self.counts
        known = ", ".join(f"{TOLD_AS.get(fact, fact)} {share:.0%}" for fact, share in self.coverage.items())
        changed = "nothing changed" if not told["pages_written"] + told["pages_removed"] else "published"
        return [
            f"{changed}: {told['tracks']} tracks, {told['playlists']} playlists, {told['collections']} collections, {told['rejects']} rejects",
            f"pages: {told['pages_written']} written, {told['pages_unchanged']} unchanged, {told['pages_removed']} removed",
            f"coverage: all nine features known for {told['described']} of {told['tracks']} tracks ({known})",
            *(f"gone:      {path}: {GONE}" for path in self.gone),
            *(self.fetch.sentences() if self.fetch else []),
            *([self.copied.sentence()] if self.copied else []),
            *self._tell_failures(),
            *(f"not found: no page is of {pages}: a KEY is a folder in {self.reports}/{pages.partition(':')[0]}s" for pages in self.unmatched),
            f"reports:   {self.reports}",
            f"warehouse: {self.warehouse}",
        ]

    def _tell_failures(self) -> list[str]:
        """Name the first failures and where the others are named."""
        named = [f"failed:    {failure.sentence()}" for failure in self.failures[:FAILURES_TOLD]]
        more = len(self.failures) - len(named)
        return [*named, f"failed:    {more} more, named in {self.reports}/errors.md"] if more else named
