"""Who is erased is found nowhere any more: in no column of any table, and in no answer; what they did stays."""

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
from api.journal.verify import verify
from api.observations.models import Observation, ObservationStatus, Observer
from api.privacy.actions.erase import PLACEHOLDER, erase_person
from api.redaction.models import Correction, PinnedEvidence, Reason
from api.sign_in import throttling
from api.sign_in.models import Client, FailedSignIns, Identity, Person, RefreshToken, SignIn
from api.sign_in.sessions import digest
from api.stakeholder_input.models import Input
from api.tables import metadata
from tests.support.dialogue_story import Story, said
from tests.support.import_rows import plant
from tests.support.operations import operations
from tests.support.world import Actor, World

NAME, EMAIL, FORMER = "Søren Åkjær-Lund", "s.aakjaer@egekommune.example", "Søren Vindelev"
LOGIN = "s.lund7"
STIL = "stil-4711-aakjaer"
TRACES = ("søren", "åkjær", "aakjaer", "s.lund7", "vindelev", "stil-4711")
"""Whatever holds one of these, in any case, is a trace."""


def _frozen(words: Input) -> dict[str, Any]:
    shown = {"text": f"Vi kan godt lide {NAME}", "answer": None, "group_count": 4}
    return {"kind": "stakeholder_input", "id": str(words.id), "quantitative": False, "voice": "child", "shown": shown}


async def person_with_a_past(story: Story) -> UUID:
    """Somebody whose roles have ended, and of whom traces were left all over: thirty and more, each in its place."""
    world = story.world
    birk, now, day, dialogue = world.birk, clock.now(), date(2026, 2, 1), UUID(await story.planned())
    person = Person(username=LOGIN, name=NAME, name_key=danish_key(NAME), email=EMAIL, password_hash="x")
    async with transactions.write_transaction(world.app.state.engine) as session:
        session.add(person)
        await session.flush()
        me = person.id
        guide = await plant(session, world, Observation)
        observation = await session.get_one(Observation, guide)
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
            leader_id=me,
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
        words = said(birk, f"Vi kan godt lide {NAME}", author_id=me, answer=f"Det siger vi til {NAME}")
        brought = Import(
            author_id=me,
            author_name=NAME,
            target=Resource.people,
            strategy=Strategy.upsert,
            state=State.applied,
            filename=f"{LOGIN}.csv",
            columns=["username", "name", "email"],
            sha256="0" * 64,
            size=1,
        )
        place = await session.get_one(Institution, birk)
        place.email, place.address = EMAIL, f"c/o {NAME}"
        session.add_all([agreement, follow_up, supervision, words, brought])
        signed = SignIn(person_id=me, began_at=now, ends_at=now + timedelta(days=1))
        machine = f"{NAME}s regneark"
        session.add_all([signed, Client(name=machine, name_key=danish_key(machine), secret_hash="-")])
        await session.flush()
        beside = {"resource": "agreements", "thing_id": agreement.id, "author_id": me, "author_name": NAME, "at": now}
        of_rows = {"import_id": brought.id, "outcome": Outcome.create}
        session.add_all(
            [
                Observer(observation_id=observation.id, person_id=me, position=1),
                RefreshToken(sign_in_id=signed.id, secret_hash=digest("x")),
                FailedSignIns(key=throttling.attempt_keys(f"person:{LOGIN}", None).account, failures=1, last_at=now),
                Identity(key="a" * 64, person_id=me, said_at=now, renew_on=day, good_from=now),
                CalendarAddress(person_id=me, secret_hash=digest("y"), keys_from=0),
                ExternalId(resource="people", thing_id=me, system="stil", external_id=STIL),
                Grant(person_id=me, unit_id=birk, role="staff", since_on=date(2020, 1, 1), until_on=date(2021, 1, 1)),
                AgreementTurn(
                    agreement_id=agreement.id,
                    turn=Turn.continued,
                    note=f"Spørg {NAME}",
                    author_id=me,
                    author_name=NAME,
                    at=now,
                ),
                Correction(field="text", was=f"{NAME} taler", becomes="x", reason=f"{FORMER} er gift", **beside),
                Reason(code="areas-alternate", words=f"Aftalt med {EMAIL}", **beside),
                FollowUpRemark(follow_up_id=follow_up.id, text=f"Jeg, {NAME}, er uenig", author_id=me, at=now),
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
                    author_id=me,
                    author_name=NAME,
                    at=now,
                ),
                Closure(
                    institution_id=world.hazel,
                    closed_on=day,
                    reason=f"{FORMER} rejste",
                    carried=[],
                    author_id=me,
                    author_name=NAME,
                    at=now,
                    reopened_at=now,
                ),
                ImportRow(
                    line=2,
                    thing_id=me,
                    cells=f'["{LOGIN}","{NAME}","{EMAIL}"]',
                    before=f'{{"name":"{FORMER}"}}',
                    changes=f'[["name","{FORMER}","{NAME}"]]',
                    **of_rows,
                ),
                ImportRow(line=3, cells=f'["{LOGIN}","Søren","x"]', **of_rows),
                ImportRow(line=4, cells='["other.one","Anna","x"]', faults=f'[["name","x","{NAME}"]]', **of_rows),
                StoredResponse(
                    caller_id=me, key_hash="k1", fingerprint="f", held=[], status=201, headers={}, answer=b"{}", at=now
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
                    frozen=_frozen(words),
                ),
            ]
        )
    return me


async def traces(world: World) -> dict[str, list[str]]:
    """Every column of every table that holds a trace, whatever its type."""
    found: dict[str, list[str]] = {}
    wanted = {spelled for trace in TRACES for spelled in (trace, json.dumps(trace)[1:-1])} | {
        danish_key(NAME),
        danish_key(FORMER),
    }
    async with transactions.read_transaction(world.app.state.engine) as session:
        for table in metadata.sorted_tables:
            plain = [one if isinstance(one.type, LargeBinary) else cast(one, Text) for one in table.columns]
            for row in await session.execute(select(*plain)):
                for column, value in zip(table.columns, row, strict=True):
                    text = value.decode() if isinstance(value, bytes) else str(value)
                    if any(one in text.lower() for one in wanted):
                        found.setdefault(f"{table.name}.{column.name}", []).append(text)
    return found


async def erase(story: Story, id: UUID, **said: Any) -> httpx.Response:
    admin = await story.world.actor("admin")
    return await admin.act(f"/people/{id}/erase", said)


async def test_nothing_of_somebody_who_is_erased_is_found_in_any_table(story: Story) -> None:
    id = await person_with_a_past(story)
    before = await traces(story.world)
    assert sum(map(len, before.values())) >= 40
    assert len(before) >= 30  # columns
    gone = await erase(story, id, former_names=[FORMER])
    assert gone.status_code == 200, gone.text
    assert gone.json()["name"] == PLACEHOLDER
    assert gone.json()["places"] >= 15
    assert await traces(story.world) == {}


async def test_what_they_did_stays_under_a_placeholder(story: Story) -> None:
    id = await person_with_a_past(story)
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
        for kind in (SignIn, Identity, CalendarAddress):
            assert (await session.execute(select(kind).where(col(kind.person_id) == id))).all() == []
        kept = (
            (
                await session.execute(
                    select(col(StoredResponse.answer)).where(col(StoredResponse.caller_id) == story.chief.id)
                )
            )
            .scalars()
            .all()
        )
        assert any(b"[slettet person] timer" in bytes(one) for one in kept)
    auditor = await story.world.actor("auditor")
    told = (await auditor.get(f"/audit?thing_id={id}")).json()["items"]
    assert [(one["action"], one["resource"]) for one in told] == [("erased", "people")]
    agreements = (await auditor.get("/audit?resource=agreements&action=redacted")).json()["items"]
    assert len(agreements) == 1


_AS_CSV = ("Page_PersonPublic_", "Page_JournalEntryPublic_", "Page_AgreementPublic_")


async def test_no_answer_tells_who_was_erased(story: Story) -> None:
    id = await person_with_a_past(story)
    assert (await erase(story, id, former_names=[FORMER])).status_code == 200
    world = story.world
    actors = [await world.actor("auditor"), story.leader]
    told = 0
    for actor in actors:
        for operation in operations():
            if operation.method != "get" or not operation.signed_in or "{secret}" in operation.path:
                continue
            ids = await _ids(actor, operation.path) if "{id}" in operation.path else [id]
            for id_ in ids:
                for accept in ("application/json", "text/csv")[: 2 if operation.listed in _AS_CSV else 1]:
                    answer = await actor.get(operation.address(id_), headers={"Accept": accept})
                    told += answer.status_code == 200
                    assert answer.status_code < 500
                    seen = (answer.text + str(answer.headers)).lower()
                    assert not any(trace in seen for trace in TRACES), (operation, seen)
    assert told > 50


async def _ids(actor: Actor, path: str) -> list[UUID]:
    """The things of a kind that somebody sees."""
    room = path.split("/{id}", maxsplit=1)[0]
    listed = await actor.get(f"{room}?limit=1")
    return [UUID(one["id"]) for one in listed.json().get("items", [])] if listed.status_code == 200 else []


async def test_the_journal_is_whole_after_an_erasure(story: Story) -> None:
    admin = await story.world.actor("admin")
    made = await admin.post(
        "/people", {"username": LOGIN, "name": NAME, "email": EMAIL}, headers={"X-Request-Id": "soeren.aakjaer-lund"}
    )
    id = made.json()["id"]
    auditor = await story.world.actor("auditor")
    found = (await auditor.get(f"/audit?thing_id={id}&request_id=soeren.aakjaer-lund")).json()["items"]
    assert [one["action"] for one in found] == ["created"]
    assert "aakjaer" not in found[0]["request_id"]
    app = story.world.app
    head = (await verify(app.state.engine, app.state.settings)).head
    assert (await erase(story, UUID(id))).status_code == 200
    verdict = await verify(app.state.engine, app.state.settings, head)
    assert verdict.findings == []
    assert await traces(story.world) == {}


async def test_the_journal_does_not_name_who_was_erased(story: Story) -> None:
    world = story.world
    office = await world.actor("administration")
    assert (await office.patch(f"/institutions/{world.birk}", {"city": "Egeby"})).status_code == 200
    async with transactions.write_transaction(world.app.state.engine) as session:
        grant = (await session.execute(select(Grant).where(col(Grant.person_id) == office.id))).scalar_one()
        grant.until_on = date(2021, 1, 1)
    auditor = await world.actor("auditor")
    assert [one["actor_name"] for one in (await auditor.get(f"/audit?actor_id={office.id}")).json()["items"]] != [None]
    assert (await erase(story, office.id)).status_code == 200
    [entry] = (await auditor.get(f"/audit?actor_id={office.id}")).json()["items"]
    assert (entry["actor_id"], entry["actor_name"]) == (str(office.id), None)


# --- when it is refused ---


async def test_who_holds_a_role_now_or_later_is_not_erased(story: Story) -> None:
    for since in (date(2020, 1, 1), date(2027, 1, 1)):
        staff = await story.world.actor("staff", story.world.birk, since_on=since)
        refused = await erase(story, staff.id)
        assert (refused.status_code, refused.json()["code"]) == (409, "still-holds-roles")


async def test_who_something_is_planned_with_is_not_erased(story: Story) -> None:
    world = story.world
    holder = (await world.signed_in("anna")).id
    now = clock.now()
    for planned in ("data_holder", "participant", "leader", "observer"):
        async with transactions.write_transaction(world.app.state.engine) as session:
            if planned in ("data_holder", "participant"):
                thing: Any = await session.get_one(Dialogue, await plant(session, world, Dialogue))
                thing.data_holder_id = holder if planned == "data_holder" else None
                if planned == "participant":
                    session.add(
                        DialogueParticipant(dialogue_id=thing.id, position=1, part=Part.staff, person_id=holder)
                    )
            elif planned == "leader":
                thing = FollowUp(institution_id=world.birk, leader_id=holder, planned_for=now, planned_until=now)
                session.add(thing)
            else:
                thing = await session.get_one(Observation, await plant(session, world, Observation))
                session.add(Observer(observation_id=thing.id, person_id=holder, position=1))
        refused = await erase(story, holder)
        assert (refused.status_code, refused.json()["code"]) == (409, "still-has-duties"), planned
        async with transactions.write_transaction(world.app.state.engine) as session:
            (await session.get_one(type(thing), thing.id)).status = "cancelled"
    assert (await erase(story, holder)).status_code == 200


async def test_who_is_erased_is_nobody_any_more(story: Story) -> None:
    world = story.world
    admin = await world.actor("admin")
    made = (await admin.post("/people", {"username": "bo", "name": "Bo", "password": "tomat-viser-vej-42"})).json()
    chosen = {"username": "bo", "first": "tomat-viser-vej-42", "new": "gulerod-viser-vej-42"}
    assert (await world.client.post("/v1/first-password", json=chosen)).status_code == 204
    bo = await world.sign_in("bo", "gulerod-viser-vej-42")
    assert (await erase(story, bo.id)).status_code == 200
    assert (await bo.get("/me")).status_code == 401
    form = {"grant_type": "password", "username": "bo", "password": "gulerod-viser-vej-42"}
    assert (await world.token_request(form=form)).status_code == 401
    again = await erase(story, bo.id)
    assert (again.status_code, again.json()["code"]) == (409, "wrong-state")
    back = await admin.patch(f"/people/{bo.id}", {"name": "Bo", "active": True})
    assert (back.status_code, back.json()["code"]) == (409, "wrong-state")
    given = {"person_id": made["id"], "unit_id": str(world.birk), "role": "staff"}
    assert (await admin.post("/grants", given)).status_code == 422
    assert (await admin.post("/people", {"username": "bo", "name": "En anden Bo"})).status_code == 201


async def test_only_an_admin_erases(story: Story) -> None:
    bo = await story.world.person("bo")
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


async def test_a_name_that_somebody_else_has_too_stays_in_running_text(story: Story) -> None:
    world = story.world
    async with transactions.write_transaction(world.app.state.engine) as session:
        one, other = (Person(username=f"lone{n}", name="Lone Holm", name_key=danish_key("Lone Holm")) for n in (1, 2))
        session.add_all([one, other, said(world.birk, "Lone Holm lytter til os")])
    gone = await erase(story, one.id)
    assert (gone.json()["name_shared"], gone.json()["places"]) == (True, 0)
    last = await erase(story, other.id)
    assert (last.json()["name_shared"], last.json()["places"]) == (False, 1)


@pytest.mark.parametrize(
    "said_so", ["Holm, Ida Marie har talt med os.", "Ida  Marie\nHolm var der", "IDA MARIE HOLMS ord", "ida marie holm"]
)
async def test_a_name_is_found_however_it_is_written(world: World, said_so: str) -> None:
    async with transactions.write_transaction(world.app.state.engine) as session:
        who = await plant(session, world, Person, name="Ida Marie Holm", username="b123", email="b@e.example")
        area = await plant(session, world, FocusArea, challenge=said_so)
        await erase_person(session, None, await session.get_one(Person, who))
    async with transactions.read_transaction(world.app.state.engine) as session:
        assert "holm" not in ((await session.get_one(FocusArea, area)).challenge or "").lower()


@pytest.mark.parametrize(
    "said_so",
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
async def test_a_name_is_found_as_programs_break_it_and_danes_spell_it(world: World, said_so: str) -> None:
    async with transactions.write_transaction(world.app.state.engine) as session:
        name = "Åse-Marie Østlund Aakjær"
        who = await plant(session, world, Person, name=name, username="b123", email="b@e.example")
        area = await plant(session, world, FocusArea, challenge=f"Talte med _{said_so}_ om det")
        await erase_person(session, None, await session.get_one(Person, who))
    async with transactions.read_transaction(world.app.state.engine) as session:
        left = (await session.get_one(FocusArea, area)).challenge
    assert left in ("Talte med _[slettet person]_ om det", "Talte med _[slettet person]s_ om det")


async def test_first_and_last_name_of_somebody_else_stay(world: World) -> None:
    texts = ["Ida Holm var her", "Ida Marie Holm var her", "Ida Sofie Holm var her", "Ida Holmgaard, ikke Ida"]
    async with transactions.write_transaction(world.app.state.engine) as session:
        who = await plant(session, world, Person, name="Ida Marie Holm", username="b123", email="b@e.example")
        await plant(session, world, Person, name="Ida Holm", name_key=danish_key("Ida Holm"), username="b124")
        areas = [await plant(session, world, FocusArea, challenge=text) for text in texts]
        erased = await erase_person(session, None, await session.get_one(Person, who))
        assert (erased.places, erased.name_shared) == (1, True)
    async with transactions.read_transaction(world.app.state.engine) as session:
        left = [(await session.get_one(FocusArea, area)).challenge for area in areas]
    assert left == [texts[0], "[slettet person] var her", *texts[2:]]


async def test_more_texts_than_are_read_at_once_are_all_looked_through(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH_SIZE", 2)
    async with transactions.write_transaction(world.app.state.engine) as session:
        who = await plant(session, world, Person, name="Ida Marie Holm", username="b123", email="b@e.example")
        for _ in range(7):
            await plant(session, world, FocusArea, challenge="Ida Marie Holm har talt med os.")
        erased = await erase_person(session, None, await session.get_one(Person, who))
    assert erased.places == 7


async def test_a_name_of_one_word_takes_no_ordinary_word_along(story: Story) -> None:
    world = story.world
    async with transactions.write_transaction(world.app.state.engine) as session:
        ro = Person(username="ro", name="Ro", name_key=danish_key("Ro"))
        agreed = Agreement(
            institution_id=world.birk,
            origin_kind=Origin.dialogue,
            origin_id=world.birk,
            text="Ro",
            responsible="Ro",
            due_on=date(2026, 2, 1),
        )
        session.add_all([ro, agreed, said(world.birk, "Der skal være ro i timerne")])
        shown = {"observers": [{"person_id": str(ro.id), "name": "Ro"}], "title": "Ro"}
        seen = PinnedEvidence(
            dialogue_id=world.birk,
            position=1,
            kind=EvidenceKind.observation,
            reference_id=world.birk,
            frozen={"shown": shown},
        )
        told = StoredResponse(
            caller_id=world.birk,
            key_hash="k",
            fingerprint="f",
            held=[],
            status=201,
            headers={},
            answer=f'{{"person_id":"{ro.id}","name":"Ro"}}'.encode(),
            at=clock.now(),
        )
        session.add_all([seen, told])
    assert (await erase(story, ro.id, former_names=["Timerne"])).json()["places"] == 0
    async with transactions.read_transaction(world.app.state.engine) as session:
        kept = set((await session.execute(select(col(Input.text)))).scalars())
        assert "Der skal være ro i timerne" in kept
        found = await session.get_one(Agreement, agreed.id)
        assert (found.text, found.responsible) == ("Ro", PLACEHOLDER)
        left = (await session.get_one(PinnedEvidence, seen.id)).frozen["shown"]
        assert (left["observers"][0]["name"], left["title"]) == (PLACEHOLDER, "Ro")
        assert (await session.get_one(StoredResponse, told.id)).answer == b""


async def test_words_that_only_look_alike_stay(story: Story) -> None:
    world = story.world
    async with transactions.write_transaction(world.app.state.engine) as session:
        bo = Person(username="bo", name="Bo Dal", name_key=danish_key("Bo Dal"))
        texts = ["Bo Dalby bor her", "Rambo Dal", "bo dal, siger de", "bo"]
        session.add_all([bo, *(said(world.birk, text) for text in texts)])
    assert (await erase(story, bo.id)).json()["places"] == 1
    async with transactions.read_transaction(world.app.state.engine) as session:
        kept = set((await session.execute(select(col(Input.text)))).scalars())
    assert {"Bo Dalby bor her", "Rambo Dal", "[slettet person], siger de", "bo"} < kept
