"""Everybody who might call: each role wherever it is held, machines, roles that ended or have not begun."""

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
from tests.support.operations import NOBODY
from tests.support.world import Actor, World

NARROWER: dict[str, dict[str, Any]] = {
    "network_member": {"network": "school"},
    "board_member": {"body": "parent_board"},
}
# Where each role is held, beside the things of Birkeskolen: the units of the world, by name.
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
# The roles that machines are given.
MACHINES = ("data_supplier", "administration", "auditor", "council_member", "network_member")
PAST, FUTURE = date(2021, 1, 1), date(2199, 1, 1)


@dataclass
class Called:
    """Somebody who calls, with a role that works at a place; with none, `role` is empty."""

    name: str
    actor: Actor
    role: str = ""
    place: str = ""
    machine: bool = False


async def at(world: World, role: str, place: str, **grant: Any) -> Actor:
    unit = world.municipality if place == "municipality" else world.units[place]
    return await world.actor(Role(role), unit, **NARROWER.get(role, {}), **grant)


async def holders(world: World, role: str) -> list[Called]:
    """Everybody of a role: wherever it is held, machines, and those who do not hold it any more, or not yet."""
    found = [Called(f"{role} at {place}", await at(world, role, place), role, place) for place in PLACES[role]]
    for place in PLACES[role] if role in MACHINES else ():
        machine = await at(world, role, place, machine=True)
        found.append(Called(f"machine, {role} at {place}", machine, role, place, machine=True))
    ended = await at(world, role, PLACES[role][0], until_on=PAST)
    return [*found, Called(f"{role} until 2021", ended)]


class Anonymous(Actor):
    """Somebody who sends no token at all."""

    async def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        return await self.client.request(method, f"/v1{path.removeprefix('/v1')}", **options)


async def kept_out(world: World) -> dict[str, Actor]:
    """Those who could do much if their token were good, by what is the matter with it."""
    expired, revoked, ended, off, machine = [
        await world.actor(Role.administration, machine=name == "machine")
        for name in ("expired", "revoked", "ended", "off", "machine")
    ]
    family = world.app.state.verifier.verify(expired.token, clock.now()).family
    long_ago = clock.now() - timedelta(hours=2)
    life = timedelta(minutes=world.app.state.settings.access_token_minutes)
    expired.token, _ = world.app.state.signer.access_token(expired.id, "person", life, long_ago, family)
    assert (await world.token_request("/token/revoke", form={"token": revoked.token})).status_code == 200
    async with transactions.write_transaction(world.app.state.engine) as session:
        await session.execute(update(SignIn).where(col(SignIn.person_id) == ended.id).values(ended_at=clock.now()))
        await session.execute(update(Person).where(col(Person.id) == off.id).values(active=False))
        await session.execute(update(Client).where(col(Client.id) == machine.id).values(active=False))
    return {
        "without a token": Anonymous(world.client, NOBODY, ""),
        "with an expired token": expired,
        "with a revoked token": revoked,
        "whose sign-in was ended": ended,
        "switched off": off,
        "a machine that is switched off": machine,
    }


async def latecomer(world: World) -> Called:
    """Somebody who will have a role one day."""
    return Called("administration from 2199", await at(world, "administration", "municipality", since_on=FUTURE))
