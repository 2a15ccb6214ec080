"""Answer the questions of the mart, before and after the collections are clustered."""

from storage import artifacts
from storage.schemas import TABLES, Artifact
from storage.steps import step_task
from tasks.aggregate import marts
from tasks.aggregate.read_views import read_views

Tickets = dict[str, Artifact]


@step_task("aggregate the library")
def build_marts(library: Tickets, described: Artifact) -> Tickets:
    """Give the marts that clusters do not touch."""
    return _answer(marts.build_marts, {**library, "step.described_tracks": described})


@step_task("aggregate the clusters")
def finish_marts(library: Tickets, known: Tickets, described: Artifact, clustered: Artifact) -> Tickets:
    """Give the marts that rest on clusters, and the views over all of them."""
    marts_of_clusters = _answer(marts.finish_marts, {**library, **known, "step.described_tracks": described, "step.clustered_tracks": clustered})
    return {**marts_of_clusters, "step.views": artifacts.save("step.views", read_views())}


def _answer(ask: marts.Ask, tickets: Tickets) -> Tickets:
    """Ask over the parquet of these tickets and keep the answers."""
    artifacts.verify(tickets.values())
    answers = ask({table: artifacts.path_of(ticket) for table, ticket in tickets.items()})
    return {table: artifacts.save(table, frame.select(*TABLES[table].dtypes)) for table, frame in answers.items()}
