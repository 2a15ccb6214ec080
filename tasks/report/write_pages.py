"""Write every file of the report tree: pages, the figures and the covers that they show."""

from collections.abc import Sequence

from storage import artifacts, blobs
from storage.schemas import Artifact, Clustering, SkippedFile
from storage.steps import step_task
from tasks.report.facts import ReportChoices
from tasks.report.render import referenced_covers, render_reports
from tasks.shared_paths import COVERS_FOLDER, figure_path

Tickets = dict[str, Artifact]


@step_task("write the pages")
def write_pages(
    tables: Tickets, clusterings: Sequence[Clustering], figures: Sequence[Artifact], skipped: Sequence[SkippedFile], choices: ReportChoices
) -> Tickets:
    """Give the ticket of every file of the tree by its path inside reports/."""
    frames = {table: artifacts.load(ticket) for table, ticket in tables.items() if not table.startswith("step.")}
    texts = dict(render_reports(frames, clusterings, skipped, choices))
    pages = {path: artifacts.save_bytes("pages", text.encode()) for path, text in texts.items()}
    shown = {figure_path(of.kind, of.key): figure for of, figure in zip(clusterings, figures, strict=True)}
    return pages | shown | {path: _cover(path) for path in sorted(referenced_covers(texts.values()))}


def _cover(path: str) -> Artifact:
    """Keep a landed cover as a file of the tree."""
    return artifacts.save_bytes("covers", blobs.fetch(path.removeprefix(f"{COVERS_FOLDER}/")))
