"""Who sends a text of another form is told the form that is expected, in both languages."""

from collections.abc import Iterator
from typing import Any

import pytest

from api.core.validation import PATTERN_DESCRIPTIONS
from api.openapi.schema_normalization import ANY_TEXT, TEXT
from tests.support.operations import operations, resolved
from tests.support.world import World


def _patterns(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        found = schema.get("pattern")
        if isinstance(found, str):
            yield found
        for part in schema.values():
            yield from _patterns(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _patterns(part)


def test_every_pattern_of_a_request_has_words() -> None:
    sent = set()
    for operation in operations():
        asked = [one["schema"] for one in operation.written.get("parameters", ()) if one.get("in") == "query"]
        for body in operation.written.get("requestBody", {}).get("content", {}).values():
            asked.append(resolved(body["schema"]))
        sent |= set(_patterns(asked))
    assert len(sent) > 12
    dates = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"  # `not-a-date` tells them
    assert sent - {TEXT, ANY_TEXT, r"^[\s\S]*$", dates} - set(PATTERN_DESCRIPTIONS) == set(), "say it with faults.form"
    assert [words for form in PATTERN_DESCRIPTIONS.values() for words in form if not words or words.endswith(".")] == []


@pytest.mark.parametrize(
    "field, sent, en, da",
    [
        ("cvr_number", "1234", "eight digits", "otte cifre"),
        ("postal_code", "80000", "four digits", "fire cifre"),
        ("number", "99099", "six digits, or a letter and five", "seks cifre, eller et bogstav og fem"),
        ("email", "x", "name@place.dk", "navn@sted.dk"),
        ("website", "sted.dk", "https://place.dk", "https://sted.dk"),
    ],
)
async def test_the_form_is_told(world: World, field: str, sent: str, en: str, da: str) -> None:
    office = await world.actor("administration")
    body = {"name": "Å", "kind": "school", "district_id": str(world.north), field: sent}
    for language, words in (("en", en), ("da", da)):
        answer = await office.post("/institutions", body, headers={"Accept-Language": language})
        [fault] = answer.json()["errors"]
        assert (fault["pointer"], fault["code"]) == (f"/{field}", "not-matching")
        assert fault["detail"].endswith(f": {words}.")


async def test_a_half_year_that_is_too_long_is_told_its_form(world: World) -> None:
    office = await world.actor("administration")
    answer = await office.post("/data-packages", {"kind": "school", "half_year": "H1 2026", "title": "T"})
    [fault] = answer.json()["errors"]
    assert (fault["code"], "2026H1" in fault["detail"]) == ("not-matching", True)
