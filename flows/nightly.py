"""Pull, then study: the flow that is deployed."""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.context import SyncClientContext

from flows.pull import pull
from flows.study import study
from storage.begun_night import RememberedNight
from storage.cache import computing_anew
from storage.clock import clock
from storage.forget import finish_forgetting
from storage.garbage import collecting_seldom
from storage.lock import working_alone
from storage.settings import home, settings
from storage.sweep import remove_unused
from storage.switch import heal
from storage.telling import name_night, shown_progress
from storage.webhook import TellingOfFailure
from tasks.commit_reports import commit_reports
from tasks.publish.publish_night import notify
from tasks.pull.land import NothingFetched
from tasks.pull.sources import LAST_AGAIN, Sources, take_latest
from tasks.report.facts import ReportChoices
from tasks.shared_paths import PagesOf
from tasks.tell.tell_night import end_night, end_without_night


@flow(name="nightly", flow_run_name=name_night)
async def nightly(sources: Sources = LAST_AGAIN, only: tuple[PagesOf, ...] = (), ignore_cache: bool = False) -> State[Any]:  # noqa: FBT001, FBT002 - a box to tick in the form
    """Read the sources and study what they say tonight.

    Args:
        sources: Where the library comes from. As it stands, the last sources are read again.
        only: Write only these pages, each KIND or KIND:KEY, such as playlist:liked_tracks or label. Left empty, all. The warehouse is always whole.
        ignore_cache: Compute everything anew, also what has not changed. The same comes out, later.
    """
    with (
        TellingOfFailure(),
        working_alone(),
        RememberedNight(is_by_hand=bool(sources.paths)),
        SyncClientContext.get_or_create(),
        shown_progress(),
        computing_anew(is_wanted=ignore_cache),
        collecting_seldom(),
    ):
        heal(home())
        finish_forgetting()
        try:
            snapshot = take_latest(sources) or await pull(sources)
        except NothingFetched as nothing:
            return end_without_night(nothing, is_quota=nothing.is_quota)
        published = await study(snapshot, ReportChoices(ranking_column=settings().ranking_column), only)
        remove_unused(clock().now())
        published = published.model_copy(update={"copied": commit_reports()})
        notify(published)
        return end_night(published, published.sentences())
