"""Write every file of the report tree: pages, the figures and the covers that they show."""

from collections.abc import Sequence

from storage import artifacts, blobs
from storage.schemas import Artifact, Clustering, Frozen, SkippedFile
from storage.steps import step_task
from tasks.report.facts import ReportChoices
from tasks.report.render import Night, referenced_covers, render_reports
from tasks.shared_changes import HISTORY, History
from tasks.shared_paths import COVERS_FOLDER, figure_path, is_chosen

Tickets = dict[str, Artifact]


class Edition(Frozen):
    """What pages rest on beside the tables: clusters, figures by their path, what was left out, what changed, and which pages are wanted."""

    clusterings: tuple[Clustering, ...]
    figures: Tickets
    skipped: tuple[SkippedFile, ...]
    changes: Artifact
    choices: ReportChoices
    only: tuple[str, ...] = ()


def name_figures(clusterings: Sequence[Clustering], scatters: Sequence[Artifact], sheets: Sequence[Tickets]) -> Tickets:
    """Give all figures by their path inside reports/."""
    shown = {figure_path(of.kind, of.key): scatter for of, scatter in zip(clusterings, scatters, strict=True)}
    return shown | {path: figure for sheet in sheets for path, figure in sheet.items()}


@step_task("write the pages")
def write_pages(tables: Tickets, edition: Edition) -> Tickets:
    """Give the ticket of every file of the tree by its path inside reports/."""
    frames = {table: artifacts.load(ticket) for table, ticket in tables.items() if not table.startswith("step.")}
    night = Night(frames, edition.clusterings, frozenset(edition.figures), edition.skipped, _read_history(edition.changes))
    texts = {path: text for path, text in render_reports(night, edition.choices) if is_chosen(path, edition.only)}
    pages = {path: artifacts.save_bytes("pages", text.encode()) for path, text in texts.items()}
    return pages | edition.figures | {path: _cover(path) for path in sorted(referenced_covers(texts.values()))}


def _cover(path: str) -> Artifact:
    """Keep a landed cover as a file of the tree."""
    return artifacts.save_bytes("covers", blobs.fetch(path.removeprefix(f"{COVERS_FOLDER}/")))


def _read_history(changes: Artifact) -> History:
    """Read what the last nights changed."""
    return HISTORY.validate_json(artifacts.load_bytes(changes))
