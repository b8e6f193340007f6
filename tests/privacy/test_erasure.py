"""An erased person is not found in any column of any table, or in any response; what they did stays."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import LargeBinary, Text, cast, select
from sqlmodel import col

from api.access.models import Grant, StoredResponse
from api.agreements.models import Agreement, AgreementTurn, Origin, Turn
from api.calendar.models import CalendarAddress
from api.closures.models import Closure
from api.core import clock
from api.core.danish_collation import danish_key
from api.db import bulk, transactions
from api.db.external_ids import ExternalId
from api.dialogues.models import CircleEntry, Dialogue, DialogueParticipant, Part, Step
from api.evidence.models import EvidenceKind
from api.focus_areas.models import FocusArea
from api.follow_ups.models import FollowUp, FollowUpRemark, FollowUpStatus
from api.heightened_supervision.models import HeightenedSupervision, SupervisionAction, SupervisionComment
from api.imports.models import Import, ImportRow, Outcome, Resource, State, Strategy
from api.institutions.models import Institution
from api.journal.verify import verify_hash_chain
from api.observations.models import Observation, ObservationStatus, Observer
from api.privacy.actions.erase import PLACEHOLDER, erase_person
from api.redaction.models import Correction, PinnedEvidence, Reason
from api.sign_in import throttling
from api.sign_in.models import Client, FailedSignIns, Identity, Person, RefreshToken, SignIn
from api.sign_in.sessions import hash_secret
from api.stakeholder_input.models import Input
from api.tables import metadata
from tests.support.dialogue_story import Story, children_input
from tests.support.operations import operations
from tests.support.table_rows import insert_row
from tests.support.world import Actor, World

NAME, EMAIL, FORMER = "Søren Åkjær-Lund", "s.aakjaer@egekommune.example", "Søren Vindelev"
LOGIN = "s.lund7"
STIL = "stil-4711-aakjaer"
TRACES = ("søren", "åkjær", "aakjaer", "s.lund7", "vindelev", "stil-4711")
"""A text that contains one of these, in any case, is a trace."""


def pinned_input(words: Input) -> dict[str, Any]:
    shown = {"text": f"Vi kan godt lide {NAME}", "answer": None, "group_count": 4}
    return {"kind": "stakeholder_input", "id": str(words.id), "quantitative": False, "voice": "child", "shown": shown}


async def person_with_traces(story: Story) -> UUID:
    """A person whose roles have ended, with more than thirty traces, each in another column."""
    world = story.world
    birk, now, day, dialogue = world.birk, clock.now(), date(2026, 2, 1), UUID(await story.planned())
    person = Person(username=LOGIN, name=NAME, name_key=danish_key(NAME), email=EMAIL, password_hash="x")
    async with transactions.write_transaction(world.app.state.engine) as session:
        session.add(person)
        await session.flush()
        person_id = person.id
        observation = await session.get_one(Observation, await insert_row(session, world, Observation))
        observation.status, observation.feedback = ObservationStatus.shared, f"Set af {NAME} i klassen"
        observation.fed_back_on = observation.observed_on = day
        observation.purpose = f"{EMAIL} har bedt om det"
        agreement = Agreement(
            institution_id=birk,
            origin_kind=Origin.dialogue,
            origin_id=birk,
            text=f"{NAME.upper()} taler med klassen",
            responsible=NAME,
            due_on=day,
        )
        follow_up = FollowUp(
            institution_id=birk,
            leader_id=person_id,
            planned_for=now,
            planned_until=now,
            status=FollowUpStatus.held,
            held_on=day,
            next_due_on=date(2026, 8, 1),
            assessment="no_concern",
            topics=["Trivsel", f"{NAME}s ferie"],
            notes=f"Åkjær-Lund, Søren, er træt. {NAME} vil hvile.",
        )
        supervision = HeightenedSupervision(
            institution_id=birk, origin_id=birk, severity="concern", reason=f"Uro om {NAME}", opened_on=day
        )
        words = children_input(birk, f"Vi kan godt lide {NAME}", author_id=person_id, answer=f"Det siger vi til {NAME}")
        import_ = Import(
            author_id=person_id,
            author_name=NAME,
            target=Resource.people,
            strategy=Strategy.upsert,
            state=State.applied,
            filename=f"{LOGIN}.csv",
            columns=["username", "name", "email"],
            sha256="0" * 64,
            size=1,
        )
        institution = await session.get_one(Institution, birk)
        institution.email, institution.address = EMAIL, f"c/o {NAME}"
        session.add_all([agreement, follow_up, supervision, words, import_])
        sign_in = SignIn(person_id=person_id, began_at=now, ends_at=now + timedelta(days=1))
        machine = f"{NAME}s regneark"
        session.add_all([sign_in, Client(name=machine, name_key=danish_key(machine), secret_hash="-")])
        await session.flush()
        common = {
            "resource": "agreements",
            "thing_id": agreement.id,
            "author_id": person_id,
            "author_name": NAME,
            "at": now,
        }
        row_values = {"import_id": import_.id, "outcome": Outcome.create}
        session.add_all(
            [
                Observer(observation_id=observation.id, person_id=person_id, position=1),
                RefreshToken(sign_in_id=sign_in.id, secret_hash=hash_secret("x")),
                FailedSignIns(key=throttling.attempt_keys(f"person:{LOGIN}", None).account, failures=1, last_at=now),
                Identity(key="a" * 64, person_id=person_id, claims_issued_at=now, renew_on=day, good_from=now),
                CalendarAddress(person_id=person_id, secret_hash=hash_secret("y"), keys_from=0),
                ExternalId(resource="people", thing_id=person_id, system="stil", external_id=STIL),
                Grant(
                    person_id=person_id,
                    unit_id=birk,
                    role="staff",
                    since_on=date(2020, 1, 1),
                    until_on=date(2021, 1, 1),
                ),
                AgreementTurn(
                    agreement_id=agreement.id,
                    turn=Turn.continued,
                    note=f"Spørg {NAME}",
                    author_id=person_id,
                    author_name=NAME,
                    at=now,
                ),
                Correction(field="text", was=f"{NAME} taler", becomes="x", reason=f"{FORMER} er gift", **common),
                Reason(code="areas-alternate", words=f"Aftalt med {EMAIL}", **common),
                FollowUpRemark(follow_up_id=follow_up.id, text=f"Jeg, {NAME}, er uenig", author_id=person_id, at=now),
                SupervisionAction(
                    heightened_supervision_id=supervision.id,
                    position=1,
                    text="Hjælp",
                    responsible=NAME,
                    due_on=day,
                    note=f"{NAME} er i gang",
                ),
                SupervisionComment(
                    heightened_supervision_id=supervision.id,
                    text=f"Tak til {NAME}",
                    author_id=person_id,
                    author_name=NAME,
                    at=now,
                ),
                Closure(
                    institution_id=world.hazel,
                    closed_on=day,
                    reason=f"{FORMER} rejste",
                    carried=[],
                    author_id=person_id,
                    author_name=NAME,
                    at=now,
                    reopened_at=now,
                ),
                ImportRow(
                    line=2,
                    thing_id=person_id,
                    cells=f'["{LOGIN}","{NAME}","{EMAIL}"]',
                    before=f'{{"name":"{FORMER}"}}',
                    changes=f'[["name","{FORMER}","{NAME}"]]',
                    **row_values,
                ),
                ImportRow(line=3, cells=f'["{LOGIN}","Søren","x"]', **row_values),
                ImportRow(line=4, cells='["other.one","Anna","x"]', faults=f'[["name","x","{NAME}"]]', **row_values),
                StoredResponse(
                    caller_id=person_id,
                    key_hash="k1",
                    fingerprint="f",
                    held=[],
                    status=201,
                    headers={},
                    answer=b"{}",
                    at=now,
                ),
                StoredResponse(
                    caller_id=story.chief.id,
                    key_hash="k2",
                    fingerprint="f",
                    held=[],
                    status=201,
                    headers={},
                    answer=f'{{"items":[{{"author_name":"{NAME}","text":"{NAME}s timer"}}]}}'.encode(),
                    at=now,
                ),
                DialogueParticipant(dialogue_id=dialogue, position=9, part=Part.other, name=NAME),
                CircleEntry(dialogue_id=dialogue, position=9, step=Step.data, text=f"Se {NAME}\ns notat", cited=[]),
                PinnedEvidence(
                    dialogue_id=dialogue,
                    position=1,
                    kind=EvidenceKind.stakeholder_input,
                    reference_id=words.id,
                    frozen=pinned_input(words),
                ),
            ]
        )
    return person_id


async def columns_with_traces(world: World) -> dict[str, list[str]]:
    """The texts with a trace, by column (`table.column`) of any type."""
    texts: dict[str, list[str]] = {}
    spellings = {spelling for trace in TRACES for spelling in (trace, json.dumps(trace)[1:-1])} | {
        danish_key(NAME),
        danish_key(FORMER),
    }
    async with transactions.read_transaction(world.app.state.engine) as session:
        for table in metadata.sorted_tables:
            as_text = [
                column if isinstance(column.type, LargeBinary) else cast(column, Text) for column in table.columns
            ]
            for row in await session.execute(select(*as_text)):
                for column, value in zip(table.columns, row, strict=True):
                    text = value.decode() if isinstance(value, bytes) else str(value)
                    if any(spelling in text.lower() for spelling in spellings):
                        texts.setdefault(f"{table.name}.{column.name}", []).append(text)
    return texts


async def erase(story: Story, id: UUID, **erasure: Any) -> httpx.Response:
    admin = await story.world.actor("admin")
    return await admin.act(f"/people/{id}/erase", erasure)


async def test_no_table_contains_an_erased_person(story: Story) -> None:
    id = await person_with_traces(story)
    before = await columns_with_traces(story.world)
    assert sum(map(len, before.values())) >= 40
    assert len(before) >= 30  # columns
    erased = await erase(story, id, former_names=[FORMER])
    assert erased.status_code == 200, erased.text
    assert erased.json()["name"] == PLACEHOLDER
    assert erased.json()["places"] >= 15
    assert await columns_with_traces(story.world) == {}


async def test_what_an_erased_person_did_stays_under_a_placeholder(story: Story) -> None:
    id = await person_with_traces(story)
    assert (await erase(story, id, former_names=[FORMER])).status_code == 200
    async with transactions.read_transaction(story.world.app.state.engine) as session:
        turn = (await session.execute(select(AgreementTurn))).scalar_one()
        assert (turn.author_id, turn.author_name, turn.note) == (id, PLACEHOLDER, "Spørg [slettet person]")
        agreement = (await session.execute(select(Agreement))).scalar_one()
        assert agreement.text == "[slettet person] taler med klassen"
        assert agreement.version == 2
        follow_up = (await session.execute(select(FollowUp))).scalar_one()
        assert follow_up.notes == "[slettet person], er træt. [slettet person] vil hvile."
        assert follow_up.topics == ["Trivsel", "[slettet person] ferie"]
        for model in (SignIn, Identity, CalendarAddress):
            assert (await session.execute(select(model).where(col(model.person_id) == id))).all() == []
        responses = (
            (
                await session.execute(
                    select(col(StoredResponse.answer)).where(col(StoredResponse.caller_id) == story.chief.id)
                )
            )
            .scalars()
            .all()
        )
        assert any(b"[slettet person] timer" in bytes(response) for response in responses)
    auditor = await story.world.actor("auditor")
    entries = (await auditor.get(f"/audit?thing_id={id}")).json()["items"]
    assert [(entry["action"], entry["resource"]) for entry in entries] == [("erased", "people")]
    agreements = (await auditor.get("/audit?resource=agreements&action=redacted")).json()["items"]
    assert len(agreements) == 1


AS_CSV = ("Page_PersonPublic_", "Page_JournalEntryPublic_", "Page_AgreementPublic_")


async def test_no_response_contains_an_erased_person(story: Story) -> None:
    id = await person_with_traces(story)
    assert (await erase(story, id, former_names=[FORMER])).status_code == 200
    world = story.world
    actors = [await world.actor("auditor"), story.leader]
    read = 0
    for actor in actors:
        for operation in operations():
            if operation.method != "get" or not operation.signed_in or "{secret}" in operation.path:
                continue
            ids = await visible_ids(actor, operation.path) if "{id}" in operation.path else [id]
            for id_ in ids:
                for accept in ("application/json", "text/csv")[: 2 if operation.page_schema in AS_CSV else 1]:
                    response = await actor.get(operation.address(id_), headers={"Accept": accept})
                    read += response.status_code == 200
                    assert response.status_code < 500
                    text = (response.text + str(response.headers)).lower()
                    assert not any(trace in text for trace in TRACES), (operation, text)
    assert read > 50


async def visible_ids(actor: Actor, path: str) -> list[UUID]:
    """The id of a resource at this path that somebody sees, if any."""
    collection = path.split("/{id}", maxsplit=1)[0]
    listed = await actor.get(f"{collection}?limit=1")
    return [UUID(item["id"]) for item in listed.json().get("items", [])] if listed.status_code == 200 else []


async def test_journal_is_intact_after_an_erasure(story: Story) -> None:
    admin = await story.world.actor("admin")
    created = await admin.post(
        "/people", {"username": LOGIN, "name": NAME, "email": EMAIL}, headers={"X-Request-Id": "soeren.aakjaer-lund"}
    )
    id = created.json()["id"]
    auditor = await story.world.actor("auditor")
    entries = (await auditor.get(f"/audit?thing_id={id}&request_id=soeren.aakjaer-lund")).json()["items"]
    assert [entry["action"] for entry in entries] == ["created"]
    assert "aakjaer" not in entries[0]["request_id"]
    app = story.world.app
    head = (await verify_hash_chain(app.state.engine, app.state.settings)).head
    assert (await erase(story, UUID(id))).status_code == 200
    verdict = await verify_hash_chain(app.state.engine, app.state.settings, head)
    assert verdict.findings == []
    assert await columns_with_traces(story.world) == {}


async def test_journal_does_not_name_an_erased_person(story: Story) -> None:
    world = story.world
    office = await world.actor("administration")
    assert (await office.patch(f"/institutions/{world.birk}", {"city": "Egeby"})).status_code == 200
    async with transactions.write_transaction(world.app.state.engine) as session:
        grant = (await session.execute(select(Grant).where(col(Grant.person_id) == office.id))).scalar_one()
        grant.until_on = date(2021, 1, 1)
    auditor = await world.actor("auditor")
    assert [entry["actor_name"] for entry in (await auditor.get(f"/audit?actor_id={office.id}")).json()["items"]] != [
        None
    ]
    assert (await erase(story, office.id)).status_code == 200
    [entry] = (await auditor.get(f"/audit?actor_id={office.id}")).json()["items"]
    assert (entry["actor_id"], entry["actor_name"]) == (str(office.id), None)


# --- refusals ---


async def test_person_with_a_current_or_future_role_cannot_be_erased(story: Story) -> None:
    for since in (date(2020, 1, 1), date(2027, 1, 1)):
        staff = await story.world.actor("staff", story.world.birk, since_on=since)
        refused = await erase(story, staff.id)
        assert (refused.status_code, refused.json()["code"]) == (409, "still-holds-roles")


async def test_person_who_takes_part_in_something_planned_cannot_be_erased(story: Story) -> None:
    world = story.world
    holder = (await world.actor_without_role("anna")).id
    now = clock.now()
    for part in ("data_holder", "participant", "leader", "observer"):
        async with transactions.write_transaction(world.app.state.engine) as session:
            if part in ("data_holder", "participant"):
                planned_with: Any = await session.get_one(Dialogue, await insert_row(session, world, Dialogue))
                planned_with.data_holder_id = holder if part == "data_holder" else None
                if part == "participant":
                    session.add(
                        DialogueParticipant(dialogue_id=planned_with.id, position=1, part=Part.staff, person_id=holder)
                    )
            elif part == "leader":
                planned_with = FollowUp(institution_id=world.birk, leader_id=holder, planned_for=now, planned_until=now)
                session.add(planned_with)
            else:
                planned_with = await session.get_one(Observation, await insert_row(session, world, Observation))
                session.add(Observer(observation_id=planned_with.id, person_id=holder, position=1))
        refused = await erase(story, holder)
        assert (refused.status_code, refused.json()["code"]) == (409, "still-has-duties"), part
        async with transactions.write_transaction(world.app.state.engine) as session:
            (await session.get_one(type(planned_with), planned_with.id)).status = "cancelled"
    assert (await erase(story, holder)).status_code == 200


async def test_erased_person_cannot_sign_in_or_be_restored(story: Story) -> None:
    world = story.world
    admin = await world.actor("admin")
    person = (await admin.post("/people", {"username": "bo", "name": "Bo", "password": "tomat-viser-vej-42"})).json()
    first_password = {"username": "bo", "first": "tomat-viser-vej-42", "new": "gulerod-viser-vej-42"}
    assert (await world.client.post("/v1/first-password", json=first_password)).status_code == 204
    bo = await world.sign_in("bo", "gulerod-viser-vej-42")
    assert (await erase(story, bo.id)).status_code == 200
    assert (await bo.get("/me")).status_code == 401
    form = {"grant_type": "password", "username": "bo", "password": "gulerod-viser-vej-42"}
    assert (await world.token_request(form=form)).status_code == 401
    again = await erase(story, bo.id)
    assert (again.status_code, again.json()["code"]) == (409, "wrong-state")
    restored = await admin.patch(f"/people/{bo.id}", {"name": "Bo", "active": True})
    assert (restored.status_code, restored.json()["code"]) == (409, "wrong-state")
    grant = {"person_id": person["id"], "unit_id": str(world.birk), "role": "staff"}
    assert (await admin.post("/grants", grant)).status_code == 422
    assert (await admin.post("/people", {"username": "bo", "name": "En anden Bo"})).status_code == 201


async def test_only_an_admin_can_erase(story: Story) -> None:
    bo = await story.world.create_person("bo")
    for role, unit, status in (
        ("auditor", None, 403),
        ("administration", None, 404),
        ("leader", story.world.birk, 404),
    ):
        actor = await story.world.actor(role, unit)
        refused = await actor.act(f"/people/{bo}/erase", {}, etag='"1"')
        assert refused.status_code == status
    admin = await story.world.actor("admin")
    assert (await admin.act(f"/people/{bo}/erase", {}, etag='"7"')).status_code == 412
    assert (await admin.act(f"/people/{bo}/erase", {}, etag="")).status_code == 428


async def test_name_that_others_share_stays_in_text(story: Story) -> None:
    world = story.world
    async with transactions.write_transaction(world.app.state.engine) as session:
        first, second = (
            Person(username=f"lone{n}", name="Lone Holm", name_key=danish_key("Lone Holm")) for n in (1, 2)
        )
        session.add_all([first, second, children_input(world.birk, "Lone Holm lytter til os")])
    erased = await erase(story, first.id)
    assert (erased.json()["name_shared"], erased.json()["places"]) == (True, 0)
    last = await erase(story, second.id)
    assert (last.json()["name_shared"], last.json()["places"]) == (False, 1)


@pytest.mark.parametrize(
    "written", ["Holm, Ida Marie har talt med os.", "Ida  Marie\nHolm var der", "IDA MARIE HOLMS ord", "ida marie holm"]
)
async def test_name_is_found_in_every_order_and_case(world: World, written: str) -> None:
    async with transactions.write_transaction(world.app.state.engine) as session:
        person_id = await insert_row(
            session, world, Person, name="Ida Marie Holm", username="b123", email="b@e.example"
        )
        focus_area_id = await insert_row(session, world, FocusArea, challenge=written)
        await erase_person(session, None, await session.get_one(Person, person_id))
    async with transactions.read_transaction(world.app.state.engine) as session:
        assert "holm" not in ((await session.get_one(FocusArea, focus_area_id)).challenge or "").lower()


@pytest.mark.parametrize(
    "written",
    [
        "Åse-Marie Østlund Aakjær",
        "Aase-Marie Østlund Åkjær",
        "ÅSE-MARIE ØSTLUND AAKJÆRS",
        "Åse\u2011Marie Østlund Aakjær",
        "Åse\u2013Marie Østlund Aakjær",
        "Åse Marie Østlund Aakjær",
        "ÅseMarie Østlund Aakjær",
        "Åse-Marie Øst\u00adlund Aakjær",
        "Åse-Ma\u200brie Østlund Aakjær",
        "Åse-Marie\u00a0Østlund\nAakjær",
        "Aakjær, Åse-Marie Østlund",
        "Åse-Marie Aakjær",
        "Åse-Marie_Østlund_Aakjær",
        "A\u030ase-Marie Østlund Aakjær",
    ],
)
async def test_name_is_found_in_every_spelling_and_with_line_breaks(world: World, written: str) -> None:
    async with transactions.write_transaction(world.app.state.engine) as session:
        name = "Åse-Marie Østlund Aakjær"
        person_id = await insert_row(session, world, Person, name=name, username="b123", email="b@e.example")
        focus_area_id = await insert_row(session, world, FocusArea, challenge=f"Talte med _{written}_ om det")
        await erase_person(session, None, await session.get_one(Person, person_id))
    async with transactions.read_transaction(world.app.state.engine) as session:
        challenge = (await session.get_one(FocusArea, focus_area_id)).challenge
    assert challenge in ("Talte med _[slettet person]_ om det", "Talte med _[slettet person]s_ om det")


async def test_first_and_last_name_stay_where_somebody_else_has_them(world: World) -> None:
    texts = ["Ida Holm var her", "Ida Marie Holm var her", "Ida Sofie Holm var her", "Ida Holmgaard, ikke Ida"]
    async with transactions.write_transaction(world.app.state.engine) as session:
        person_id = await insert_row(
            session, world, Person, name="Ida Marie Holm", username="b123", email="b@e.example"
        )
        await insert_row(session, world, Person, name="Ida Holm", name_key=danish_key("Ida Holm"), username="b124")
        focus_area_ids = [await insert_row(session, world, FocusArea, challenge=text) for text in texts]
        erased = await erase_person(session, None, await session.get_one(Person, person_id))
        assert (erased.places, erased.name_shared) == (1, True)
    async with transactions.read_transaction(world.app.state.engine) as session:
        challenges = [(await session.get_one(FocusArea, id)).challenge for id in focus_area_ids]
    assert challenges == [texts[0], "[slettet person] var her", *texts[2:]]


async def test_more_texts_than_a_batch_are_all_searched(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH_SIZE", 2)
    async with transactions.write_transaction(world.app.state.engine) as session:
        person_id = await insert_row(
            session, world, Person, name="Ida Marie Holm", username="b123", email="b@e.example"
        )
        for _ in range(7):
            await insert_row(session, world, FocusArea, challenge="Ida Marie Holm har talt med os.")
        erased = await erase_person(session, None, await session.get_one(Person, person_id))
    assert erased.places == 7


async def test_name_of_one_word_is_not_removed_from_text(story: Story) -> None:
    world = story.world
    async with transactions.write_transaction(world.app.state.engine) as session:
        ro = Person(username="ro", name="Ro", name_key=danish_key("Ro"))
        agreement = Agreement(
            institution_id=world.birk,
            origin_kind=Origin.dialogue,
            origin_id=world.birk,
            text="Ro",
            responsible="Ro",
            due_on=date(2026, 2, 1),
        )
        session.add_all([ro, agreement, children_input(world.birk, "Der skal være ro i timerne")])
        shown = {"observers": [{"person_id": str(ro.id), "name": "Ro"}], "title": "Ro"}
        evidence = PinnedEvidence(
            dialogue_id=world.birk,
            position=1,
            kind=EvidenceKind.observation,
            reference_id=world.birk,
            frozen={"shown": shown},
        )
        stored_response = StoredResponse(
            caller_id=world.birk,
            key_hash="k",
            fingerprint="f",
            held=[],
            status=201,
            headers={},
            answer=f'{{"person_id":"{ro.id}","name":"Ro"}}'.encode(),
            at=clock.now(),
        )
        session.add_all([evidence, stored_response])
    assert (await erase(story, ro.id, former_names=["Timerne"])).json()["places"] == 0
    async with transactions.read_transaction(world.app.state.engine) as session:
        texts = set((await session.execute(select(col(Input.text)))).scalars())
        assert "Der skal være ro i timerne" in texts
        kept = await session.get_one(Agreement, agreement.id)
        assert (kept.text, kept.responsible) == ("Ro", PLACEHOLDER)
        shown = (await session.get_one(PinnedEvidence, evidence.id)).frozen["shown"]
        assert (shown["observers"][0]["name"], shown["title"]) == (PLACEHOLDER, "Ro")
        assert (await session.get_one(StoredResponse, stored_response.id)).answer == b""


async def test_words_similar_to_the_name_stay(story: Story) -> None:
    world = story.world
    async with transactions.write_transaction(world.app.state.engine) as session:
        bo = Person(username="bo", name="Bo Dal", name_key=danish_key("Bo Dal"))
        texts = ["Bo Dalby bor her", "Rambo Dal", "bo dal, siger de", "bo"]
        session.add_all([bo, *(children_input(world.birk, text) for text in texts)])
    assert (await erase(story, bo.id)).json()["places"] == 1
    async with transactions.read_transaction(world.app.state.engine) as session:
        remaining_texts = set((await session.execute(select(col(Input.text)))).scalars())
    assert {"Bo Dalby bor her", "Rambo Dal", "[slettet person], siger de", "bo"} < remaining_texts
