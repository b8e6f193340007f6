"""A whole round planned at once, and several institutions that meet at once."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import event, select

from api.core.identifiers import new_id
from api.db import transactions
from api.institutions.actions import create_institutions
from api.institutions.models import Kind
from api.institutions.schemas import InstitutionCreate
from api.journal.models import Entry
from tests.support.dialogue_story import Story


def faults(answer: httpx.Response) -> list[tuple[str, str]]:
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


def plans(story: Story, *places: UUID, **other: Any) -> dict[str, Any]:
    return {"dialogues": [story.plan(institution_id=str(place), **other) for place in places]}


async def total(story: Story) -> int:
    return int((await story.chief.get("/dialogues?count=true")).json()["total"])


async def schools(story: Story, number: int) -> list[UUID]:
    wanted = [
        InstitutionCreate(name=f"Skole {one}", kind=Kind.school, district_id=story.world.north) for one in range(number)
    ]
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        return [create_institution.id for create_institution in await create_institutions(session, None, wanted)]


async def test_a_district_is_planned_for_in_one_call(story: Story) -> None:
    more = await schools(story, 3)
    body = plans(story, story.world.birk, *more)
    for hour, one in enumerate(body["dialogues"], 9):
        one["planned_for"] = f"2026-03-16T{hour:02}:00:00+01:00"
    body["dialogues"][1]["participants"] = [{"part": "leader", "person_id": str(story.chief.id)}]
    made = await story.chief.post("/dialogues/rounds", body)
    assert made.status_code == 200, made.text
    items = made.json()["items"]
    assert [item["institution_name"] for item in items] == ["Birkeskolen", "Skole 0", "Skole 1", "Skole 2"]
    assert [item["planned_for"][11:13] for item in items] == ["08", "09", "10", "11"]
    assert await total(story) == 4
    async with transactions.read_transaction(story.world.app.state.engine) as session:
        told = (await session.execute(select(Entry.thing_id).where(Entry.resource == "dialogues"))).scalars()  # type: ignore[arg-type, call-overload]
    assert {str(id) for id in told} == {item["id"] for item in items}


async def test_all_or_nothing_and_all_that_is_wrong_at_its_place(story: Story) -> None:
    first, second = await schools(story, 2)
    await story.planned(institution_id=str(first))
    body = plans(story, story.world.birk, first, second, second)
    body["dialogues"][0]["planned_for"] = "2026-08-01T10:00:00+02:00"
    body["dialogues"][2] |= {"data_holder_id": str(story.leader.id), "because": {"dialogue-exists": "Gerne"}}
    refused = await story.chief.post("/dialogues/rounds", body)
    assert faults(refused) == [
        ("/dialogues/0/planned_for", "outside-the-round"),
        ("/dialogues/1/round", "dialogue-exists"),
        ("/dialogues/2/data_holder_id", "data-holder-from-elsewhere"),
        ("/dialogues/2/because/dialogue-exists", "not-overridable"),
        ("/dialogues/3/round", "dialogue-exists"),
    ]
    assert await total(story) == 1
    because = {"because": {"outside-the-round": "Skolen bygges om"}}
    body["dialogues"] = [body["dialogues"][0] | because, story.plan(institution_id=str(second))]
    made = await story.chief.post("/dialogues/rounds", body)
    assert made.status_code == 200, made.text
    [late, _] = made.json()["items"]
    [reason] = (await story.chief.get(f"/dialogues/{late['id']}")).json()["reasons"]
    assert reason["words"] == "Skolen bygges om"


async def test_a_round_is_planned_where_one_plans_and_nowhere_else(story: Story) -> None:
    world = story.world
    beyond = await story.chief.post("/dialogues/rounds", plans(story, world.birk, world.oak))
    assert (beyond.status_code, faults(beyond)) == (422, [("/dialogues/1/institution_id", "unknown-reference")])
    unknown = await story.chief.post("/dialogues/rounds", plans(story, world.birk, cycle_id=str(new_id())))
    assert (unknown.status_code, faults(unknown)) == (422, [("/dialogues/0/cycle_id", "unknown-reference")])
    staff = await world.actor("staff", world.birk)
    assert (await staff.post("/dialogues/rounds", plans(story, world.birk))).status_code == 403
    await world.give(staff.id, "leader", world.oak)
    both = await staff.post("/dialogues/rounds", plans(story, world.oak, world.birk))
    assert (both.status_code, await total(story)) == (403, 0)
    empty = await story.chief.post("/dialogues/rounds", {"dialogues": []})
    assert faults(empty) == [("/dialogues", "too-short")]


async def test_a_round_of_many_asks_no_more_than_one_of_few(story: Story) -> None:
    engine = story.world.app.state.engine

    async def asked(places: list[UUID]) -> int:
        statements: list[str] = []

        def note(*given: object) -> None:
            if str(given[2]).startswith("SELECT"):
                statements.append(str(given[2]))

        event.listen(engine.sync_engine, "before_cursor_execute", note)
        made = await story.chief.post("/dialogues/rounds", plans(story, *places))
        event.remove(engine.sync_engine, "before_cursor_execute", note)
        assert made.status_code == 200, made.text
        return len(statements)

    places = await schools(story, 22)
    assert await asked(places[2:]) == await asked(places[:2])


# --- one meeting ---


async def met(story: Story, *places: UUID) -> list[str]:
    office, meeting = await story.world.actor("administration"), str(new_id())
    made = await office.post("/dialogues/rounds", plans(story, *places, meeting_id=meeting, place="Rådhuset"))
    assert made.status_code == 200, made.text
    return [one["id"] for one in made.json()["items"]]


async def test_those_who_meet_at_once_meet_at_one_time_and_place(story: Story) -> None:
    world, meeting = story.world, str(new_id())
    office = await world.actor("administration")
    body = plans(story, world.birk, world.oak, meeting_id=meeting, place="Rådhuset")
    apart = {"planned_for": "2026-03-17T13:00:00+01:00"}, {"place": "Egeskolen"}
    for other in apart:
        wrong = {"dialogues": [body["dialogues"][0], body["dialogues"][1] | other]}
        refused = await office.post("/dialogues/rounds", wrong)
        assert (refused.status_code, faults(refused)) == (422, [("/dialogues/1/meeting_id", "meeting-apart")])
    birk = await story.planned(office, meeting_id=meeting, place="Rådhuset")
    for other in apart:
        refused = await office.post("/dialogues", body["dialogues"][1] | other)
        assert faults(refused) == [("/meeting_id", "meeting-apart")]
    oak = await office.post("/dialogues", body["dialogues"][1])
    assert oak.status_code == 201, oak.text
    together = (await office.get(f"/dialogues?meeting_id={meeting}")).json()["items"]
    assert {one["id"] for one in together} == {birk, oak.json()["id"]}


async def test_a_meeting_moves_as_one_and_each_keeps_its_own_circle_and_end(story: Story) -> None:
    world = story.world
    birk, oak = await met(story, world.birk, world.oak)
    office = await world.actor("administration")
    moved = await office.patch(f"/dialogues/{birk}", {"planned_for": "2026-04-01T10:00:00+02:00", "place": "Kantinen"})
    assert moved.status_code == 200, moved.text
    there = (await office.get(f"/dialogues/{oak}")).json()
    assert (there["planned_for"], there["place"], there["version"]) == ("2026-04-01T08:00:00Z", "Kantinen", 2)
    case = await story.chief.patch(f"/dialogues/{birk}", {"case_reference": "26/1"})
    assert (case.status_code, case.json()["case_reference"]) == (200, "26/1"), "what is one's own is changed alone"
    assert (await office.get(f"/dialogues/{oak}")).json()["case_reference"] is None
    await story.write(birk, "figure", "words")
    assert (await story.chief.act(f"/dialogues/{birk}/hold", {})).status_code == 200
    assert (await office.get(f"/dialogues/{oak}")).json()["status"] == "planned"


async def test_who_plans_for_one_of_them_does_not_move_the_others(story: Story) -> None:
    world = story.world
    birk, oak = await met(story, world.birk, world.oak)
    later = {"planned_for": "2026-04-01T10:00:00+02:00"}
    refused = await story.chief.patch(f"/dialogues/{birk}", later)
    assert (refused.status_code, refused.json()["code"]) == (409, "meeting-of-several")
    alone = await story.chief.patch(f"/dialogues/{birk}", {**later, "meeting_id": None})
    assert (alone.status_code, alone.json()["meeting_id"]) == (200, None), alone.text
    office = await world.actor("administration")
    assert (await office.get(f"/dialogues/{oak}")).json()["version"] == 1
    meeting = (await office.get(f"/dialogues/{oak}")).json()["meeting_id"]
    back = await story.chief.patch(f"/dialogues/{birk}", {"meeting_id": meeting})
    assert (back.status_code, faults(back)) == (409, [("/meeting_id", "meeting-of-several")])
    back = await office.patch(f"/dialogues/{birk}", {"meeting_id": meeting})
    assert (back.status_code, faults(back)) == (422, [("/meeting_id", "meeting-apart")])


@pytest.mark.parametrize("cancelled", [False, True])
async def test_nobody_joins_a_meeting_of_institutions_that_others_plan_for(story: Story, cancelled: bool) -> None:
    world, office = story.world, await story.world.actor("administration")
    [oak] = await met(story, world.oak)
    meeting = (await office.get(f"/dialogues/{oak}")).json()["meeting_id"]
    if cancelled:
        assert (await office.act(f"/dialogues/{oak}/cancel", {"reason": "Sygdom"})).status_code == 200
    refusal = 409, [("/meeting_id", "meeting-of-several")]
    join = {"meeting_id": meeting, "place": "Rådhuset"}
    mine = await story.planned()
    for actor in (story.chief, story.leader):
        refused = await actor.patch(f"/dialogues/{mine}", join)
        assert (refused.status_code, faults(refused)) == refusal
        refused = await actor.post("/dialogues", story.plan(institution_id=str(world.birk_sfo), **join))
        assert (refused.status_code, faults(refused)) == refusal
        refused = await actor.post("/dialogues/rounds", plans(story, world.birk_sfo, **join))
        assert faults(refused) == [("/dialogues/0/meeting_id", "meeting-of-several")]
    assert (await office.patch(f"/dialogues/{mine}", join)).status_code == 200, (
        "who plans for both brings them together"
    )
    moved = await office.post(f"/dialogues/{mine}/cancel", {"reason": "Syg"}, etag='"2"')
    assert moved.status_code == 200, moved.text
    alone = await story.chief.act(f"/dialogues/{mine}/reopen")
    assert (alone.status_code, alone.json()["meeting_id"]) == (200, None)


async def test_a_meeting_is_outside_the_round_with_a_reason_for_each(story: Story) -> None:
    birk, oak = await met(story, story.world.birk, story.world.oak)
    office = await story.world.actor("administration")
    late: dict[str, Any] = {"planned_for": "2026-08-01T10:00:00+02:00"}
    assert faults(await office.patch(f"/dialogues/{birk}", late)) == [("/planned_for", "outside-the-round")]
    late["because"] = {"outside-the-round": "Rådhuset er optaget"}
    assert (await office.patch(f"/dialogues/{birk}", late)).status_code == 200
    for id in (birk, oak):
        [reason] = (await office.get(f"/dialogues/{id}")).json()["reasons"]
        assert reason["words"] == "Rådhuset er optaget"


async def test_one_that_is_planned_again_joins_its_meeting_if_that_has_not_moved(story: Story) -> None:
    birk, oak = await met(story, story.world.birk, story.world.oak)
    office = await story.world.actor("administration")
    for place, together in (("Rådhuset", True), ("Kantinen", False)):
        await office.act(f"/dialogues/{oak}/cancel", {"reason": "Sygdom"})
        assert (await office.patch(f"/dialogues/{birk}", {"place": place})).status_code == 200
        back = await office.act(f"/dialogues/{oak}/reopen")
        assert (back.status_code, back.json()["meeting_id"] is not None) == (200, together), back.text


async def test_a_cancelled_one_is_no_more_of_the_meeting(story: Story) -> None:
    birk, oak = await met(story, story.world.birk, story.world.oak)
    office = await story.world.actor("administration")
    await office.act(f"/dialogues/{oak}/cancel", {"reason": "Sygdom"})
    assert (await story.chief.patch(f"/dialogues/{birk}", {"place": "Birkeskolen"})).status_code == 200
    assert (await office.get(f"/dialogues/{oak}")).json()["place"] == "Rådhuset"
