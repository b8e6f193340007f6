"""The documentation in Chromium: API calls from the reference, accessibility, phones, keyboard, and no other host."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.documentation.navigation import ADDRESSES
from tests.support.chromium import Page, open_page
from tests.support.postgres import free_port


@pytest.fixture(scope="module")
def demo() -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a demo, and its user with the role administration."""
    command = [Path(sys.executable).with_name("sammen-api"), "demo", "--json", "--port", str(free_port())]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    output = json.loads(process.stdout.readline())
    yield output["url"], next(user for user in output["users"] if user["role"] == "administration")
    process.terminate()
    process.communicate(timeout=60)


@pytest.fixture
def page(demo: tuple[str, dict[str, str]], tmp_path: Path) -> Iterator[Page]:
    with open_page(f"{demo[0]}/docs/reference", tmp_path) as reference:
        reference.wait_for("document.querySelectorAll('.opblock-tag').length > 10")
        yield reference
        reference.screenshot(tmp_path / "docs.png")


def sign_in(page: Page, user: dict[str, str]) -> None:
    page.click(".btn.authorize")
    page.type("#oauth_username", user["username"])
    page.type("#oauth_password", user["password"])
    page.click(".modal-ux form .btn.authorize, .modal-ux .auth-btn-wrapper .authorize")
    page.wait_for("document.querySelector('.modal-ux').innerText.includes('Logout')")
    page.click(".modal-ux .close-modal")


def execute(page: Page, tag: str, operation: str) -> int:
    """Execute an operation with "Try it out"; return the status that is shown."""
    block = f"#operations-{tag}-{operation}"
    page.click(f"#operations-tag-{tag} .expand-operation")
    page.click(f"{block} .opblock-summary-control")
    page.click(f"{block} .try-out__btn")
    page.click(f"{block} .execute")
    status = f"{block} .live-responses-table .response .response-col_status"
    return int(page.wait_for(f"parseInt(document.querySelector('{status}')?.innerText)"))


def test_reference_loads_without_other_hosts_and_errors(page: Page, demo: tuple[str, dict[str, str]]) -> None:
    urls_of_other_hosts = [url for url in page.requested_urls if not url.startswith((f"{demo[0]}/", "data:"))]
    assert (urls_of_other_hosts, page.errors) == ([], [])


def test_user_signs_in_and_calls_an_operation(page: Page, demo: tuple[str, dict[str, str]]) -> None:
    sign_in(page, demo[1])
    assert execute(page, "Institutions", "list_institutions") == 200
    response = page.run("document.querySelector('.live-responses-table').innerText")
    assert '"next_cursor"' in response
    assert page.errors == []


def test_call_without_signing_in_is_refused(page: Page) -> None:
    assert execute(page, "Institutions", "list_institutions") == 401


AXE = Path(__file__).parents[2] / "judges" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = ["docs", "problems/one-sided-evidence", *ADDRESSES]


def violations(page: Page) -> list[str]:
    """Return the accessibility violations that axe-core finds: the rule, and the first three elements."""
    page.run(f"{AXE.read_text()};1")
    result = page.run("axe.run(document, {resultTypes: ['violations']}).then(r => JSON.stringify(r.violations))")
    return [f"{rule['id']}: {[node['target'] for node in rule['nodes'][:3]]}" for rule in json.loads(result)]


def test_every_page_is_accessible(demo: tuple[str, dict[str, str]], tmp_path: Path) -> None:
    with open_page(f"{demo[0]}/docs", tmp_path) as page:
        violations_by_address = {}
        for address in PAGES:
            if address == "docs/reference":
                continue  # rendered by JavaScript: tested below
            page.go(f"{demo[0]}/{address}")
            violations_by_address[address] = violations(page)
        assert {address: rules for address, rules in violations_by_address.items() if rules} == {}
        assert page.errors == []
        assert [url for url in page.requested_urls if not url.startswith(f"{demo[0]}/")] == []


def test_reference_is_accessible(page: Page) -> None:
    assert violations(page) == []
    page.click("#operations-tag-Institutions .expand-operation")
    for operation in ("list_institutions", "create_institution"):
        page.click(f"#operations-Institutions-{operation} .opblock-summary-control")
        page.click(f"#operations-Institutions-{operation} .try-out__btn")
    page.wait_for("!!document.querySelector('#operations-Institutions-create_institution .execute')")
    assert violations(page) == []
    page.click(".btn.authorize")
    page.wait_for("!!document.querySelector('.modal-ux')")
    assert violations(page) == []


PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
HEADING = "document.querySelector('h1').getBoundingClientRect()"


def test_phone_shows_the_heading_first_and_does_not_scroll_sideways(
    demo: tuple[str, dict[str, str]], tmp_path: Path
) -> None:
    with open_page(f"{demo[0]}/docs", tmp_path) as page:
        page.send("Emulation.setDeviceMetricsOverride", **PHONE)
        for address in PAGES:
            page.go(f"{demo[0]}/{address}")
            if address == "docs/reference":
                continue
            assert page.run(f"{HEADING}.bottom") < PHONE["height"] * 0.6, address
            assert page.run("document.documentElement.scrollWidth") <= PHONE["width"], address
            assert violations(page) == [], address
        page.click("nav summary")
        page.wait_for("document.querySelector('nav details a').checkVisibility()")
        right = "[...document.querySelectorAll('nav details a')].map(a => a.getBoundingClientRect().right)"
        assert 0 < page.run(f"Math.max(...{right})") <= PHONE["width"], "every entry of the navigation can be tapped"
        assert violations(page) == []


def test_desktop_shows_navigation_and_whole_responses(page: Page) -> None:
    assert page.run("document.querySelector('nav a').checkVisibility()")
    page.click("#operations-tag-Cycles .expand-operation")
    page.click("#operations-Cycles-create_cycle .opblock-summary-control")
    block = "document.querySelector('#operations-Cycles-create_cycle')"
    page.wait_for(f"!!{block}.querySelector('.responses-table')")
    right = f"{block}.querySelector('.responses-table').getBoundingClientRect().right"
    assert page.run(f"{right} <= {block}.getBoundingClientRect().right")
    assert "cycle-overlaps" in page.run(f"{block}.innerText")


def test_inaccessible_elements_are_detected(page: Page) -> None:
    page.run(
        "document.querySelector('nav').innerHTML += '<img src=favicon-32x32.png><p style=color:#ddd>hard to read</p>'"
    )
    assert {violation.split(":")[0] for violation in violations(page)} >= {"image-alt", "color-contrast"}


def test_guide_can_be_read_by_keyboard(demo: tuple[str, dict[str, str]], tmp_path: Path) -> None:
    with open_page(f"{demo[0]}/docs/first-call", tmp_path) as page:
        page.press("Tab")
        assert page.run("document.activeElement.className") == "skip-link"
        page.press("Enter")
        page.wait_for("location.hash == '#content'")
        page.tab_to("main pre")
        page.tab_to("main a")
        page.press("Enter")
        page.wait_for("location.pathname != '/docs/first-call'")


def test_user_signs_in_and_calls_an_operation_by_keyboard(page: Page, demo: tuple[str, dict[str, str]]) -> None:
    page.tab_to(".btn.authorize")
    page.press("Enter")
    page.wait_for("!!document.querySelector('.modal-ux')")
    page.tab_to("#oauth_username")
    page.send("Input.insertText", text=demo[1]["username"])
    page.tab_to("#oauth_password")
    page.send("Input.insertText", text=demo[1]["password"])
    page.tab_to(".modal-ux .btn.authorize")
    page.press("Enter")
    page.wait_for("document.querySelector('.modal-ux').innerText.includes('Logout')")
    page.tab_to(".modal-ux .btn-done, .modal-ux .close-modal")
    page.press("Enter")
    page.tab_to(".operation-filter-input")
    page.send("Input.insertText", text="Institutions")
    page.wait_for("document.querySelectorAll('.opblock-tag').length == 1")
    page.tab_to("#operations-tag-Institutions .expand-operation")
    page.press("Enter")
    page.tab_to("#operations-Institutions-list_institutions .opblock-summary-control")
    page.press("Enter")
    page.tab_to("#operations-Institutions-list_institutions .try-out__btn")
    page.press("Enter")
    page.tab_to("#operations-Institutions-list_institutions .execute")
    page.press("Enter")
    status = "#operations-Institutions-list_institutions .live-responses-table .response .response-col_status"
    assert int(page.wait_for(f"parseInt(document.querySelector('{status}')?.innerText)")) == 200
    assert page.errors == []
