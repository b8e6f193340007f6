"""Participants and data holder: who may add them, and what they can read for how long."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import update
from sqlmodel import col

from api.access.models import Grant
from api.core import clock
from api.db import transactions
from api.sign_in.models import SignIn
from tests.support.agreements.builders import agree
from tests.support.dialogue_story import Story, children_input, put_circle
from tests.support.dialogues.hold_payload import hold_payload
from tests.support.world import Actor


def refusal(response: httpx.Response) -> tuple[int, list[tuple[str, str]]]:
    return response.status_code, [(error["pointer"], error["code"]) for error in response.json().get("errors", [])]


def participant(part: str, actor: Actor) -> dict[str, Any]:
    return {"part": part, "person_id": str(actor.id)}


async def end_grants(story: Story, person: UUID) -> None:
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        ended = update(Grant).where(col(Grant.person_id) == person).values(until_on=clock.today())
        await session.execute(ended)


# --- who adds them ---


async def test_administration_cannot_add_itself_as_participant_or_data_holder(story: Story) -> None:
    office = await story.world.actor("administration")
    colleague = await story.world.actor("administration")
    for person in (office, colleague):
        as_data_holder = await office.post("/dialogues", story.plan(data_holder_id=str(person.id)))
        assert refusal(as_data_holder) == (422, [("/data_holder_id", "data-holder-from-elsewhere")])
        for part in ("consultant", "other"):
            as_participant = await office.post("/dialogues", story.plan(participants=[participant(part, person)]))
            assert refusal(as_participant) == (403, [("/participants/0/person_id", "seat-not-yours-to-give")])
        as_leader = await office.post("/dialogues", story.plan(participants=[participant("leader", person)]))
        assert refusal(as_leader) == (422, [("/participants/0/person_id", "not-of-the-institution")])
    id = await story.planned(office)
    update = await office.patch(f"/dialogues/{id}", {"participants": [participant("consultant", office)]})
    assert refusal(update) == (403, [("/participants/0/person_id", "seat-not-yours-to-give")])
    assert (await office.get(f"/dialogues/{id}")).json()["circle"] is None


async def test_administration_cannot_add_consultants_or_members_of_the_youth_council(story: Story) -> None:
    """A board member would write the circle as a consultant; the youth council belongs to no institution."""
    office = await story.world.actor("administration")
    board = await story.world.actor("board_member", story.world.birk, body="parent_board")
    youth = await story.world.actor("board_member", body="youth_council")
    plan = story.plan(participants=[participant("consultant", board)])
    assert refusal(await office.post("/dialogues", plan)) == (
        403,
        [("/participants/0/person_id", "seat-not-yours-to-give")],
    )
    plan = story.plan(participants=[participant("parent_board", youth)])
    assert refusal(await office.post("/dialogues", plan)) == (
        422,
        [("/participants/0/person_id", "not-of-the-institution")],
    )


async def test_administration_adds_people_with_a_role_at_the_institution(story: Story) -> None:
    office, staff = await story.world.actor("administration"), await story.world.actor("staff", story.world.birk_sfo)
    board = await story.world.actor("board_member", story.world.birk, body="parent_board")
    participants = [
        participant("leader", story.leader),
        participant("chief", story.chief),
        participant("staff", staff),
        participant("parent_board", board),
    ]
    id = await story.planned(office, participants=participants, data_holder_id=str(staff.id))
    assert (await put_circle(staff, id, story.entries("figure"))).status_code == 200, "the data holder writes"


@pytest.mark.parametrize("adder", ["chief", "leader"])
async def test_consultant_added_by_leader_or_chief_stays_when_the_administration_updates_the_plan(
    story: Story, adder: str
) -> None:
    office = await story.world.actor("administration")
    id = await story.planned(getattr(story, adder), participants=[participant("consultant", office)])
    assert (await put_circle(office, id, story.entries("figure"))).status_code == 200
    participants = [participant("consultant", office), {"part": "staff", "name": "Bo"}]
    update = await office.patch(f"/dialogues/{id}", {"participants": participants})
    assert update.status_code == 200, update.text


async def test_data_holder_works_at_the_institution_or_is_its_chief(story: Story) -> None:
    world = story.world
    board = await world.actor("board_member", world.birk, body="parent_board")
    for outsider in (board, await world.actor("leader", world.oak), await world.actor("chief", world.south)):
        response = await story.chief.post("/dialogues", story.plan(data_holder_id=str(outsider.id)))
        assert refusal(response) == (422, [("/data_holder_id", "data-holder-from-elsewhere")])
    await story.planned(data_holder_id=str(story.chief.id))


@pytest.mark.parametrize("role", ["admin", "auditor"])
async def test_administrator_and_auditor_cannot_be_participants(story: Story, role: str) -> None:
    person = await story.world.actor(role)
    response = await story.chief.post("/dialogues", story.plan(participants=[participant("consultant", person)]))
    assert refusal(response) == (422, [("/participants/0/person_id", "unknown-reference")])


# --- how long they have access ---


@pytest.mark.parametrize("part", ["consultant", "other", "staff", "data holder"])
async def test_participant_loses_access_when_their_roles_have_ended(story: Story, part: str) -> None:
    at = story.world.birk if part in ("staff", "data holder") else story.world.oak
    guest = await story.world.actor("staff", at)
    plan = {"data_holder_id": str(guest.id)} if part == "data holder" else {"participants": [participant(part, guest)]}
    id = await story.planned(**plan)
    assert (await guest.get(f"/dialogues/{id}/agenda")).status_code == 200
    await end_grants(story, guest.id)
    for path in ("/dialogues", f"/dialogues/{id}", f"/dialogues/{id}/agenda"):
        assert (await guest.get(path)).status_code in (403, 404), path
    assert (await put_circle(guest, id, [], etag='"1"')).status_code in (403, 404)


async def test_participant_who_moved_to_another_school_loses_access(story: Story) -> None:
    staff = await story.world.actor("staff", story.world.birk)
    id = await story.planned(participants=[participant("staff", staff)], data_holder_id=str(staff.id))
    await end_grants(story, staff.id)
    await story.world.add_grant(staff.id, "staff", story.world.oak)
    assert (await staff.get(f"/dialogues/{id}/agenda")).status_code == 404
    assert (await put_circle(staff, id, [], etag='"1"')).status_code == 404
    assert (await staff.get("/dialogues")).json()["items"] == []


async def test_consultant_reads_the_evidence_of_a_held_dialogue_and_nothing_later(story: Story) -> None:
    guest = await story.world.actor("staff", story.world.oak)
    id = await story.ready(participants=[participant("consultant", guest)])
    held = await story.chief.act(f"/dialogues/{id}/hold", hold_payload(story))
    assert held.status_code == 200, held.text
    await agree(story.world, story.world.birk, "Aftalt senere")
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        session.add(children_input(story.world.birk, "Sagt senere", collected_on=date(2026, 3, 10)))
    body = (await guest.get(f"/dialogues/{id}")).json()
    assert (len(body["evidence"]), body["decisions"], body["agreements"]) == (2, None, None)
    agenda = (await guest.get(f"/dialogues/{id}/agenda")).json()
    assert [piece["id"] for piece in agenda["evidence"]] == [str(story.figure), str(story.words)]
    assert (agenda["agreements"], agenda["focus_areas"], agenda["lacking"]) == ([], [], ["no_parent_voice"])
    assert len(agenda["prompts"]) == 6


async def test_agenda_of_a_held_dialogue_stays_unchanged_for_the_leader(story: Story) -> None:
    first = await story.held(hold_payload(story))
    await story.sign_in_again_on(date(2026, 9, 16))
    taken_up = [{"agreement_id": first["agreements"][0]["id"], "outcome": "continued", "note": None}]
    decisions = [{"focus_area_id": str(story.focus_area), "decision": "complete", "development": "clear"}]
    second = await story.held({"taken_up": taken_up, "decisions": decisions}, round=2)
    await agree(story.world, story.world.birk, "Aftalt senere")
    first_agenda = (await story.leader.get(f"/dialogues/{first['id']}/agenda")).json()
    assert first_agenda["agreements"] == []
    assert [[dialogue["round"] for dialogue in area["dialogues"]] for area in first_agenda["focus_areas"]] == [[1]]
    second_agenda = (await story.leader.get(f"/dialogues/{second['id']}/agenda")).json()
    assert [agreement["text"] for agreement in second_agenda["agreements"]] == ["Faste rutiner ved skift"]
    assert [[dialogue["round"] for dialogue in area["dialogues"]] for area in second_agenda["focus_areas"]] == [[1, 2]]


async def test_agenda_of_a_cancelled_dialogue_is_empty(story: Story) -> None:
    id = await story.planned()
    await story.chief.act(f"/dialogues/{id}/cancel", {"reason": "Sygdom"})
    agenda = (await story.leader.get(f"/dialogues/{id}/agenda")).json()
    assert (agenda["evidence"], agenda["focus_areas"], agenda["agreements"]) == ([], [], [])


async def test_evidence_ends_with_the_round_or_with_its_dialogue(story: Story) -> None:
    guest = await story.world.actor("staff", story.world.oak)
    id = await story.planned(participants=[participant("other", guest)])
    address = f"/institutions/{story.world.birk}/evidence?cycle_id={story.cycle}&round=1"
    await story.sign_in_again_on(date(2026, 7, 20))
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        for text, day in (("I tide", date(2026, 6, 30)), ("Senere", date(2026, 7, 1)), ("Nu", date(2026, 7, 20))):
            session.add(children_input(story.world.birk, text, collected_on=day))
    guest = await sign_in_again(story, guest)

    async def evidence_texts() -> list[list[str]]:
        agenda = (await guest.get(f"/dialogues/{id}/agenda")).json()
        evidence = (await story.leader.get(address)).json()
        return [
            [piece["shown"]["text"] for piece in pieces if not piece["quantitative"]]
            for pieces in (agenda["evidence"], evidence["stakeholder_input"])
        ]

    first_text = "Der er for meget larm, når vi skifter time"
    assert await evidence_texts() == [["I tide", first_text]] * 2
    because = {"outside-the-round": "Udsat til efter ferien"}
    move = {"planned_for": "2026-07-19T10:00:00+02:00", "because": because}
    assert (await story.chief.patch(f"/dialogues/{id}", move)).status_code == 200
    assert await evidence_texts() == [["Senere", "I tide", first_text]] * 2
    await story.write(id, "figure", "words")
    assert (await story.chief.act(f"/dialogues/{id}/hold", {"held_on": "2026-06-30"})).status_code == 200
    assert await evidence_texts() == [[first_text], ["I tide", first_text]]


async def sign_in_again(story: Story, actor: Actor) -> Actor:
    """Return the same person, signed in on the current day."""
    now = clock.now()
    signed = SignIn(person_id=actor.id, began_at=now, ends_at=now + timedelta(days=1))
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        session.add(signed)
    return Actor(actor.client, actor.id, story.world.token(actor.id, "person", signed.id))
