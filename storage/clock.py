"""The time and how to wait; whoever must not wait hands in a clock of its own."""

import time
from datetime import UTC, datetime


class Clock:
    """Tells the time and waits."""

    def now(self) -> datetime:
        """Give the moment, UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)
