"""Tell whether the night that was due has been; refuses to know what a night does."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim
from tzlocal import get_localzone_name

from storage.settings import home, settings

TIME_FOR_A_NIGHT = timedelta(hours=1)
UTC_NAME = "UTC"


def missed_night(last_finished: datetime | None, now: datetime) -> datetime | None:
    """Give when the last night was due if nothing was published since, in a home that `linernotes up` has served."""
    served = home() / ".prefect" / "up.lock"
    if not served.exists():
        return None
    due = last_due(now - TIME_FOR_A_NIGHT)
    since = max(datetime.fromtimestamp(served.stat().st_mtime, UTC), last_finished or datetime.fromtimestamp(0, UTC))
    return due if due is not None and due > since else None


def last_due(now: datetime) -> datetime | None:
    """Give the last moment before now at which the schedule demands a night, on the schedule's own clock."""
    there = now.astimezone(ZoneInfo(zone_of_nights(settings().nightly_zone)))
    return next(CronSim(settings().nightly_cron, there, reverse=True), None)


def zone_of_nights(chosen: str | None) -> str:
    """Give the time zone of the nights' clock: the chosen one, the machine's, or UTC on a machine that does not say where it is."""
    try:
        return chosen or get_localzone_name() or UTC_NAME
    except ZoneInfoNotFoundError:
        return UTC_NAME
