"""Reversal of an import of each resource restores every table, if nothing has been changed since."""

from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select, update
from sqlmodel import col

from api.core import clock
from api.db import transactions
from api.imports.models import ImportRow, Resource
from api.imports.resources.registry import IMPORTABLE
from api.journal.models import Entry
from api.sign_in.models import SignIn
from tests.support.dialogue_story import begin
from tests.support.imports.sample_files import SAMPLE_FILES, import_file, sample_dialogues
from tests.support.imports.snapshots import differences, snapshot
from tests.support.imports.uploads import reverse_import, upload_file
from tests.support.world import Actor, World

on_sqlite = pytest.mark.parametrize("app", ["sqlite"], indirect=True, scope="session")
"""Decisions made before anything is written are the same on both databases."""


def test_every_importable_resource_is_reversed_here() -> None:
    assert set(SAMPLE_FILES) == set(IMPORTABLE)


@pytest.mark.parametrize("resource", Resource)
async def test_reversal_restores_every_table(world: World, resource: Resource) -> None:
    files = await SAMPLE_FILES[resource](world)
    empty = await snapshot(world)
    first = await import_file(files.actor, files.first, resource)
    assert first.json()["counts"]["create"] > 0
    between = await snapshot(world)
    second = await import_file(files.actor, files.second, resource)
    counts = second.json()["counts"]
    assert counts["update"] + counts["create"] > 0
    if resource is not Resource.measurements:
        assert counts["update"] > 0
    assert await snapshot(world) != between
    response = await reverse_import(files.actor, second)
    assert response.status_code == 200, response.text
    assert differences(between, await snapshot(world)) == {}
    # The second file and its reversal have changed what the first one created.
    assert {now for _, now in await hindrances(files.actor, first)} == {"changed"}
    assert differences(between, await snapshot(world)) == {}
    await _reset_updated_at(world, resource)
    response = await reverse_import(files.actor, first)
    assert response.status_code == 200, response.text
    assert differences(empty, await snapshot(world)) == {}


async def _reset_updated_at(world: World, resource: Resource) -> None:
    """Reset the times of update, as if nothing was changed since the first file."""
    table = IMPORTABLE[resource].table
    async with transactions.write_transaction(world.app.state.engine) as session:
        await session.execute(update(table).values(updated_at=col(table.created_at)))


async def hindrances(actor: Actor, applied: httpx.Response) -> list[tuple[int, str]]:
    """Return the lines that keep an import from being reversed, each with the reason."""
    refused = await reverse_import(actor, applied)
    assert (refused.status_code, refused.json()["code"]) == (409, "import-changed-since"), refused.text
    return [(row["line"], row["now"]) for row in refused.json()["rows"]]


@on_sqlite
async def test_people_with_a_role_or_a_journal_entry_are_not_deleted(world: World) -> None:
    admin = await world.actor("admin")
    applied = await import_file(admin, "username,name\nanna,Anna\nbo,Bo\n", Resource.people)
    await import_file(admin, "username,role,unit\nbo,leader,900001\n", Resource.grants)
    assert await hindrances(admin, applied) == [(3, "in-use")]
    [anna] = (await admin.get("/people?username=anna")).json()["items"]
    async with transactions.write_transaction(world.app.state.engine) as session:
        session.add(_entry(UUID(anna["id"])))
    assert await hindrances(admin, applied) == [(2, "in-use"), (3, "in-use")]


def _entry(caller_id: UUID) -> Entry:
    return Entry(
        seq=10_000,
        at=clock.now(),
        request_id="",
        caller_id=caller_id,
        resource="themes",
        thing_id=caller_id,
        unit_id=None,
        action="updated",
        version=2,
        fields=[],
    )


async def test_a_grant_that_was_in_force_ends_and_stays_in_the_list(world: World) -> None:
    admin = await world.actor("admin")
    await upload_file(admin, "username,name\nanna,Anna\n", "people", apply="true")
    applied = await import_file(admin, "username,role,unit\nanna,leader,900001\n", Resource.grants)
    clock.move(clock.now() + timedelta(days=2))
    admin = await _new_session(world, admin)
    assert (await reverse_import(admin, applied)).status_code == 200
    [grant] = (await admin.get(f"/grants?unit_id={world.birk}")).json()["items"]
    assert (grant["until_on"], grant["in_force"]) == (str(clock.today()), False)


async def _new_session(world: World, actor: Actor) -> Actor:
    """Return the same person in a new session."""
    sign_in = SignIn(person_id=actor.id, began_at=clock.now(), ends_at=clock.now() + timedelta(days=1))
    async with transactions.write_transaction(world.app.state.engine) as session:
        session.add(sign_in)
    return Actor(world.client, actor.id, world.token(actor.id, "person", sign_in.id))


@on_sqlite
async def test_the_last_administrator_is_not_reversed(world: World) -> None:
    admin = await world.actor("admin")
    await upload_file(admin, "username,name\nanna,Anna\n", "people", apply="true")
    applied = await import_file(admin, "username,role,unit\nanna,admin,\n", Resource.grants)
    [granted] = [
        grant
        for grant in (await admin.get("/grants?role=admin")).json()["items"]
        if grant["person_id"] != str(admin.id)
    ]
    anna = await _new_session(world, Actor(world.client, UUID(granted["person_id"]), ""))
    [own_grant] = (await admin.get(f"/grants?person_id={admin.id}")).json()["items"]
    response = await anna.patch(f"/grants/{own_grant['id']}", {"until_on": str(clock.today() + timedelta(days=1))})
    assert response.status_code == 200, response.text
    refused = await reverse_import(admin, applied)
    assert (refused.status_code, refused.json()["code"]) == (409, "last-admin")


@on_sqlite
async def test_input_that_a_dialogue_cites_is_not_deleted(world: World) -> None:
    story = await begin(world)
    text = "institution,voice,method,age_group,text,people_count,collected_on\n"
    text += (
        "900001,child,conversation,6-9,Mere leg,12,2026-02-01\n900001,child,conversation,6-9,Mere ro,12,2026-02-01\n"
    )
    applied = await import_file(story.leader, text, Resource.stakeholder_input)
    rows = (await story.leader.get(f"/imports/{applied.json()['id']}/rows")).json()["items"]
    story.words = UUID(rows[1]["thing_id"])
    await story.ready()
    assert await hindrances(story.leader, applied) == [(3, "in-use")]


async def test_withdrawal_erases_the_text_before_the_import(world: World) -> None:
    leader = (await begin(world)).leader
    text = "institution,voice,method,age_group,text,people_count,collected_on,external_ids\n"
    line = "900001,child,conversation,6-9,%s,12,2026-02-01,skema:1\n"
    await import_file(leader, text + line % "Kort", Resource.stakeholder_input)
    applied = await import_file(leader, text + line % "Langt", Resource.stakeholder_input)
    [row] = (await leader.get(f"/imports/{applied.json()['id']}/rows")).json()["items"]
    assert "Kort" in await _stored_rows(world)
    assert "Kort" not in str(row)
    withdrawn = await leader.act(f"/stakeholder-input/{row['thing_id']}/withdraw", {"reason": "consent"})
    assert withdrawn.status_code == 200, withdrawn.text
    assert "Kort" not in await _stored_rows(world)
    assert await hindrances(leader, applied) == [(2, "changed")]


async def _stored_rows(world: World) -> str:
    async with transactions.read_transaction(world.app.state.engine) as session:
        return str((await session.execute(select(ImportRow.__table__))).all())  # type: ignore[attr-defined]  # a table


@on_sqlite
async def test_chief_who_loses_an_institution_cannot_reverse_its_dialogues(world: World) -> None:
    files = await sample_dialogues(world)
    applied = await import_file(files.actor, files.first, Resource.dialogues)
    officer = await world.actor("administration")  # may move it out of the district, and so out of its chief's reach
    move = {"district_id": str(world.south), "on": "2026-01-01"}
    assert (await officer.act(f"/institutions/{world.birk}/move", move)).status_code == 200
    refused = await reverse_import(files.actor, applied)
    assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")


@on_sqlite
async def test_a_time_outside_the_round_is_restored_without_a_new_reason(world: World) -> None:
    story = await begin(world)
    dialogue_id = await story.planned(planned_for="2026-08-05T13:00:00+02:00", because={"outside-the-round": "Ferie"})
    before = await snapshot(world)
    text = f"institution,cycle,round,planned_for\n900001,{story.cycle},1,2026-03-16 13:00\n"
    applied = await import_file(story.chief, text, Resource.dialogues)
    assert (await story.chief.get(f"/dialogues/{dialogue_id}")).json()["planned_for"] == "2026-03-16T12:00:00Z"
    assert (await reverse_import(story.chief, applied)).status_code == 200
    assert differences(before, await snapshot(world)) == {}
