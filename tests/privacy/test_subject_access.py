"""Subject access requests: answered to the person and to those responsible, with a journal entry for each reading."""

from datetime import date
from typing import Any

import pytest

from api.db import transactions
from api.db.external_ids import ExternalId
from api.sign_in.models import Person
from tests.support.dialogue_story import Story
from tests.support.dialogues.hold_payload import hold_payload
from tests.support.follow_up_meetings import begin as meetings_begin
from tests.support.follow_up_meetings import put_with_etag
from tests.support.world import Actor, World

ACCOUNT = {
    "id", "name", "username", "email", "active", "has_password", "first_password_until", "created_at", "updated_at",
    "erased_on",
    "calendar_made_at", "external_ids", "grants", "sign_ins", "traces", "journal",
}  # fmt: skip


async def data(actor: Actor, path: str = "/me/data") -> dict[str, Any]:
    response = await actor.get(path)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


async def test_leader_reads_where_they_are_named_and_what_they_wrote(story: Story) -> None:
    leader, world = story.leader, story.world
    input_body = {
        "institution_id": str(world.birk),
        "voice": "staff",
        "method": "meeting",
        "form": "perspective",
        "text": "Vi mangler ro",
        "people_count": 3,
        "collected_on": "2026-03-01",
    }
    assert (await leader.post("/stakeholder-input", input_body)).status_code == 201
    await story.planned(data_holder_id=str(leader.id))
    async with transactions.write_transaction(world.app.state.engine) as session:
        session.add(ExternalId(resource="people", thing_id=leader.id, system="stil", external_id="x7"))
    held = await data(leader)
    assert set(held) == ACCOUNT
    assert held["external_ids"] == [{"system": "stil", "id": "x7"}]
    assert [(grant["role"], grant["unit_name"]) for grant in held["grants"]] == [("leader", "Birkeskolen")]
    assert len(held["sign_ins"]) == 1
    traces = {(trace["resource"], trace["named_as"]): trace for trace in held["traces"]}
    assert traces["dialogues", "data_holder"]["unit_id"] == str(world.birk)
    assert traces["stakeholder-input", "author"]["words"] == [{"field": "text", "text": "Vi mangler ro"}]
    assert held["journal"]["done"] >= 1


async def test_auditor_and_admin_read_where_somebody_is_named_but_no_text(story: Story) -> None:
    dialogue = await story.held(hold_payload(story))
    auditor, admin = await story.world.actor("auditor"), await story.world.actor("admin")
    chief = story.chief
    correction = {"field": "place", "becomes": "Salen", "reason": "Vi sad et andet sted"}
    assert (await chief.act(f"/dialogues/{dialogue['id']}/corrections", correction)).status_code == 200
    for reader in (auditor, admin):
        held = await data(reader, f"/people/{chief.id}/data")
        assert held["traces"]
        assert all(trace["words"] is None for trace in held["traces"])
        assert any((trace["part"], trace["thing_id"]) == ("correction", dialogue["id"]) for trace in held["traces"])
    own = await data(chief)
    assert [{"field": "reason", "text": "Vi sad et andet sted"}] in [trace["words"] for trace in own["traces"]]


async def test_text_is_left_out_of_units_where_the_person_has_no_role_any_more(story: Story) -> None:
    dialogue = await story.held(hold_payload(story))
    correction = {"field": "place", "becomes": "Salen", "reason": "Vi sad et andet sted"}
    assert (await story.chief.act(f"/dialogues/{dialogue['id']}/corrections", correction)).status_code == 200
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        from sqlalchemy import update

        from api.access.models import Grant

        await session.execute(update(Grant).where(Grant.person_id == story.chief.id).values(until_on=date(2026, 1, 1)))
    held = await data(story.chief)
    assert held["traces"]
    assert all(trace["words"] is None for trace in held["traces"])


async def test_each_reading_is_recorded_in_the_journal(story: Story) -> None:
    auditor = await story.world.actor("auditor")
    await data(auditor, f"/people/{story.leader.id}/data")
    await data(story.leader)
    entries = (await auditor.get(f"/audit?thing_id={story.leader.id}&action=data_read")).json()["items"]
    assert [entry["actor_id"] for entry in entries] == [str(story.leader.id), str(auditor.id)]


@pytest.mark.parametrize("role", ["administration", "chief", "leader", "staff", "board_member", "data_supplier"])
async def test_nobody_else_reads_the_data_of_others(world: World, role: str) -> None:
    units = {"chief": world.north, "administration": None, "data_supplier": None}
    grant = {"body": "parent_board"} if role == "board_member" else {}
    other = await world.actor("leader", world.birk)
    actor = await world.actor(role, units.get(role, world.birk), **grant)
    assert (await actor.get(f"/people/{other.id}/data")).status_code in (403, 404)
    if role != "data_supplier":
        assert (await data(actor))["id"] == str(actor.id)


async def test_machine_has_no_personal_data(world: World) -> None:
    machine = await world.actor("data_supplier", machine=True)
    assert (await machine.get("/me/data")).status_code == 404


def test_password_hash_is_not_part_of_the_data() -> None:
    assert "password_hash" not in ACCOUNT
    assert "password_hash" in Person.model_fields


async def test_confidential_text_is_not_read_by_another_role(world: World) -> None:
    """A former chief in the administration, a former leader among the staff: notes and unshared turns stay closed."""
    talk = await meetings_begin(world)
    id = await talk.planned()
    notes = {"topics": ["emne"], "notes": "Om lederen"}
    assert (await put_with_etag(talk.chief, f"/follow-ups/{id}/notes", notes, f"/follow-ups/{id}")).status_code == 200
    agreement = {"text": "Vi prøver det", "responsible": "x", "due_on": "2026-05-01"}
    held = (await talk.hold(id, agreements=[agreement])).json()
    correction = {"field": "notes", "becomes": "Om noget andet", "reason": "HEMMELIG grund"}
    assert (await talk.chief.act(f"/follow-ups/{id}/corrections", correction)).status_code == 200
    agreement_id = held["agreements"][0]["id"]
    assert (await talk.leader.act(f"/agreements/{agreement_id}/done", {"note": "HEMMELIG note"})).status_code == 200
    for actor in (talk.chief, talk.leader):
        await talk.end_roles(actor, date(2026, 3, 10))
    await world.add_grant(talk.chief.id, "administration")
    await world.add_grant(talk.leader.id, "staff", world.birk)
    for actor in (talk.chief, talk.leader):
        response = await actor.get("/me/data")
        assert (response.status_code, "HEMMELIG" in response.text) == (200, False)
