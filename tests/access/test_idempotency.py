"""The same request sent twice has one effect, for who sent it, for a week."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from api.access.models import Grant, StoredResponse
from api.core import clock
from api.db import transactions
from tests.support.world import Actor, World

BODY = {"name": "Ny skole", "kind": "school"}


async def post(actor: Actor, key: str, body: Any = BODY, path: str = "/institutions") -> Any:
    return await actor.post(path, body, headers={"Idempotency-Key": key})


async def schools(actor: Actor) -> int:
    return int((await actor.get("/institutions?q=ny+skole&count=true")).json()["total"])


async def kept(world: World) -> int:
    async with transactions.read_transaction(world.app.state.engine) as session:
        return int((await session.execute(select(func.count()).select_from(StoredResponse))).scalar_one())


async def test_twins_sent_at_once_have_one_effect_and_one_answer(world: World) -> None:
    office = await world.actor("administration")
    made = await asyncio.gather(*(post(office, "twins") for _ in range(20)))
    assert {answer.status_code for answer in made} == {201}
    assert len({answer.content for answer in made}) == len({answer.headers["etag"] for answer in made}) == 1
    assert len({answer.headers["location"] for answer in made}) == 1
    assert [answer.headers.get("idempotency-replayed") for answer in made].count("true") == 19
    assert await schools(office) == 1


async def test_another_body_address_or_query_is_another_request(world: World) -> None:
    office = await world.actor("administration")
    await post(office, "k")
    for other in (
        await post(office, "k", {**BODY, "name": "En anden"}),
        await post(office, "k", {"name": "Øst"}, "/districts"),
        await post(office, "k", {"kind": "school", "name": "Ny skole"}),
    ):
        assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


async def test_other_peoples_keys_never_match(world: World) -> None:
    one, other = await world.actor("administration"), await world.actor("administration")
    assert (await post(one, "k")).status_code == 201
    answer = await post(other, "k")
    assert (answer.status_code, "idempotency-replayed" in answer.headers) == (201, False)
    assert await schools(one) == 2


async def test_a_refusal_is_not_kept(world: World) -> None:
    office, leader = await world.actor("administration"), await world.actor("leader", world.birk)
    assert (await post(office, "k", {**BODY, "number": "900001"})).status_code == 409
    assert (await post(office, "k", {**BODY, "kind": "castle"})).status_code == 422
    assert (await post(leader, "k")).status_code == 403
    assert await kept(world) == 0
    assert (await post(office, "k")).status_code == 201
    assert await kept(world) == 1


async def test_a_transition_is_repeated_though_its_version_is_gone(world: World) -> None:
    office = await world.actor("administration")
    path, body = f"/institutions/{world.birk}/move", {"district_id": str(world.south), "on": "2026-01-01"}
    headers = {"Idempotency-Key": "k", "If-Match": (await office.get(f"/institutions/{world.birk}")).headers["etag"]}
    first = await office.post(path, body, headers=headers)
    again = await office.post(path, body, headers=headers)
    assert (first.status_code, again.status_code, again.headers["idempotency-replayed"]) == (200, 200, "true")
    assert first.content == again.content
    assert first.headers["etag"] == again.headers["etag"]


async def test_a_key_is_forgotten_after_a_week(world: World) -> None:
    office = await world.actor("administration")
    now = clock.now()
    await post(office, "k")
    clock.move(now + timedelta(days=7, minutes=1))
    later = Actor(office.client, office.id, await fresh(world, office))
    answer = await post(later, "k", {**BODY, "name": "Ny skole to"})
    assert (answer.status_code, "idempotency-replayed" in answer.headers) == (201, False)
    assert (await post(later, "k", {**BODY, "name": "Ny skole to"})).headers["idempotency-replayed"] == "true"
    assert await kept(world) == 1


async def fresh(world: World, actor: Actor) -> str:
    """A token for the same sign-in, issued at the moved moment."""
    claims = world.app.state.verifier.verify(actor.token, clock.now() - timedelta(days=7, minutes=1))
    return world.token(actor.id, "person", claims.family)


@pytest.mark.parametrize("key", ["", "a b", "x" * 129, "tab\tkey"])
async def test_what_is_no_key_is_refused(world: World, key: str) -> None:
    office = await world.actor("administration")
    answer = await post(office, key)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "Idempotency-Key"


async def test_who_may_no_longer_gets_the_answer_that_was_theirs_but_not_without_signing_in(world: World) -> None:
    office = await world.actor("administration")
    first = await post(office, "k")
    assert (await post(office, "k")).content == first.content
    answer = await world.client.post("/v1/institutions", json=BODY, headers={"Idempotency-Key": "k"})
    assert answer.status_code == 401


async def test_a_role_that_has_ended_closes_the_answers_of_its_time(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    body = {
        "institution_id": str(world.birk),
        "voice": "child",
        "method": "conversation",
        "age_group": "6-9",
        "people_count": 4,
        "collected_on": "2026-01-10",
        "text": "Der er larm",
    }
    made = await post(leader, "k", body, "/stakeholder-input")
    assert made.status_code == 201, made.text
    assert (await post(leader, "k", body, "/stakeholder-input")).content == made.content
    await world.give(leader.id, "staff", world.oak)
    assert (await post(leader, "k", body, "/stakeholder-input")).content == made.content, (
        "one role more is no hindrance"
    )
    async with transactions.write_transaction(world.app.state.engine) as session:
        mine = col(Grant.person_id) == leader.id, col(Grant.unit_id) == world.birk
        await session.execute(update(Grant).where(*mine).values(until_on=clock.today()))
    replayed = await post(leader, "k", body, "/stakeholder-input")
    assert (replayed.status_code, replayed.json()["code"], "larm" in replayed.text) == (403, "not-allowed", False)


async def test_an_institution_that_moved_away_takes_its_answers_along(world: World) -> None:
    chief = await world.actor("chief", world.north)
    body = {"institution_id": str(world.birk), "title": "Ro", "theme_id": await decided(world)}
    made = await post(chief, "k", body, "/focus-areas")
    assert made.status_code == 201, made.text
    office = await world.actor("administration")
    move = {"district_id": str(world.south), "on": clock.today().isoformat()}
    assert (await office.act(f"/institutions/{world.birk}/move", move)).status_code == 200
    replayed = await post(chief, "k", body, "/focus-areas")
    assert (replayed.status_code, replayed.json()["code"]) == (403, "not-allowed")


async def decided(world: World) -> str:
    office, year = await world.actor("administration"), clock.today().year
    cycle = {"area": "age_6_18", "title": "P", "discussion_on": f"{year}-01-01", "starts_on": f"{year}-01-01"}
    made = (await office.post("/cycles", cycle)).json()
    theme = (await office.post("/themes", {"cycle_id": made["id"], "title": "T", "kinds": ["school"]})).json()
    assert (await office.act(f"/themes/{theme['id']}/decide")).status_code == 200
    return str(theme["id"])


async def test_who_gives_up_a_role_gets_the_same_answer_again(world: World) -> None:
    """What is kept is what is held after the effect: giving something up is answered twice alike, too."""
    office = await world.actor("administration")
    [mine] = (await office.get(f"/grants?person_id={office.id}")).json()["items"]
    options = {"headers": {"Idempotency-Key": "k"}, "etag": '"1"'}
    first = await office.act(f"/grants/{mine['id']}/end", **options)
    assert first.status_code == 200, first.text
    assert (await office.act(f"/grants/{mine['id']}/end", **options)).content == first.content


async def test_what_has_grown_old_makes_room_for_what_comes(world: World) -> None:
    office = await world.actor("administration")
    for number in range(25):
        assert (await post(office, f"old-{number}")).status_code == 201
    clock.move(clock.now() + timedelta(days=8))
    office = await world.actor("administration")
    assert (await post(office, "new-1")).status_code == 201
    assert await kept(world) == 6
    assert (await post(office, "new-2")).status_code == 201
    assert await kept(world) == 2
