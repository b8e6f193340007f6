"""The order of held follow-ups: the latest decides about heightened supervision, also after corrections."""

from datetime import date
from typing import Any

import httpx
import pytest

from tests.support.follow_up_meetings import Meetings, faults_of
from tests.support.observation_visit import json_of

MORNING, AFTERNOON = "2026-03-10T09:00:00+01:00", "2026-03-10T14:00:00+01:00"
CONCERN = {"assessment": "concern", "reason": "Uro"}


async def hold(meetings: Meetings, on: str = "2026-03-10", at: str = MORNING, **payload: Any) -> str:
    return str((await meetings.held({"planned_for": at}, held_on=on, **payload))["id"])


async def correct(meetings: Meetings, id: str, field: str, becomes: str) -> httpx.Response:
    payload = {"field": field, "becomes": becomes, "reason": "Skrevet forkert"}
    return await meetings.chief.act(f"/follow-ups/{id}/corrections", payload)


async def supervision_periods(meetings: Meetings) -> list[tuple[str, str, str | None]]:
    items = (await json_of(meetings.chief.get("/heightened-supervision?sort=opened_on")))["items"]
    return [(item["status"], item["opened_on"], item["closed_on"]) for item in items]


async def test_later_of_two_follow_ups_on_a_day_decides(meetings: Meetings) -> None:
    morning = await hold(meetings, **CONCERN)
    afternoon = await hold(meetings, at=AFTERNOON)
    assert await supervision_periods(meetings) == [("closed", "2026-03-10", "2026-03-10")]
    for becomes in ("serious_concern", "no_concern"):
        refused = await correct(meetings, morning, "assessment", becomes)
        assert (refused.status_code, faults_of(refused)) == (409, [("/becomes", "wrong-state")])
    assert await supervision_periods(meetings) == [("closed", "2026-03-10", "2026-03-10")]
    assert (await correct(meetings, afternoon, "assessment", "concern")).status_code == 200
    assert await supervision_periods(meetings) == [("open", "2026-03-10", None)]


@pytest.mark.parametrize("late", [CONCERN, {"assessment": "no_concern"}])
async def test_follow_up_recorded_after_a_later_one_changes_nothing(meetings: Meetings, late: dict[str, Any]) -> None:
    await hold(meetings, "2026-02-20", **CONCERN)
    await hold(meetings, "2026-03-10", at=AFTERNOON, **({} if late is CONCERN else CONCERN))
    before = await supervision_periods(meetings)
    await hold(meetings, "2026-03-01", **late)
    assert await supervision_periods(meetings) == before
    await hold(meetings, "2026-03-10", at=MORNING, **late)
    assert await supervision_periods(meetings) == before


@pytest.mark.parametrize("first, second", [(CONCERN, {}), ({}, CONCERN)])
async def test_day_cannot_be_corrected_past_a_follow_up_with_another_assessment(
    meetings: Meetings, first: dict[str, Any], second: dict[str, Any]
) -> None:
    early, late = await hold(meetings, "2026-02-20", **first), await hold(meetings, "2026-03-05", **second)
    before = await supervision_periods(meetings)
    for id, day in ((early, "2026-03-06"), (late, "2026-02-19")):
        refused = await correct(meetings, id, "held_on", day)
        assert (refused.status_code, faults_of(refused)) == (409, [("/becomes", "wrong-state")])
    assert await supervision_periods(meetings) == before
    assert (await correct(meetings, early, "held_on", "2026-03-04")).status_code == 200


async def test_follow_ups_without_concern_can_be_reordered(meetings: Meetings) -> None:
    early = await hold(meetings, "2026-02-20")
    await hold(meetings, "2026-03-05")
    assert (await correct(meetings, early, "held_on", "2026-03-06")).status_code == 200


async def test_heightened_supervision_follows_a_corrected_day(meetings: Meetings) -> None:
    first = await hold(meetings, "2026-02-20", assessment="serious_concern", reason="Uro")
    last = await hold(meetings, "2026-03-05")
    assert (await correct(meetings, first, "held_on", "2026-02-18")).status_code == 200
    assert (await correct(meetings, last, "held_on", "2026-03-07")).status_code == 200
    assert await supervision_periods(meetings) == [("closed", "2026-02-18", "2026-03-07")]
    [supervision] = (await json_of(meetings.chief.get("/heightened-supervision")))["items"]
    detail = await json_of(meetings.chief.get(f"/heightened-supervision/{supervision['id']}"))
    assert (detail["grounds"][0]["recorded_on"], detail["action_plan_due_on"]) == ("2026-02-18", "2026-03-18")
    late = await correct(meetings, last, "held_on", "2026-03-30")
    assert (late.status_code, late.json()["code"]) == (422, "held-in-the-future")


async def test_day_cannot_be_corrected_past_the_next_due_date(meetings: Meetings) -> None:
    id = await hold(meetings, "2026-03-01", next_due_on="2026-03-05")
    refused = await correct(meetings, id, "held_on", "2026-03-06")
    assert (refused.status_code, faults_of(refused)) == (422, [("/becomes", "out-of-bounds")])


async def test_correction_at_a_closed_institution_opens_no_heightened_supervision(meetings: Meetings) -> None:
    id = await hold(meetings, "2026-03-01")
    await meetings.world.set_active_until(meetings.world.birk, date(2026, 3, 5))
    corrected = await correct(meetings, id, "assessment", "serious_concern")
    assert (corrected.status_code, corrected.json()["assessment"]) == (200, "serious_concern")
    assert await supervision_periods(meetings) == []
