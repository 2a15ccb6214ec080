"""Draw the figures of one collection's or person's pages in the shared pool."""

from storage import artifacts
from storage.failures import Drawn, Failure, Fault
from storage.pool import pool
from storage.schemas import Sheet
from storage.steps import step_task
from tasks.plot.elsewhere import PATIENCE, picture_sheet_elsewhere


@step_task("plot {sheet.kind} {sheet.key}")
def plot_sheet(sheet: Sheet) -> Drawn:
    """Give the pictures of one sheet."""
    pictures = artifacts.load_slice(sheet.pictures).select("path", "facts")
    drawn = dict(zip(pictures["path"], _draw(pictures["facts"].to_list()), strict=True))
    return Drawn(
        figures={path: artifacts.save_bytes("figures", png) for path, png in drawn.items() if not isinstance(png, Fault)},
        failures=tuple(Failure(what="figure", path=path, reason=fault.reason) for path, fault in drawn.items() if isinstance(fault, Fault)),
    )


def _draw(facts: list[str]) -> list[bytes | Fault]:
    """Draw all at once; where that fails, each by itself, so that one takes no other with it."""
    drawn = pool.attempt(PATIENCE, picture_sheet_elsewhere, facts)
    if not isinstance(drawn, Fault):
        return [*drawn]
    if len(facts) == 1:
        return [drawn]
    return [png for told in facts for png in _draw([told])]
