"""Under which names the servers that linernotes starts answer: a page of the web that gives its own name this machine's address is another site."""

import os
from collections.abc import Iterator

import httpx
import pytest
from pydantic import ValidationError

from storage.prefect_server import temporary_server, wait_until_up
from storage.settings import settings

UPGRADE = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Give a reader of a server that two more names lead to."""
    home = tmp_path_factory.mktemp("served")
    (home / "reports").mkdir()
    (home / "reports" / "README.md").write_text("# Mine", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LINERNOTES_HOME", str(home))
        patched.setenv("LINERNOTES_UI_HOSTS", "music.example.org, *.lan")
        with temporary_server(home):
            wait_until_up()
            with httpx.Client(base_url=os.environ["PREFECT_API_URL"].removesuffix("/api"), trust_env=False) as client:
                yield client


@pytest.mark.parametrize("name", ["127.0.0.1", "127.0.0.1:4200", "localhost:80", "LocalHost", "[::1]:4200", "music.example.org", "box.lan:8080"])
def test_this_machine_and_the_names_of_the_setting_are_answered(reader: httpx.Client, name: str) -> None:
    assert "Mine" in reader.get("/reports/README.md", headers={"Host": name}).text
    assert reader.get("/api/health", headers={"Host": name}).json() is True


@pytest.mark.parametrize(
    "name",
    ["evil.example", "evil.example:4200", "127.0.0.1.evil.example", "localhost.evil.example", "example.org", "www.music.example.org", "lan", ""],
)
def test_any_other_name_is_refused(reader: httpx.Client, name: str) -> None:
    for path in ("/reports/README.md", "/api/health", "/api/admin/version", "/"):
        answer = reader.get(path, headers={"Host": name})
        assert (answer.status_code, answer.text) == (400, "Invalid host header"), path
    started = reader.post("/api/flow_runs/filter", json={}, headers={"Host": name, "Origin": f"http://{name}"})
    assert started.status_code == 400
    assert reader.get("/api/events/out", headers={"Host": name, **UPGRADE}).status_code in {400, 403}


def test_hosts_are_told_as_a_list_or_in_one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINERNOTES_UI_HOSTS", "music.example.org,*.lan  box")
    assert settings().ui_hosts == ("music.example.org", "*.lan", "box")
    monkeypatch.delenv("LINERNOTES_UI_HOSTS")
    assert settings().ui_hosts == ()
    settings().home.mkdir()
    (settings().home / "linernotes.toml").write_text('ui_hosts = ["music.example.org"]', encoding="utf-8")
    assert settings().ui_hosts == ("music.example.org",)


@pytest.mark.parametrize("wrong", ["*", "https://music.example.org", "music.example.org:4200", "mus*c", "*lan", "a/b"])
def test_what_is_no_host_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("LINERNOTES_UI_HOSTS", wrong)
    with pytest.raises(ValidationError, match="names no host, such as"):
        settings()
