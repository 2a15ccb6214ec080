"""Read a night's raw files into rows."""

from dataclasses import fields

from storage import artifacts, blobs
from storage.schemas import Artifact, Landing
from storage.steps import step_task
from tasks.read.landing import read_landing


@step_task("read the sources")
def read_sources(landing: Landing) -> dict[str, Artifact]:
    """Give the tickets of everything that the files say."""
    read = read_landing(landing, blobs.fetch)
    tables = {"core.rejects" if field.name == "rejects" else f"step.{field.name}": getattr(read, field.name) for field in fields(read)}
    return artifacts.save_all(tables)
