"""Callers of every kind: each role at each place where it is held, machines, roles that ended or have not begun."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import httpx
from sqlalchemy import update
from sqlmodel import col

from api.access.models import Role
from api.core import clock
from api.db import transactions
from api.sign_in.models import Client, Person, SignIn
from tests.support.operations import UNKNOWN_ID
from tests.support.world import Actor, World

# Fields of a grant that a role needs besides its unit.
GRANT_FIELDS: dict[str, dict[str, Any]] = {
    "network_member": {"network": "school"},
    "board_member": {"body": "parent_board"},
}
# Units of the world, by name, where each role is held; the resources that are asked for belong to `birk`.
PLACES: dict[str, tuple[str, ...]] = {
    "council_member": ("municipality",),
    "administration": ("municipality", "north", "south"),
    "chief": ("north", "south"),
    "leader": ("birk", "birk_sfo", "elm", "oak"),
    "staff": ("birk", "birk_sfo", "elm", "oak"),
    "board_member": ("birk", "birk_sfo", "elm", "oak"),
    "network_member": ("municipality",),
    "data_supplier": ("municipality",),
    "auditor": ("municipality",),
    "admin": ("municipality",),
}
MACHINE_ROLES = ("data_supplier", "administration", "auditor", "council_member", "network_member")
PAST, FUTURE = date(2021, 1, 1), date(2199, 1, 1)


@dataclass
class Caller:
    """An actor with the role that is in force and its place; both are empty if no role is in force."""

    name: str
    actor: Actor
    role: str = ""
    place: str = ""
    machine: bool = False


async def actor_at(world: World, role: str, place: str, **grant: Any) -> Actor:
    """Create an actor with a role at a unit, which is named as in `PLACES`."""
    unit = world.municipality if place == "municipality" else world.units[place]
    return await world.actor(Role(role), unit, **GRANT_FIELDS.get(role, {}), **grant)


async def callers_with_role(world: World, role: str) -> list[Caller]:
    """Return callers with a role at each of its places, machines among them, and one whose role has ended."""
    callers = [Caller(f"{role} at {place}", await actor_at(world, role, place), role, place) for place in PLACES[role]]
    for place in PLACES[role] if role in MACHINE_ROLES else ():
        machine = await actor_at(world, role, place, machine=True)
        callers.append(Caller(f"machine, {role} at {place}", machine, role, place, machine=True))
    with_ended_role = await actor_at(world, role, PLACES[role][0], until_on=PAST)
    return [*callers, Caller(f"{role} until 2021", with_ended_role)]


class Anonymous(Actor):
    """A caller without a token."""

    async def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        return await self.client.request(method, f"/v1{path.removeprefix('/v1')}", **options)


async def unauthenticated_actors(world: World) -> dict[str, Actor]:
    """Return administrators whose token must not be accepted, by the reason."""
    expired, revoked, ended, inactive, machine = [
        await world.actor(Role.administration, machine=name == "machine")
        for name in ("expired", "revoked", "ended", "inactive", "machine")
    ]
    family = world.app.state.verifier.verify(expired.token, clock.now()).family
    two_hours_ago = clock.now() - timedelta(hours=2)
    lifetime = timedelta(minutes=world.app.state.settings.access_token_minutes)
    expired.token, _ = world.app.state.signer.access_token(expired.id, "person", lifetime, two_hours_ago, family)
    assert (await world.token_request("/token/revoke", form={"token": revoked.token})).status_code == 200
    async with transactions.write_transaction(world.app.state.engine) as session:
        await session.execute(update(SignIn).where(col(SignIn.person_id) == ended.id).values(ended_at=clock.now()))
        await session.execute(update(Person).where(col(Person.id) == inactive.id).values(active=False))
        await session.execute(update(Client).where(col(Client.id) == machine.id).values(active=False))
    return {
        "without a token": Anonymous(world.client, UNKNOWN_ID, ""),
        "with an expired token": expired,
        "with a revoked token": revoked,
        "with a token of an ended sign-in": ended,
        "inactive person": inactive,
        "inactive machine": machine,
    }


async def caller_with_future_role(world: World) -> Caller:
    """Return a caller whose role has not begun."""
    actor = await actor_at(world, "administration", "municipality", since_on=FUTURE)
    return Caller("administration from 2199", actor)
