"""March 2026: the chief of Nord, the leader of Birkeskolen, and shortcuts for their follow-ups."""

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
    """The people that the tests refer to, and shortcuts for their requests."""

    world: World
    chief: Actor
    leader: Actor

    def plan(self, **other: Any) -> dict[str, Any]:
        """Return the payload of a plan; `other` replaces its fields."""
        return {"institution_id": str(self.world.birk), "planned_for": "2026-03-16T13:00:00+01:00", **other}

    async def planned(self, by: Actor | None = None, **other: Any) -> str:
        """Plan a follow-up as the chief, or `by` somebody else; return its id."""
        response = await (by or self.chief).post("/follow-ups", self.plan(**other))
        assert response.status_code == 201, response.text
        return str(response.json()["id"])

    async def hold(self, id: str, **fields: Any) -> httpx.Response:
        """Hold a follow-up as the chief, without concern unless `fields` give another assessment."""
        return await self.chief.act(f"/follow-ups/{id}/hold", {"assessment": "no_concern", **fields})

    async def held(self, plan: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
        """Plan and hold a follow-up; return it as the chief reads it. `plan` are fields of the plan."""
        response = await self.hold(await self.planned(**(plan or {})), **fields)
        assert response.status_code == 200, response.text
        follow_up: dict[str, Any] = response.json()
        return follow_up

    async def sign_in_again_on(self, day: date, *others: Actor) -> None:
        """Move the clock to a day and sign in chief, leader and others again."""
        clock.move(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
        for actor in (self.chief, self.leader, *others):
            actor.token = (await sign_in_person(self.world, actor.id)).token

    async def end_roles(self, actor: Actor, day: date) -> None:
        """End all roles of a person on a day."""
        async with transactions.write_transaction(self.world.app.state.engine) as session:
            await session.execute(update(Grant).where(col(Grant.person_id) == actor.id).values(until_on=day))

    async def entries(self, id: str, action: str) -> list[Entry]:
        """Return the journal entries of a resource with this action."""
        async with transactions.read_transaction(self.world.app.state.engine) as session:
            query = select(Entry).where(col(Entry.thing_id) == UUID(id), col(Entry.action) == action)
            return list((await session.execute(query.order_by(col(Entry.seq)))).scalars())


async def sign_in_person(world: World, person_id: UUID) -> Actor:
    """Sign in an existing person."""
    now = clock.now()
    signed = SignIn(person_id=person_id, began_at=now, ends_at=now + timedelta(days=1))
    async with transactions.write_transaction(world.app.state.engine) as session:
        session.add(signed)
    return Actor(world.client, person_id, world.token(person_id, "person", signed.id))


async def put_with_etag(actor: Actor, path: str, json: dict[str, Any], thing: str) -> httpx.Response:
    """Send a PUT with the current ETag of the resource at path `thing`."""
    etag = (await actor.get(thing)).headers.get("etag", '"0"')
    return await actor.call("PUT", path, json=json, etag=etag)


async def begin(world: World) -> Meetings:
    """Sign in chief and leader on 10 March 2026."""
    clock.move(datetime(2026, 3, 10, 9, tzinfo=UTC))
    chief, leader = await world.actor("chief", world.north), await world.actor("leader", world.birk)
    return Meetings(world, chief, leader)


def agreement(text: str = "Lederen deltager i sparring", due_on: str = "2026-05-01", **other: Any) -> dict[str, Any]:
    """Return the payload of a new agreement."""
    return {"text": text, "responsible": "Lederen", "due_on": due_on, **other}


def faults_of(response: httpx.Response) -> list[tuple[str, str]]:
    """Return the JSON pointer and code of each fault in a problem response."""
    return [(error["pointer"], error["code"]) for error in response.json()["errors"]]
