"""Count requests against a rate limit and against daily quotas; refuses to know what they answer."""

import math
import time
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from .answers import Answer, error

BUCKETS = {
    "saved_tracks": "library",
    "saved_albums": "library",
    "playlist_list": "playlists",
    "playlist": "playlists",
    "playlist_items": "playlists",
    "top_tracks": "top",
    "top_artists": "top",
}


def bucket_of(endpoint: str) -> str:
    """Give the quota bucket that an endpoint counts to: its own, unless it shares one."""
    return BUCKETS.get(endpoint, endpoint)


@dataclass
class Limits:
    """What was spent in the rolling window, and today in each bucket."""

    requests_per_window: int | None = None
    window_seconds: float = 30
    quotas: Mapping[str, int] = field(default_factory=dict)
    quota_retry_after: int = 86_400
    spent: Counter[str] = field(default_factory=Counter)
    exhausted: set[str] = field(default_factory=set)
    moments: deque[float] = field(default_factory=deque)

    def allow(self, requests_per_window: int | None, window_seconds: float, quotas: Mapping[str, int], quota_retry_after: int) -> None:
        """Set what is allowed from now on."""
        self.requests_per_window, self.window_seconds = requests_per_window, window_seconds
        self.quotas, self.quota_retry_after = quotas, quota_retry_after

    def refuse(self, endpoint: str) -> Answer | None:
        """Refuse a request that is too much, else count it."""
        bucket, now = bucket_of(endpoint), time.monotonic()
        if bucket in self.exhausted or (bucket in self.quotas and self.spent[bucket] >= self.quotas[bucket]):
            return self.refuse_for_today()
        while self.moments and self.moments[0] <= now - self.window_seconds:
            self.moments.popleft()
        if self.requests_per_window is not None and len(self.moments) >= self.requests_per_window:
            return rate_limited(math.ceil(self.moments[0] + self.window_seconds - now))
        self.spent[bucket] += 1
        if self.requests_per_window is not None:
            self.moments.append(now)
        return None

    def exhaust(self, endpoint: str) -> None:
        """Use up the quota of an endpoint's bucket for today."""
        self.exhausted.add(bucket_of(endpoint))

    def refuse_for_today(self) -> Answer:
        """Answer that the quota of a bucket is used up."""
        return error(429, "Too many requests", "QUOTA_EXCEEDED", Retry_After=str(self.quota_retry_after))

    def pass_a_day(self) -> None:
        """Let the rolling day go by."""
        self.spent.clear()
        self.exhausted.clear()
        self.moments.clear()


def rate_limited(seconds: int) -> Answer:
    """Answer that requests come too fast."""
    return error(429, "API rate limit exceeded", Retry_After=str(max(1, seconds)))
