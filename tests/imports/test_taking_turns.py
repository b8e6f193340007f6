"""Files whose rows are judged by trying keep nobody waiting, whatever becomes of their rows."""

import asyncio

import pytest

from api.imports.framework.trial_run import MAX_BISECTED_ROWS, MAX_REJECTED_WHEN_APPLYING
from tests.support.dialogue_story import Story, begin
from tests.support.imports.institutions import apply, bring
from tests.support.world import World

HEADER = "institution,voice,method,age_group,text,people_count,collected_on\n"


def said(count: int, *, age_group: str) -> str:
    """So many rows of what parents said; with an age group, which only children have, each is refused."""
    return HEADER + "".join(f"900001,parent,meeting,{age_group},Ord {n},3,2026-02-01\n" for n in range(count))


@pytest.fixture
async def story(world: World) -> Story:
    return await begin(world)


async def test_others_write_between_the_pieces_of_a_file_that_is_refused_row_by_row(story: Story) -> None:
    pieces = 20
    office = await story.world.actor("administration")
    planning = asyncio.create_task(
        bring(story.leader, said(pieces * MAX_BISECTED_ROWS, age_group="3-5"), "stakeholder-input", strategy="create")
    )
    written = 0
    while not planning.done():
        made = await office.post("/districts", {"name": f"Distrikt {written}"})
        assert made.status_code == 201, made.text
        written += 1
    plan = await planning
    assert plan.json()["counts"]["rejected"] == pieces * MAX_BISECTED_ROWS
    assert written >= pieces


async def test_two_files_do_not_stand_in_line_twice(story: Story) -> None:
    office = await story.world.actor("administration")
    files = [said(2 * MAX_BISECTED_ROWS, age_group="3-5").replace("Ord", f"Fil {n}:") for n in range(8)]
    planning = [asyncio.create_task(bring(story.leader, text, "stakeholder-input")) for text in files]
    written = 0
    while not all(one.done() for one in planning):
        assert (await office.post("/districts", {"name": f"Distrikt {written}"})).status_code == 201
        written += 1
    assert {(await one).json()["counts"]["rejected"] for one in planning} == {2 * MAX_BISECTED_ROWS}
    assert written >= len(files), "whoever writes waits for one of them at a time"


async def test_where_nothing_will_be_done_no_more_is_looked_for_than_is_enough(story: Story) -> None:
    wanted = 3 * MAX_REJECTED_WHEN_APPLYING
    leader = await story.world.actor("leader", story.world.oak)
    plan = await bring(leader, said(wanted, age_group="").replace("900001", "900003"), "stakeholder-input")
    assert plan.json()["counts"]["create"] == wanted
    office = await story.world.actor("administration")
    closed = await office.act(f"/institutions/{story.world.oak}/close", {"on": "2026-01-15", "reason": "Slut"})
    assert closed.status_code == 200, closed.text
    refused = await apply(leader, plan)
    assert (refused.status_code, refused.json()["code"]) == (412, "plan-outdated")
    assert refused.json()["rows"][0]["code"] == "institution-closed"
    assert MAX_REJECTED_WHEN_APPLYING <= refused.json()["rows_changed"] < wanted
