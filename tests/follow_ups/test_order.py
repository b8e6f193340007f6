"""Held follow-ups have an order, and heightened supervision follows the latest: whatever is written down or mended."""

from datetime import date
from typing import Any

import httpx
import pytest

from tests.support.follow_up_meetings import Meetings, found
from tests.support.observation_visit import made

MORNING, AFTERNOON = "2026-03-10T09:00:00+01:00", "2026-03-10T14:00:00+01:00"
CONCERN = {"assessment": "concern", "reason": "Uro"}


async def held(meetings: Meetings, on: str = "2026-03-10", at: str = MORNING, **said: Any) -> str:
    return str((await meetings.held({"planned_for": at}, held_on=on, **said))["id"])


async def mend(meetings: Meetings, id: str, field: str, becomes: str) -> httpx.Response:
    said = {"field": field, "becomes": becomes, "reason": "Skrevet forkert"}
    return await meetings.chief.act(f"/follow-ups/{id}/corrections", said)


async def supervised(meetings: Meetings) -> list[tuple[str, str, str | None]]:
    items = (await made(meetings.chief.get("/heightened-supervision?sort=opened_on")))["items"]
    return [(item["status"], item["opened_on"], item["closed_on"]) for item in items]


async def test_of_two_on_the_same_day_the_later_one_counts(meetings: Meetings) -> None:
    morning = await held(meetings, **CONCERN)
    afternoon = await held(meetings, at=AFTERNOON)
    assert await supervised(meetings) == [("closed", "2026-03-10", "2026-03-10")]
    for becomes in ("serious_concern", "no_concern"):
        refused = await mend(meetings, morning, "assessment", becomes)
        assert (refused.status_code, found(refused)) == (409, [("/becomes", "wrong-state")])
    assert await supervised(meetings) == [("closed", "2026-03-10", "2026-03-10")]
    assert (await mend(meetings, afternoon, "assessment", "concern")).status_code == 200
    assert await supervised(meetings) == [("open", "2026-03-10", None)]


@pytest.mark.parametrize("late", [CONCERN, {"assessment": "no_concern"}])
async def test_one_that_is_written_down_late_moves_nothing(meetings: Meetings, late: dict[str, Any]) -> None:
    await held(meetings, "2026-02-20", **CONCERN)
    await held(meetings, "2026-03-10", at=AFTERNOON, **({} if late is CONCERN else CONCERN))
    stands = await supervised(meetings)
    await held(meetings, "2026-03-01", **late)
    assert await supervised(meetings) == stands
    await held(meetings, "2026-03-10", at=MORNING, **late)
    assert await supervised(meetings) == stands


@pytest.mark.parametrize("first, second", [(CONCERN, {}), ({}, CONCERN)])
async def test_a_day_is_not_corrected_past_another_that_assessed_otherwise(
    meetings: Meetings, first: dict[str, Any], second: dict[str, Any]
) -> None:
    early, late = await held(meetings, "2026-02-20", **first), await held(meetings, "2026-03-05", **second)
    stands = await supervised(meetings)
    for id, day in ((early, "2026-03-06"), (late, "2026-02-19")):
        refused = await mend(meetings, id, "held_on", day)
        assert (refused.status_code, found(refused)) == (409, [("/becomes", "wrong-state")])
    assert await supervised(meetings) == stands
    assert (await mend(meetings, early, "held_on", "2026-03-04")).status_code == 200


async def test_days_of_follow_ups_without_concern_change_places_freely(meetings: Meetings) -> None:
    early = await held(meetings, "2026-02-20")
    await held(meetings, "2026-03-05")
    assert (await mend(meetings, early, "held_on", "2026-03-06")).status_code == 200


async def test_what_began_and_ended_with_a_follow_up_moves_with_its_day(meetings: Meetings) -> None:
    first = await held(meetings, "2026-02-20", assessment="serious_concern", reason="Uro")
    last = await held(meetings, "2026-03-05")
    assert (await mend(meetings, first, "held_on", "2026-02-18")).status_code == 200
    assert (await mend(meetings, last, "held_on", "2026-03-07")).status_code == 200
    assert await supervised(meetings) == [("closed", "2026-02-18", "2026-03-07")]
    [one] = (await made(meetings.chief.get("/heightened-supervision")))["items"]
    whole = await made(meetings.chief.get(f"/heightened-supervision/{one['id']}"))
    assert (whole["grounds"][0]["recorded_on"], whole["action_plan_due_on"]) == ("2026-02-18", "2026-03-18")
    late = await mend(meetings, last, "held_on", "2026-03-30")
    assert (late.status_code, late.json()["code"]) == (422, "held-in-the-future")


async def test_a_day_is_not_corrected_past_the_one_on_which_the_next_is_due(meetings: Meetings) -> None:
    id = await held(meetings, "2026-03-01", next_due_on="2026-03-05")
    refused = await mend(meetings, id, "held_on", "2026-03-06")
    assert (refused.status_code, found(refused)) == (422, [("/becomes", "out-of-bounds")])


async def test_a_closed_institutions_record_is_mended_and_nothing_follows(meetings: Meetings) -> None:
    id = await held(meetings, "2026-03-01")
    await meetings.world.ends(meetings.world.birk, date(2026, 3, 5))
    corrected = await mend(meetings, id, "assessment", "serious_concern")
    assert (corrected.status_code, corrected.json()["assessment"]) == (200, "serious_concern")
    assert await supervised(meetings) == []
