"""Words of anything are taken out by the auditor's order, or by who may write them; every copy of them goes."""

import unicodedata
from typing import Any
from uuid import UUID

import orjson
import pytest
from sqlalchemy import Text, update

from api.access.caller import Caller
from api.access.models import StoredResponse
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.identifiers import new_id
from api.db import transactions
from api.db.columns import EnumText
from api.heightened_supervision.models import HeightenedSupervision
from api.imports.models import Import, ImportRow
from api.journal.verify import verify
from api.privacy.actions.redact import RedactionRequest, load_resource, redact
from api.privacy.queries.redactable_fields import TEXT_FIELDS, TextField
from api.redaction.models import Correction, Reason
from api.redaction.stored_text import EXCLUDED, text_columns
from api.tables import metadata
from tests.support.dialogue_story import Story, said
from tests.support.import_rows import plant, things
from tests.support.stewardship.redacting import SECRET, WHY, found_anywhere, order
from tests.support.world import World

ALL = [(resource, name) for resource, spots in TEXT_FIELDS.items() for name in spots]


async def with_words(
    world: World, resource: str, spot: TextField, secret: str = SECRET, *, copied: bool = True
) -> tuple[UUID, UUID | None]:
    """A thing that says the secret there; answers its id, and that of what in it says so."""
    async with transactions.write_transaction(world.app.state.engine) as session:
        kind, closed = things()[resource], update(HeightenedSupervision).values(status="closed")
        await session.execute(closed)  # one at a time is open
        id = world.birk if resource == "institutions" else await plant(session, world, kind)
        if spot.link is None:
            row, part = await session.get_one(kind, id), None
        elif spot.table in (Correction, Reason):
            await session.execute(closed)
            part = await plant(session, world, spot.table)
            row = await session.get_one(spot.table, part)
            setattr(row, "resource", resource)  # noqa: B010  # mypy takes it for the class's
            row.thing_id = id
        else:
            await session.execute(closed)
            part = await plant(session, world, spot.table)
            row = await session.get_one(spot.table, part)
            setattr(row, spot.link, id)
        was = getattr(row, spot.field)
        words: Any = secret
        if isinstance(was, list):
            asked: dict[str, Any] = {"key": "k", "text": "x", "title": "x", "prompt": "y"}
            asked |= {"text": secret} if spot.labels is None else {spot.labels: ["x", secret]}
            words = [secret] if spot.field in ("topics", "levels") else [asked]
        setattr(row, spot.field, words)
        if hasattr(row, f"{spot.field}_key"):
            setattr(row, f"{spot.field}_key", danish_key(secret))
        if copied:
            session.add(said(world.birk, secret))
    return id, part


async def with_copies(world: World, id: UUID, secret: str) -> None:
    """What the service keeps of a thing: an answer of something else that calls it by the secret, a line of a file."""
    cell = f"  {unicodedata.normalize('NFD', secret)} "
    async with transactions.write_transaction(world.app.state.engine) as session:
        file = await plant(session, world, Import)
        session.add(
            ImportRow(
                import_id=file,
                line=2,
                outcome="update",
                thing_id=id,
                cells=orjson.dumps(["x1", cell]).decode(),
                before=orjson.dumps({"x": secret}).decode(),
                changes=orjson.dumps([["x", secret, "y"]]).decode(),
            )
        )
        told = orjson.dumps({"id": str(world.oak), "of_id": str(id), "of_title": secret})
        session.add(
            StoredResponse(
                caller_id=world.oak,
                key_hash=new_id().hex,
                fingerprint="f",
                held=[],
                status=201,
                headers={},
                answer=told,
                at=clock.now(),
            )
        )


async def test_the_auditor_orders_words_out_of_everything(world: World) -> None:
    """Half of the fields on one database, half on the other: each order looks through every table."""
    auditor = await world.actor("auditor")
    mine = ALL[world.app.state.engine.dialect.name == "sqlite" :: 2]
    secrets = {at: f"{SECRET} {number:03}" for number, at in enumerate(mine)}
    planted = {at: await with_words(world, at[0], TEXT_FIELDS[at[0]][at[1]], secrets[at]) for at in mine}
    before = await found_anywhere(world)
    assert len(before) > 15
    for (resource, name), (id, part) in planted.items():
        answer = await order(auditor, resource, name, id, part)
        assert answer.status_code == 200, (resource, name, answer.text)
    assert await found_anywhere(world) == []
    assert len(ALL) > 60
    told = (await auditor.get("/audit?action=redacted&limit=200")).json()["items"]
    assert {one["resource"] for one in told} >= {resource for resource, _ in mine}
    assert (await verify(world.app.state.engine, world.app.state.settings)).findings == []


@pytest.mark.parametrize("by_order", [True, False])
async def test_short_words_go_from_all_that_the_service_keeps_of_the_thing(world: World, by_order: bool) -> None:
    """By the auditor's order and by who may write them, field by field: half of them on each database."""
    auditor = await world.actor("auditor")
    for number, (resource, name) in enumerate(ALL[world.app.state.engine.dialect.name == "sqlite" :: 2]):
        secret = f"Bo på Åen {number:03}"
        id, part = await with_words(world, resource, TEXT_FIELDS[resource][name], secret, copied=False)
        await with_copies(world, id, secret)
        assert {"import_row.cells", "replay.answer"} <= set(await found_anywhere(world, secret))
        if by_order:
            assert (await order(auditor, resource, name, id, part)).status_code == 200
        else:
            async with transactions.write_transaction(world.app.state.engine) as session:
                caller = Caller(auditor.id, "person", auditor.id, "Bo")
                await redact(
                    session, caller, await load_resource(session, resource, id), RedactionRequest(name, part, WHY)
                )
        assert await found_anywhere(world, secret) == [], (resource, name)


# Columns of words that no order is for, each with its reason.
NOT_ORDERED = {
    "correction": "what was and what is: gone with the words that they are of",
    "circle_prompts": "the municipality's own questions, each revision kept",
    "import": "names of files and columns; a file's words are gone with what they became",
    "import_row": "gone with what they became; the rest by its period",
    "client": "a machine's name is changed by who answers for it",
    "external_id": "what other systems call a thing is changed with the thing",
    "measurement": "where a figure is from; changed with it",
    "replay": "gone with the words that they repeat",
    "dialogue_evidence": "likewise",
    "stakeholder_input": "the reason of a redaction is nobody's words",
    "observation": "likewise",
    "agreement_turn": "who wrote it",
    "closure": "likewise, and what it carried",
    "institution": "its website and its type",
    "theme": "what it is called in another system",
    "dialogue": "likewise",
    "cycle": "the names of its half-years",
    "heightened_supervision_comment": "who wrote it",
    "reason": "who wrote it, and of which rule",
    "indicator": "its code and source",
    "focus_area": "none",
    "data_package": "its half-year",
    "observation_feedback": "the title of the guide's point",
    "dialogue_entry": "ids that are cited",
    "consultation": "none",
    "identity": "what the municipality's sign-in said, by a hash",
}


def test_every_column_of_words_is_ordered_out_or_says_why_not() -> None:
    ordered = {(spot.table.__tablename__, spot.field) for spots in TEXT_FIELDS.values() for spot in spots.values()}
    for table in metadata.sorted_tables:
        for name in text_columns(table):
            assert (table.name, name) in ordered or table.name in NOT_ORDERED, f"{table.name}.{name}"
    long = [
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Text) and not isinstance(column.type, EnumText)
    ]
    assert {one for one in long if one not in ordered} == {
        ("import_row", name) for name in ("cells", "before", "changes", "faults")
    }
    assert all(len(reason) > 3 for reason in EXCLUDED.values())


@pytest.mark.parametrize("said_of", ["redact", "withdraw"])
async def test_input_that_is_taken_back_goes_from_wherever_it_was_copied_to(story: Story, said_of: str) -> None:
    world, leader = story.world, story.leader
    body = {
        "institution_id": str(world.birk),
        "voice": "child",
        "method": "meeting",
        "form": "perspective",
        "text": SECRET,
        "people_count": 12,
        "collected_on": "2026-03-01",
        "age_group": "6-9",
    }
    made = await leader.post("/stakeholder-input", body, headers={"Idempotency-Key": "k"})
    assert made.status_code == 201, made.text
    brought = await leader.call(
        "POST",
        "/imports?resource=stakeholder-input",
        headers={"Content-Type": "text/csv"},
        content=(
            "institution;voice;method;text;people_count;collected_on;age_group\n"
            f'900001;child;meeting;"{SECRET.replace(chr(34), chr(34) * 2)}";9;02-03-2026;6-9\n'
        ).encode(),
    )
    assert brought.status_code in (200, 201), brought.text
    area = (await leader.get(f"/focus-areas/{story.focus_area}")).json()
    assert (await leader.patch(f"/focus-areas/{area['id']}", {"challenge": SECRET})).status_code == 200
    assert {"import_row.cells", "replay.answer", "focus_area.challenge"} < set(await found_anywhere(world))
    body = {"reason": "consent"} if said_of == "withdraw" else {"reason": WHY}
    gone = await leader.act(f"/stakeholder-input/{made.json()['id']}/{said_of}", body)
    assert gone.status_code == 200, gone.text
    # Words elsewhere are not theirs to take back: who copies words and withdraws them would delete what others wrote.
    assert await found_anywhere(world) == ["focus_area.challenge"]
    assert (await leader.get(f"/focus-areas/{area['id']}")).json()["challenge"] == SECRET
    auditor = await world.actor("auditor")
    async with transactions.write_transaction(world.app.state.engine) as session:
        again = said(world.birk, SECRET)
        session.add(again)
    assert (await order(auditor, "stakeholder-input", "text", again.id, None)).status_code == 200
    assert await found_anywhere(world) == []
    left = (await leader.get(f"/focus-areas/{area['id']}")).json()
    assert (left["challenge"], left["version"]) == (None, area["version"] + 2)


@pytest.mark.parametrize(
    "resource, field",
    [
        ("agreements", "text"),
        ("focus-areas", "goal"),
        ("themes", "title"),
        ("consultations", "purpose"),
    ],
)
async def test_who_may_write_them_takes_words_out_and_the_reason_stands_there(
    world: World, resource: str, field: str
) -> None:
    id, _ = await with_words(world, resource, TEXT_FIELDS[resource][field])
    writers = {"themes": await world.actor("administration")}
    writer = writers.get(resource) or await world.actor("chief", world.north)
    gone = await writer.act(f"/{resource}/{id}/redact", {"field": field, "reason": WHY})
    assert gone.status_code == 200, gone.text
    assert gone.json()[field] == f"[fjernet: {WHY}]"
    assert await found_anywhere(world) == ["stakeholder_input.text"]  # somebody else's
    far = await world.actor("staff", world.oak)
    assert (await far.act(f"/{resource}/{id}/redact", {"field": field, "reason": WHY}, etag='"1"')).status_code in (
        403,
        404,
    )


async def test_an_order_names_what_there_is(world: World) -> None:
    auditor = await world.actor("auditor")
    id, _ = await with_words(world, "agreements", TEXT_FIELDS["agreements"]["text"])
    for resource, field, thing, more, pointer in (
        ("people", "name", id, {}, "/resource"),
        ("agreements", "goal", id, {}, "/field"),
        ("agreements", "text", world.birk, {}, "/id"),
        ("agreements", "turn.note", id, {}, "/part_id"),
        ("agreements", "turn.note", id, {"part_id": str(id)}, "/part_id"),
    ):
        refused = await order(auditor, resource, field, thing, None, **more)
        assert refused.status_code == 422, refused.text
        assert [one["pointer"] for one in refused.json()["errors"]] == [pointer]
    for role in ("admin", "administration"):
        refused = await order(await world.actor(role), "agreements", "text", id, None)
        assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")
    assert await found_anywhere(world) != []


async def test_short_words_elsewhere_are_left(world: World) -> None:
    auditor = await world.actor("auditor")
    async with transactions.write_transaction(world.app.state.engine) as session:
        one, other = said(world.birk, "Mere ro"), said(world.oak, "Mere ro")
        session.add_all([one, other])
    assert (await order(auditor, "stakeholder-input", "text", one.id, None)).status_code == 200
    async with transactions.read_transaction(world.app.state.engine) as session:
        assert (await session.get_one(type(one), one.id)).text is None
        assert (await session.get_one(type(one), other.id)).text == "Mere ro"
