"""Whatever files can hold is put back, every table of it, while nothing was changed since."""

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
from tests.support.dialogue_story import begin as story
from tests.support.import_reversal import differing, everything
from tests.support.imports.institutions import bring
from tests.support.imports.reversal import reverse
from tests.support.imports.undoing import FILES, _dialogues, brought
from tests.support.world import Actor, World

on_one = pytest.mark.parametrize("app", ["sqlite"], indirect=True, scope="session")
"""What is decided before anything is written is the same on both databases."""


def test_every_resource_that_files_hold_is_undone_here() -> None:
    assert set(FILES) == set(IMPORTABLE)


@pytest.mark.parametrize("resource", Resource)
async def test_what_files_made_and_changed_is_as_it_was_before(world: World, resource: Resource) -> None:
    told = await FILES[resource](world)
    empty = await everything(world)
    first = await brought(told.who, told.first, resource)
    assert first.json()["counts"]["create"] > 0
    between = await everything(world)
    second = await brought(told.who, told.second, resource)
    counts = second.json()["counts"]
    assert counts["update"] + counts["create"] > 0
    if resource is not Resource.measurements:
        assert counts["update"] > 0
    assert await everything(world) != between
    back = await reverse(told.who, second)
    assert back.status_code == 200, back.text
    assert differing(between, await everything(world)) == {}
    # What the second file changed, and back, is not as the first one left it.
    assert {now for _, now in await listed(told.who, first)} == {"changed"}
    assert differing(between, await everything(world)) == {}
    await _untouched(world, resource)
    back = await reverse(told.who, first)
    assert back.status_code == 200, back.text
    assert differing(empty, await everything(world)) == {}


async def _untouched(world: World, resource: Resource) -> None:
    """As if nobody had touched the things since the first file."""
    table = IMPORTABLE[resource].table
    async with transactions.write_transaction(world.app.state.engine) as session:
        await session.execute(update(table).values(updated_at=col(table.created_at)))


async def listed(who: Actor, done: httpx.Response) -> list[tuple[int, str]]:
    """The lines that keep an import from being undone, each with why."""
    refused = await reverse(who, done)
    assert (refused.status_code, refused.json()["code"]) == (409, "import-changed-since"), refused.text
    return [(one["line"], one["now"]) for one in refused.json()["rows"]]


@on_one
async def test_who_holds_a_role_or_has_done_something_is_not_taken_away(world: World) -> None:
    boss = await world.actor("admin")
    done = await brought(boss, "username,name\nanna,Anna\nbo,Bo\n", Resource.people)
    await brought(boss, "username,role,unit\nbo,leader,900001\n", Resource.grants)
    assert await listed(boss, done) == [(3, "in-use")]
    [anna] = (await boss.get("/people?username=anna")).json()["items"]
    async with transactions.write_transaction(world.app.state.engine) as session:
        session.add(_entry(UUID(anna["id"])))
    assert await listed(boss, done) == [(2, "in-use"), (3, "in-use")]


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


async def test_a_role_that_was_held_on_an_earlier_day_ends_and_stays_known(world: World) -> None:
    boss = await world.actor("admin")
    await bring(boss, "username,name\nanna,Anna\n", "people", apply="true")
    done = await brought(boss, "username,role,unit\nanna,leader,900001\n", Resource.grants)
    clock.move(clock.now() + timedelta(days=2))
    boss = await _as(world, boss)
    assert (await reverse(boss, done)).status_code == 200
    [grant] = (await boss.get(f"/grants?unit_id={world.birk}")).json()["items"]
    assert (grant["until_on"], grant["in_force"]) == (str(clock.today()), False)


async def _as(world: World, actor: Actor) -> Actor:
    """The same person, signed in anew."""
    signed = SignIn(person_id=actor.id, began_at=clock.now(), ends_at=clock.now() + timedelta(days=1))
    async with transactions.write_transaction(world.app.state.engine) as session:
        session.add(signed)
    return Actor(world.client, actor.id, world.token(actor.id, "person", signed.id))


@on_one
async def test_the_last_administrator_is_not_undone(world: World) -> None:
    boss = await world.actor("admin")
    await bring(boss, "username,name\nanna,Anna\n", "people", apply="true")
    done = await brought(boss, "username,role,unit\nanna,admin,\n", Resource.grants)
    [given] = [
        one for one in (await boss.get("/grants?role=admin")).json()["items"] if one["person_id"] != str(boss.id)
    ]
    anna = await _as(world, Actor(world.client, UUID(given["person_id"]), ""))
    [mine] = (await boss.get(f"/grants?person_id={boss.id}")).json()["items"]
    ended = await anna.patch(f"/grants/{mine['id']}", {"until_on": str(clock.today() + timedelta(days=1))})
    assert ended.status_code == 200, ended.text
    refused = await reverse(boss, done)
    assert (refused.status_code, refused.json()["code"]) == (409, "last-admin")


@on_one
async def test_what_a_dialogue_cites_is_not_taken_away(world: World) -> None:
    found = await story(world)
    text = "institution,voice,method,age_group,text,people_count,collected_on\n"
    text += (
        "900001,child,conversation,6-9,Mere leg,12,2026-02-01\n900001,child,conversation,6-9,Mere ro,12,2026-02-01\n"
    )
    done = await brought(found.leader, text, Resource.stakeholder_input)
    rows = (await found.leader.get(f"/imports/{done.json()['id']}/rows")).json()["items"]
    found.words = UUID(rows[1]["thing_id"])
    await found.ready()
    assert await listed(found.leader, done) == [(3, "in-use")]


async def test_how_words_were_before_goes_with_the_words(world: World) -> None:
    leader = (await story(world)).leader
    text = "institution,voice,method,age_group,text,people_count,collected_on,external_ids\n"
    line = "900001,child,conversation,6-9,%s,12,2026-02-01,skema:1\n"
    await brought(leader, text + line % "Kort", Resource.stakeholder_input)
    done = await brought(leader, text + line % "Langt", Resource.stakeholder_input)
    [row] = (await leader.get(f"/imports/{done.json()['id']}/rows")).json()["items"]
    assert "Kort" in await _kept(world)
    assert "Kort" not in str(row)
    gone = await leader.act(f"/stakeholder-input/{row['thing_id']}/withdraw", {"reason": "consent"})
    assert gone.status_code == 200, gone.text
    assert "Kort" not in await _kept(world)
    assert await listed(leader, done) == [(2, "changed")]


async def _kept(world: World) -> str:
    async with transactions.read_transaction(world.app.state.engine) as session:
        return str((await session.execute(select(ImportRow.__table__))).all())  # type: ignore[attr-defined]  # a table


@on_one
async def test_who_may_write_no_more_undoes_nothing(world: World) -> None:
    told = await _dialogues(world)
    done = await brought(told.who, told.first, Resource.dialogues)
    office = await world.actor("administration")  # who lets it move out of the district, and its chief's reach
    elsewhere = {"district_id": str(world.south), "on": "2026-01-01"}
    assert (await office.act(f"/institutions/{world.birk}/move", elsewhere)).status_code == 200
    refused = await reverse(told.who, done)
    assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")


@on_one
async def test_a_time_outside_the_round_comes_back_without_a_new_reason(world: World) -> None:
    found = await story(world)
    id = await found.planned(planned_for="2026-08-05T13:00:00+02:00", because={"outside-the-round": "Ferie"})
    before = await everything(world)
    text = f"institution,cycle,round,planned_for\n900001,{found.cycle},1,2026-03-16 13:00\n"
    done = await brought(found.chief, text, Resource.dialogues)
    assert (await found.chief.get(f"/dialogues/{id}")).json()["planned_for"] == "2026-03-16T12:00:00Z"
    assert (await reverse(found.chief, done)).status_code == 200
    assert differing(before, await everything(world)) == {}
