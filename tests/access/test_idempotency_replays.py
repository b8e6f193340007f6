"""Answers that are kept for repeated requests do not fill the disk: of one caller's large ones the newest are kept."""

import httpx
import pytest
from sqlalchemy import func, select
from sqlmodel import col

from api.access import idempotency
from api.access.models import StoredResponse
from api.db import transactions
from tests.support.world import Actor, World


async def _kept(world: World) -> int:
    async with transactions.read_transaction(world.app.state.engine) as session:
        found: int = (await session.execute(select(func.sum(func.length(col(StoredResponse.answer)))))).scalar_one()
        return found


async def test_large_answers_go_before_they_are_too_many(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idempotency, "_LARGE", 400)
    monkeypatch.setattr(idempotency, "_MOST", 4_000)
    office, other = await world.actor("administration"), await world.actor("administration")

    async def make(actor: Actor, key: str) -> httpx.Response:
        body = {"name": f"Skole {key}", "kind": "school", "district_id": str(world.north), "address": "Vej " * 40}
        return await actor.post("/institutions", body, headers={"Idempotency-Key": key})

    theirs = await make(other, "theirs")
    made = [await make(office, f"k{number}") for number in range(12)]
    assert await _kept(world) <= 4_000 + len(theirs.content)
    first, last = await make(office, "k0"), await make(office, "k11")
    assert (first.status_code, first.json()["code"]) == (409, "answer-not-kept")
    assert last.content == made[11].content
    assert (await make(other, "theirs")).content == theirs.content
    names = [one["name"] for one in (await office.get("/institutions?q=Skole&limit=200")).json()["items"]]
    assert sorted(names) == sorted(set(names)), "and nothing is made twice"
