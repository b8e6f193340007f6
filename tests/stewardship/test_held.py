"""What is held about one person: told to them, and to who answers for it, with an entry in the journal each time."""

from datetime import date
from typing import Any

import pytest

from api.db import transactions
from api.db.external_ids import ExternalId
from api.sign_in.models import Person
from tests.support.dialogue_story import Story
from tests.support.dialogues.holding import choosing
from tests.support.follow_up_meetings import begin as meetings_begin
from tests.support.follow_up_meetings import put
from tests.support.world import Actor, World

ACCOUNT = {
    "id", "name", "username", "email", "active", "has_password", "first_password_until", "created_at", "updated_at",
    "erased_on",
    "calendar_made_at", "external_ids", "grants", "sign_ins", "traces", "journal",
}  # fmt: skip


async def data(actor: Actor, path: str = "/me/data") -> dict[str, Any]:
    answer = await actor.get(path)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_a_leader_reads_where_they_are_named_and_what_they_wrote(story: Story) -> None:
    leader, world = story.leader, story.world
    said = {
        "institution_id": str(world.birk),
        "voice": "staff",
        "method": "meeting",
        "form": "perspective",
        "text": "Vi mangler ro",
        "people_count": 3,
        "collected_on": "2026-03-01",
    }
    assert (await leader.post("/stakeholder-input", said)).status_code == 201
    await story.planned(data_holder_id=str(leader.id))
    async with transactions.write_transaction(world.app.state.engine) as session:
        session.add(ExternalId(resource="people", thing_id=leader.id, system="stil", external_id="x7"))
    told = await data(leader)
    assert set(told) == ACCOUNT
    assert told["external_ids"] == [{"system": "stil", "id": "x7"}]
    assert [(one["role"], one["unit_name"]) for one in told["grants"]] == [("leader", "Birkeskolen")]
    assert len(told["sign_ins"]) == 1
    named = {(one["resource"], one["named_as"]): one for one in told["traces"]}
    assert named["dialogues", "data_holder"]["unit_id"] == str(world.birk)
    assert named["stakeholder-input", "author"]["words"] == [{"field": "text", "text": "Vi mangler ro"}]
    assert told["journal"]["done"] >= 1


async def test_who_answers_for_it_reads_where_and_no_words(story: Story) -> None:
    held = await story.held(choosing(story))
    auditor, admin = await story.world.actor("auditor"), await story.world.actor("admin")
    chief = story.chief
    correction = {"field": "place", "becomes": "Salen", "reason": "Vi sad et andet sted"}
    assert (await chief.act(f"/dialogues/{held['id']}/corrections", correction)).status_code == 200
    for reader in (auditor, admin):
        told = await data(reader, f"/people/{chief.id}/data")
        assert told["traces"]
        assert all(one["words"] is None for one in told["traces"])
        assert any((one["part"], one["thing_id"]) == ("correction", held["id"]) for one in told["traces"])
    own = await data(chief)
    assert [{"field": "reason", "text": "Vi sad et andet sted"}] in [one["words"] for one in own["traces"]]


async def test_words_are_not_told_where_no_role_reaches_any_more(story: Story) -> None:
    held = await story.held(choosing(story))
    correction = {"field": "place", "becomes": "Salen", "reason": "Vi sad et andet sted"}
    assert (await story.chief.act(f"/dialogues/{held['id']}/corrections", correction)).status_code == 200
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        from sqlalchemy import update

        from api.access.models import Grant

        await session.execute(update(Grant).where(Grant.person_id == story.chief.id).values(until_on=date(2026, 1, 1)))
    told = await data(story.chief)
    assert told["traces"]
    assert all(one["words"] is None for one in told["traces"])


async def test_each_reading_is_recorded(story: Story) -> None:
    auditor = await story.world.actor("auditor")
    await data(auditor, f"/people/{story.leader.id}/data")
    await data(story.leader)
    entries = (await auditor.get(f"/audit?thing_id={story.leader.id}&action=data_read")).json()["items"]
    assert [entry["actor_id"] for entry in entries] == [str(story.leader.id), str(auditor.id)]


@pytest.mark.parametrize("role", ["administration", "chief", "leader", "staff", "board_member", "data_supplier"])
async def test_nobody_else_reads_it_of_others(world: World, role: str) -> None:
    units = {"chief": world.north, "administration": None, "data_supplier": None}
    more = {"body": "parent_board"} if role == "board_member" else {}
    other = await world.actor("leader", world.birk)
    actor = await world.actor(role, units.get(role, world.birk), **more)
    assert (await actor.get(f"/people/{other.id}/data")).status_code in (403, 404)
    if role != "data_supplier":
        assert (await data(actor))["id"] == str(actor.id)


async def test_a_machine_has_no_personal_data(world: World) -> None:
    machine = await world.actor("data_supplier", machine=True)
    assert (await machine.get("/me/data")).status_code == 404


def test_the_password_itself_is_not_among_it() -> None:
    assert "password_hash" not in ACCOUNT
    assert "password_hash" in Person.model_fields


async def test_what_was_between_two_is_not_read_by_another_role(world: World) -> None:
    """Who was chief and is administration, who led and is staff: notes and turns that were not shared stay closed."""
    talk = await meetings_begin(world)
    id = await talk.planned()
    said = {"topics": ["emne"], "notes": "Om lederen"}
    assert (await put(talk.chief, f"/follow-ups/{id}/notes", said, f"/follow-ups/{id}")).status_code == 200
    agreed = {"text": "Vi prøver det", "responsible": "x", "due_on": "2026-05-01"}
    held = (await talk.hold(id, agreements=[agreed])).json()
    why = {"field": "notes", "becomes": "Om noget andet", "reason": "HEMMELIG grund"}
    assert (await talk.chief.act(f"/follow-ups/{id}/corrections", why)).status_code == 200
    agreement = held["agreements"][0]["id"]
    assert (await talk.leader.act(f"/agreements/{agreement}/done", {"note": "HEMMELIG note"})).status_code == 200
    for actor in (talk.chief, talk.leader):
        await talk.leaves(actor, date(2026, 3, 10))
    await world.give(talk.chief.id, "administration")
    await world.give(talk.leader.id, "staff", world.birk)
    for actor in (talk.chief, talk.leader):
        answer = await actor.get("/me/data")
        assert (answer.status_code, "HEMMELIG" in answer.text) == (200, False)
