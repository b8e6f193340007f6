"""Lines of institutions that take part in nothing, and lines that board members read."""

from typing import Any
from uuid import UUID

import pytest

from tests.support.dialogue_story import Story
from tests.support.observation_visit import json_of
from tests.support.world import Actor

CONCERN = {"assessment": "serious_concern", "reason": "Uro"}


async def record_serious_concern(story: Story, at: UUID) -> str:
    plan = {"institution_id": str(at), "planned_for": "2026-03-10T09:00:00+01:00"}
    id = (await json_of(story.chief.post("/follow-ups", plan), 201))["id"]
    return str((await json_of(story.chief.act(f"/follow-ups/{id}/hold", CONCERN)))["heightened_supervision_id"])


async def set_participation(story: Story, at: UUID, participation: str) -> None:
    office = await story.world.actor("administration")
    await json_of(office.patch(f"/institutions/{at}", {"participation": participation}))


async def lines(actor: Actor, query: str = "") -> dict[str, dict[str, Any]]:
    return {item["institution_name"]: item for item in (await json_of(actor.get(f"/supervision{query}")))["items"]}


@pytest.mark.parametrize("department", [False, True])
async def test_open_heightened_supervision_stays_visible_until_a_follow_up_closes_it(
    story: Story, department: bool
) -> None:
    at = story.world.birk_sfo if department else story.world.birk
    id = await record_serious_concern(story, at)
    await set_participation(story, at, "none")
    line = (await lines(story.chief, "?flag=heightened_supervision"))["Birkeskolen"]
    assert {"heightened_supervision", "action_plan_missing"} <= set(line["flags"])
    if not department:
        assert set(line["flags"]) == {"heightened_supervision", "action_plan_missing"}, "no other flags"
    summary = await json_of(story.chief.get("/supervision/summary"))
    assert summary["total"]["flags"]["heightened_supervision"] == 1
    assert "Birkeskolen" in await lines(story.leader)
    board = await story.world.actor("board_member", story.world.birk, body="student_council")
    assert ("Birkeskolen" in await lines(board)) is department, "the line must not reveal it to a student council"
    plan = {"institution_id": str(at), "planned_for": "2026-03-12T09:00:00+01:00"}
    last = (await json_of(story.chief.post("/follow-ups", plan), 201))["id"]
    await json_of(story.chief.act(f"/follow-ups/{last}/cancel", {"reason": "Syg"}))
    await json_of(story.chief.act(f"/follow-ups/{last}/reopen"))
    await json_of(story.chief.act(f"/follow-ups/{last}/hold", {"assessment": "no_concern"}))
    assert (await json_of(story.chief.get(f"/heightened-supervision/{id}")))["status"] == "closed"
    assert ("Birkeskolen" in await lines(story.chief)) is department
    refused = await story.chief.post("/follow-ups", plan)
    assert (refused.status_code, refused.json()["code"]) == (409, "not-in-follow-ups")


async def test_youth_council_member_reads_no_line_without_a_board_role(story: Story) -> None:
    council = await story.world.actor("board_member", body="youth_council")
    assert await lines(council) == {}
    assert (await json_of(council.get("/supervision/summary")))["total"]["institutions"] == 0
    response = await council.get("/supervision", headers={"Accept": "text/csv"})
    assert len(response.text.splitlines()) == 1, "only the header"
    await story.world.add_grant(council.id, "board_member", story.world.birk, body="parent_board")
    assert set(await lines(council)) == {"Birkeskolen"}, "also a member of this institution's board"
