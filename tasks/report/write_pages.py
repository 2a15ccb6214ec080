"""Write the pages of the report tree and keep the covers that they show; refuses to wait for the figures."""

from collections.abc import Sequence

from pydantic import Field

from storage import artifacts, blobs
from storage.answers import Answers
from storage.failures import Failure, Partial
from storage.schemas import Artifact, Clustering, Frozen, Sheet, SkippedFile
from storage.steps import step_task
from tasks.report.facts import SUPERSEDED, ReportChoices
from tasks.report.faults import attempt
from tasks.report.pages import Night, lay_out_reports
from tasks.report.press import Press, Printed
from tasks.shared_changes import HISTORY, History
from tasks.shared_paths import COVERS_FOLDER, figure_path, is_chosen

Tickets = dict[str, Artifact]


class Edition(Frozen):
    """What pages rest on beside the tables: clusters, where figures stand, what was left out, what changed, which pages are wanted, what failed."""

    clusterings: tuple[Clustering, ...]
    figures: tuple[str, ...]
    skipped: tuple[SkippedFile, ...]
    changes: Artifact
    choices: ReportChoices
    only: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()

    def without(self, failures: Sequence[Failure]) -> "Edition":
        """Give the same without the figures that could not be drawn."""
        lacking = {failure.path for failure in failures}
        figures = tuple(path for path in self.figures if path not in lacking)
        return self.model_copy(update={"figures": figures, "failures": (*self.failures, *failures)})


class Written(Partial):
    """Pages and covers by where they stand inside reports/."""

    pages: Tickets = Field(default_factory=dict)


def name_figures(clusterings: Sequence[Clustering], sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """Say where the figures of these clusterings and sheets will stand inside reports/."""
    scatters = [figure_path(of.kind, of.key) for of in clusterings]
    return (*scatters, *(path for sheet in sheets for path in artifacts.load_slice(sheet.pictures)["path"]))


@step_task("write the pages")
def write_pages(tables: Tickets, edition: Edition) -> Written:
    """Give the ticket of every page and cover by its path inside reports/."""
    frames = {table: artifacts.load(ticket) for table, ticket in tables.items() if not table.startswith("step.") or table == SUPERSEDED}
    night = Night(frames, edition.clusterings, frozenset(edition.figures), edition.skipped, _read_history(edition.changes), edition.failures)
    failures: list[Failure] = []
    printed: dict[str, Printed] = {}
    with Answers("pages", Printed, __name__, is_partial=bool(edition.only)) as known:
        press = Press(known)
        for path, page in lay_out_reports(night, edition.choices, failures):
            if is_chosen(path, edition.only) and (done := attempt(failures, path, press.print, path, page)):
                printed[path] = done
    covers = {path: _cover(path) for path in sorted({path for page in printed.values() for path in page.covers})}
    pages = {path: page.text for path, page in printed.items()}
    return Written(pages=pages | covers, failures=tuple(failure for failure in failures if is_chosen(failure.path, edition.only)))


def _cover(path: str) -> Artifact:
    """Keep a landed cover as a file of the tree; the name of a blob is the digest of its content."""
    blob = path.removeprefix(f"{COVERS_FOLDER}/")
    ticket = Artifact(table="covers", digest=blob.partition(".")[0])
    return ticket if artifacts.are_whole([ticket]) else artifacts.save_bytes("covers", blobs.fetch(blob))


def _read_history(changes: Artifact) -> History:
    """Read what the last nights changed."""
    return HISTORY.validate_json(artifacts.load_bytes(changes))
