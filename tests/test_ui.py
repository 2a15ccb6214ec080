"""Prefect's interface as a person meets it: Chromium finds the deployment, fills the form, and sees what the run left."""

import os
import re
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nights import run_of
from playwright.sync_api import Locator, Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as TookTooLong
from prefect.context import SyncClientContext
from prefect.settings import PREFECT_API_URL, temporary_settings
from serving_up import Up

from storage import telling
from tasks.pull.sample import write_sample

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run")
PATIENCE_MS = 60_000
TRIES, TRY_MS = 8, 15_000
IS_FORM = re.compile(r"/deployments/deployment/[0-9a-f-]+/run\b")
IS_FIGURE = "[...document.images].some(each => each.src.includes('clusters_scatter') && each.naturalWidth > 100)"
NAMES = ("chromium", "chromium-browser", "google-chrome")
SIZE: Any = {"width": 1400, "height": 1500}


@pytest.fixture(scope="module")
def browser() -> str:
    """Give the browser of this machine; where one is demanded its lack is a failure."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None and os.environ.get("LINERNOTES_TEST_ALL"):
        pytest.fail("there is no Chromium: install it, `apt-get install chromium`")
    return found or pytest.skip("there is no Chromium on this machine")


@pytest.fixture(scope="module")
def up(browser: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    assert browser
    served = Up(tmp_path_factory.mktemp("ui") / "home")
    yield served
    served.end(signal.SIGTERM)
    served.client.close()


@pytest.fixture(scope="module")
def pictures() -> Path:
    """Give the folder in which the screenshots are kept."""
    folder = Path(__file__).parent.parent / ".ci" / "output" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def asked_outside() -> list[str]:
    return []


@pytest.fixture(scope="module")
def page(browser: str, up: Up, asked_outside: list[str]) -> Iterator[Page]:
    own = (f"http://127.0.0.1:{up.port}/", "data:", "blob:")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=list(FLAGS))
        page = opened.new_page(viewport=SIZE, base_url=f"http://127.0.0.1:{up.port}")
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        page.on("request", lambda request: None if request.url.startswith(own) else asked_outside.append(request.url))
        yield page
        opened.close()


@pytest.fixture(scope="module")
def run(up: Up, page: Page, pictures: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Fill the form as a person does: other paths to read, a wrong word first, then the right one."""
    exports = tmp_path_factory.mktemp("exports")
    write_sample(exports, 90, 2, 3)
    page.goto("/deployments")
    page.locator("a[href*='/deployments/deployment/']", has_text="nightly").first.click()
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text("Custom run").click()
    page.get_by_role("button", name="Add item").first.wait_for()
    page.screenshot(path=pictures / "1-form.png", full_page=True)
    choose(page, "the paths named below")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("[] should be non-empty").first).to_be_visible()
    page.get_by_role("button", name="Add item").first.click()
    items = page.locator("textarea")
    expect(items).to_have_count(1)
    items.fill(str(exports))
    page.get_by_role("button", name="Add item").nth(1).click()
    expect(items).to_have_count(2)
    items.last.fill("everything")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("'everything' does not match")).to_be_visible()
    page.screenshot(path=pictures / "2-refused.png", full_page=True)
    items.last.fill("playlist")
    send(page)
    asked, *_ = [run for run in up.runs() if run["parameters"].get("only") == ["playlist"]]
    return up.wait_for_the_end(asked["id"])


def send(page: Page) -> None:
    """Send the form, as a person does: once more where the server was too busy to take it, which it tells in a corner."""
    for _ in range(TRIES):
        page.get_by_role("button", name="Submit").click()
        until = time.monotonic() + TRY_MS / 1000
        while IS_FORM.search(page.url) and time.monotonic() < until:
            page.wait_for_timeout(100)
        if not IS_FORM.search(page.url):
            return
    pytest.fail(f"the form was never taken: {page.inner_text('body')}")


def open_until_seen(page: Page, address: str, what: Locator, tab: Locator | None = None) -> Locator:
    """Open a page, and once more where it stayed empty: the interface does not ask a busy server again by itself."""
    for _ in range(TRIES):
        page.goto(address)
        try:
            if tab:
                tab.click()
            what.wait_for(timeout=TRY_MS)
        except TookTooLong:
            continue
        return what
    pytest.fail(f"{address} never showed it: {page.inner_text('body')}")


def choose(page: Page, what: str) -> None:
    button = page.locator(".p-select-button__control").first
    button.focus()
    button.press("Space")
    page.locator(".p-select-option", has_text=what).last.click()
    expect(button).to_have_text(what)


def test_a_run_from_the_form_does_what_the_form_says(run: dict[str, Any], up: Up) -> None:
    assert run["state_name"] == "Completed"
    assert run_of(up.home)["counts"]["tracks"] == 90
    assert run["parameters"]["sources"]["reading"] == "the paths named below"


def test_its_page_says_what_it_worked_on(run: dict[str, Any], page: Page, pictures: Path) -> None:
    name = open_until_seen(page, f"/runs/flow-run/{run['id']}", page.get_by_text(run["name"]).first)
    steps = page.get_by_text("cluster collection").first
    steps.wait_for()
    page.screenshot(path=pictures / "3-run.png", full_page=True)
    assert re.fullmatch(r"night of \d{4}-\d\d-\d\d, by hand at \d\d:\d\d", name.inner_text().strip())
    assert re.search(r"cluster collection \d+ of \d+", steps.inner_text())


def test_the_summary_leads_to_the_pages_and_shows_the_clusters(run: dict[str, Any], up: Up, page: Page, pictures: Path) -> None:
    tab, listed = page.get_by_text("Artifacts", exact=True).last, page.get_by_text("summary", exact=True).first
    assert open_until_seen(page, f"/runs/flow-run/{run['id']}", listed, tab).is_visible()
    page.screenshot(path=pictures / "4-artifacts.png", full_page=True)
    summary = page.get_by_text("Published.").first
    assert open_until_seen(page, f"/artifacts/artifact/{up.shown_with(run['id'])['summary']['id']}", summary).is_visible()
    assert page.wait_for_function(IS_FIGURE)
    page.screenshot(path=pictures / "5-summary.png", full_page=True)
    link = str(page.get_by_role("link", name="clusters of the library").get_attribute("href"))
    heading = open_until_seen(page, link, page.get_by_role("heading", name="Clusters in"))
    page.screenshot(path=pictures / "6-page.png")
    assert heading.inner_text().startswith("Clusters in")
    assert page.url == f"http://127.0.0.1:{up.port}/reports/clusters.md"


def test_tables_and_picture_are_shown(run: dict[str, Any], up: Up, page: Page, pictures: Path) -> None:
    shown = up.shown_with(run["id"])
    reason = page.get_by_text("a podcast episode, not a track").first
    assert open_until_seen(page, f"/artifacts/artifact/{shown['rejects']['id']}", reason).is_visible()
    page.screenshot(path=pictures / "7-rejects.png", full_page=True)
    open_until_seen(page, f"/artifacts/artifact/{shown['clusters']['id']}", page.locator("img[src*=clusters_scatter]"))
    assert page.wait_for_function(IS_FIGURE)
    page.screenshot(path=pictures / "8-clusters.png", full_page=True)


def test_names_in_tables_are_shown_as_they_are(up: Up, page: Page) -> None:
    names = (
        "[x](http://x.test) *b* _c_",
        '<img src="http://x.test/y.png"> <b>&amp;</b>',
        "http://x.test www.x.test a@x.test",
        "# 1 | `2` ~~3~~",
        "- one",
        "1. one",
    )
    rows, asked = [{"name": name} for name in names], {"artifacts": {"key": {"any_": ["names"]}}}
    with temporary_settings({PREFECT_API_URL: f"http://127.0.0.1:{up.port}/api"}), SyncClientContext.get_or_create():
        telling.show_rows("names", rows, "Names that would act")
    shown, *_ = up.client.post("/artifacts/filter", json=asked).raise_for_status().json()
    open_until_seen(page, f"/artifacts/artifact/{shown['id']}", page.locator("td").nth(len(names) - 1))
    assert [cell.strip() for cell in page.locator("td").all_inner_texts()] == list(names)
    assert not page.locator("td a, td img").count()


def test_the_interface_asks_nobody_outside(run: dict[str, Any], asked_outside: list[str]) -> None:
    assert run
    assert not asked_outside
