"""Every enumeration of the contract has words for its values in both languages."""

import tomllib
from pathlib import Path

import httpx

from api.demo.data import DISTRICTS
from api.http.conditional_requests import etag
from api.institutions.models import InstitutionType
from api.vocabulary.labels import ENUMERATION_LABELS
from tests.support.operations import app, contract, resolved


def in_the_contract() -> dict[str, list[str]]:
    schemas = contract()["components"]["schemas"]
    return {name: schema["enum"] for name, schema in schemas.items() if "enum" in schema}


def test_every_enumeration_has_words() -> None:
    known = {kind.__name__: list(words) for kind, words in ENUMERATION_LABELS.items()}
    assert {name: values for name, values in in_the_contract().items() if known.get(name) != values} == {}, (
        "add it to api/vocabulary/labels.py"
    )


def test_words_are_for_what_is_there() -> None:
    for kind, words in ENUMERATION_LABELS.items():
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


async def test_types_that_registers_bring_have_words() -> None:
    # A register may bring others; those of the demonstration and of the client's own maps are known.
    maps = Path(__file__).parents[2] / "clients" / "python" / "examples"
    columns = [tomllib.loads(file.read_text())["columns"].get("type", {}) for file in maps.glob("*.toml")]
    mapped = {word for column in columns for word in [*column.get("values", {}).values(), column.get("value")] if word}
    built = {place.type for places in DISTRICTS.values() for place in places}
    assert (mapped | built) - set(ENUMERATION_LABELS[InstitutionType]) == set()
    assert "private_school" in mapped
    assert "nursery" in built


def test_numbers_are_answered_as_they_are_asked_for() -> None:
    shapes = contract()["components"]["schemas"]
    for name in ("number", "p_number", "cvr_number", "postal_code"):
        patterns = {
            shapes[f"Institution{kin}"]["properties"][name]["pattern"] for kin in ("Create", "Update", "Public")
        }
        assert len(patterns) == 1, name
        assert "0-9" in patterns.pop()
