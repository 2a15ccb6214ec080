"""Tell an address of the user's that a night went wrong; refuses to fail a night over it, to delay it long, and to tell a login or an address."""

import json
from types import TracebackType
from typing import Any, Self

import httpx

from storage import progress
from storage.errors import reason_of
from storage.failures import Failure
from storage.lock import HomeBusy
from storage.settings import settings

SECONDS = 10.0
FAILURES_TOLD = 20
AS_JSON = {"Content-Type": "application/json"}
FAILED, DEGRADED = "failed", "degraded"


def tell(outcome: str, sentence: str, **more: Any) -> bool:
    """Post what happened as a small JSON object; say whether it was taken. Without an address nothing is told."""
    address = settings().webhook_url.get_secret_value()
    if not address:
        return False
    told = json.dumps({"text": f"linernotes: {sentence}", "outcome": outcome, **more}, ensure_ascii=False)
    content = told.encode("utf-8", "replace")  # a path in a sentence may hold bytes that are no UTF-8
    try:
        with httpx.stream("POST", address, content=content, headers=AS_JSON, timeout=SECONDS) as answer:
            is_taken = answer.is_success
            problem = f"it answered {answer.status_code}"
    except (httpx.HTTPError, httpx.InvalidURL) as wrong:
        is_taken, problem = False, type(wrong).__name__
    if not is_taken:
        progress.say(f"the webhook could not be told of this night: {problem}")
    return is_taken


def tell_of_failures(failures: tuple[Failure, ...], service: str | None, run: dict[str, Any]) -> bool:
    """Tell of a night that was published, but not all of it; nothing of one that was whole."""
    said = [*(failure.sentence() for failure in failures[:1]), *([service] if service else [])]
    more = f" and {len(failures) - 1} more" if len(failures) > 1 else ""
    named = [failure.model_dump() for failure in failures[:FAILURES_TOLD]]
    sentence = f"published, but something failed ({'; '.join(said)}{more})"
    return bool(said) and tell(DEGRADED, sentence, failures=named, failure_count=len(failures), **run)


class TellingOfFailure:
    """Tells of a night that ended in an error, as far as `reason_of` lets it."""

    def __enter__(self) -> Self:
        """Begin to watch."""
        return self

    def __exit__(self, _kind: type[BaseException] | None, wrong: BaseException | None, _trace: TracebackType | None) -> None:
        """Tell of the error; who stops a night, or was refused because another runs, knows already."""
        if isinstance(wrong, Exception) and not isinstance(wrong, HomeBusy):
            tell(FAILED, f"the night failed and the last good one stays published ({reason_of(wrong)})")
