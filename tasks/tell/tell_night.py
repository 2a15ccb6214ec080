"""Tell a night's outcome where a deployment's run is looked at, and name its end."""

import base64
from collections.abc import Sequence
from typing import Any

from prefect.client.schemas.objects import State

from storage import artifacts, progress, reading, telling
from storage.schemas import Artifact
from tasks.shared_changes import HISTORY, History
from tasks.shared_outcome import STOPPED_BY_QUOTA, Outcome
from tasks.shared_paths import LIBRARY, figure_path
from tasks.tell.summary import Changed, summarise, tell_end, write
from tasks.tell.tables import list_changes, list_problems, list_rejects, list_unread

LARGEST_EMBEDDED_BYTES = 60_000


def end_night(night: Outcome, sentences: Sequence[str]) -> State[Any]:
    """Leave with the run what a person looks for, and end it under its own name."""
    if telling.is_watched():
        _leave(night)
        for sentence in sentences:
            progress.say(sentence)
    return telling.ended(night.end, tell_end(night), night)


def end_without_night(reason: Exception, *, is_quota: bool) -> State[Any]:
    """End a night that had nothing to study with the reason: by a quota under its own name, else as the failure that it is."""
    if not is_quota:
        raise reason
    return telling.ended(STOPPED_BY_QUOTA, str(reason), str(reason))


def _leave(night: Outcome) -> None:
    """Leave the summary, the tables and the picture."""
    history = _read_history(night)
    nights = history.nights if history else ()
    changes = nights[0].changes if nights and nights[0].snapshot_id == night.snapshot_id else None
    picture = _address_picture(night.shown.clusters_picture)
    telling.show(
        "summary",
        "markdown",
        write(summarise(night, Changed(is_first=history is None or history.is_first, changes=changes), reading.address(), picture)),
        "What the night came to",
    )
    if changes is not None:
        telling.show_rows("largest-changes", list_changes(changes), "What changed most since the night before")
    if night.counts["rejects"] and night.shown.rejects is not None:
        telling.show_rows("rejects", list_rejects(artifacts.load(night.shown.rejects)), "Rows that were refused, by reason; rejects.md lists each")
    if night.problems:
        telling.show_rows("failures", list_problems(night.problems), "What failed and is tried again in the next night")
    if night.fetch is not None and (unread := list_unread(night.fetch)):
        telling.show_rows("not-fetched", unread, "What of Spotify failed, was not refreshed or is doubted")
    if picture is not None and picture.startswith("http"):
        telling.show("clusters", "image", picture, "The library's tracks, alike ones near each other, by cluster")


def _read_history(night: Outcome) -> History | None:
    """Give what the last nights changed."""
    return HISTORY.validate_json(artifacts.load_bytes(night.shown.changes)) if night.shown.changes else None


def _address_picture(picture: Artifact | None) -> str | None:
    """Give an address of the picture that a browser can show: where the pages are served, or the picture itself if it is small."""
    if picture is None:
        return None
    if reading.is_served():
        return f"{reading.address()}/{figure_path(LIBRARY, LIBRARY)}"
    content = artifacts.load_bytes(picture)
    return f"data:image/png;base64,{base64.b64encode(content).decode()}" if len(content) <= LARGEST_EMBEDDED_BYTES else None
