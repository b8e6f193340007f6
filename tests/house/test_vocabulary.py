"""Every enumeration of the contract has words for its values in both languages."""

import httpx

from api.core.conditions import etag
from api.vocabulary import WORDS
from tests.house.operations import app, contract, resolved


def in_the_contract() -> dict[str, list[str]]:
    schemas = contract()["components"]["schemas"]
    return {name: schema["enum"] for name, schema in schemas.items() if "enum" in schema}


def test_every_enumeration_has_words() -> None:
    known = {kind.__name__: list(words) for kind, words in WORDS.items()}
    assert {name: values for name, values in in_the_contract().items() if known.get(name) != values} == {}, (
        "add it to api/vocabulary.py"
    )


def test_words_are_for_what_is_there() -> None:
    for kind, words in WORDS.items():
        assert [str(member) for member in kind] == list(words), kind
        assert all(da.strip() and en.strip() for da, en in words.values()), kind


async def test_a_frontend_reads_them_all_at_once() -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app()), base_url="http://sammen.test") as client:
        answer = await client.get("/v1/vocabulary")
        again = await client.get("/v1/vocabulary", headers={"If-None-Match": answer.headers["etag"]})
    found = {one["name"]: one["values"] for one in answer.json()["enumerations"]}
    assert found["Kind"][0] == {"value": "day_care", "da": "Dagtilbud", "en": "Day care"}
    assert list(found) == sorted(found)
    assert answer.headers["etag"] == etag(answer.content)
    assert (again.status_code, again.content) == (304, b"")
    assert "Vocabulary" in resolved(contract()["components"]["schemas"])
