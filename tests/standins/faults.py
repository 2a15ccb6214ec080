"""Say which request goes wrong and how, the same for the same seed; refuses to know what the request asks for."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

Fault = Literal[
    "server_error",
    "reset",
    "slow_body",
    "cut_body",
    "truncated_json",
    "non_json",
    "spurious_401",
    "rate_limited",
    "moving_playlist",
    "empty_answer",
    "shrunken_list",
    "quota",
]
BREAKING: tuple[Fault, ...] = ("server_error", "reset", "slow_body", "cut_body", "truncated_json", "non_json", "spurious_401", "rate_limited")
LYING: tuple[Fault, ...] = ("moving_playlist", "empty_answer", "shrunken_list")
ANY_FAULT: tuple[Fault, ...] = (*BREAKING, *LYING)


class Faults(Protocol):
    """Anything that says what goes wrong with the n-th request to the API, counted from 1."""

    def fault_at(self, number: int) -> Fault | None:
        """Name the fault of that request."""


@dataclass(frozen=True)
class FaultSchedule:
    """Faults drawn by a seed; quota_at is the request from which the bucket of that request has no quota left."""

    seed: int
    share: float = 0.1
    kinds: tuple[Fault, ...] = ANY_FAULT
    quota_at: int | None = None

    def fault_at(self, number: int) -> Fault | None:
        """Draw whether and how a request goes wrong."""
        if number == self.quota_at:
            return "quota"
        drawn = random.Random(f"{self.seed} {number}")
        return drawn.choice(self.kinds) if self.kinds and drawn.random() < self.share else None


@dataclass(frozen=True)
class PlannedFaults:
    """Faults at named requests, for tests of one trap."""

    planned: Mapping[int, Fault] = field(default_factory=dict)

    def fault_at(self, number: int) -> Fault | None:
        """Give what was planned."""
        return self.planned.get(number)
