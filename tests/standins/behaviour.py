"""How the stand-in behaves: a value that tests set; refuses to know how it is done."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .faults import Faults, PlannedFaults
from .login import Ended
from .objects import Shape

LONG_RETRY_AFTER = 52_531


@dataclass(frozen=True)
class Behaviour:
    """Which shape is told, what it costs, and what goes wrong.

    quotas are requests a day by bucket (`limits.BUCKETS`); requests_per_window are those of a rolling window.
    rotates gives a new refresh token with each refresh; denies lets the person refuse the login; ended ends it.
    refusal is the text of a 403 on every call (an app without Premium, a person who is not on its list).
    """

    shape: Shape = "development"
    client_id: str = "0123456789abcdef0123456789abcdef"
    latency_seconds: float = 0
    token_seconds: float = 3600
    rotates: bool = False
    denies: bool = False
    ended: Ended | None = None
    refusal: str | None = None
    requests_per_window: int | None = None
    window_seconds: float = 30
    quotas: Mapping[str, int] = field(default_factory=dict)
    quota_retry_after: int = LONG_RETRY_AFTER
    slow_seconds: float = 2
    faults: Faults = field(default_factory=PlannedFaults)
    token_faults: Faults = field(default_factory=PlannedFaults)
