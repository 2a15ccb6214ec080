"""Commit a published night's reports where the user wants them, told by what changed; refuses to know how that is done."""

from collections.abc import Iterator

from prefect import task

from storage import working_copy
from storage.working_copy import Copied, News
from tasks.shared_paths import CHANGES_PAGE

SUBJECT_LENGTH = 72
WITHOUT_CHANGES = "The same library, its pages written anew"


def commit_reports() -> Copied | None:
    """Commit the published reports, where a working copy is named."""
    return commit_to_working_copy() if working_copy.is_wanted() else None


@task(task_run_name="commit the reports", persist_result=False)
def commit_to_working_copy() -> Copied:
    """Commit the published reports and say what came of it."""
    return working_copy.commit_reports(CHANGES_PAGE, describe)


def describe(news: News) -> str:
    """Give a commit's message: what changed since the commit before, in its first line as far as it goes."""
    changes = [change for night in _new_nights(news) for change in night]
    subject = _subject(changes) if changes else WITHOUT_CHANGES if news.page_before else "The library as it is tonight"
    files = f"{news.written_count} files written, {news.removed_count} removed"
    return "\n".join([subject, "", *(f"- {change}" for change in changes), *([""] if changes else []), files, ""])


def _subject(changes: list[str]) -> str:
    """Join the first changes, as many as a first line takes."""
    told = changes[0]
    for change in changes[1:]:
        if len(f"{told}, {change}") > SUBJECT_LENGTH:
            break
        told = f"{told}, {change}"
    return told


def _new_nights(news: News) -> Iterator[list[str]]:
    """Give what each night changed that the page did not tell before, the newest first."""
    before = {night.partition("\n")[0] for night in _nights(news.page_before)}
    for night in _nights(news.page_now):
        heading, _, told = night.partition("\n")
        if heading not in before:
            lines = [line.rstrip(".") for line in told.partition("\n### ")[0].splitlines() if line]
            yield [change for line in lines for change in (line.split(", ") if line[0].isdecimal() else [line])]


def _nights(page: str) -> list[str]:
    """Give the sections of a page of changes, a night each."""
    return page.split("\n## ")[1:]
