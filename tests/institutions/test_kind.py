"""The kind of an institution cannot change once anything depends on it."""

import pytest

from api.institutions.queries import columns_depending_on_kind
from tests.support.dialogue_story import Story, begin
from tests.support.observation_visit import errors_of, json_of
from tests.support.world import World


@pytest.fixture
async def story(world: World) -> Story:
    return await begin(world)


async def test_kind_can_change_until_something_depends_on_it(story: Story) -> None:
    office, world = await story.world.actor("administration"), story.world
    for kind in ("leisure", "school"):
        assert (await json_of(office.patch(f"/institutions/{world.oak}", {"kind": kind})))["kind"] == kind
    birk = f"/institutions/{world.birk}"
    refused = await office.patch(birk, {"kind": "day_care"})
    assert errors_of(refused) == (409, [("/kind", "kind-in-use")])
    assert (await json_of(office.patch(birk, {"kind": "school", "name": "Birk"})))["name"] == "Birk", "it is a school"


async def test_import_cannot_change_a_kind_that_something_depends_on(story: Story) -> None:
    office = await story.world.actor("administration")
    file = b"number,name,kind\n900001,Birkeskolen,day_care\n900003,Egeskolen,leisure\n"
    headers = {"Content-Type": "text/csv"}
    plan = await office.call("POST", "/imports?resource=institutions", content=file, headers=headers)
    assert plan.json()["counts"] == {"create": 0, "update": 1, "unchanged": 0, "rejected": 1}, plan.text
    rows = await json_of(office.get(f"/imports/{plan.json()['id']}/rows?outcome=rejected"))
    assert [(row["column"], row["code"]) for row in rows["items"][0]["faults"]] == [("kind", "kind-in-use")]


def test_resources_of_an_institution_depend_on_its_kind() -> None:
    tables = {column.table.name for column in columns_depending_on_kind()}
    assert {"dialogue", "focus_area", "agreement", "measurement", "observation", "stakeholder_input"} <= tables
    assert tables.isdisjoint({"grant", "unit_ancestor", "institution"})
