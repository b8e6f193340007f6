"""Trial runs hold the writer lock only briefly, whatever the outcomes of their rows."""

import asyncio

import pytest

from api.imports.framework.trial_run import MAX_BISECTED_ROWS, MAX_REJECTED_WHEN_APPLYING
from tests.support.dialogue_story import Story, begin
from tests.support.imports.uploads import apply_plan, upload_file
from tests.support.world import World

HEADER = "institution,voice,method,age_group,text,people_count,collected_on\n"


def parent_input(count: int, *, age_group: str) -> str:
    """Return a file of some rows of parents' input; an age group, which only children have, makes each invalid."""
    return HEADER + "".join(f"900001,parent,meeting,{age_group},Ord {n},3,2026-02-01\n" for n in range(count))


@pytest.fixture
async def story(world: World) -> Story:
    return await begin(world)


async def test_others_can_write_between_the_trials_of_rejected_rows(story: Story) -> None:
    pieces = 20
    officer = await story.world.actor("administration")
    planning = asyncio.create_task(
        upload_file(
            story.leader,
            parent_input(pieces * MAX_BISECTED_ROWS, age_group="3-5"),
            "stakeholder-input",
            strategy="create",
        )
    )
    written_count = 0
    while not planning.done():
        response = await officer.post("/districts", {"name": f"Distrikt {written_count}"})
        assert response.status_code == 201, response.text
        written_count += 1
    plan = await planning
    assert plan.json()["counts"]["rejected"] == pieces * MAX_BISECTED_ROWS
    assert written_count >= pieces


async def test_of_many_files_only_one_waits_for_the_writer_lock(story: Story) -> None:
    officer = await story.world.actor("administration")
    files = [parent_input(2 * MAX_BISECTED_ROWS, age_group="3-5").replace("Ord", f"Fil {n}:") for n in range(8)]
    tasks = [asyncio.create_task(upload_file(story.leader, text, "stakeholder-input")) for text in files]
    written_count = 0
    while not all(task.done() for task in tasks):
        assert (await officer.post("/districts", {"name": f"Distrikt {written_count}"})).status_code == 201
        written_count += 1
    assert {(await task).json()["counts"]["rejected"] for task in tasks} == {2 * MAX_BISECTED_ROWS}
    assert written_count >= len(files), "a writer waits for one trial at a time"


async def test_applying_stops_after_enough_rejected_rows(story: Story) -> None:
    row_count = 3 * MAX_REJECTED_WHEN_APPLYING
    leader = await story.world.actor("leader", story.world.oak)
    plan = await upload_file(
        leader, parent_input(row_count, age_group="").replace("900001", "900003"), "stakeholder-input"
    )
    assert plan.json()["counts"]["create"] == row_count
    officer = await story.world.actor("administration")
    closed = await officer.act(f"/institutions/{story.world.oak}/close", {"on": "2026-01-15", "reason": "Slut"})
    assert closed.status_code == 200, closed.text
    refused = await apply_plan(leader, plan)
    assert (refused.status_code, refused.json()["code"]) == (412, "plan-outdated")
    assert refused.json()["rows"][0]["code"] == "institution-closed"
    assert MAX_REJECTED_WHEN_APPLYING <= refused.json()["rows_changed"] < row_count
