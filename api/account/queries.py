"""The caller's own profile: name, roles with their units, and permitted actions."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.access.models import LAST_DAY, Holder
from api.access.roles import permitted_actions
from api.sign_in.models import Client, Person


async def describe_caller(session: AsyncSession, caller: Caller) -> dict[str, Any]:
    """Return the fields of `MePublic` for the caller."""
    holder = await session.get(Person if caller.holder == Holder.person else Client, caller.id)
    roles = [
        {
            "role": grant.role,
            "unit_id": grant.unit_id,
            "unit_kind": grant.unit_kind,
            "unit_name": grant.unit_name,
            "network": grant.network,
            "body": grant.body,
            "since_on": grant.since_on,
            "until_on": None if grant.until_on == LAST_DAY else grant.until_on,
        }
        for grant in caller.grants
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
