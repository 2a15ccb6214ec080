"""Tell a page that cannot be written from a night that cannot go on; refuses to know any page."""

from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar

from jinja2 import TemplateError
from polars.exceptions import PolarsError

from storage.failures import Failure, name_fault

P = ParamSpec("P")
R = TypeVar("R")

# what a page's own content can bring about; a full disk, a lost blob or an interrupt concerns the whole night
FAULTS: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
    TemplateError,
    PolarsError,
)


def attempt(failures: list[Failure] | None, path: str, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
    """Give what a page rests on, or the page; note its failure where that cannot be had, or raise where there is no list."""
    try:
        return work(*args, **kwargs)
    except FAULTS as wrong:
        if failures is None:
            raise
        failures.append(Failure(what="page", path=path, reason=name_fault(wrong).reason))
        return None
