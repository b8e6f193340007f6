"""Holding dialogues through the API: rules, stored results, and which role reads which part."""

import asyncio
from datetime import date
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from api.app import create_app
from api.core.identifiers import new_id
from api.db import transactions
from api.dialogues.models import Dialogue
from api.focus_areas.actions import propose_focus_areas
from api.journal.models import Entry
from api.redaction.models import PinnedEvidence
from api.stakeholder_input.models import Input
from tests.support.agreements.builders import agree
from tests.support.dialogue_story import Story, proposal, put_circle
from tests.support.dialogues.hold_payload import hold_payload
from tests.support.faults import faults_of
from tests.support.world import Actor


async def test_holding_stores_decisions_agreements_and_evidence(story: Story) -> None:
    held = await story.held(hold_payload(story, held_on="2026-03-09"))
    assert (held["status"], held["held_on"], held["prompts_number"]) == ("held", "2026-03-09", 1)
    [decision], [agreement] = held["decisions"], held["agreements"]
    assert (decision["focus_area_title"], decision["decision"], decision["development"]) == (
        "Ro i timerne",
        "choose",
        "some",
    )
    assert (agreement["text"], agreement["status"], agreement["origin_id"]) == (
        "Faste rutiner ved skift",
        "open",
        held["id"],
    )
    assert [(piece["kind"], piece["shown"].get("value"), piece["shown"].get("text")) for piece in held["evidence"]] == [
        ("measurement", 81.5, None),
        ("stakeholder_input", None, "Der er for meget larm, når vi skifter time"),
    ]
    area = (await story.leader.get(f"/focus-areas/{story.focus_area}")).json()
    assert (area["status"], area["development"]) == ("chosen", "some")
    listed = (await story.leader.get(f"/agreements?origin_id={held['id']}")).json()["items"]
    assert [item["id"] for item in listed] == [agreement["id"]]


async def test_holding_requires_a_complete_circle_and_both_kinds_of_evidence(story: Story) -> None:
    id = await story.planned()
    empty = await story.chief.act(f"/dialogues/{id}/hold", {})
    assert (empty.status_code, empty.json()["code"]) == (409, "circle-incomplete")
    assert [code for _, code in faults_of(empty)] == ["circle-incomplete"] * 3 + ["one-sided-evidence"] * 2
    await story.write(id, "figure")
    numbers_only = await story.chief.act(f"/dialogues/{id}/hold", {})
    assert (numbers_only.status_code, numbers_only.json()["code"]) == (409, "one-sided-evidence")
    assert numbers_only.json()["overridable"] is True
    assert numbers_only.json()["errors"][0]["detail"] == "The circle cites no voice or observation."
    await story.write(id, "words")
    words_only = await story.chief.act(f"/dialogues/{id}/hold", {})
    assert words_only.json()["errors"][0]["detail"] == "The circle cites no figure."
    because = {"one-sided-evidence": "Datapakken er forsinket"}
    held = await story.chief.act(f"/dialogues/{id}/hold", {"because": because})
    assert held.status_code == 200, held.text
    assert [(reason["code"], reason["words"]) for reason in held.json()["reasons"]] == list(because.items())


async def test_holding_requires_that_every_open_agreement_is_taken_up(story: Story) -> None:
    first = await story.held(hold_payload(story))
    [shared] = await agree(story.world, story.world.birk, "Fra en anden samtale")
    [private] = await agree(story.world, story.world.birk, "Lederens egen", shared=False)
    [foreign] = await agree(story.world, story.world.oak, "En anden skoles")
    await story.sign_in_again_on(date(2026, 9, 16))
    second = await story.ready(round=2)
    path, own = f"/dialogues/{second}/hold", first["agreements"][0]["id"]
    refused = await story.chief.act(path, {"taken_up": [{"agreement_id": own, "outcome": "done"}]})
    assert (refused.status_code, refused.json()["code"]) == (409, "agreements-not-taken-up")
    taken_up = [
        {"agreement_id": own, "outcome": "done", "note": "Virker"},
        {"agreement_id": shared, "outcome": "continued", "note": "Endnu et halvår"},
    ]
    for wrong in (foreign, private, str(new_id())):
        response = await story.chief.act(path, {"taken_up": [*taken_up, {"agreement_id": wrong, "outcome": "dropped"}]})
        assert (response.status_code, faults_of(response)) == (422, [("/taken_up/2/agreement_id", "unknown-reference")])
    held = await story.chief.act(path, {"taken_up": taken_up})
    assert held.status_code == 200, held.text
    assert [(taken_up["text"], taken_up["outcome"], taken_up["note"]) for taken_up in held.json()["taken_up"]] == [
        ("Faste rutiner ved skift", "done", "Virker"),
        ("Fra en anden samtale", "continued", "Endnu et halvår"),
    ]
    agreement = (await story.leader.get(f"/agreements/{own}")).json()
    assert (agreement["status"], agreement["turns"][0]["origin_id"], agreement["turns"][0]["note"]) == (
        "done",
        second,
        "Virker",
    )
    assert (await story.leader.get(f"/agreements/{shared}")).json()["status"] == "open"


async def test_invalid_decisions_are_rejected_and_nothing_is_stored(story: Story) -> None:
    world = story.world
    office = await world.actor("administration")
    other = await office.get("/themes")
    staff = await world.actor("staff", world.oak)
    oak_area = await staff.post(
        "/focus-areas", {"institution_id": str(world.oak), "theme_id": str(story.theme), "title": "Egeskolens"}
    )
    assert (other.status_code, oak_area.status_code) == (200, 201)
    id, own_focus_area, other_focus_area = await story.ready(), str(story.focus_area), oak_area.json()["id"]
    unseen = await story.chief.act(
        f"/dialogues/{id}/hold", {"decisions": [{"focus_area_id": other_focus_area, "decision": "drop"}]}
    )
    assert (unseen.status_code, faults_of(unseen)) == (422, [("/decisions/0/focus_area_id", "unknown-reference")])
    both = await world.actor("chief")
    payload = {
        "decisions": [
            {"focus_area_id": other_focus_area, "decision": "choose"},
            {"focus_area_id": own_focus_area, "decision": "complete"},
            {"focus_area_id": own_focus_area, "decision": "choose"},
        ],
        "agreements": [{"text": "X", "responsible": "Y", "due_on": "2026-06-01", "focus_area_id": other_focus_area}],
        "held_on": "2026-03-11",
        "attended": [str(new_id())],
    }
    response = await both.act(f"/dialogues/{id}/hold", payload)
    assert response.status_code == 422
    assert faults_of(response) == [
        ("/held_on", "held-in-the-future"),
        ("/decisions/0/focus_area_id", "focus-area-of-another-institution"),
        ("/decisions/1/decision", "wrong-state"),
        ("/decisions/2/focus_area_id", "named-twice"),
        ("/agreements/0/focus_area_id", "focus-area-of-another-institution"),
        ("/attended/0", "unknown-reference"),
    ]
    assert response.json()["errors"][2]["detail"] == "Its status is `proposed`; this requires `chosen`."
    assert (await story.chief.get(f"/dialogues/{id}")).json()["status"] == "planned"
    assert (await story.chief.get(f"/focus-areas/{own_focus_area}")).json()["status"] == "proposed"
    assert (await story.chief.get("/agreements?count=true")).json()["total"] == 0


async def test_holding_outside_the_round_requires_a_reason(story: Story) -> None:
    id, day = await story.ready(), {"held_on": "2025-12-30"}
    refused = await story.chief.act(f"/dialogues/{id}/hold", day)
    assert (refused.status_code, faults_of(refused)) == (422, [("/held_on", "outside-the-round")])
    assert refused.json()["overridable"] is True
    foreign = await story.chief.act(f"/dialogues/{id}/hold", {"because": {"areas-alternate": "Andet"}})
    assert faults_of(foreign) == [("/because/areas-alternate", "not-overridable")]
    only = "these can: `one-sided-evidence`, `outside-the-round`."
    assert foreign.json()["errors"][0]["detail"].endswith(only)
    because = {"outside-the-round": "Holdt før jul, skrevet ind nu"}
    held = await story.chief.act(f"/dialogues/{id}/hold", {**day, "because": because})
    assert held.status_code == 200, held.text
    assert [(reason["code"], reason["words"]) for reason in held.json()["reasons"]] == list(because.items())


async def test_new_agreement_cannot_be_due_before_the_dialogue(story: Story) -> None:
    id = await story.ready()
    agreed = [{"text": "X", "responsible": "Y", "due_on": day} for day in ("2026-03-08", "2026-03-09")]
    response = await story.chief.act(f"/dialogues/{id}/hold", {"held_on": "2026-03-09", "agreements": agreed})
    assert (response.status_code, faults_of(response)) == (422, [("/agreements/0/due_on", "due-in-the-past")])
    written_down_later = {"held_on": "2026-03-08", "agreements": agreed}
    assert (await story.chief.act(f"/dialogues/{id}/hold", written_down_later)).status_code == 200


async def test_reopened_earlier_dialogue_prevents_holding_a_later_one(story: Story) -> None:
    first = await story.planned()
    await story.chief.act(f"/dialogues/{first}/cancel", {"reason": "Syg"})
    second = await story.ready(round=2)
    await story.chief.act(f"/dialogues/{first}/reopen")
    refused = await story.chief.act(f"/dialogues/{second}/hold", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "earlier-dialogue-open")


async def test_dialogue_decides_about_focus_areas_of_departments(story: Story) -> None:
    office = await story.world.actor("administration")
    sfo = await story.world.actor("leader", story.world.birk_sfo)
    created = await sfo.post(
        "/focus-areas", {"institution_id": str(story.world.birk_sfo), "theme_id": str(story.theme), "title": "SFO'ens"}
    )
    assert created.status_code == 201, created.text
    held = await story.held({"decisions": [{"focus_area_id": created.json()["id"], "decision": "choose"}]})
    assert held["decisions"][0]["focus_area_title"] == "SFO'ens"
    assert (await office.get(f"/focus-areas/{created.json()['id']}")).json()["status"] == "chosen"
    assert (await sfo.get(f"/dialogues/{held['id']}")).status_code == 200


async def test_holding_records_attendance(story: Story) -> None:
    participants = [{"part": "leader", "person_id": str(story.leader.id)}, {"part": "staff", "name": "Bo"}]
    id = await story.ready(participants=participants)
    attendee = (await story.chief.get(f"/dialogues/{id}")).json()["participants"][0]["id"]
    held = await story.chief.act(f"/dialogues/{id}/hold", {"attended": [attendee]})
    assert [participant["attended"] for participant in held.json()["participants"]] == [True, False]


async def test_pinned_evidence_stays_unchanged_except_for_withdrawn_input(story: Story) -> None:
    held = await story.held()
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        words = await session.get_one(Input, story.words)
        words.text = "Noget helt andet"
    seen = (await story.chief.get(f"/dialogues/{held['id']}")).json()["evidence"]
    assert seen == held["evidence"]
    taken = await story.leader.act(f"/stakeholder-input/{story.words}/withdraw", {"reason": "consent"})
    assert taken.status_code == 200, taken.text
    seen = (await story.chief.get(f"/dialogues/{held['id']}")).json()["evidence"]
    assert [piece["shown"].get("text") for piece in seen] == [None, None]
    assert seen[0] == held["evidence"][0]


async def test_held_dialogue_cannot_be_changed(story: Story) -> None:
    held = await story.held()
    path = f"/dialogues/{held['id']}"
    for response in (
        await story.chief.patch(path, {"place": "Et andet sted"}),
        await put_circle(story.leader, held["id"], []),
        await story.chief.act(f"{path}/cancel", {"reason": "Fortrudt"}),
        await story.chief.act(f"{path}/reopen"),
        await story.chief.act(f"{path}/hold", {}),
    ):
        assert (response.status_code, response.json()["code"]) == (409, "wrong-state"), response.text


def second_process(app: FastAPI) -> FastAPI:
    """Return another application on the same database, as a second process would be."""
    return create_app(app.state.settings)


@pytest.mark.parametrize(
    "with_version, expected_refusal", [(True, (412, "changed-meanwhile")), (False, (409, "wrong-state"))]
)
async def test_chief_and_leader_who_hold_a_dialogue_at_once_hold_it_once(
    story: Story, with_version: bool, expected_refusal: tuple[int, str]
) -> None:
    id, other = await story.ready(), second_process(story.world.app)
    etag = (
        (await story.chief.get(f"/dialogues/{id}")).headers["etag"]
        if with_version
        else ", ".join(f'"{n}"' for n in range(1, 10))
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(other), base_url="http://twin.test") as client:
        chief, leader = story.chief, Actor(client, story.leader.id, story.leader.token)
        responses = await asyncio.gather(
            *(
                actor.act(f"/dialogues/{id}/hold", hold_payload(story), etag=etag)
                for actor in (chief, leader)
                for _ in range(3)
            )
        )
    await other.state.engine.dispose()
    successful = [response for response in responses if response.status_code == 200]
    assert len(successful) == 1
    assert {(r.status_code, r.json()["code"]) for r in responses if r not in successful} == {expected_refusal}
    assert (await story.chief.get("/agreements?count=true")).json()["total"] == 1
    async with transactions.read_transaction(story.world.app.state.engine) as session:
        assert len((await session.execute(select(PinnedEvidence))).all()) == 2


# --- which role reads which part ---


async def test_each_role_reads_its_parts_of_a_dialogue(story: Story) -> None:
    world = story.world
    held = await story.held(hold_payload(story))
    parts = ("circle", "evidence", "decisions", "agreements")
    expected = {
        "chief": parts,
        "leader": parts,
        "staff": parts,
        "administration": ("decisions", "agreements"),
        "board_member": ("decisions", "agreements"),
    }
    for role, readable in expected.items():
        actor = await world.actor(role, {"chief": world.north, "administration": None}.get(role, world.birk))
        body = (await actor.get(f"/dialogues/{held['id']}")).json()
        assert tuple(part for part in parts if body[part] is not None) == readable, role
    for role in ("council_member", "network_member", "data_supplier", "auditor", "admin"):
        assert (await (await world.actor(role)).get(f"/dialogues/{held['id']}")).status_code in (403, 404), role


@pytest.mark.parametrize("part, writes", [("consultant", True), ("other", False)])
async def test_participant_from_elsewhere_reads_the_dialogue_and_a_consultant_writes_the_circle(
    story: Story, part: str, writes: bool
) -> None:
    guest = await story.world.actor("staff", story.world.oak)
    id = await story.planned(participants=[{"part": part, "person_id": str(guest.id)}])
    assert [item["id"] for item in (await guest.get("/dialogues")).json()["items"]] == [id]
    body = (await guest.get(f"/dialogues/{id}")).json()
    assert (body["circle"] is not None, body["evidence"], body["decisions"]) == (writes, [], None)
    agenda = await guest.get(f"/dialogues/{id}/agenda")
    assert agenda.status_code == 200, agenda.text
    written = await put_circle(guest, id, story.entries("figure", "words"))
    assert written.status_code == (200 if writes else 403), written.text
    assert (await guest.patch(f"/dialogues/{id}", {"place": "Hos os"})).status_code == 403
    assert (await guest.act(f"/dialogues/{id}/hold", {})).status_code == 403
    stranger = await story.world.actor("staff", story.world.oak)
    assert (await stranger.get(f"/dialogues/{id}/agenda")).status_code == 404
    assert (await put_circle(stranger, id, [], etag='"1"')).status_code == 404
    assert (await stranger.get("/dialogues")).json()["items"] == []


async def test_council_member_reads_a_dialogue_as_its_consultant(story: Story) -> None:
    council = await story.world.actor("council_member")
    assert (await council.get("/dialogues")).status_code == 403
    id = await story.planned(participants=[{"part": "consultant", "person_id": str(council.id)}])
    assert [item["id"] for item in (await council.get("/dialogues")).json()["items"]] == [id]
    assert (await council.get(f"/dialogues/{id}")).status_code == 200
    assert (await council.get(f"/dialogues/{new_id()}")).status_code in (403, 404)


async def test_staff_administration_and_board_cannot_write_the_circle(story: Story) -> None:
    id = await story.planned()
    for role, unit in (("staff", story.world.birk), ("administration", None), ("board_member", story.world.birk)):
        assert (await put_circle(await story.world.actor(role, unit), id, story.entries())).status_code == 403
    assert (await put_circle(story.leader, id, story.entries(), etag='"9"')).status_code == 412


async def test_circle_is_stored_in_the_order_of_its_steps(story: Story) -> None:
    id = await story.planned()
    entries = story.entries("words")
    written = await put_circle(story.leader, id, [{"step": "evaluation", "text": "Til jul"}, *reversed(entries)])
    assert [entry["step"] for entry in written.json()["circle"]] == ["challenge", "data", "analysis", "evaluation"]
    assert written.json()["circle"][0]["focus_area_title"] == "Ro i timerne"
    assert written.json()["circle"][1]["cited"] == entries[1]["cited"]
    fewer = await put_circle(story.leader, id, entries[:1])
    assert len(fewer.json()["circle"]) == 1


async def test_circle_refers_only_to_evidence_and_focus_areas_of_the_institution(story: Story) -> None:
    world = story.world
    async with transactions.write_transaction(world.app.state.engine) as session:
        [oak] = await propose_focus_areas(session, None, [proposal(world.oak, story.theme, "Egeskolens")])
    id = await story.planned()
    entries = [
        {
            "step": "data",
            "text": "Ukendt",
            "cited": [
                {"kind": "measurement", "id": str(story.words)},
                {"kind": "measurement", "id": str(story.figure)},
            ],
        },
        {"step": "goal", "text": "En andens", "focus_area_id": str(oak.id)},
    ]
    assert faults_of(await put_circle(story.leader, id, entries)) == [("/entries/1/focus_area_id", "unknown-reference")]
    wide = await world.actor("chief")
    assert faults_of(await put_circle(wide, id, entries)) == [
        ("/entries/1/focus_area_id", "focus-area-of-another-institution"),
        ("/entries/0/cited/0", "unknown-reference"),
    ]
    bad = [{"step": "lunch", "text": "Cpr 010203-1234"}]
    assert {code for _, code in faults_of(await put_circle(story.leader, id, bad))} == {
        "not-one-of",
        "looks-like-cpr-number",
    }


async def test_journal_records_the_changed_fields_of_a_held_dialogue_without_text(story: Story) -> None:
    held = await story.held(hold_payload(story), participants=[{"part": "staff", "name": "Bo"}])
    async with transactions.read_transaction(story.world.app.state.engine) as session:
        entries = list((await session.execute(select(Entry).order_by(col(Entry.seq)))).scalars())
    last_entries = entries[-4:]
    assert [(entry.resource, entry.action) for entry in last_entries] == [
        ("dialogues", "updated"),
        ("dialogues", "held"),
        ("focus-areas", "chosen"),
        ("agreements", "created"),
    ]
    assert (last_entries[0].fields, last_entries[1].fields) == (["circle"], ["status", "held_on", "prompts_number"])
    assert {entry.unit_id for entry in last_entries} == {story.world.birk}
    assert (str(last_entries[1].thing_id), last_entries[1].caller_id, last_entries[1].version) == (
        held["id"],
        story.chief.id,
        held["version"],
    )


async def test_database_rejects_a_second_dialogue_in_a_round_unless_the_first_is_cancelled(story: Story) -> None:
    id = UUID(await story.planned())

    async def add_duplicate() -> None:
        async with transactions.write_transaction(story.world.app.state.engine) as session:
            dialogue = await session.get_one(Dialogue, id)
            session.add(
                Dialogue(
                    institution_id=dialogue.institution_id,
                    cycle_id=dialogue.cycle_id,
                    round=dialogue.round,
                    planned_for=dialogue.planned_for,
                    planned_until=dialogue.planned_until,
                )
            )

    with pytest.raises(IntegrityError):
        await add_duplicate()
    await story.chief.act(f"/dialogues/{id}/cancel", {"reason": "Syg"})
    await add_duplicate()
