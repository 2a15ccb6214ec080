"""Nights that were due: a home that was served says so where nothing came of one."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from nights import ROOT
from pydantic import ValidationError
from simulated import Standing

from flows.cli.main import main
from storage import begun_night
from storage.begun_night import RememberedNight
from storage.clock import Clock, going_by
from storage.errors import Failed, Refused
from storage.schedule import missed_night
from storage.settings import settings


def at(text: str) -> datetime:
    """Give a moment, UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture(autouse=True)
def served(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the trace of a `linernotes up` of long ago."""
    monkeypatch.setenv("LINERNOTES_NIGHTLY_ZONE", "Europe/Berlin")
    lock = home / ".prefect" / "up.lock"
    lock.parent.mkdir(parents=True)
    lock.touch()
    first_served = at("2026-01-01 00:00").timestamp()
    os.utime(lock, (first_served, first_served))
    return lock


def test_a_night_that_was_due_and_brought_nothing_is_missed() -> None:
    due = missed_night(at("2026-11-19 02:10"), at("2026-11-20 12:00"))
    assert due == at("2026-11-20 02:00")
    assert f"{due:%Y-%m-%d %H:%M}" == "2026-11-20 03:00"
    assert missed_night(None, at("2026-11-20 12:00")) == due


def test_a_night_has_an_hour_to_end() -> None:
    assert missed_night(at("2026-11-19 02:10"), at("2026-11-20 02:59")) is None
    assert missed_night(at("2026-11-19 02:10"), at("2026-11-20 03:01")) is not None


def test_a_run_by_hand_after_the_night_makes_up_for_it() -> None:
    assert missed_night(at("2026-11-20 11:00"), at("2026-11-20 12:00")) is None


def test_nothing_is_missed_before_the_first_night_of_a_home_or_where_it_was_never_served(served: Path) -> None:
    assert missed_night(None, at("2026-01-01 01:30")) is None
    served.unlink()
    assert missed_night(None, at("2026-11-20 12:00")) is None


@pytest.mark.parametrize(("cron", "due"), [("0 3 * * SUN", "2026-11-15 02:00"), ("30 2 29 3 *", "2026-03-29 01:00")])
def test_the_schedule_is_the_users(monkeypatch: pytest.MonkeyPatch, cron: str, due: str) -> None:
    monkeypatch.setenv("LINERNOTES_NIGHTLY_CRON", cron)
    assert missed_night(None, at("2026-11-20 12:00")) == at(due)


@pytest.mark.parametrize(
    ("setting", "word", "said"), [("nightly_cron", "no cron", "names no moments"), ("nightly_zone", "Europe/Berlln", "names no time zone")]
)
def test_a_schedule_that_cannot_be_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], setting: str, word: str, said: str
) -> None:
    monkeypatch.setenv(f"LINERNOTES_{setting.upper()}", word)
    assert main(["status"]) == 2
    told = capsys.readouterr().err
    assert f"setting {setting} is wrong" in told
    assert said in told


def test_a_machine_whose_zone_nobody_knows_has_nights_all_the_same() -> None:
    program, lost = "from storage.schedule import zone_of_nights; print(zone_of_nights(None))", {**os.environ, "TZ": "Nowhere/Atall"}
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=lost, capture_output=True, text=True, check=True).stdout.strip()
    assert told in available_timezones()


def test_a_misspelt_setting_does_not_tell_its_value(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / "linernotes.toml").write_text('webook_url = "https://hooks.test/SECRET"\n')
    with pytest.raises(ValidationError) as wrong:
        settings()
    assert "SECRET" not in str(wrong.value)
    assert main(["status"]) == 2
    assert "webook_url" in capsys.readouterr().err


def test_the_status_names_the_missed_night_and_ends_with_1(capsys: pytest.CaptureFixture[str], served: Path) -> None:
    assert main(["status"]) == 1
    (said,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("needs you")]
    assert said.endswith(f"(delete {served} if nights are not wanted any more)")
    assert "03:00 published nothing: is `linernotes up` running?" in said


def needs(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Give what the status says that the user is needed for."""
    main(["status"])
    return [line.removeprefix("needs you").strip() for line in capsys.readouterr().out.splitlines() if line.startswith("needs you")]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (Failed("the key is lost: bring it back"), "the key is lost: bring it back"),
        (OSError(28, "No space left on device", "/a/name"), "No space left on device"),
        (KeyError("Bearer abc"), "KeyError"),
        (KeyboardInterrupt(), "it was stopped"),
    ],
)
def test_a_night_that_did_not_finish_is_told_with_its_reason_instead_of_as_missed(
    capsys: pytest.CaptureFixture[str], wrong: BaseException, reason: str
) -> None:
    with pytest.raises(type(wrong)), going_by(Standing(Clock().now())), RememberedNight():
        raise wrong
    (told,) = needs(capsys)
    assert told == f"the night that began {Clock().now():%Y-%m-%d %H:%M} UTC did not finish: {reason}; `linernotes run` tries again"


def test_what_was_named_by_hand_and_refused_is_no_night() -> None:
    with pytest.raises(Refused), RememberedNight(is_by_hand=True):
        raise Refused("it is no export: name another")
    assert begun_night.read() is None
    with pytest.raises(Refused), RememberedNight():
        raise Refused("reports must be a plain folder")
    with pytest.raises(Refused), RememberedNight(is_by_hand=True):
        raise Refused("it is no export: name another")
    told = begun_night.read()
    assert told
    assert told.problem == "reports must be a plain folder"


def test_a_night_after_one_that_did_not_finish_is_missed_too_and_a_good_one_takes_the_word_away(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Failed), going_by(Standing(at("2026-01-02 02:00"))), RememberedNight():
        raise Failed("the key is lost")
    assert next(words.partition(":")[0] for words in needs(capsys)) == "the night that began 2026-01-02 02"
    assert len(needs(capsys)) == 2
    with RememberedNight():
        pass
    (told,) = needs(capsys)
    assert "published nothing" in told


def test_an_empty_setting_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PUBLISH_TO", "NIGHTLY_ZONE"):
        monkeypatch.setenv(f"LINERNOTES_{name}", "")
    assert settings().publish_to is None
    assert not settings().nightly_zone
