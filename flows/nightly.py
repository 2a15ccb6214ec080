"""Pull, then study: the flow that is deployed."""

from datetime import UTC, datetime

from prefect import flow
from prefect.context import SyncClientContext

from flows.pull import pull
from flows.study import study
from storage.forget import finish_forgetting
from storage.lock import working_alone
from storage.settings import home, settings
from storage.sweep import remove_unused
from storage.switch import heal
from storage.webhook import TellingOfFailure
from tasks.commit_reports import commit_reports
from tasks.publish import Published, notify
from tasks.pull.land import Sources
from tasks.report.facts import ReportChoices


@flow(name="nightly")
async def nightly(sources: Sources | None = None, only: tuple[str, ...] = ()) -> Published:
    """Read the sources and study what they say tonight.

    Args:
        sources: where the library comes from; left empty, the last sources are read again
        only: write only these pages, each KIND or KIND:KEY; left empty, all
    """
    with working_alone(), TellingOfFailure(), SyncClientContext.get_or_create():
        heal(home())
        finish_forgetting()
        snapshot = await pull(sources or Sources())
        published = await study(snapshot, ReportChoices(ranking_column=settings().ranking_column), only)
        remove_unused(datetime.now(UTC))
        notify(published)
        return published.model_copy(update={"copied": commit_reports()})
