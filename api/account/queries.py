"""Who the caller is, as they are told: name, roles with their units, and what these allow."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.access.models import LAST_DAY, Holder
from api.access.roles import permitted_actions
from api.sign_in.models import Client, Person


async def describe_caller(session: AsyncSession, caller: Caller) -> dict[str, Any]:
    """The caller as `MePublic` has it."""
    holder = await session.get(Person if caller.holder == Holder.person else Client, caller.id)
    roles = [
        {
            "role": held.role,
            "unit_id": held.unit_id,
            "unit_kind": held.unit_kind,
            "unit_name": held.unit_name,
            "network": held.network,
            "body": held.body,
            "since_on": held.since_on,
            "until_on": None if held.until_on == LAST_DAY else held.until_on,
        }
        for held in caller.grants
    ]
    return {
        "id": caller.id,
        "kind": caller.holder,
        "name": caller.name,
        "username": getattr(holder, "username", None),
        "email": getattr(holder, "email", None),
        "roles": roles,
        "allowed": permitted_actions(caller.roles),
    }
