"""Replay by Idempotency-Key: a repeated request has one effect and the same response, for its caller, for 7 days."""

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


async def count_new_schools(actor: Actor) -> int:
    return int((await actor.get("/institutions?q=ny+skole&count=true")).json()["total"])


async def count_stored_responses(world: World) -> int:
    async with transactions.read_transaction(world.app.state.engine) as session:
        return int((await session.execute(select(func.count()).select_from(StoredResponse))).scalar_one())


async def test_concurrent_requests_with_one_key_have_one_effect_and_one_response(world: World) -> None:
    office = await world.actor("administration")
    responses = await asyncio.gather(*(post(office, "twins") for _ in range(20)))
    assert {response.status_code for response in responses} == {201}
    etags = {response.headers["etag"] for response in responses}
    assert len({response.content for response in responses}) == len(etags) == 1
    assert len({response.headers["location"] for response in responses}) == 1
    assert [response.headers.get("idempotency-replayed") for response in responses].count("true") == 19
    assert await count_new_schools(office) == 1


async def test_key_cannot_be_reused_with_another_body_or_path(world: World) -> None:
    office = await world.actor("administration")
    await post(office, "k")
    for response in (
        await post(office, "k", {**BODY, "name": "En anden"}),
        await post(office, "k", {"name": "Øst"}, "/districts"),
        await post(office, "k", {"kind": "school", "name": "Ny skole"}),
    ):
        assert (response.status_code, response.json()["code"]) == (422, "idempotency-key-reused")


async def test_key_of_another_caller_never_matches(world: World) -> None:
    office, other_office = await world.actor("administration"), await world.actor("administration")
    assert (await post(office, "k")).status_code == 201
    response = await post(other_office, "k")
    assert (response.status_code, "idempotency-replayed" in response.headers) == (201, False)
    assert await count_new_schools(office) == 2


async def test_error_response_is_not_stored(world: World) -> None:
    office, leader = await world.actor("administration"), await world.actor("leader", world.birk)
    assert (await post(office, "k", {**BODY, "number": "900001"})).status_code == 409
    assert (await post(office, "k", {**BODY, "kind": "castle"})).status_code == 422
    assert (await post(leader, "k")).status_code == 403
    assert await count_stored_responses(world) == 0
    assert (await post(office, "k")).status_code == 201
    assert await count_stored_responses(world) == 1


async def test_transition_is_replayed_although_its_version_is_outdated(world: World) -> None:
    office = await world.actor("administration")
    path, body = f"/institutions/{world.birk}/move", {"district_id": str(world.south), "on": "2026-01-01"}
    headers = {"Idempotency-Key": "k", "If-Match": (await office.get(f"/institutions/{world.birk}")).headers["etag"]}
    first = await office.post(path, body, headers=headers)
    replay = await office.post(path, body, headers=headers)
    assert (first.status_code, replay.status_code, replay.headers["idempotency-replayed"]) == (200, 200, "true")
    assert first.content == replay.content
    assert first.headers["etag"] == replay.headers["etag"]


async def test_key_expires_after_a_week(world: World) -> None:
    office = await world.actor("administration")
    now = clock.now()
    await post(office, "k")
    clock.move(now + timedelta(days=7, minutes=1))
    later = Actor(office.client, office.id, await renew_token(world, office))
    response = await post(later, "k", {**BODY, "name": "Ny skole to"})
    assert (response.status_code, "idempotency-replayed" in response.headers) == (201, False)
    assert (await post(later, "k", {**BODY, "name": "Ny skole to"})).headers["idempotency-replayed"] == "true"
    assert await count_stored_responses(world) == 1


async def renew_token(world: World, actor: Actor) -> str:
    """Return a token for the same session, issued at the time that the clock was moved to."""
    claims = world.app.state.verifier.verify(actor.token, clock.now() - timedelta(days=7, minutes=1))
    return world.token(actor.id, "person", claims.family)


@pytest.mark.parametrize("key", ["", "a b", "x" * 129, "tab\tkey"])
async def test_malformed_key_is_rejected(world: World, key: str) -> None:
    office = await world.actor("administration")
    response = await post(office, key)
    assert response.status_code == 422
    assert response.json()["errors"][0]["parameter"] == "Idempotency-Key"


async def test_response_is_replayed_to_its_caller_but_not_without_a_token(world: World) -> None:
    office = await world.actor("administration")
    first = await post(office, "k")
    assert (await post(office, "k")).content == first.content
    response = await world.client.post("/v1/institutions", json=BODY, headers={"Idempotency-Key": "k"})
    assert response.status_code == 401


async def test_response_is_not_replayed_after_the_role_has_ended(world: World) -> None:
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
    created = await post(leader, "k", body, "/stakeholder-input")
    assert created.status_code == 201, created.text
    assert (await post(leader, "k", body, "/stakeholder-input")).content == created.content
    await world.add_grant(leader.id, "staff", world.oak)
    replay = await post(leader, "k", body, "/stakeholder-input")
    assert replay.content == created.content, "an additional role does not prevent the replay"
    async with transactions.write_transaction(world.app.state.engine) as session:
        first_grant = col(Grant.person_id) == leader.id, col(Grant.unit_id) == world.birk
        await session.execute(update(Grant).where(*first_grant).values(until_on=clock.today()))
    refused = await post(leader, "k", body, "/stakeholder-input")
    assert (refused.status_code, refused.json()["code"], "larm" in refused.text) == (403, "not-allowed", False)


async def test_response_is_not_replayed_after_the_institution_has_moved_out_of_reach(world: World) -> None:
    chief = await world.actor("chief", world.north)
    body = {"institution_id": str(world.birk), "title": "Ro", "theme_id": await create_decided_theme(world)}
    created = await post(chief, "k", body, "/focus-areas")
    assert created.status_code == 201, created.text
    office = await world.actor("administration")
    move = {"district_id": str(world.south), "on": clock.today().isoformat()}
    assert (await office.act(f"/institutions/{world.birk}/move", move)).status_code == 200
    refused = await post(chief, "k", body, "/focus-areas")
    assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")


async def create_decided_theme(world: World) -> str:
    office, year = await world.actor("administration"), clock.today().year
    body = {"area": "age_6_18", "title": "P", "discussion_on": f"{year}-01-01", "starts_on": f"{year}-01-01"}
    cycle = (await office.post("/cycles", body)).json()
    theme = (await office.post("/themes", {"cycle_id": cycle["id"], "title": "T", "kinds": ["school"]})).json()
    assert (await office.act(f"/themes/{theme['id']}/decide")).status_code == 200
    return str(theme["id"])


async def test_ending_the_own_role_can_be_replayed(world: World) -> None:
    """The roles that are stored are those after the effect, so that giving up a role can be replayed too."""
    office = await world.actor("administration")
    [own_grant] = (await office.get(f"/grants?person_id={office.id}")).json()["items"]
    options = {"headers": {"Idempotency-Key": "k"}, "etag": '"1"'}
    first = await office.act(f"/grants/{own_grant['id']}/end", **options)
    assert first.status_code == 200, first.text
    assert (await office.act(f"/grants/{own_grant['id']}/end", **options)).content == first.content


async def test_expired_responses_are_deleted_when_new_ones_are_stored(world: World) -> None:
    office = await world.actor("administration")
    for number in range(25):
        assert (await post(office, f"old-{number}")).status_code == 201
    clock.move(clock.now() + timedelta(days=8))
    office = await world.actor("administration")
    assert (await post(office, "new-1")).status_code == 201
    assert await count_stored_responses(world) == 6
    assert (await post(office, "new-2")).status_code == 201
    assert await count_stored_responses(world) == 2
