"""Logging in, by a browser on this machine or by pasting, and logging out; no secret is ever shown."""

import re
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fetching import FakeClock, log_in, opened, point_at
from pydantic import SecretStr
from standins.person import invent_library
from standins.spotify import serving
from standins.standin import Standin

from flows.cli.main import main
from storage import login, loopback, tokens
from storage.clock import Clock
from storage.errors import Refused
from storage.login import Attempt
from storage.tokens import Tokens


@pytest.fixture
def standin(monkeypatch: pytest.MonkeyPatch) -> Iterator[Standin]:
    with serving(invent_library()) as standin:
        point_at(standin, monkeypatch)
        yield standin


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let a browser that agrees to everything open each address."""
    ended_at: list[str] = []

    def visit(address: str) -> bool:
        threading.Thread(target=lambda: ended_at.append(str(httpx.get(address, follow_redirects=True, trust_env=False).url))).start()
        return True

    monkeypatch.setattr("webbrowser.open", visit)
    return ended_at


def token_file(config: Path) -> Path:
    return config / "spotify.json"


def test_a_browser_comes_back_and_the_login_is_kept_for_its_owner_alone(
    standin: Standin, browser: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["login"]) == 0
    file = token_file(tmp_path / "config")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert {one.name for one in file.parent.iterdir()} == {".spotify.lock", "spotify.json"}
    known = tokens.read()
    assert known is not None
    with opened(Clock()) as door:
        assert known.days_left(datetime.now(UTC)) in range(178, 185)
        assert door.days_left in range(178, 185)
    shown = capsys.readouterr()
    assert "logged in until" in shown.out
    for secret in standin.accounts.secrets:
        assert secret not in shown.out + shown.err
    assert browser[0].startswith("http://127.0.0.1:")


def test_over_ssh_the_address_is_pasted(standin: Standin, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Terminal:
        def readline(self) -> str:
            address = re.search(r"^http\S+/authorize\S+$", capsys.readouterr().out, re.MULTILINE)
            assert address
            return httpx.get(address[0], trust_env=False).headers["location"] + "\n"

    monkeypatch.setattr("sys.stdin", Terminal())
    assert main(["login", "--paste"]) == 0
    assert tokens.read() is not None
    assert standin.counts()["token", 200] == 1


def test_an_address_of_another_login_is_refused(standin: Standin) -> None:
    attempt, other = Attempt("http://127.0.0.1:8888/callback"), Attempt("http://127.0.0.1:8888/callback")
    address = httpx.get(other.address, trust_env=False).headers["location"]
    with pytest.raises(Refused, match="not the answer to this login"):
        attempt.read_code(address)
    with pytest.raises(Refused, match="not the answer to this login"):
        attempt.read_code("what?")
    assert other.read_code(address).startswith("planted-code")
    assert standin.counts()["authorize", 302] == 1


def test_the_server_goes_on_waiting_when_somebody_else_knocks(standin: Standin) -> None:
    assert standin.requests == 0
    with loopback.waiting(0) as server:
        attempt = Attempt(server.redirect)
        given: list[str] = []
        waiter = threading.Thread(target=lambda: given.append(server.wait(attempt.read_code)))
        waiter.start()
        assert httpx.get(f"{server.redirect}?code=evil&state=guessed", trust_env=False).status_code == 400
        assert httpx.get(server.redirect.replace("callback", "favicon.ico"), trust_env=False).status_code == 404
        assert httpx.get(attempt.address, trust_env=False, follow_redirects=True).status_code == 200
        waiter.join()
    assert given[0].startswith("planted-code")


def test_a_person_who_does_not_agree_is_told(standin: Standin, browser: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    standin.behave(denies=True)
    assert main(["login"]) == 2
    assert "access_denied" in capsys.readouterr().err
    assert tokens.read() is None
    assert len(browser) <= 1


def test_the_verifier_fits_the_rules_and_its_challenge(standin: Standin) -> None:
    attempt = Attempt("http://127.0.0.1:9/callback")
    assert re.fullmatch(r"[A-Za-z0-9._~-]{43,128}", attempt.verifier)
    asked = parse_qs(urlsplit(attempt.address).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert set(asked["scope"][0].split()) == set(login.SCOPES.split())
    assert attempt.verifier not in repr(attempt) + attempt.address
    assert standin.address in attempt.address


def test_without_a_client_id_the_user_is_told_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["login"]) == 2
    assert "developer.spotify.com" in capsys.readouterr().err


def test_a_taken_port_is_named(standin: Standin, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    port = urlsplit(standin.address).port
    monkeypatch.setenv("LINERNOTES_LOGIN_PORT", str(port))
    assert main(["login"]) == 1
    assert f"port {port}" in capsys.readouterr().err


def test_a_renewal_without_a_refresh_token_keeps_the_old_one_and_one_with_it_takes_the_new(standin: Standin) -> None:
    clock = FakeClock()
    first = log_in(standin, clock)
    kept = login.renew(first, clock)
    assert kept.refresh_token == first.refresh_token
    standin.behave(rotates=True)
    clock.moment += timedelta(hours=2)
    renewed = login.renew(kept, clock)
    assert renewed.refresh_token != first.refresh_token
    assert renewed.authorised_at == first.authorised_at
    assert tokens.read() == renewed


def test_a_login_lasts_six_months_from_its_authorisation() -> None:
    def begun(moment: datetime) -> Tokens:
        secret = SecretStr("s")
        return Tokens(client_id="c", access_token=secret, refresh_token=secret, expires_at=moment, authorised_at=moment)

    assert begun(datetime(2026, 8, 31, tzinfo=UTC)).ends_on == datetime(2027, 2, 28, tzinfo=UTC)
    assert begun(datetime(2026, 1, 15, tzinfo=UTC)).ends_on == datetime(2026, 7, 15, tzinfo=UTC)
    assert begun(datetime(2026, 1, 15, tzinfo=UTC)).days_left(datetime(2026, 7, 10, tzinfo=UTC)) == 5
    assert begun(datetime(2026, 1, 15, tzinfo=UTC)).days_left(datetime(2027, 7, 10, tzinfo=UTC)) == 0
    assert "s" not in repr(begun(datetime(2026, 1, 15, tzinfo=UTC)).access_token)


def test_a_damaged_login_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    token_file(tmp_path / "config").write_text("{", encoding="utf-8")
    with pytest.raises(Refused, match="linernotes login"):
        tokens.read()


def test_logout_drops_the_login(standin: Standin, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log_in(standin, FakeClock())
    assert main(["logout"]) == 0
    assert not token_file(tmp_path / "config").exists()
    assert main(["logout"]) == 0
    assert capsys.readouterr().out.splitlines() == ["logged out", "nobody was logged in"]


def test_a_run_without_a_login_is_refused_before_anything_starts(standin: Standin, capsys: pytest.CaptureFixture[str]) -> None:
    assert standin.requests == 0
    assert main(["run", "--spotify"]) == 2
    assert "linernotes login" in capsys.readouterr().err


def test_the_config_folder_follows_the_users_own_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("LINERNOTES_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    tokens.write(log_in_nowhere())
    assert (tmp_path / "xdg" / "linernotes" / "spotify.json").exists()


def log_in_nowhere() -> Tokens:
    moment = datetime(2026, 11, 21, tzinfo=UTC)
    return Tokens(client_id="c", access_token=SecretStr("a"), refresh_token=SecretStr("r"), expires_at=moment, authorised_at=moment)
