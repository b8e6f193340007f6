"""A text that does not match a pattern is refused with the expected form, in both languages."""

from collections.abc import Iterator
from typing import Any

import pytest

from api.core.validation import PATTERN_DESCRIPTIONS
from api.openapi.schema_normalization import ANY_TEXT, TEXT
from tests.support.operations import operations, resolve_reference
from tests.support.world import World


def _patterns(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        pattern = schema.get("pattern")
        if isinstance(pattern, str):
            yield pattern
        for part in schema.values():
            yield from _patterns(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _patterns(part)


def test_every_pattern_of_a_request_is_described() -> None:
    patterns = set()
    for operation in operations():
        parameters = operation.definition.get("parameters", ())
        schemas = [parameter["schema"] for parameter in parameters if parameter.get("in") == "query"]
        for body in operation.definition.get("requestBody", {}).get("content", {}).values():
            schemas.append(resolve_reference(body["schema"]))
        patterns |= set(_patterns(schemas))
    assert len(patterns) > 12
    date_pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"  # has an error of its own: `not-a-date`
    undescribed = patterns - {TEXT, ANY_TEXT, r"^[\s\S]*$", date_pattern} - set(PATTERN_DESCRIPTIONS)
    assert undescribed == set(), "describe it with validation.described_pattern"
    descriptions = [text for description in PATTERN_DESCRIPTIONS.values() for text in description]
    assert [text for text in descriptions if not text or text.endswith(".")] == []


@pytest.mark.parametrize(
    "field, value, en, da",
    [
        ("cvr_number", "1234", "eight digits", "otte cifre"),
        ("postal_code", "80000", "four digits", "fire cifre"),
        ("number", "99099", "six digits, or a letter and five", "seks cifre, eller et bogstav og fem"),
        ("email", "x", "name@place.dk", "navn@sted.dk"),
        ("website", "sted.dk", "https://place.dk", "https://sted.dk"),
    ],
)
async def test_administration_is_shown_the_expected_form(
    world: World, field: str, value: str, en: str, da: str
) -> None:
    office = await world.actor("administration")
    body = {"name": "Å", "kind": "school", "district_id": str(world.north), field: value}
    for language, form in (("en", en), ("da", da)):
        response = await office.post("/institutions", body, headers={"Accept-Language": language})
        [error] = response.json()["errors"]
        assert (error["pointer"], error["code"]) == (f"/{field}", "not-matching")
        assert error["detail"].endswith(f": {form}.")


async def test_administration_is_shown_the_form_of_a_half_year_that_is_too_long(world: World) -> None:
    office = await world.actor("administration")
    response = await office.post("/data-packages", {"kind": "school", "half_year": "H1 2026", "title": "T"})
    [error] = response.json()["errors"]
    assert (error["code"], "2026H1" in error["detail"]) == ("not-matching", True)
