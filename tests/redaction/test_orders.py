"""Text of any resource is redacted by the auditor's order, or by those who may write it; every copy of it too."""

import unicodedata
from typing import Any
from uuid import UUID

import orjson
import pytest
from sqlalchemy import update

from api.access.caller import Caller
from api.access.models import StoredResponse
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.identifiers import new_id
from api.db import transactions
from api.heightened_supervision.models import HeightenedSupervision
from api.imports.models import Import, ImportRow
from api.journal.verify import verify_hash_chain
from api.privacy.actions.redact import RedactionRequest, load_resource, redact
from api.redaction.models import Correction, Reason
from api.redaction.registry import TextField, declared_resources, text_fields_of
from tests.support.dialogue_story import Story, children_input
from tests.support.redaction.orders import MARK, REASON, SECRET, columns_with, order_redaction
from tests.support.table_rows import insert_row, resource_models
from tests.support.world import World


def text_fields() -> dict[tuple[str, str], TextField]:
    """Every field that is declared, by its resource and its name."""
    return {
        (resource, name): text_field
        for resource, resource_model in declared_resources().items()
        for name, text_field in text_fields_of(resource_model).items()
    }


def half_of_text_fields(world: World) -> dict[tuple[str, str], TextField]:
    """One half on SQLite, the other on PostgreSQL: each order searches every table."""
    fields, is_sqlite = text_fields(), world.app.state.engine.dialect.name == "sqlite"
    return {place: fields[place] for place in list(fields)[is_sqlite::2]}


async def planted_with(
    world: World, resource: str, text_field: TextField, secret: str = SECRET, *, copied: bool = True
) -> tuple[UUID, UUID | None]:
    """A resource that holds the secret in this field; returns its id, and that of the part which holds it.

    With `copied`, somebody else has written the same.
    """
    async with transactions.write_transaction(world.app.state.engine) as session:
        resource_model, closed = resource_models()[resource], update(HeightenedSupervision).values(status="closed")
        await session.execute(closed)  # an institution has one that is open
        id = world.birk if resource == "institutions" else await insert_row(session, world, resource_model)
        if text_field.link is None:
            row, part_id = await session.get_one(resource_model, id), None
        elif text_field.table in (Correction, Reason):
            await session.execute(closed)
            part_id = await insert_row(session, world, text_field.table)
            row = await session.get_one(text_field.table, part_id)
            setattr(row, "resource", resource)  # noqa: B010  # mypy takes it for the class's
            row.thing_id = id
        else:
            await session.execute(closed)
            part_id = await insert_row(session, world, text_field.table)
            row = await session.get_one(text_field.table, part_id)
            setattr(row, text_field.link, id)
        value: Any = secret
        if isinstance(getattr(row, text_field.field), list):
            question: dict[str, Any] = {"key": "k", "text": "x", "title": "x", "prompt": "y"}
            question |= {"text": secret} if text_field.labels is None else {text_field.labels: ["x", secret]}
            value = [secret] if text_field.field in ("topics", "levels") else [question]
        setattr(row, text_field.field, value)
        if hasattr(row, f"{text_field.field}_key"):
            setattr(row, f"{text_field.field}_key", danish_key(secret))
        if copied:
            session.add(children_input(world.birk, secret))
    return id, part_id


async def add_stored_copies(world: World, id: UUID, secret: str) -> None:
    """Store a response about another resource that quotes the secret, and a row of a file about this one."""
    cell = f"  {unicodedata.normalize('NFD', secret)} "
    async with transactions.write_transaction(world.app.state.engine) as session:
        file_id = await insert_row(session, world, Import)
        session.add(
            ImportRow(
                import_id=file_id,
                line=2,
                outcome="update",
                thing_id=id,
                cells=orjson.dumps(["x1", cell]).decode(),
                before=orjson.dumps({"x": secret}).decode(),
                changes=orjson.dumps([["x", secret, "y"]]).decode(),
            )
        )
        session.add(
            StoredResponse(
                caller_id=world.oak,
                key_hash=new_id().hex,
                fingerprint="f",
                held=[],
                status=201,
                headers={},
                answer=orjson.dumps({"id": str(world.oak), "of_id": str(id), "of_title": secret}),
                at=clock.now(),
            )
        )


async def test_auditor_redacts_any_field_and_everything_that_holds_the_same_text(world: World) -> None:
    auditor = await world.actor("auditor")
    fields = half_of_text_fields(world)
    secrets = {place: f"{SECRET} {number:03}" for number, place in enumerate(fields)}
    planted = {
        (resource, name): await planted_with(world, resource, text_field, secrets[resource, name])
        for (resource, name), text_field in fields.items()
    }
    assert len(await columns_with(world)) > 15
    for (resource, name), (id, part_id) in planted.items():
        response = await order_redaction(auditor, resource, name, id, part_id)
        assert response.status_code == 200, (resource, name, response.text)
    assert await columns_with(world) == []
    assert len(text_fields()) > 60
    entries = (await auditor.get("/audit?action=redacted&limit=200")).json()["items"]
    assert {entry["resource"] for entry in entries} >= {resource for resource, _ in fields}
    assert (await verify_hash_chain(world.app.state.engine, world.app.state.settings)).findings == []


@pytest.mark.parametrize("by_order", [True, False])
async def test_short_text_is_redacted_from_stored_responses_and_file_rows(world: World, by_order: bool) -> None:
    """By the auditor's order and by those who may write it, field by field."""
    auditor = await world.actor("auditor")
    for number, ((resource, name), text_field) in enumerate(half_of_text_fields(world).items()):
        secret = f"Bo på Åen {number:03}"
        id, part_id = await planted_with(world, resource, text_field, secret, copied=False)
        await add_stored_copies(world, id, secret)
        assert {"import_row.cells", "replay.answer"} <= set(await columns_with(world, secret))
        if by_order:
            assert (await order_redaction(auditor, resource, name, id, part_id)).status_code == 200
        else:
            async with transactions.write_transaction(world.app.state.engine) as session:
                caller = Caller(auditor.id, "person", auditor.id, "Bo")
                thing = await load_resource(session, resource, id)
                await redact(session, caller, thing, RedactionRequest(name, part_id, REASON))
        assert await columns_with(world, secret) == [], (resource, name)


@pytest.mark.parametrize("step", ["redact", "withdraw"])
async def test_redacted_or_withdrawn_input_is_redacted_in_every_copy(story: Story, step: str) -> None:
    world, leader = story.world, story.leader
    input_body = {
        "institution_id": str(world.birk),
        "voice": "child",
        "method": "meeting",
        "form": "perspective",
        "text": SECRET,
        "people_count": 12,
        "collected_on": "2026-03-01",
        "age_group": "6-9",
    }
    created = await leader.post("/stakeholder-input", input_body, headers={"Idempotency-Key": "k"})
    assert created.status_code == 201, created.text
    imported = await leader.call(
        "POST",
        "/imports?resource=stakeholder-input",
        headers={"Content-Type": "text/csv"},
        content=(
            "institution;voice;method;text;people_count;collected_on;age_group\n"
            f'900001;child;meeting;"{SECRET.replace(chr(34), chr(34) * 2)}";9;02-03-2026;6-9\n'
        ).encode(),
    )
    assert imported.status_code in (200, 201), imported.text
    focus_area = (await leader.get(f"/focus-areas/{story.focus_area}")).json()
    assert (await leader.patch(f"/focus-areas/{focus_area['id']}", {"challenge": SECRET})).status_code == 200
    assert {"import_row.cells", "replay.answer", "focus_area.challenge"} < set(await columns_with(world))
    step_body = {"reason": "consent"} if step == "withdraw" else {"reason": REASON}
    removed = await leader.act(f"/stakeholder-input/{created.json()['id']}/{step}", step_body)
    assert removed.status_code == 200, removed.text
    # Text that others wrote stays: otherwise copying a text and withdrawing the copy would delete the original.
    assert await columns_with(world) == ["focus_area.challenge"]
    assert (await leader.get(f"/focus-areas/{focus_area['id']}")).json()["challenge"] == SECRET
    auditor = await world.actor("auditor")
    async with transactions.write_transaction(world.app.state.engine) as session:
        same_text = children_input(world.birk, SECRET)
        session.add(same_text)
    assert (await order_redaction(auditor, "stakeholder-input", "text", same_text.id, None)).status_code == 200
    assert await columns_with(world) == []
    redacted = (await leader.get(f"/focus-areas/{focus_area['id']}")).json()
    assert (redacted["challenge"], redacted["version"]) == (None, focus_area["version"] + 2)


@pytest.mark.parametrize(
    "resource, field",
    [
        ("agreements", "text"),
        ("focus-areas", "goal"),
        ("themes", "title"),
        ("consultations", "purpose"),
    ],
)
async def test_those_who_may_write_a_text_can_redact_it_and_the_reason_replaces_it(
    world: World, resource: str, field: str
) -> None:
    id, _ = await planted_with(world, resource, text_fields()[resource, field])
    writers = {"themes": await world.actor("administration")}
    writer = writers.get(resource) or await world.actor("chief", world.north)
    redacted = await writer.act(f"/{resource}/{id}/redact", {"field": field, "reason": REASON})
    assert redacted.status_code == 200, redacted.text
    assert redacted.json()[field] == MARK
    assert await columns_with(world) == ["stakeholder_input.text"]  # somebody else's
    staff_elsewhere = await world.actor("staff", world.oak)
    refused = await staff_elsewhere.act(f"/{resource}/{id}/redact", {"field": field, "reason": REASON}, etag='"1"')
    assert refused.status_code in (403, 404)


async def test_order_with_an_unknown_name_or_id_is_refused(world: World) -> None:
    auditor = await world.actor("auditor")
    id, _ = await planted_with(world, "agreements", text_fields()["agreements", "text"])
    for resource, field, thing_id, other, pointer in (
        ("people", "name", id, {}, "/resource"),
        ("agreements", "goal", id, {}, "/field"),
        ("agreements", "text", world.birk, {}, "/id"),
        ("agreements", "turn.note", id, {}, "/part_id"),
        ("agreements", "turn.note", id, {"part_id": str(id)}, "/part_id"),
    ):
        refused = await order_redaction(auditor, resource, field, thing_id, None, **other)
        assert refused.status_code == 422, refused.text
        assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
    for role in ("admin", "administration"):
        refused = await order_redaction(await world.actor(role), "agreements", "text", id, None)
        assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")
    assert await columns_with(world) != []


async def test_the_same_short_text_of_another_resource_stays(world: World) -> None:
    auditor = await world.actor("auditor")
    async with transactions.write_transaction(world.app.state.engine) as session:
        redacted, other = children_input(world.birk, "Mere ro"), children_input(world.oak, "Mere ro")
        session.add_all([redacted, other])
    assert (await order_redaction(auditor, "stakeholder-input", "text", redacted.id, None)).status_code == 200
    async with transactions.read_transaction(world.app.state.engine) as session:
        assert (await session.get_one(type(redacted), redacted.id)).text is None
        assert (await session.get_one(type(redacted), other.id)).text == "Mere ro"
