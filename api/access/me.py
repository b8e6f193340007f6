"""Who the caller is, as they are told: name, roles with their units, and what these allow."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.access.models import LAST_DAY, Client, Holder, Person, Role, UnitKind
from api.access.roles import allowed_to
from api.core.shapes import Answer

Does = Literal["read", "write", "transition"]


class MyRole(Answer):
    """A role that the caller has today, at a unit and all below it."""

    role: Role = Field(description="The role.")
    unit_id: UUID
    unit_kind: UnitKind = Field(description="What the unit is.")
    unit_name: str = Field(max_length=200)
    network: str | None = Field(max_length=40, description="Which leader network, for `network_member`.")
    body: str | None = Field(max_length=40, description="Which body, for `board_member`.")
    since_on: date = Field(description="The day from which it is held.")
    until_on: date | None = Field(description="The day from which it is held no more; null: until further notice.")


class MePublic(Answer):
    """The caller: a person or a machine."""

    id: UUID
    kind: Holder = Field(description="Whether somebody or a machine.")
    name: str = Field(max_length=200, description="What they are called.")
    username: str | None = Field(max_length=64, description="null for a machine.")
    email: str | None = Field(max_length=254, description="Where they are written to.")
    roles: list[MyRole] = Field(max_length=1000, description="The roles in force today, oldest first.")
    allowed: dict[str, Annotated[list[Does], Field(max_length=3)]] = Field(
        max_length=100, description="What these roles allow, by row of the policy: `read`, `write`, `transition`."
    )


async def who_i_am(session: AsyncSession, caller: Caller) -> dict[str, Any]:
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
        "allowed": allowed_to(caller.roles),
    }
