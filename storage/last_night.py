"""Give back files of the public tree as the last run wrote them; refuses to give what was changed since."""

from storage import artifacts, publication
from storage.files import digest_of
from storage.schemas import Artifact
from storage.settings import home
from storage.switch import REPORTS


class LastNight:
    """The files that the last run published, by where they stand inside reports/."""

    def __init__(self) -> None:
        """Read what the last run said of itself."""
        self._digests: dict[str, str] = {path: told[0] for path, told in publication.read_run(home()).get("files", {}).items()}

    @property
    def paths(self) -> frozenset[str]:
        """Give where they stand."""
        return frozenset(self._digests)

    def keep(self, path: str, table: str) -> Artifact | None:
        """Give the ticket of a file of that night, if it still is what it was."""
        digest = self._digests.get(path)
        if digest is None:
            return None
        ticket = Artifact(table=table, digest=digest)
        if artifacts.are_whole([ticket]):
            return ticket
        try:
            content = (home() / REPORTS / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return artifacts.save_bytes(table, content) if digest_of(content) == digest else None
