"""Count the requests of the last day by bucket, and remember until when a bucket is closed; refuses to know what is asked for."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import Field, ValidationError

from storage.clock import Clock
from storage.files import write_whole
from storage.schemas import Frozen
from storage.settings import home

DAY = timedelta(hours=24)
MINUTE = 60


class Stopped(Exception):
    """A bucket gives nothing more until a moment; what was fetched is kept."""

    def __init__(self, bucket: str, resume_at: datetime, reason: str) -> None:
        """Hold which bucket, until when, and why."""
        super().__init__(f"{reason}, {bucket} can go on from {resume_at:%Y-%m-%d %H:%M} UTC")
        self.bucket = bucket
        self.resume_at = resume_at
        self.reason = reason


class Bucket(Frozen):
    """Requests by the minute in which they were sent, and the moment until which none is sent."""

    spent: dict[int, int] = Field(default_factory=dict)
    resume_at: datetime | None = None


class Buckets(Frozen):
    """All buckets by name."""

    buckets: dict[str, Bucket] = Field(default_factory=dict)


class Quota:
    """What was spent and what is closed; kept on the disk with every request."""

    def __init__(self, a_day: int, clock: Clock) -> None:
        """Read what is known."""
        self._a_day = a_day
        self._clock = clock
        self._buckets = read()

    def opens_at(self, bucket: str) -> datetime | None:
        """Give the moment from which the budget allows another request; nothing where it does now. Raise where Spotify closed the bucket."""
        told, now = self._bucket(bucket), self._clock.now()
        if told.resume_at is not None and told.resume_at > now:
            raise Stopped(bucket, told.resume_at, "Spotify's quota is spent")
        if self.left(bucket) > 0:
            return None
        return datetime.fromtimestamp((min(told.spent) + 1) * MINUTE, UTC) + DAY

    def left(self, bucket: str) -> int:
        """Give how many requests the budget still allows."""
        return self._a_day - sum(self._bucket(bucket).spent.values())

    def spend(self, bucket: str) -> None:
        """Count a request before it is sent, so that a killed run counts it too."""
        told, minute = self._bucket(bucket), int(self._clock.now().timestamp()) // MINUTE
        self._keep(bucket, Bucket(spent={**told.spent, minute: told.spent.get(minute, 0) + 1}))

    def close(self, bucket: str, resume_at: datetime) -> Stopped:
        """Remember that a bucket is closed and give the value that says so."""
        self._keep(bucket, Bucket(spent=self._bucket(bucket).spent, resume_at=resume_at))
        return Stopped(bucket, resume_at, "Spotify's quota is spent")

    def _bucket(self, bucket: str) -> Bucket:
        """Give what is known of a bucket, without what is older than a day."""
        told = self._buckets.get(bucket, Bucket())
        oldest = (self._clock.now() - DAY).timestamp()
        return Bucket(spent={minute: count for minute, count in told.spent.items() if (minute + 1) * MINUTE > oldest}, resume_at=told.resume_at)

    def _keep(self, name: str, bucket: Bucket) -> None:
        """Put a bucket on the disk."""
        self._buckets[name] = bucket
        write_whole(_file(), Buckets(buckets=self._buckets).model_dump_json().encode())


def read() -> dict[str, Bucket]:
    """Give what is known of every bucket; a damaged file knows nothing."""
    try:
        return dict(Buckets.model_validate(json.loads(_file().read_bytes())).buckets)
    except (FileNotFoundError, ValueError, ValidationError):
        return {}


def spent_today(moment: datetime) -> dict[str, tuple[int, datetime | None]]:
    """Give how many requests each bucket had within a day of a moment, and until when it is closed."""
    oldest = (moment - DAY).timestamp()
    told = {}
    for name, bucket in sorted(read().items()):
        count = sum(count for minute, count in bucket.spent.items() if (minute + 1) * MINUTE > oldest)
        told[name] = (count, bucket.resume_at if bucket.resume_at is not None and bucket.resume_at > moment else None)
    return told


def _file() -> Path:
    """Where the count lies."""
    return home() / "fetch" / "quota.json"
