"""Who sits at a dialogue's table, who gives the seats, and what a seat opens for how long."""

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
from tests.support.dialogue_story import Story, put, said
from tests.support.dialogues.holding import choosing
from tests.support.world import Actor


def refusal(answer: httpx.Response) -> tuple[int, list[tuple[str, str]]]:
    return answer.status_code, [(error["pointer"], error["code"]) for error in answer.json().get("errors", [])]


def seat(part: str, actor: Actor) -> dict[str, Any]:
    return {"part": part, "person_id": str(actor.id)}


async def end_grants(story: Story, person: UUID) -> None:
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        ended = update(Grant).where(col(Grant.person_id) == person).values(until_on=clock.today())
        await session.execute(ended)


# --- who gives them ---


async def test_the_administration_does_not_seat_itself(story: Story) -> None:
    office = await story.world.actor("administration")
    colleague = await story.world.actor("administration")
    for who in (office, colleague):
        holding = await office.post("/dialogues", story.plan(data_holder_id=str(who.id)))
        assert refusal(holding) == (422, [("/data_holder_id", "data-holder-from-elsewhere")])
        for part in ("consultant", "other"):
            seated = await office.post("/dialogues", story.plan(participants=[seat(part, who)]))
            assert refusal(seated) == (403, [("/participants/0/person_id", "seat-not-yours-to-give")])
        posing = await office.post("/dialogues", story.plan(participants=[seat("leader", who)]))
        assert refusal(posing) == (422, [("/participants/0/person_id", "not-of-the-institution")])
    id = await story.planned(office)
    later = await office.patch(f"/dialogues/{id}", {"participants": [seat("consultant", office)]})
    assert refusal(later) == (403, [("/participants/0/person_id", "seat-not-yours-to-give")])
    assert (await office.get(f"/dialogues/{id}")).json()["circle"] is None


async def test_the_administration_does_not_open_the_circle_to_anybody(story: Story) -> None:
    """Not to a board member either, who would write it as a consultant."""
    office = await story.world.actor("administration")
    board = await story.world.actor("board_member", story.world.birk, body="parent_board")
    youth = await story.world.actor("board_member", body="youth_council")
    plan = story.plan(participants=[seat("consultant", board)])
    assert refusal(await office.post("/dialogues", plan)) == (
        403,
        [("/participants/0/person_id", "seat-not-yours-to-give")],
    )
    plan = story.plan(participants=[seat("parent_board", youth)])
    assert refusal(await office.post("/dialogues", plan)) == (
        422,
        [("/participants/0/person_id", "not-of-the-institution")],
    )


async def test_the_administration_seats_who_belongs_to_the_institution(story: Story) -> None:
    office, staff = await story.world.actor("administration"), await story.world.actor("staff", story.world.birk_sfo)
    board = await story.world.actor("board_member", story.world.birk, body="parent_board")
    seats = [
        seat("leader", story.leader),
        seat("chief", story.chief),
        seat("staff", staff),
        seat("parent_board", board),
    ]
    id = await story.planned(office, participants=seats, data_holder_id=str(staff.id))
    assert (await put(staff, id, story.entries("figure"))).status_code == 200, "the data holder writes"


@pytest.mark.parametrize("who", ["chief", "leader"])
async def test_leader_and_chief_seat_a_consultant_who_stays_when_the_administration_changes_the_plan(
    story: Story, who: str
) -> None:
    office = await story.world.actor("administration")
    id = await story.planned(getattr(story, who), participants=[seat("consultant", office)])
    assert (await put(office, id, story.entries("figure"))).status_code == 200
    seats = [seat("consultant", office), {"part": "staff", "name": "Bo"}]
    kept = await office.patch(f"/dialogues/{id}", {"participants": seats})
    assert kept.status_code == 200, kept.text


async def test_the_data_holder_works_in_the_institution_or_is_its_chief(story: Story) -> None:
    world = story.world
    board = await world.actor("board_member", world.birk, body="parent_board")
    for wrong in (board, await world.actor("leader", world.oak), await world.actor("chief", world.south)):
        answer = await story.chief.post("/dialogues", story.plan(data_holder_id=str(wrong.id)))
        assert refusal(answer) == (422, [("/data_holder_id", "data-holder-from-elsewhere")])
    await story.planned(data_holder_id=str(story.chief.id))


@pytest.mark.parametrize("role", ["admin", "auditor"])
async def test_those_who_look_after_the_system_are_not_seated(story: Story, role: str) -> None:
    who = await story.world.actor(role)
    answer = await story.chief.post("/dialogues", story.plan(participants=[seat("consultant", who)]))
    assert refusal(answer) == (422, [("/participants/0/person_id", "unknown-reference")])


# --- how long they last ---


@pytest.mark.parametrize("part", ["consultant", "other", "staff", "data holder"])
async def test_a_seat_opens_nothing_any_more_when_the_grants_have_ended(story: Story, part: str) -> None:
    at = story.world.birk if part in ("staff", "data holder") else story.world.oak
    guest = await story.world.actor("staff", at)
    plan = {"data_holder_id": str(guest.id)} if part == "data holder" else {"participants": [seat(part, guest)]}
    id = await story.planned(**plan)
    assert (await guest.get(f"/dialogues/{id}/agenda")).status_code == 200
    await end_grants(story, guest.id)
    for path in ("/dialogues", f"/dialogues/{id}", f"/dialogues/{id}/agenda"):
        assert (await guest.get(path)).status_code in (403, 404), path
    assert (await put(guest, id, [], etag='"1"')).status_code in (403, 404)


async def test_who_has_moved_to_another_school_sits_there_for_the_old_one_no_longer(story: Story) -> None:
    staff = await story.world.actor("staff", story.world.birk)
    id = await story.planned(participants=[seat("staff", staff)], data_holder_id=str(staff.id))
    await end_grants(story, staff.id)
    await story.world.give(staff.id, "staff", story.world.oak)
    assert (await staff.get(f"/dialogues/{id}/agenda")).status_code == 404
    assert (await put(staff, id, [], etag='"1"')).status_code == 404
    assert (await staff.get("/dialogues")).json()["items"] == []


async def test_a_guest_reads_what_a_held_dialogue_rested_on_and_nothing_that_came_later(story: Story) -> None:
    guest = await story.world.actor("staff", story.world.oak)
    id = await story.ready(participants=[seat("consultant", guest)])
    held = await story.chief.act(f"/dialogues/{id}/hold", choosing(story))
    assert held.status_code == 200, held.text
    await agree(story.world, story.world.birk, "Aftalt senere")
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        session.add(said(story.world.birk, "Sagt senere", collected_on=date(2026, 3, 10)))
    body = (await guest.get(f"/dialogues/{id}")).json()
    assert (len(body["evidence"]), body["decisions"], body["agreements"]) == (2, None, None)
    agenda = (await guest.get(f"/dialogues/{id}/agenda")).json()
    assert [one["id"] for one in agenda["evidence"]] == [str(story.figure), str(story.words)]
    assert (agenda["agreements"], agenda["focus_areas"], agenda["lacking"]) == ([], [], ["no_parent_voice"])
    assert len(agenda["prompts"]) == 6


async def test_the_agenda_of_a_held_dialogue_stays_as_it_was_for_the_institution(story: Story) -> None:
    first = await story.held(choosing(story))
    await story.again(date(2026, 9, 16))
    taken = [{"agreement_id": first["agreements"][0]["id"], "outcome": "continued", "note": None}]
    decided = [{"focus_area_id": str(story.focus_area), "decision": "complete", "development": "clear"}]
    second = await story.held({"taken_up": taken, "decisions": decided}, round=2)
    await agree(story.world, story.world.birk, "Aftalt senere")
    then = (await story.leader.get(f"/dialogues/{first['id']}/agenda")).json()
    assert then["agreements"] == []
    assert [[one["round"] for one in area["dialogues"]] for area in then["focus_areas"]] == [[1]]
    now = (await story.leader.get(f"/dialogues/{second['id']}/agenda")).json()
    assert [one["text"] for one in now["agreements"]] == ["Faste rutiner ved skift"]
    assert [[one["round"] for one in area["dialogues"]] for area in now["focus_areas"]] == [[1, 2]]


async def test_a_cancelled_dialogue_has_nothing_on_its_agenda(story: Story) -> None:
    id = await story.planned()
    await story.chief.act(f"/dialogues/{id}/cancel", {"reason": "Sygdom"})
    agenda = (await story.leader.get(f"/dialogues/{id}/agenda")).json()
    assert (agenda["evidence"], agenda["focus_areas"], agenda["agreements"]) == ([], [], [])


async def test_the_evidence_of_a_round_ends_with_it_or_with_its_dialogue(story: Story) -> None:
    guest = await story.world.actor("staff", story.world.oak)
    id = await story.planned(participants=[seat("other", guest)])
    address = f"/institutions/{story.world.birk}/evidence?cycle_id={story.cycle}&round=1"
    await story.again(date(2026, 7, 20))
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        for text, day in (("I tide", date(2026, 6, 30)), ("Senere", date(2026, 7, 1)), ("Nu", date(2026, 7, 20))):
            session.add(said(story.world.birk, text, collected_on=day))
    guest = await again(story, guest)

    async def words() -> list[list[str]]:
        agenda = (await guest.get(f"/dialogues/{id}/agenda")).json()
        evidence = (await story.leader.get(address)).json()
        return [
            [piece["shown"]["text"] for piece in pieces if not piece["quantitative"]]
            for pieces in (agenda["evidence"], evidence["stakeholder_input"])
        ]

    first = "Der er for meget larm, når vi skifter time"
    assert await words() == [["I tide", first]] * 2
    because = {"outside-the-round": "Udsat til efter ferien"}
    move = {"planned_for": "2026-07-19T10:00:00+02:00", "because": because}
    assert (await story.chief.patch(f"/dialogues/{id}", move)).status_code == 200
    assert await words() == [["Senere", "I tide", first]] * 2
    await story.write(id, "figure", "words")
    assert (await story.chief.act(f"/dialogues/{id}/hold", {"held_on": "2026-06-30"})).status_code == 200
    assert await words() == [[first], ["I tide", first]]


async def again(story: Story, actor: Actor) -> Actor:
    """The same person, signed in anew on another day."""
    now = clock.now()
    signed = SignIn(person_id=actor.id, began_at=now, ends_at=now + timedelta(days=1))
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        session.add(signed)
    return Actor(actor.client, actor.id, story.world.token(actor.id, "person", signed.id))
