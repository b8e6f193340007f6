"""Every refusal is explained in both languages, has a status that HTTP knows it by, and is named in some test."""

import re
from pathlib import Path

import httpx
import pytest

from api.core.problems import PROBLEM_TYPES
from tests.support.operations import app, contract

TESTS = Path(__file__).parents[1]
STATUSES = {400, 401, 403, 404, 405, 406, 408, 409, 410, 412, 413, 415, 422, 428, 429, 500, 503}


def kinds() -> list[str]:
    app()
    return sorted(PROBLEM_TYPES)


@pytest.mark.parametrize("code", kinds())
async def test_a_refusal_is_explained(code: str) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app()), base_url="http://sammen.test") as client:
        english = await client.get(f"/problems/{code}", headers={"Accept-Language": "en"})
        danish = await client.get(f"/problems/{code}", headers={"Accept-Language": "da"})
        page = await client.get(f"/problems/{code}", headers={"Accept": "text/html", "Accept-Language": "da"})
    assert english.status_code == danish.status_code == page.status_code == 200
    assert (english.headers["content-language"], danish.headers["content-language"]) == ("en", "da")
    for field, most in (("title", 200), ("mend", 1000)):
        said = english.json()[field], danish.json()[field]
        assert all(10 < len(words) <= most for words in said), said
        assert said[0] != said[1], "not translated"
    assert 'lang="da"' in page.text
    assert code in page.text


@pytest.mark.parametrize("code", kinds())
def test_a_refusal_has_a_name_and_a_status(code: str) -> None:
    kind = PROBLEM_TYPES[code]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+|busy", code)
    assert kind.status in STATUSES
    assert contract()["x-problems"][code] == kind.status
    assert kind.retryable == (kind.status in {429, 503})
    assert not kind.overridable or kind.status in {409, 422}


@pytest.mark.parametrize("code", kinds())
def test_a_refusal_is_named_in_a_test(code: str) -> None:
    texts = (path.read_text() for path in TESTS.rglob("test_*.py") if path != Path(__file__))
    assert any(f'"{code}"' in text for text in texts), f"no test names {code}"
