"""Answer the questions of the mart, before and after the collections are clustered."""

from storage import artifacts
from storage.answers import Answers
from storage.schemas import Artifact
from storage.steps import step_task
from storage.warehouse import Desk
from tasks.aggregate import marts
from tasks.aggregate.known import Known
from tasks.aggregate.read_views import read_views

Tickets = dict[str, Artifact]


@step_task("aggregate the library")
def build_marts(library: Tickets, described: Artifact) -> Tickets:
    """Give the marts that clusters do not touch."""
    with Desk() as desk, Answers("marts", Artifact, __name__) as answers:
        return marts.build_marts({**library, "step.described_tracks": described}, Known(desk, answers).answer)


@step_task("aggregate the clusters")
def finish_marts(library: Tickets, known: Tickets, described: Artifact, clustered: Artifact) -> Tickets:
    """Give the marts that rest on clusters, and the views over all of them."""
    tickets = {**library, **known, "step.described_tracks": described, "step.clustered_tracks": clustered}
    with Desk() as desk, Answers("marts_of_clusters", Artifact, __name__) as answers:
        return {**marts.finish_marts(tickets, Known(desk, answers).answer), "step.views": artifacts.save("step.views", read_views())}
