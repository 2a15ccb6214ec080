"""The webhook: told of what failed, never a login or an address, never in the way of a night."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from nights import linernotes
from receiving import Receiver, receiving

from storage import webhook
from storage.errors import Failed
from storage.failures import Failure
from storage.lock import HomeBusy
from storage.working_copy import Copied
from tasks.publish.publish_night import notify
from tasks.publish.published import Published

FAILURE = Failure(what="clusters", path="artists/iu/clusters/overview.md", reason="its process was killed")
PUBLISHED = Published(
    snapshot_id="s", counts={"tracks": 3, "failures": 1}, coverage={}, reports="/reports", warehouse="/warehouse", failures=(FAILURE,)
)


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    with receiving() as listening:
        monkeypatch.setenv("LINERNOTES_WEBHOOK_URL", listening.address)
        yield listening


def test_a_night_that_lacks_something_is_told_with_what_failed(receiver: Receiver) -> None:
    notify(PUBLISHED)
    said = "linernotes: published, but something failed (clusters of artists/iu/clusters/overview.md: its process was killed)"
    assert receiver.taken == [
        {"text": said, "outcome": "degraded", "failures": [FAILURE.model_dump()], "failure_count": 1, "counts": {"tracks": 3, "failures": 1}}
    ]


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        ("not committed: it has changes that are not committed (diary/secret.md): commit or stash them", "the reports were not committed"),
        ("not pushed: git push: fatal: unable to access 'https://me:s3cret@example.org/notes.git/'", "the reports were not pushed"),
    ],
)
def test_of_a_working_copy_neither_its_place_nor_what_git_says_is_told(receiver: Receiver, problem: str, said: str) -> None:
    copied = Copied(place="/home/me/notes/linernotes", commit="abc", problem=problem)
    notify(PUBLISHED.model_copy(update={"failures": (), "copied": copied}))
    (told,) = receiver.taken
    assert told["text"] == f"linernotes: published, but something failed (working copy: {said})"
    assert not [word for word in ("secret", "s3cret", "/home", "example.org", "abc") if word in str(told)]


def test_a_whole_night_is_not_told(receiver: Receiver) -> None:
    notify(PUBLISHED.model_copy(update={"failures": ()}))
    assert receiver.taken == []


def test_of_many_failures_the_first_are_told_and_all_are_counted(receiver: Receiver) -> None:
    notify(PUBLISHED.model_copy(update={"failures": (FAILURE,) * 500}))
    (told,) = receiver.taken
    assert len(told["failures"]) == 20
    assert told["failure_count"] == 500
    assert told["text"].endswith("was killed and 499 more)")


def test_a_failed_night_is_told_and_fails_all_the_same(receiver: Receiver) -> None:
    with pytest.raises(Failed), webhook.TellingOfFailure():
        raise Failed("the disk is full")
    (told,) = receiver.taken
    assert told == {"text": "linernotes: the night failed and the last good one stays published (the disk is full)", "outcome": "failed"}


def test_an_error_that_nobody_foresaw_is_told_by_its_kind_alone(receiver: Receiver) -> None:
    with pytest.raises(KeyError), webhook.TellingOfFailure():
        raise KeyError("Bearer abc")
    assert receiver.taken[0]["text"].endswith("(KeyError)")


def test_a_night_that_cannot_even_begin_is_told(receiver: Receiver, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / ".holder.json").mkdir(parents=True)
    failed = linernotes("run", home=home, LINERNOTES_SAMPLE_TRACKS="60", LINERNOTES_SAMPLE_PLAYLISTS="2", LINERNOTES_WEBHOOK_URL=receiver.address)
    assert failed.returncode == 1
    assert receiver.taken[0]["outcome"] == "failed"


@pytest.mark.parametrize("wrong", [HomeBusy("another run"), KeyboardInterrupt()])
def test_a_refused_second_run_and_a_stopped_one_are_not_told(receiver: Receiver, wrong: BaseException) -> None:
    with pytest.raises(type(wrong)), webhook.TellingOfFailure():
        raise wrong
    assert receiver.taken == []


def test_a_night_goes_on_whatever_the_webhook_does(receiver: Receiver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="linernotes")
    receiver.status = 500
    notify(PUBLISHED)
    monkeypatch.setattr(webhook, "SECONDS", 0.2)
    receiver.may_answer.clear()
    begun = time.monotonic()
    notify(PUBLISHED)
    assert time.monotonic() - begun < 5
    for address in (
        "http://127.0.0.1:1/nobody",
        "no address",
        "ftp://127.0.0.1/",
        "http://[",
        "http://127.0.0.1:99999",
        "http://a b",
        "http://\u00fc.\u2603:x",
    ):
        monkeypatch.setenv("LINERNOTES_WEBHOOK_URL", address)
        notify(PUBLISHED)
    assert len(caplog.messages) == 9
    assert all(message.startswith("the webhook could not be told of this night: ") for message in caplog.messages)
    assert not [message for message in caplog.messages if "s3cret" in message or "127.0.0.1" in message]


def test_without_an_address_nobody_is_told(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LINERNOTES_WEBHOOK_URL")
    notify(PUBLISHED)
    assert receiver.taken == []
