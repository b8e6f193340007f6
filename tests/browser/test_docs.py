"""The documentation in a real browser: it signs in and makes a call, and asks no other host for anything."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.chromium import Page, opened
from tests.postgres import free_port


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
    with opened(f"{demo[0]}/docs", tmp_path) as found:
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
