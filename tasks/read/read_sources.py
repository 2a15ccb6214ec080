"""Read a night's raw files into rows, those anew that others stand beside than the last time."""

from storage import artifacts, blobs
from storage.cache import recall, remember
from storage.schemas import Artifact, Landing
from storage.steps import step_task
from tasks.read.landing import FILES, REJECTS, lay_beside, part_landing, read_group

Tickets = dict[str, Artifact]


@step_task("read the sources")
def read_sources(landing: Landing) -> Tickets:
    """Give the tickets of everything that the files say."""
    groups = [recall(read_part, name, part) or remember(read_part, read_part(name, part), name, part) for name, part in part_landing(landing)]
    beside = lay_beside(*([artifacts.load(tickets[table]) for tickets in groups] for table in (FILES, REJECTS)))
    return {table: ticket for tickets in groups for table, ticket in tickets.items()} | artifacts.save_all(beside)


def read_part(name: str | None, landing: Landing) -> Tickets:
    """Give the tickets of what the files of a group say."""
    return artifacts.save_all(read_group(name, landing, blobs.fetch))
