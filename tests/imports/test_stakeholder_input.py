"""Import of stakeholder input."""

import pytest

from tests.support.dialogue_story import Story, begin
from tests.support.imports.uploads import apply_plan, planned_changes, rejections, upload_file
from tests.support.world import World


@pytest.fixture
async def story(world: World) -> Story:
    return await begin(world)


async def test_importing_the_same_input_again_changes_nothing(story: Story) -> None:
    leader = story.leader
    text = (
        "institution;voice;method;age_group;text;people_count;collected_on;theme;external_ids\n"
        "900001;child;conversation;6-9;Mere leg i skolegården;12;01-02-2026;;skema:1\n"
        "900001;parent;meeting;;Vi vil gerne hjælpe;30;2026-02-01;;\n"
    )
    plan = await upload_file(leader, text, "stakeholder-input")
    assert plan.status_code == 201, plan.text
    assert plan.json()["counts"]["create"] == 2, await rejections(leader, plan)
    assert (await planned_changes(leader, plan))[2]["text"] == (None, "Mere leg i skolegården")
    assert (await apply_plan(leader, plan)).status_code == 200
    rows = await leader.get(f"/imports/{plan.json()['id']}/rows", headers={"Accept": "text/csv"})
    assert "Mere leg" not in rows.text, "free text is erased from the applied import"
    assert (await upload_file(leader, text, "stakeholder-input")).json()["counts"]["unchanged"] == 2
    with_invalid_rows = text.replace("12;01", "13;01") + (
        "900003;child;conversation;6-9;Et andet sted;12;2026-02-01;;\n"
        "900001;child;conversation;6-9;Ring 010203-1234;12;2026-02-01;;\n"
        "900001;child;conversation;6-9;Fremtid;12;2030-02-01;Ukendt tema;\n"
    )
    plan = await upload_file(leader, with_invalid_rows, "stakeholder-input")
    assert (await planned_changes(leader, plan))[2] == {"people_count": ("12", "13")}
    faults = await rejections(leader, plan)
    assert set(faults) == {4, 5, 6}
    assert ("text", "looks-like-cpr-number") in faults[5]
    assert ("theme", "unknown-reference") in faults[6]
    refused = await leader.call("POST", f"/imports/{plan.json()['id']}/apply", etag=plan.headers["etag"])
    assert refused.json()["code"] == "plan-has-rejected-rows"
