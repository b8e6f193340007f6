"""The quota of stored responses: the large responses of one caller do not fill the disk."""

import httpx
import pytest
from sqlalchemy import func, select
from sqlmodel import col

from api.access import idempotency
from api.access.models import StoredResponse
from api.db import transactions
from tests.support.world import Actor, World


async def stored_bytes(world: World) -> int:
    async with transactions.read_transaction(world.app.state.engine) as session:
        statement = select(func.sum(func.length(col(StoredResponse.answer))))
        size: int = (await session.execute(statement)).scalar_one()
        return size


async def test_large_stored_responses_of_one_caller_are_emptied_before_they_exceed_the_quota(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "_LARGE_RESPONSE_BYTES", 400)
    monkeypatch.setattr(idempotency, "_CALLER_QUOTA_BYTES", 4_000)
    office, other_office = await world.actor("administration"), await world.actor("administration")

    async def create_school(actor: Actor, key: str) -> httpx.Response:
        body = {"name": f"Skole {key}", "kind": "school", "district_id": str(world.north), "address": "Vej " * 40}
        return await actor.post("/institutions", body, headers={"Idempotency-Key": key})

    response_of_other = await create_school(other_office, "theirs")
    responses = [await create_school(office, f"k{number}") for number in range(12)]
    assert await stored_bytes(world) <= 4_000 + len(response_of_other.content)
    first_replay, last_replay = await create_school(office, "k0"), await create_school(office, "k11")
    assert (first_replay.status_code, first_replay.json()["code"]) == (409, "answer-not-kept")
    assert last_replay.content == responses[11].content
    assert (await create_school(other_office, "theirs")).content == response_of_other.content
    schools = (await office.get("/institutions?q=Skole&limit=200")).json()["items"]
    names = [school["name"] for school in schools]
    assert sorted(names) == sorted(set(names)), "and nothing is created twice"
