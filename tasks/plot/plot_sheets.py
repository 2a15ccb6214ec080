"""Draw the figures of one collection's or person's pages in the shared pool."""

from storage import artifacts
from storage.pool import pool
from storage.schemas import Artifact, Sheet
from storage.steps import step_task
from tasks.plot.elsewhere import picture_sheet_elsewhere


@step_task("plot {sheet.kind} {sheet.key}")
def plot_sheet(sheet: Sheet) -> dict[str, Artifact]:
    """Give the pictures of one sheet by where they stand inside reports/."""
    pictures = artifacts.load_slice(sheet.pictures).select("path", "facts")
    drawn = pool.hand(picture_sheet_elsewhere, pictures["facts"].to_list()).result()
    return {path: artifacts.save_bytes("figures", png) for path, png in zip(pictures["path"], drawn, strict=True)}
