"""The documentation in a real browser: it signs in and makes a call, and asks no other host for anything."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.documentation.navigation import ADDRESSES
from tests.support.chromium import Page, opened
from tests.support.postgres import free_port


@pytest.fixture(scope="module")
def demo() -> Iterator[tuple[str, dict[str, str]]]:
    """A demo, and one of its users."""
    command = [Path(sys.executable).with_name("sammen-api"), "demo", "--json", "--port", str(free_port())]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    told = json.loads(process.stdout.readline())
    yield told["url"], next(user for user in told["users"] if user["role"] == "administration")
    process.terminate()
    process.communicate(timeout=60)


@pytest.fixture
def page(demo: tuple[str, dict[str, str]], tmp_path: Path) -> Iterator[Page]:
    with opened(f"{demo[0]}/docs/reference", tmp_path) as found:
        found.until("document.querySelectorAll('.opblock-tag').length > 10")
        yield found
        found.photograph(tmp_path / "docs.png")


def sign_in(page: Page, user: dict[str, str]) -> None:
    page.click(".btn.authorize")
    page.type("#oauth_username", user["username"])
    page.type("#oauth_password", user["password"])
    page.click(".modal-ux form .btn.authorize, .modal-ux .auth-btn-wrapper .authorize")
    page.until("document.querySelector('.modal-ux').innerText.includes('Logout')")
    page.click(".modal-ux .close-modal")


def execute(page: Page, tag: str, operation: str) -> int:
    """Open an operation, try it out, and answer the status that is shown."""
    block = f"#operations-{tag}-{operation}"
    page.click(f"#operations-tag-{tag} .expand-operation")
    page.click(f"{block} .opblock-summary-control")
    page.click(f"{block} .try-out__btn")
    page.click(f"{block} .execute")
    shown = f"{block} .live-responses-table .response .response-col_status"
    return int(page.until(f"parseInt(document.querySelector('{shown}')?.innerText)"))


def test_it_loads_without_another_host_and_without_complaint(page: Page, demo: tuple[str, dict[str, str]]) -> None:
    foreign = [url for url in page.asked if not url.startswith((f"{demo[0]}/", "data:"))]
    assert (foreign, page.complaints) == ([], [])


def test_somebody_signs_in_and_makes_a_call(page: Page, demo: tuple[str, dict[str, str]]) -> None:
    sign_in(page, demo[1])
    assert execute(page, "Institutions", "list_institutions") == 200
    shown = page.run("document.querySelector('.live-responses-table').innerText")
    assert '"next_cursor"' in shown
    assert page.complaints == []


def test_without_signing_in_a_call_is_refused(page: Page) -> None:
    assert execute(page, "Institutions", "list_institutions") == 401


AXE = Path(__file__).parents[2] / "judges" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = ["docs", "problems/one-sided-evidence", *ADDRESSES]


def violations(page: Page) -> list[str]:
    """What axe-core finds: the rule, and the first places."""
    page.run(f"{AXE.read_text()};1")
    told = page.run("axe.run(document, {resultTypes: ['violations']}).then(found => JSON.stringify(found.violations))")
    return [f"{load['id']}: {[node['target'] for node in load['nodes'][:3]]}" for load in json.loads(told)]


def test_every_page_is_for_everybody(demo: tuple[str, dict[str, str]], tmp_path: Path) -> None:
    with opened(f"{demo[0]}/docs", tmp_path) as page:
        found = {}
        for address in PAGES:
            if address == "docs/reference":
                continue  # below: it has to be drawn first
            page.go(f"{demo[0]}/{address}")
            found[address] = violations(page)
        assert {address: faults for address, faults in found.items() if faults} == {}
        assert page.complaints == []
        assert [url for url in page.asked if not url.startswith(f"{demo[0]}/")] == []


def test_the_reference_is_for_everybody(page: Page) -> None:
    assert violations(page) == []
    page.click("#operations-tag-Institutions .expand-operation")
    for operation in ("list_institutions", "create_institution"):
        page.click(f"#operations-Institutions-{operation} .opblock-summary-control")
        page.click(f"#operations-Institutions-{operation} .try-out__btn")
    page.until("!!document.querySelector('#operations-Institutions-create_institution .execute')")
    assert violations(page) == []
    page.click(".btn.authorize")
    page.until("!!document.querySelector('.modal-ux')")
    assert violations(page) == []


PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
FIRST_LINE = "document.querySelector('h1').getBoundingClientRect()"


def test_a_page_is_read_on_a_phone_without_scrolling_past_the_contents_or_sideways(
    demo: tuple[str, dict[str, str]], tmp_path: Path
) -> None:
    with opened(f"{demo[0]}/docs", tmp_path) as page:
        page.tell("Emulation.setDeviceMetricsOverride", **PHONE)
        for address in PAGES:
            page.go(f"{demo[0]}/{address}")
            if address == "docs/reference":
                continue
            assert page.run(f"{FIRST_LINE}.bottom") < PHONE["height"] * 0.6, address
            assert page.run("document.documentElement.scrollWidth") <= PHONE["width"], address
            assert violations(page) == [], address
        page.click("nav summary")
        page.until("document.querySelector('nav details a').checkVisibility()")
        right = "[...document.querySelectorAll('nav details a')].map(a => a.getBoundingClientRect().right)"
        assert 0 < page.run(f"Math.max(...{right})") <= PHONE["width"], "every page of the contents can be tapped"
        assert violations(page) == []


def test_contents_and_what_is_answered_stand_beside_each_other_on_a_desk(page: Page) -> None:
    assert page.run("document.querySelector('nav a').checkVisibility()")
    page.click("#operations-tag-Cycles .expand-operation")
    page.click("#operations-Cycles-create_cycle .opblock-summary-control")
    block = "document.querySelector('#operations-Cycles-create_cycle')"
    page.until(f"!!{block}.querySelector('.responses-table')")
    right = f"{block}.querySelector('.responses-table').getBoundingClientRect().right"
    assert page.run(f"{right} <= {block}.getBoundingClientRect().right")
    assert "cycle-overlaps" in page.run(f"{block}.innerText")


def test_what_is_not_for_everybody_is_found(page: Page) -> None:
    page.run(
        "document.querySelector('nav').innerHTML += '<img src=favicon-32x32.png><p style=color:#ddd>hard to read</p>'"
    )
    assert {violation.split(":")[0] for violation in violations(page)} >= {"image-alt", "color-contrast"}


def test_a_guide_is_read_by_keyboard(demo: tuple[str, dict[str, str]], tmp_path: Path) -> None:
    with opened(f"{demo[0]}/docs/first-call", tmp_path) as page:
        page.press("Tab")
        assert page.run("document.activeElement.className") == "skip-link"
        page.press("Enter")
        page.until("location.hash == '#content'")
        page.tab_to("main pre")
        page.tab_to("main a")
        page.press("Enter")
        page.until("location.pathname != '/docs/first-call'")


def test_somebody_signs_in_and_makes_a_call_by_keyboard(page: Page, demo: tuple[str, dict[str, str]]) -> None:
    page.tab_to(".btn.authorize")
    page.press("Enter")
    page.until("!!document.querySelector('.modal-ux')")
    page.tab_to("#oauth_username")
    page.tell("Input.insertText", text=demo[1]["username"])
    page.tab_to("#oauth_password")
    page.tell("Input.insertText", text=demo[1]["password"])
    page.tab_to(".modal-ux .btn.authorize")
    page.press("Enter")
    page.until("document.querySelector('.modal-ux').innerText.includes('Logout')")
    page.tab_to(".modal-ux .btn-done, .modal-ux .close-modal")
    page.press("Enter")
    page.tab_to(".operation-filter-input")
    page.tell("Input.insertText", text="Institutions")
    page.until("document.querySelectorAll('.opblock-tag').length == 1")
    page.tab_to("#operations-tag-Institutions .expand-operation")
    page.press("Enter")
    page.tab_to("#operations-Institutions-list_institutions .opblock-summary-control")
    page.press("Enter")
    page.tab_to("#operations-Institutions-list_institutions .try-out__btn")
    page.press("Enter")
    page.tab_to("#operations-Institutions-list_institutions .execute")
    page.press("Enter")
    shown = "#operations-Institutions-list_institutions .live-responses-table .response .response-col_status"
    assert int(page.until(f"parseInt(document.querySelector('{shown}')?.innerText)")) == 200
    assert page.complaints == []
