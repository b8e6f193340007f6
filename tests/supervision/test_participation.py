"""What an institution takes part in, and what stays in sight whatever it says; whose lines a board reads."""

from typing import Any
from uuid import UUID

import pytest

from tests.support.dialogue_story import Story
from tests.support.observation_visit import made
from tests.support.world import Actor

CONCERN = {"assessment": "serious_concern", "reason": "Uro"}


async def concern(story: Story, at: UUID) -> str:
    plan = {"institution_id": str(at), "planned_for": "2026-03-10T09:00:00+01:00"}
    id = (await made(story.chief.post("/follow-ups", plan), 201))["id"]
    return str((await made(story.chief.act(f"/follow-ups/{id}/hold", CONCERN)))["heightened_supervision_id"])


async def takes_part(story: Story, at: UUID, participation: str) -> None:
    office = await story.world.actor("administration")
    await made(office.patch(f"/institutions/{at}", {"participation": participation}))


async def lines(actor: Actor, query: str = "") -> dict[str, dict[str, Any]]:
    return {one["institution_name"]: one for one in (await made(actor.get(f"/supervision{query}")))["items"]}


@pytest.mark.parametrize("department", [False, True])
async def test_heightened_supervision_stays_in_sight_until_a_follow_up_closes_it(
    story: Story, department: bool
) -> None:
    at = story.world.birk_sfo if department else story.world.birk
    id = await concern(story, at)
    await takes_part(story, at, "none")
    line = (await lines(story.chief, "?flag=heightened_supervision"))["Birkeskolen"]
    assert {"heightened_supervision", "action_plan_missing"} <= set(line["flags"])
    if not department:
        assert set(line["flags"]) == {"heightened_supervision", "action_plan_missing"}, "it owes nothing else"
    summary = await made(story.chief.get("/supervision/summary"))
    assert summary["total"]["flags"]["heightened_supervision"] == 1
    assert "Birkeskolen" in await lines(story.leader)
    board = await story.world.actor("board_member", story.world.birk, body="student_council")
    assert ("Birkeskolen" in await lines(board)) is department, "a council is not told of it by a line that appears"
    plan = {"institution_id": str(at), "planned_for": "2026-03-12T09:00:00+01:00"}
    last = (await made(story.chief.post("/follow-ups", plan), 201))["id"]
    await made(story.chief.act(f"/follow-ups/{last}/cancel", {"reason": "Syg"}))
    await made(story.chief.act(f"/follow-ups/{last}/reopen"))
    await made(story.chief.act(f"/follow-ups/{last}/hold", {"assessment": "no_concern"}))
    assert (await made(story.chief.get(f"/heightened-supervision/{id}")))["status"] == "closed"
    assert ("Birkeskolen" in await lines(story.chief)) is department
    refused = await story.chief.post("/follow-ups", plan)
    assert (refused.status_code, refused.json()["code"]) == (409, "not-in-follow-ups")


async def test_the_youth_council_is_of_no_institution_and_reads_no_line(story: Story) -> None:
    council = await story.world.actor("board_member", body="youth_council")
    assert await lines(council) == {}
    assert (await made(council.get("/supervision/summary")))["total"]["institutions"] == 0
    answer = await council.get("/supervision", headers={"Accept": "text/csv"})
    assert len(answer.text.splitlines()) == 1, "the head and nothing else"
    await story.world.give(council.id, "board_member", story.world.birk, body="parent_board")
    assert set(await lines(council)) == {"Birkeskolen"}, "who is of a house's board, too, reads that line"
