"""A thing of each kind at Birkeskolen, and for each operation a body that means it."""

from functools import cache
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col

from api.access.models import Role
from api.db import transactions
from api.observation_guides.models import ObservationGuide
from api.themes.models import Theme
from tests.support.import_rows import plant, things
from tests.support.operations import Operation, operations
from tests.support.world import World

_numbers = count(1)


async def settle(world: World) -> dict[str, UUID]:
    """The id of a thing of each kind, by the name of its resource; `decided` is a theme that can be leaned on."""
    colleague = await world.actor(Role.staff, world.birk)
    found = {"institutions": world.birk, "districts": world.north, "people": colleague.id}
    async with transactions.write_transaction(world.app.state.engine) as session:
        for resource, kind in sorted(things().items()):
            if resource not in found:
                found[resource] = await plant(session, world, kind)
        found["decided"] = await plant(session, world, Theme)
        guide = update(ObservationGuide).where(col(ObservationGuide.id) == found["observation-guides"])
        await session.execute(guide.values(status="published"))
        await session.execute(update(Theme).where(col(Theme.id) == found["decided"]).values(status="decided"))
    return found


def body_of(operation: Operation, found: dict[str, UUID], world: World) -> dict[str, Any]:
    """What is sent with it, as arguments of a call: refers to things that there are, whatever its example does."""
    if operation.media_type is None:
        return {}
    if operation.media_type != "application/json":
        return {"content": b"name,kind\n", "headers": {"Content-Type": operation.media_type}}
    meant = {
        "institution_id": world.birk,
        "district_id": world.north,
        "theme_id": found["decided"],
        "cycle_id": found["cycles"],
        "indicator_id": found["indicators"],
        "guide_id": found["observation-guides"],
        "package_id": found["data-packages"],
        "unit_id": world.birk,
    }
    body = _meaning(_body(operation.name), {name: str(id) for name, id in meant.items()})
    more: dict[str, Any] = {
        "create_person": {"username": f"n{next(_numbers)}"},
        "create_grant": {"person_id": str(found["people"]), "role": "staff"},
        "plan_observation": {"observer_ids": [str(found["people"])]},
        "create_institution": {"kind": "school", "district_id": str(world.north)},
        "create_measurement": {"package_id": str(found["data-packages"]), "value": 1.0, "n": 20},
        "redact_by_order": {"resource": "themes", "id": str(found["decided"]), "field": "description"},
        "create_consultation": {"unit_id": str(world.birk)},
        "add_stakeholder_input": {"institution_id": str(world.birk)},
    }
    return {"json": {**body, **more.get(operation.name, {})} if isinstance(body, dict) else body}


@cache
def _body(name: str) -> Any:
    [operation] = [one for one in operations() if one.name == name]
    return operation.body


def _meaning(value: Any, meant: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_meaning(one, meant) for one in value]
    if isinstance(value, dict):
        return {name: meant.get(name) or _meaning(one, meant) for name, one in value.items()}
    return value
