"""Pull, then study: the flow that is deployed."""

from prefect import flow
from prefect.context import SyncClientContext

from flows.pull import pull
from flows.study import study
from storage.clock import clock
from storage.forget import finish_forgetting
from storage.lock import working_alone
from storage.settings import home, settings
from storage.sweep import remove_unused
from storage.switch import heal
from tasks.publish import Published
from tasks.pull.land import Sources
from tasks.report.facts import ReportChoices


@flow(name="nightly")
async def nightly(sources: Sources | None = None, only: tuple[str, ...] = ()) -> Published:
    """Read the sources and study what they say tonight.

    Args:
        sources: where the library comes from; left empty, the last sources are read again
        only: write only these pages, each KIND or KIND:KEY; left empty, all
    """
    with working_alone(), SyncClientContext.get_or_create():
        heal(home())
        finish_forgetting()
        snapshot = await pull(sources or Sources())
        published = await study(snapshot, ReportChoices(ranking_column=settings().ranking_column), only)
        remove_unused(clock().now())
        return published
