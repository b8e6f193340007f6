"""Planning a whole round in one request, and joint meetings of several institutions."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, select

from api.core.identifiers import new_id
from api.db import transactions
from api.institutions.actions import create_institutions
from api.institutions.models import Kind
from api.institutions.schemas import InstitutionCreate
from api.journal.models import Entry
from tests.support.dialogue_story import Story
from tests.support.faults import faults_of


def round_of(story: Story, *places: UUID, **other: Any) -> dict[str, Any]:
    return {"dialogues": [story.plan(institution_id=str(place), **other) for place in places]}


async def dialogue_count(story: Story) -> int:
    return int((await story.chief.get("/dialogues?count=true")).json()["total"])


async def create_schools(story: Story, number: int) -> list[UUID]:
    new_schools = [
        InstitutionCreate(name=f"Skole {index}", kind=Kind.school, district_id=story.world.north)
        for index in range(number)
    ]
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        return [school.id for school in await create_institutions(session, None, new_schools)]


async def test_chief_plans_a_district_in_one_request(story: Story) -> None:
    more = await create_schools(story, 3)
    body = round_of(story, story.world.birk, *more)
    for hour, plan in enumerate(body["dialogues"], 9):
        plan["planned_for"] = f"2026-03-16T{hour:02}:00:00+01:00"
    body["dialogues"][1]["participants"] = [{"part": "leader", "person_id": str(story.chief.id)}]
    created = await story.chief.post("/dialogues/rounds", body)
    assert created.status_code == 200, created.text
    items = created.json()["items"]
    assert [item["institution_name"] for item in items] == ["Birkeskolen", "Skole 0", "Skole 1", "Skole 2"]
    assert [item["planned_for"][11:13] for item in items] == ["08", "09", "10", "11"]
    assert await dialogue_count(story) == 4
    async with transactions.read_transaction(story.world.app.state.engine) as session:
        journal_ids = (await session.execute(select(Entry.thing_id).where(Entry.resource == "dialogues"))).scalars()  # type: ignore[arg-type, call-overload]
    assert {str(id) for id in journal_ids} == {item["id"] for item in items}


async def test_round_is_planned_completely_or_not_at_all_with_the_pointer_of_each_fault(story: Story) -> None:
    first, second = await create_schools(story, 2)
    await story.planned(institution_id=str(first))
    body = round_of(story, story.world.birk, first, second, second)
    body["dialogues"][0]["planned_for"] = "2026-08-01T10:00:00+02:00"
    body["dialogues"][2] |= {"data_holder_id": str(story.leader.id), "because": {"dialogue-exists": "Gerne"}}
    refused = await story.chief.post("/dialogues/rounds", body)
    assert faults_of(refused) == [
        ("/dialogues/0/planned_for", "outside-the-round"),
        ("/dialogues/1/round", "dialogue-exists"),
        ("/dialogues/2/data_holder_id", "data-holder-from-elsewhere"),
        ("/dialogues/2/because/dialogue-exists", "not-overridable"),
        ("/dialogues/3/round", "dialogue-exists"),
    ]
    assert await dialogue_count(story) == 1
    because = {"because": {"outside-the-round": "Skolen bygges om"}}
    body["dialogues"] = [body["dialogues"][0] | because, story.plan(institution_id=str(second))]
    created = await story.chief.post("/dialogues/rounds", body)
    assert created.status_code == 200, created.text
    [late, _] = created.json()["items"]
    [reason] = (await story.chief.get(f"/dialogues/{late['id']}")).json()["reasons"]
    assert reason["words"] == "Skolen bygges om"


async def test_round_is_planned_only_for_institutions_that_the_caller_plans_for(story: Story) -> None:
    world = story.world
    beyond = await story.chief.post("/dialogues/rounds", round_of(story, world.birk, world.oak))
    assert (beyond.status_code, faults_of(beyond)) == (422, [("/dialogues/1/institution_id", "unknown-reference")])
    unknown = await story.chief.post("/dialogues/rounds", round_of(story, world.birk, cycle_id=str(new_id())))
    assert (unknown.status_code, faults_of(unknown)) == (422, [("/dialogues/0/cycle_id", "unknown-reference")])
    staff = await world.actor("staff", world.birk)
    assert (await staff.post("/dialogues/rounds", round_of(story, world.birk))).status_code == 403
    await world.add_grant(staff.id, "leader", world.oak)
    both = await staff.post("/dialogues/rounds", round_of(story, world.oak, world.birk))
    assert (both.status_code, await dialogue_count(story)) == (403, 0)
    empty = await story.chief.post("/dialogues/rounds", {"dialogues": []})
    assert faults_of(empty) == [("/dialogues", "too-short")]


async def test_large_round_needs_no_more_queries_than_a_small_one(story: Story) -> None:
    engine = story.world.app.state.engine

    async def count_queries(places: list[UUID]) -> int:
        statements: list[str] = []

        def record_statement(*arguments: object) -> None:
            if str(arguments[2]).startswith("SELECT"):
                statements.append(str(arguments[2]))

        event.listen(engine.sync_engine, "before_cursor_execute", record_statement)
        created = await story.chief.post("/dialogues/rounds", round_of(story, *places))
        event.remove(engine.sync_engine, "before_cursor_execute", record_statement)
        assert created.status_code == 200, created.text
        return len(statements)

    places = await create_schools(story, 22)
    assert await count_queries(places[2:]) == await count_queries(places[:2])


# --- joint meetings ---


async def plan_joint_meeting(story: Story, *places: UUID) -> list[str]:
    office, meeting = await story.world.actor("administration"), str(new_id())
    created = await office.post("/dialogues/rounds", round_of(story, *places, meeting_id=meeting, place="Rådhuset"))
    assert created.status_code == 200, created.text
    return [item["id"] for item in created.json()["items"]]


async def test_joint_meeting_has_one_time_and_place(story: Story) -> None:
    world, meeting = story.world, str(new_id())
    office = await world.actor("administration")
    body = round_of(story, world.birk, world.oak, meeting_id=meeting, place="Rådhuset")
    apart = {"planned_for": "2026-03-17T13:00:00+01:00"}, {"place": "Egeskolen"}
    for other in apart:
        wrong = {"dialogues": [body["dialogues"][0], body["dialogues"][1] | other]}
        refused = await office.post("/dialogues/rounds", wrong)
        assert (refused.status_code, faults_of(refused)) == (422, [("/dialogues/1/meeting_id", "meeting-apart")])
    birk = await story.planned(office, meeting_id=meeting, place="Rådhuset")
    for other in apart:
        refused = await office.post("/dialogues", body["dialogues"][1] | other)
        assert faults_of(refused) == [("/meeting_id", "meeting-apart")]
    oak = await office.post("/dialogues", body["dialogues"][1])
    assert oak.status_code == 201, oak.text
    together = (await office.get(f"/dialogues?meeting_id={meeting}")).json()["items"]
    assert {dialogue["id"] for dialogue in together} == {birk, oak.json()["id"]}


async def test_joint_meeting_moves_together_while_each_dialogue_keeps_its_circle_and_status(story: Story) -> None:
    world = story.world
    birk, oak = await plan_joint_meeting(story, world.birk, world.oak)
    office = await world.actor("administration")
    moved = await office.patch(f"/dialogues/{birk}", {"planned_for": "2026-04-01T10:00:00+02:00", "place": "Kantinen"})
    assert moved.status_code == 200, moved.text
    there = (await office.get(f"/dialogues/{oak}")).json()
    assert (there["planned_for"], there["place"], there["version"]) == ("2026-04-01T08:00:00Z", "Kantinen", 2)
    case = await story.chief.patch(f"/dialogues/{birk}", {"case_reference": "26/1"})
    assert (case.status_code, case.json()["case_reference"]) == (200, "26/1"), "of this dialogue only"
    assert (await office.get(f"/dialogues/{oak}")).json()["case_reference"] is None
    await story.write(birk, "figure", "words")
    assert (await story.chief.act(f"/dialogues/{birk}/hold", {})).status_code == 200
    assert (await office.get(f"/dialogues/{oak}")).json()["status"] == "planned"


async def test_chief_cannot_move_a_joint_meeting_of_another_district(story: Story) -> None:
    world = story.world
    birk, oak = await plan_joint_meeting(story, world.birk, world.oak)
    later = {"planned_for": "2026-04-01T10:00:00+02:00"}
    refused = await story.chief.patch(f"/dialogues/{birk}", later)
    assert (refused.status_code, refused.json()["code"]) == (409, "meeting-of-several")
    alone = await story.chief.patch(f"/dialogues/{birk}", {**later, "meeting_id": None})
    assert (alone.status_code, alone.json()["meeting_id"]) == (200, None), alone.text
    office = await world.actor("administration")
    assert (await office.get(f"/dialogues/{oak}")).json()["version"] == 1
    meeting = (await office.get(f"/dialogues/{oak}")).json()["meeting_id"]
    back = await story.chief.patch(f"/dialogues/{birk}", {"meeting_id": meeting})
    assert (back.status_code, faults_of(back)) == (409, [("/meeting_id", "meeting-of-several")])
    back = await office.patch(f"/dialogues/{birk}", {"meeting_id": meeting})
    assert (back.status_code, faults_of(back)) == (422, [("/meeting_id", "meeting-apart")])


@pytest.mark.parametrize("cancelled", [False, True])
async def test_nobody_joins_a_meeting_with_institutions_that_others_plan_for(story: Story, cancelled: bool) -> None:
    world, office = story.world, await story.world.actor("administration")
    [oak] = await plan_joint_meeting(story, world.oak)
    meeting = (await office.get(f"/dialogues/{oak}")).json()["meeting_id"]
    if cancelled:
        assert (await office.act(f"/dialogues/{oak}/cancel", {"reason": "Sygdom"})).status_code == 200
    refusal = 409, [("/meeting_id", "meeting-of-several")]
    join = {"meeting_id": meeting, "place": "Rådhuset"}
    dialogue_id = await story.planned()
    for actor in (story.chief, story.leader):
        refused = await actor.patch(f"/dialogues/{dialogue_id}", join)
        assert (refused.status_code, faults_of(refused)) == refusal
        refused = await actor.post("/dialogues", story.plan(institution_id=str(world.birk_sfo), **join))
        assert (refused.status_code, faults_of(refused)) == refusal
        refused = await actor.post("/dialogues/rounds", round_of(story, world.birk_sfo, **join))
        assert faults_of(refused) == [("/dialogues/0/meeting_id", "meeting-of-several")]
    assert (await office.patch(f"/dialogues/{dialogue_id}", join)).status_code == 200, (
        "the administration plans for both"
    )
    moved = await office.post(f"/dialogues/{dialogue_id}/cancel", {"reason": "Syg"}, etag='"2"')
    assert moved.status_code == 200, moved.text
    alone = await story.chief.act(f"/dialogues/{dialogue_id}/reopen")
    assert (alone.status_code, alone.json()["meeting_id"]) == (200, None)


async def test_joint_meeting_outside_the_round_stores_the_reason_with_each_dialogue(story: Story) -> None:
    birk, oak = await plan_joint_meeting(story, story.world.birk, story.world.oak)
    office = await story.world.actor("administration")
    late: dict[str, Any] = {"planned_for": "2026-08-01T10:00:00+02:00"}
    assert faults_of(await office.patch(f"/dialogues/{birk}", late)) == [("/planned_for", "outside-the-round")]
    late["because"] = {"outside-the-round": "Rådhuset er optaget"}
    assert (await office.patch(f"/dialogues/{birk}", late)).status_code == 200
    for id in (birk, oak):
        [reason] = (await office.get(f"/dialogues/{id}")).json()["reasons"]
        assert reason["words"] == "Rådhuset er optaget"


async def test_reopened_dialogue_rejoins_its_meeting_unless_that_has_moved(story: Story) -> None:
    birk, oak = await plan_joint_meeting(story, story.world.birk, story.world.oak)
    office = await story.world.actor("administration")
    for place, together in (("Rådhuset", True), ("Kantinen", False)):
        await office.act(f"/dialogues/{oak}/cancel", {"reason": "Sygdom"})
        assert (await office.patch(f"/dialogues/{birk}", {"place": place})).status_code == 200
        back = await office.act(f"/dialogues/{oak}/reopen")
        assert (back.status_code, back.json()["meeting_id"] is not None) == (200, together), back.text


async def test_cancelled_dialogue_does_not_move_with_its_meeting(story: Story) -> None:
    birk, oak = await plan_joint_meeting(story, story.world.birk, story.world.oak)
    office = await story.world.actor("administration")
    await office.act(f"/dialogues/{oak}/cancel", {"reason": "Sygdom"})
    assert (await story.chief.patch(f"/dialogues/{birk}", {"place": "Birkeskolen"})).status_code == 200
    assert (await office.get(f"/dialogues/{oak}")).json()["place"] == "Rådhuset"
