"""The house's own addresses."""

import re
from html import escape
from urllib.parse import urljoin

import httpx
import pytest

from api import site
from api.access.models import Role
from api.imports.resources.registry import IMPORTABLE
from api.vocabulary import ENUMERATION_LABELS
from tests.support.operations import app, contract
from tests.support.world import World

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


async def get(path: str, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app()), base_url="http://sammen.test") as client:
        return await client.get(path, headers=headers)


PAGES = [one.address for one in (*site.GUIDES, *site.BESIDE)] + ["docs", "problems/circle-incomplete"]


@pytest.mark.parametrize("address", PAGES)
async def test_the_documentation_asks_no_other_host(address: str) -> None:
    page = await get(f"/{address}", Accept=BROWSER)
    policy = page.headers["content-security-policy"]
    assert page.status_code == 200
    assert not re.search(r"https?:|\*|script-src[^;]*unsafe", policy)
    assert ("script-src" in policy) == (address == "docs/reference")
    assert ("unsafe-inline" in policy) == (address == "docs/reference")
    assert not re.search(r"<script>|\son\w+=|style=", page.text)
    for file in re.findall(r'(?:src|link rel="[a-z]+" href)="([^"]+)"', page.text):
        where = urljoin(f"/{address}", file)
        asset = await get(where)
        assert (asset.status_code, len(asset.content) > 10) == (200, True), file
        known = await get(where, **{"If-None-Match": asset.headers["etag"]})
        assert (known.status_code, known.content) == (304, b"")


@pytest.mark.parametrize("address", PAGES)
async def test_every_link_of_the_documentation_leads_somewhere(address: str) -> None:
    page = await get(f"/{address}", Accept=BROWSER)
    assert page.text.count('aria-current="page"') == (0 if address in ("docs", "problems/circle-incomplete") else 1)
    for link in set(re.findall(r'<a[^>]* href="([^"]+)"', page.text)):
        if link.startswith(("https://", "#")):
            continue
        found = await get(urljoin(f"/{address}", link).split("#")[0], Accept=BROWSER)
        assert found.status_code == 200, link


async def test_the_reference_is_of_this_contract() -> None:
    start = (await get("/docs/start.js")).text
    assert '"url": "../openapi.json"' in start
    assert '"validatorUrl": null' in start


async def test_the_glossary_has_every_word_of_the_vocabulary() -> None:
    page = (await get("/docs/glossary")).text
    for words in ENUMERATION_LABELS.values():
        assert [da for da, _ in words.values() if escape(da) not in page] == []


async def test_the_guide_to_imports_has_every_column_of_every_resource() -> None:
    page = (await get("/docs/imports")).text
    contract = (await get("/openapi.json")).json()
    said = contract["paths"]["/v1/imports"]["post"]["requestBody"]["description"]
    for resource, importable in IMPORTABLE.items():
        [part] = re.findall(rf'<h3 id="{resource}">(.*?)</table>', page)
        assert re.findall(r"<tr><td><code>(\w+)</code>", part) == list(importable.readers)
        assert part.count("; required<") == len(importable.required)
        [line] = re.findall(rf"^\* `{resource}`: (.*)$", said, re.MULTILINE)
        assert re.findall(r"`(\w+)`", line) == list(importable.readers)
        assert set(re.findall(r"\*\*`(\w+)`", line)) == importable.required


async def test_the_guide_to_signing_in_has_what_each_role_opens() -> None:
    page = (await get("/docs/signing-in")).text
    rows = dict(re.findall(r"<tr><td><code>(\w+)</code>.*?</td><td>(.*?)</td></tr>", page))
    assert list(rows) == [str(role) for role in Role]
    reads, changes = rows["data_supplier"].split("</td><td>")
    assert ("indicators" in reads, "dialogue circle" in reads, "packages draft" in changes) == (True, False, True)
    assert rows["auditor"].split("</td><td>")[1] == "redaction by order"


async def test_samples_call_the_address_at_which_they_are_read() -> None:
    page = await get("/docs/first-call", Host="sammen.example:8443")
    assert "curl -s http://sammen.example:8443/v1/token" in page.text
    assert "127.0.0.1:8000" not in page.text
    for odd in ('x"onload=1', "a'b", "<b>", "a b", "x" * 300):
        page = await get("/docs/first-call", Host=odd)
        assert "curl -s http://127.0.0.1:8000/v1/token" in page.text
        assert odd not in page.text


async def test_what_is_typed_is_copied_without_its_prompt() -> None:
    page = (await get("/docs/first-call")).text
    assert page.count('<span class="prompt">$ </span>') == page.count("curl -s") == 3
    assert not re.search(r'(?m)(^|language-console">)\$ ', page)
    assert "user-select: none" in (await get("/docs/site.css")).text


async def test_code_in_a_refusals_words_is_shown_as_code() -> None:
    page = (await get("/problems/one-sided-evidence", Accept=BROWSER)).text
    assert "<code>because</code>" in page
    assert "`" not in (await get("/problems", Accept=BROWSER)).text


async def test_whose_it_is_to_mend_is_said() -> None:
    page = (await get("/problems/busy", Accept=BROWSER, **{"Accept-Language": "da"})).text
    assert "Den samme forespørgsel kan lykkes senere." in page
    assert "Who operates the service mends it." in (await get("/problems/internal-error", Accept=BROWSER)).text


@pytest.mark.parametrize("file", ["nothing.js", "..%2f__init__.py", "swagger-ui.css.map"])
async def test_the_documentation_has_no_other_files(file: str) -> None:
    assert (await get(f"/docs/{file}")).status_code == 404


async def test_the_contract_is_served() -> None:
    answer = await get("/openapi.json")
    assert answer.json() == contract()
    assert (await get("/openapi.json", **{"If-None-Match": answer.headers["etag"]})).status_code == 304


async def test_the_beginning_leads_on(world: World) -> None:
    index = await get("/")
    assert index.json()["name"] == "Sammen"
    for name, path in index.json().items():
        if path.startswith("/"):
            status = {"sign_in": 405, "me": 401}.get(name, 200)
            assert (await world.client.get(path)).status_code == status, name
    led = await get("/", Accept=BROWSER)
    assert (led.status_code, led.headers["location"]) == (307, "docs")


async def test_every_refusal_is_listed() -> None:
    listed = await get("/problems")
    assert [item["code"] for item in listed.json()["items"]] == sorted(contract()["x-problems"])
    danish = await get("/problems", Accept=BROWSER, **{"Accept-Language": "da"})
    assert 'lang="da"' in danish.text
    for code in contract()["x-problems"]:
        assert f'href="problems/{code}"' in danish.text
    page = await get("/problems/not-found", Accept=BROWSER)
    assert 'href="../problems"' in page.text
    assert (await get("/problems", Accept="application/json, text/html;q=0.5")).json()["items"]


async def test_a_monitor_is_told_how_things_are(world: World) -> None:
    assert (await world.client.get("/health/live")).json() == {"status": "alive"}
    assert (await world.client.get("/health/ready")).json() == {"status": "ready"}


async def test_requests_are_counted_by_route_method_and_status(world: World) -> None:
    office = await world.actor("administration")
    await office.get(f"/institutions/{world.birk}?hemmelighed=1")
    await office.get(f"/institutions/{world.birk}")
    await office.call("HEMMELIGHED", "/hemmelighed")
    await office.get("/hemmelighed")
    answer = await world.client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    text = answer.text
    assert re.search(r'sammen_requests_total\{method="GET",route="/v1/institutions/\{id\}",status="200"\} \d', text)
    assert re.search(r'sammen_requests_total\{method="other",route="none",status="404"\} \d', text)
    assert re.search(r'sammen_request_seconds_count\{method="GET",route="/v1/institutions/\{id\}"\} \d', text)
    assert "process_resident_memory_bytes" in text
    assert "hemmelighed" not in text.lower()
    assert str(world.birk) not in text
