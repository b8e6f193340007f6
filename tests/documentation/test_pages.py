"""The pages under `/docs` and `/problems`: no other host, no dead link, complete generated parts."""

import re
from html import escape
from urllib.parse import urljoin

import httpx
import pytest

from api.access.models import Role
from api.documentation.navigation import ADDRESSES
from api.imports.resources.registry import IMPORTABLE
from api.vocabulary.labels import ENUMERATION_LABELS
from tests.support.operations import app, contract

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


async def get(path: str, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app()), base_url="http://sammen.test") as client:
        return await client.get(path, headers=headers)


PAGES = [*ADDRESSES, "docs", "problems/circle-incomplete"]


@pytest.mark.parametrize("address", PAGES)
async def test_a_page_loads_nothing_from_another_host(address: str) -> None:
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
async def test_every_link_leads_to_a_page_and_to_its_heading(address: str) -> None:
    page = await get(f"/{address}", Accept=BROWSER)
    assert page.text.count('aria-current="page"') == (0 if address in ("docs", "problems/circle-incomplete") else 1)
    for link in set(re.findall(r'<a[^>]* href="([^"]+)"', page.text)):
        if link.startswith("https://"):
            continue
        path, _, anchor = urljoin(f"/{address}", link).partition("#")
        target = await get(path, Accept=BROWSER)
        assert target.status_code == 200, link
        assert not anchor or f'id="{anchor}"' in target.text, link


async def test_the_reference_shows_the_contract_of_this_service() -> None:
    start = (await get("/docs/start.js")).text
    assert '"url": "../openapi.json"' in start
    assert '"validatorUrl": null' in start


async def test_the_glossary_lists_every_label_of_the_vocabulary() -> None:
    page = (await get("/docs/glossary")).text
    for words in ENUMERATION_LABELS.values():
        assert [da for da, _ in words.values() if escape(da) not in page] == []


async def test_the_guide_to_imports_lists_every_column_of_every_resource() -> None:
    page = (await get("/docs/imports")).text
    document = (await get("/openapi.json")).json()
    description = document["paths"]["/v1/imports"]["post"]["requestBody"]["description"]
    for resource, importable in IMPORTABLE.items():
        [part] = re.findall(rf'(?s)<h3 id="{resource}">(.*?)</table>', page)
        assert re.findall(r"<tr><td><code>(\w+)</code>", part) == list(importable.parsers)
        assert part.count("; required<") == len(importable.required_columns)
        [line] = re.findall(rf"^\* `{resource}`: (.*)$", description, re.MULTILINE)
        assert re.findall(r"`(\w+)`", line) == list(importable.parsers)
        assert set(re.findall(r"\*\*`(\w+)`", line)) == importable.required_columns


async def test_the_guide_to_sign_in_lists_what_each_role_reads_and_changes() -> None:
    page = (await get("/docs/sign-in")).text
    pattern = r'<h3 id="(\w+)">.*?<li>Reads: (.*?)\.</li>\s*<li>Changes: (.*?)\.</li>'
    roles = {role: (reads, changes) for role, reads, changes in re.findall(pattern, page, re.DOTALL)}
    assert list(roles) == [str(role) for role in Role]
    reads, changes = roles["data_supplier"]
    assert ("indicators" in reads, "dialogue circle" in reads, "packages draft" in changes) == (True, False, True)
    assert roles["auditor"][1] == "redaction by order"


async def test_samples_call_the_address_at_which_they_are_read() -> None:
    page = await get("/docs/first-call", Host="sammen.example:8443")
    assert "curl -s http://sammen.example:8443/v1/token" in page.text
    assert "127.0.0.1:8000" not in page.text
    for odd in ('x"onload=1', "a'b", "<b>", "a b", "x" * 300):
        page = await get("/docs/first-call", Host=odd)
        assert "curl -s http://127.0.0.1:8000/v1/token" in page.text
        assert odd not in page.text


async def test_a_sample_is_copied_without_its_prompt() -> None:
    page = (await get("/docs/first-call")).text
    assert page.count('<span class="prompt">$ </span>') == page.count("curl -s") == 3
    assert not re.search(r'(?m)(^|language-console">)\$ ', page)
    assert "user-select: none" in (await get("/docs/site.css")).text


async def test_code_in_the_text_of_a_problem_is_shown_as_code() -> None:
    page = (await get("/problems/one-sided-evidence", Accept=BROWSER)).text
    assert "<code>because</code>" in page
    assert "`" not in (await get("/problems", Accept=BROWSER)).text


async def test_the_page_of_a_problem_says_who_can_solve_it() -> None:
    page = (await get("/problems/busy", Accept=BROWSER, **{"Accept-Language": "da"})).text
    assert "Den samme forespørgsel kan lykkes senere." in page
    page = (await get("/problems/internal-error", Accept=BROWSER)).text
    assert "The operator of the service has to solve it." in page


@pytest.mark.parametrize("file", ["nothing.js", "..%2f__init__.py", "swagger-ui.css.map"])
async def test_no_other_file_is_served(file: str) -> None:
    assert (await get(f"/docs/{file}")).status_code == 404


async def test_the_contract_is_served() -> None:
    answer = await get("/openapi.json")
    assert answer.json() == contract()
    assert (await get("/openapi.json", **{"If-None-Match": answer.headers["etag"]})).status_code == 304


async def test_every_problem_is_listed() -> None:
    listed = await get("/problems")
    assert [item["code"] for item in listed.json()["items"]] == sorted(contract()["x-problems"])
    danish = await get("/problems", Accept=BROWSER, **{"Accept-Language": "da"})
    assert 'lang="da"' in danish.text
    for code in contract()["x-problems"]:
        assert f'href="problems/{code}"' in danish.text
    page = await get("/problems/not-found", Accept=BROWSER)
    assert 'href="../problems"' in page.text
    assert (await get("/problems", Accept="application/json, text/html;q=0.5")).json()["items"]
