"""The kind of an institution stays once anything rests on it."""

import pytest

from api.institutions.queries import resting_on_kind
from tests.support.dialogue_story import Story, begin
from tests.support.observation_visit import faults, made
from tests.support.world import World


@pytest.fixture
async def story(world: World) -> Story:
    return await begin(world)


async def test_the_kind_is_mended_until_something_rests_on_it(story: Story) -> None:
    office, world = await story.world.actor("administration"), story.world
    for kind in ("leisure", "school"):
        assert (await made(office.patch(f"/institutions/{world.oak}", {"kind": kind})))["kind"] == kind
    birk = f"/institutions/{world.birk}"
    refused = await office.patch(birk, {"kind": "day_care"})
    assert faults(refused) == (409, [("/kind", "kind-in-use")])
    assert (await made(office.patch(birk, {"kind": "school", "name": "Birk"})))["name"] == "Birk", "it is a school"


async def test_a_file_changes_no_kind_that_something_rests_on(story: Story) -> None:
    office = await story.world.actor("administration")
    file = b"number,name,kind\n900001,Birkeskolen,day_care\n900003,Egeskolen,leisure\n"
    headers = {"Content-Type": "text/csv"}
    plan = await office.call("POST", "/imports?resource=institutions", content=file, headers=headers)
    assert plan.json()["counts"] == {"create": 0, "update": 1, "unchanged": 0, "rejected": 1}, plan.text
    rows = await made(office.get(f"/imports/{plan.json()['id']}/rows?outcome=rejected"))
    assert [(row["column"], row["code"]) for row in rows["items"][0]["faults"]] == [("kind", "kind-in-use")]


def test_what_rests_on_a_kind_is_all_that_an_institution_has() -> None:
    found = {column.table.name for column in resting_on_kind()}
    assert {"dialogue", "focus_area", "agreement", "measurement", "observation", "stakeholder_input"} <= found
    assert found.isdisjoint({"grant", "unit_ancestor", "institution"})
