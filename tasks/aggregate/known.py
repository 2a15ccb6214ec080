"""Ask for a table only where the tables that its statement names have changed; refuses to know what the statements say."""

from collections.abc import Mapping
from pathlib import Path

from storage import artifacts
from storage.cache import recall, remember
from storage.schemas import Artifact, Frozen
from storage.warehouse import Desk
from tasks.aggregate.marts import ask


class Question(Frozen):
    """A table that is asked for, and the tables that its statement names."""

    table: str
    tables: dict[str, Artifact]


class Known:
    """What was answered before, and a desk at which the rest is asked."""

    def __init__(self, desk: Desk) -> None:
        """Ask at this desk."""
        self._desk = desk
        self._files: dict[Artifact, Path] = {}

    def answer(self, table: str, tables: Mapping[str, Artifact]) -> Artifact:
        """Give the ticket of a table."""
        question = Question(table=table, tables=dict(tables))
        return recall(self.ask_table, question) or remember(self.ask_table, self.ask_table(question), question)

    def ask_table(self, question: Question) -> Artifact:
        """Ask over the parquet of these tickets and keep the answer."""
        artifacts.verify(question.tables.values())
        files = {table: self._files.setdefault(ticket, artifacts.path_of(ticket)) for table, ticket in question.tables.items()}
        return artifacts.save(question.table, ask(self._desk, question.table, files))
