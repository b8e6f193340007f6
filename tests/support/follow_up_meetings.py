"""March 2026: the chief of Nord, the leader of Birkeskolen, and what follow-ups between them need."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select, update
from sqlmodel import col

from api.access.models import Grant
from api.core import clock
from api.db import transactions
from api.journal.models import Entry
from api.sign_in.models import SignIn
from tests.support.world import Actor, World


@dataclass
class Meetings:
    """What the tests speak of, by name."""

    world: World
    chief: Actor
    leader: Actor

    def plan(self, **other: Any) -> dict[str, Any]:
        return {"institution_id": str(self.world.birk), "planned_for": "2026-03-16T13:00:00+01:00", **other}

    async def planned(self, by: Actor | None = None, **other: Any) -> str:
        answer = await (by or self.chief).post("/follow-ups", self.plan(**other))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def hold(self, id: str, **said: Any) -> httpx.Response:
        return await self.chief.act(f"/follow-ups/{id}/hold", {"assessment": "no_concern", **said})

    async def held(self, at: dict[str, Any] | None = None, **said: Any) -> dict[str, Any]:
        answer = await self.hold(await self.planned(**(at or {})), **said)
        assert answer.status_code == 200, answer.text
        whole: dict[str, Any] = answer.json()
        return whole

    async def again(self, day: date, *others: Actor) -> None:
        """Another day; chief, leader and these have signed in anew."""
        clock.move(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
        for actor in (self.chief, self.leader, *others):
            actor.token = (await signed_in(self.world, actor.id)).token

    async def leaves(self, actor: Actor, day: date) -> None:
        """Whatever roles they hold end on a day."""
        async with transactions.write_transaction(self.world.app.state.engine) as session:
            await session.execute(update(Grant).where(col(Grant.person_id) == actor.id).values(until_on=day))

    async def entries(self, id: str, action: str) -> list[Entry]:
        """What the journal says of a thing, of one kind of event."""
        async with transactions.read_transaction(self.world.app.state.engine) as session:
            asked = select(Entry).where(col(Entry.thing_id) == UUID(id), col(Entry.action) == action)
            return list((await session.execute(asked.order_by(col(Entry.seq)))).scalars())


async def signed_in(world: World, person_id: UUID) -> Actor:
    """A person who is there already, signed in."""
    now = clock.now()
    signed = SignIn(person_id=person_id, began_at=now, ends_at=now + timedelta(days=1))
    async with transactions.write_transaction(world.app.state.engine) as session:
        session.add(signed)
    return Actor(world.client, person_id, world.token(person_id, "person", signed.id))


async def put(actor: Actor, path: str, json: dict[str, Any], thing: str) -> httpx.Response:
    """PUT with the current ETag of the thing."""
    etag = (await actor.get(thing)).headers.get("etag", '"0"')
    return await actor.call("PUT", path, json=json, etag=etag)


async def begin(world: World) -> Meetings:
    """10 March 2026."""
    clock.move(datetime(2026, 3, 10, 9, tzinfo=UTC))
    chief, leader = await world.actor("chief", world.north), await world.actor("leader", world.birk)
    return Meetings(world, chief, leader)


def agreement(text: str = "Lederen deltager i sparring", due_on: str = "2026-05-01", **other: Any) -> dict[str, Any]:
    return {"text": text, "responsible": "Lederen", "due_on": due_on, **other}


def found(answer: httpx.Response) -> list[tuple[str, str]]:
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]
