"""Indicators over the routes: what is validated, and what can't be changed once they have measurements."""

from typing import Any

import pytest

from tests.support.data_supply import codes_by_pointer, create_indicator, create_measurement
from tests.support.world import World


async def test_the_meaning_of_an_indicator_with_measurements_cannot_be_changed(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    indicator_id = await create_indicator(office)
    path = f"/indicators/{indicator_id}"
    assert (await office.patch(path, {"unit": "hours"})).status_code == 200
    await office.patch(path, {"unit": "percent"})
    await create_measurement(supplier, world.birk, indicator_id)
    refused = await office.patch(path, {"unit": "hours", "disclosure": "none", "title": "Andet"})
    assert (refused.status_code, codes_by_pointer(refused)) == (
        409,
        {"/unit": "indicator-measured", "/disclosure": "indicator-measured"},
    )
    assert (await office.patch(path, {"title": "Trivsel", "unit": "percent"})).json()["title"] == "Trivsel"
    assert (await office.delete(path)).json()["code"] == "in-use"
    taken = await office.post(
        "/indicators", {"code": "wellbeing", "title": "X", "kinds": ["school"], "unit": "count", "disclosure": "none"}
    )
    assert (taken.status_code, taken.json()["code"]) == (409, "indicator-code-taken")
    other_id = await create_indicator(office, "other")
    assert (await office.delete(f"/indicators/{other_id}")).status_code == 204


@pytest.mark.parametrize(
    "fields, pointer",
    [
        ({"unit": "level"}, "/levels"),
        ({"levels": ["lav", "høj"]}, "/levels"),
        ({"minimum": 5, "maximum": 1}, "/maximum"),
    ],
)
async def test_contradictory_fields_of_an_indicator_are_rejected(
    world: World, fields: dict[str, Any], pointer: str
) -> None:
    office = await world.actor("administration")
    payload = {"code": "c", "title": "C", "kinds": ["school"], "unit": "percent", "disclosure": "none", **fields}
    assert pointer in codes_by_pointer(await office.post("/indicators", payload))
