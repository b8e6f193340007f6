"""A resource of each kind at Birkeskolen, and for each operation a body that refers to them."""

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
from tests.support.operations import Operation, operations
from tests.support.table_rows import insert_row, resource_models
from tests.support.world import World

_numbers = count(1)


async def populate(world: World) -> dict[str, UUID]:
    """Insert a resource of each kind; return their ids by resource, and under `decided` the id of a decided theme."""
    colleague = await world.actor(Role.staff, world.birk)
    ids = {"institutions": world.birk, "districts": world.north, "people": colleague.id}
    async with transactions.write_transaction(world.app.state.engine) as session:
        for resource, model in sorted(resource_models().items()):
            if resource not in ids:
                ids[resource] = await insert_row(session, world, model)
        ids["decided"] = await insert_row(session, world, Theme)
        publish = update(ObservationGuide).where(col(ObservationGuide.id) == ids["observation-guides"])
        await session.execute(publish.values(status="published"))
        await session.execute(update(Theme).where(col(Theme.id) == ids["decided"]).values(status="decided"))
    return ids


def request_options(operation: Operation, ids: dict[str, UUID], world: World) -> dict[str, Any]:
    """Return the body of an operation as options of a call, with references to the populated resources."""
    if operation.media_type is None:
        return {}
    if operation.media_type != "application/json":
        return {"content": b"name,kind\n", "headers": {"Content-Type": operation.media_type}}
    references = {
        "institution_id": world.birk,
        "district_id": world.north,
        "theme_id": ids["decided"],
        "cycle_id": ids["cycles"],
        "indicator_id": ids["indicators"],
        "guide_id": ids["observation-guides"],
        "package_id": ids["data-packages"],
        "unit_id": world.birk,
    }
    body = _with_references(_sample_body(operation.name), {name: str(id) for name, id in references.items()})
    fields: dict[str, Any] = {
        "create_person": {"username": f"n{next(_numbers)}"},
        "create_grant": {"person_id": str(ids["people"]), "role": "staff"},
        "plan_observation": {"observer_ids": [str(ids["people"])]},
        "create_institution": {"kind": "school", "district_id": str(world.north)},
        "create_measurement": {"package_id": str(ids["data-packages"]), "value": 1.0, "n": 20},
        "redact_by_order": {"resource": "themes", "id": str(ids["decided"]), "field": "description"},
        "create_consultation": {"unit_id": str(world.birk)},
        "add_stakeholder_input": {"institution_id": str(world.birk)},
    }
    return {"json": {**body, **fields.get(operation.name, {})} if isinstance(body, dict) else body}


@cache
def _sample_body(name: str) -> Any:
    [body] = [operation.body for operation in operations() if operation.name == name]
    return body


def _with_references(value: Any, references: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_with_references(item, references) for item in value]
    if isinstance(value, dict):
        return {name: references.get(name) or _with_references(item, references) for name, item in value.items()}
    return value
