"""Ask for a table only where the tables that its statement names have changed; refuses to know what the statements say."""

from collections.abc import Mapping
from pathlib import Path

from storage import artifacts
from storage.answers import Answers
from storage.schemas import Artifact
from storage.warehouse import Desk
from tasks.aggregate.marts import ask


class Known:
    """What was answered before, and a desk at which the rest is asked."""

    def __init__(self, desk: Desk, answers: Answers[Artifact]) -> None:
        """Ask at this desk what none of these answers tells."""
        self._desk = desk
        self._answers = answers
        self._files: dict[Artifact, Path] = {}

    def answer(self, table: str, tables: Mapping[str, Artifact]) -> Artifact:
        """Give the ticket of a table."""
        question = f"{table} of {sorted(tables.items())!r}"
        return self._answers.recall(question) or self._answers.remember(question, self._ask(table, tables))

    def _ask(self, table: str, tables: Mapping[str, Artifact]) -> Artifact:
        """Ask over the parquet of these tickets and keep the answer."""
        artifacts.verify(tables.values())
        files = {name: self._files.setdefault(ticket, artifacts.path_of(ticket)) for name, ticket in tables.items()}
        return artifacts.save(table, ask(self._desk, table, files))
