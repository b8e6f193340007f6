"""Every problem type is explained in both languages, has a code and a status, and is named in a test."""

import json
import re
from pathlib import Path

import pytest

from api.core.problems import PROBLEM_TYPES
from tests.support.operations import app, contract
from tests.support.world import in_process_client

TESTS = Path(__file__).parents[1]
NGINX = TESTS.parent / "deploy" / "nginx.conf"
STATUSES = {400, 401, 403, 404, 405, 406, 408, 409, 410, 412, 413, 415, 422, 428, 429, 500, 503}


def problem_codes() -> list[str]:
    app()
    return sorted(PROBLEM_TYPES)


@pytest.mark.parametrize("code", problem_codes())
async def test_problem_is_explained_in_both_languages(code: str) -> None:
    async with in_process_client(app()) as client:
        english = await client.get(f"/problems/{code}", headers={"Accept-Language": "en"})
        danish = await client.get(f"/problems/{code}", headers={"Accept-Language": "da"})
        page = await client.get(f"/problems/{code}", headers={"Accept": "text/html", "Accept-Language": "da"})
    assert english.status_code == danish.status_code == page.status_code == 200
    assert (english.headers["content-language"], danish.headers["content-language"]) == ("en", "da")
    for field, max_length in (("title", 200), ("mend", 1000)):
        texts = english.json()[field], danish.json()[field]
        assert all(10 < len(text) <= max_length for text in texts), texts
        assert texts[0] != texts[1], "not translated"
    assert 'lang="da"' in page.text
    assert code in page.text


@pytest.mark.parametrize("code", problem_codes())
def test_problem_has_a_code_and_a_status(code: str) -> None:
    problem_type = PROBLEM_TYPES[code]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+|busy", code)
    assert problem_type.status in STATUSES
    assert contract()["x-problems"][code] == problem_type.status
    assert problem_type.retryable == (problem_type.status in {429, 503})
    assert not problem_type.overridable or problem_type.status in {409, 422}


@pytest.mark.parametrize("code", problem_codes())
def test_problem_is_named_in_a_test(code: str) -> None:
    texts = (path.read_text() for path in TESTS.rglob("test_*.py") if path != Path(__file__))
    assert any(f'"{code}"' in text for text in texts), f"no test names {code}"


def test_nginx_responds_with_the_titles_and_statuses_of_the_problem_types() -> None:
    problems = [json.loads(body) for body in re.findall(r"return \d+ '(\{.*?\})'", NGINX.read_text())]
    by_type = {problem["code"]: problem for problem in problems if problem["type"] != "about:blank"}
    assert len(by_type) >= 5
    for code, problem in by_type.items():
        kind = PROBLEM_TYPES[code]
        assert (problem["type"], problem["title"]) == (f"/problems/{code}", kind.title.en)
        assert (problem["status"], problem["audience"]) == (kind.status, kind.audience)
