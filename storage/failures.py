"""What could not be made of a night while the rest could; refuses to know how it is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from storage.schemas import Artifact, Frozen

Made = Literal["clusters", "figure", "page"]
LETTERS_OF_A_REASON = 200


class Failure(Frozen):
    """Something that could not be made: what, its page or figure inside reports/, and why."""

    what: Made
    path: str
    reason: str

    def sentence(self) -> str:
        """Say it in a line."""
        return f"{self.what} of {self.path}: {self.reason}" if self.what == "clusters" else f"{self.what} {self.path}: {self.reason}"


@dataclass(frozen=True)
class Fault:
    """Why a work gave nothing; where its process was lost, another try may give something."""

    reason: str
    is_accident: bool = False


class Partial(Frozen):
    """A result that may lack some of what was wanted: then it is used tonight and never kept."""

    failures: tuple[Failure, ...] = ()


class Drawn(Partial):
    """Figures by where they stand inside reports/."""

    figures: dict[str, Artifact] = Field(default_factory=dict)


def failures_in(results: Iterable[object]) -> tuple[Failure, ...]:
    """Give all that is lacking in results."""
    return tuple(failure for result in results if isinstance(result, Partial) for failure in result.failures)


def name_fault(wrong: BaseException) -> Fault:
    """Name what went wrong in one short line."""
    told = " ".join(f"{type(wrong).__name__}: {wrong}".split()).removesuffix(":")
    return Fault(told if len(told) <= LETTERS_OF_A_REASON else told[: LETTERS_OF_A_REASON - 1] + "…")
