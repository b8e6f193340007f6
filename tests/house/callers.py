"""Everybody who might call: each role wherever it is held, machines, roles that ended or have not begun."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from api.access.models import Role
from tests.world import Actor, World

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
    home = PLACES[role][0]
    if role in MACHINES:
        machine = await at(world, role, home, machine=True)
        found.append(Called(f"machine, {role} at {home}", machine, role, home, machine=True))
    ended = await at(world, role, home, until_on=PAST)
    return [*found, Called(f"{role} until 2021", ended)]


async def latecomer(world: World) -> Called:
    """Somebody who will have a role one day."""
    return Called("administration from 2199", await at(world, "administration", "municipality", since_on=FUTURE))
