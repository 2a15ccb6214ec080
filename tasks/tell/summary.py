"""Write the summary of a night in markdown; names of a library stand in the tables beside it, where nothing acts on them."""

from functools import cache
from pathlib import Path

import jinja2

from storage.schemas import Frozen
from tasks.shared_changes import Changes
from tasks.shared_outcome import Outcome

TITLES = {
    "README.md": "the library",
    "changes.md": "what changed",
    "clusters.md": "clusters of the library",
    "track_features.md": "features of the tracks",
    "errors.md": "what may be wrong",
    "rejects.md": "what was refused",
}


class Changed(Frozen):
    """What differs from the night before, if anything, and whether there was one."""

    is_first: bool
    changes: Changes | None


class Summary(Frozen):
    """What the summary prints."""

    headline: str
    problem_count: int
    counts: dict[str, int]
    coverage: dict[str, float]
    requests: int | None
    login_days_left: int | None
    changed: Changed
    links: tuple[tuple[str, str], ...]
    picture: str | None = None


def summarise(night: Outcome, changed: Changed, address: str, picture: str | None) -> Summary:
    """Gather what is printed of a night whose pages lie under an address."""
    return Summary(
        headline=tell_end(night),
        problem_count=len(night.problems),
        counts=night.counts,
        coverage=night.coverage,
        requests=sum(night.fetch.requests.values()) if night.fetch else None,
        login_days_left=night.fetch.login_days_left if night.fetch else None,
        changed=changed,
        links=tuple((title, f"{address}/{page}") for page, title in TITLES.items() if page in night.shown.root_pages),
        picture=picture,
    )


def tell_end(night: Outcome) -> str:
    """Say in a line how a night ended."""
    if night.fetch is not None and night.fetch.resume_at:
        when = min(night.fetch.resume_at.values())
        return f"Published, but Spotify's quota is spent: the next run after {when:%Y-%m-%d %H:%M} UTC goes on where this one stopped."
    if night.is_degraded:
        return "Published, but something failed and is named."
    return "Published." if night.counts["pages_written"] + night.counts["pages_removed"] else "Nothing changed."


def write(summary: Summary) -> str:
    """Fill the template."""
    return _template().render(night=summary)


@cache
def _template() -> jinja2.Template:
    """Give the template; a name that it misspells is an error."""
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    environment = jinja2.Environment(loader=loader, undefined=jinja2.StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - it is markdown, and holds no names
    return environment.get_template("summary.md.j2")
