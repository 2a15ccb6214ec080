"""Register a nightly deployment with the Prefect server in use, and clear up what a stopped worker left; refuses to know what the flow does."""

import contextlib
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from prefect import Flow, get_client
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterParentFlowRunId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectAlreadyExists
from prefect.schedules import Cron
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType

from storage import lock
from storage.schedule import zone_of_nights

POOL = "linernotes"
NAME = "nightly"
SLUG = "every-night"
RUNS_AT_MOST = 200


class Hour(NamedTuple):
    """When the night runs: a cron expression and the zone of its clock; no zone means the machine's."""

    cron: str
    zone: str | None

    @property
    def clock(self) -> str:
        """Give the zone."""
        return zone_of_nights(self.zone)


async def register(night: Flow[Any, Any], hour: Hour) -> UUID:
    """Make the work pool and the deployment, or bring them up to date; one run at a time, the others wait."""
    async with get_client() as client:
        with contextlib.suppress(ObjectAlreadyExists):
            await client.create_work_pool(WorkPoolCreate(name=POOL, type="process"))
    deployment = RunnerDeployment.from_flow(
        night,
        NAME,
        schedule=Cron(hour.cron, timezone=hour.clock, slug=SLUG),
        description=night.description,
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE),
        work_pool_name=POOL,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return await deployment.aapply(work_pool_name=POOL)


async def clear_up(deployment: UUID, now: datetime) -> int:
    """Say of runs that ended with their worker that they did, and keep only the last of the nights that were missed; give how many were missed."""
    of_ours = DeploymentFilter(id=DeploymentFilterId(any_=[deployment]))
    async with get_client() as client:
        if not lock.is_held():
            dead = await _read_runs(client, FlowRunFilter(state=UNFINISHED), of_ours)
            parents = FlowRunFilterParentFlowRunId(any_=[run.id for run in dead])
            inside = await _read_runs(client, FlowRunFilter(state=UNFINISHED, parent_flow_run_id=parents)) if dead else []
            for run in (*inside, *dead):
                await client.set_flow_run_state(run.id, Crashed(message="its worker ended before it did"), force=True)
        waiting = await _read_runs(client, FlowRunFilter(state=WAITING), of_ours)
        missed = [run for run in waiting if run.auto_scheduled and run.expected_start_time is not None and run.expected_start_time < now]
        for run in missed[:-1]:
            await client.delete_flow_run(run.id)
        return len(missed)


def _in_state(*types: StateType) -> FlowRunFilterState:
    """Give a filter of runs by the types of their states."""
    return FlowRunFilterState(type=FlowRunFilterStateType(any_=list(types)))


UNFINISHED = _in_state(StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)
WAITING = _in_state(StateType.SCHEDULED)


async def _read_runs(client: PrefectClient, runs: FlowRunFilter, of: DeploymentFilter | None = None) -> list[FlowRun]:
    """Give runs, the earliest first."""
    return await client.read_flow_runs(deployment_filter=of, flow_run_filter=runs, sort=FlowRunSort.EXPECTED_START_TIME_ASC, limit=RUNS_AT_MOST)
