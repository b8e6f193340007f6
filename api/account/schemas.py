"""The caller's own account, as it is returned."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.access.models import Holder, Role, UnitKind
from api.core.schemas import ResponseSchema

Does = Literal["read", "write", "transition"]


class MyRole(ResponseSchema):
    """A role that the caller has today, at a unit and all below it."""

    role: Role = Field(description="The role.")
    unit_id: UUID
    unit_kind: UnitKind = Field(description="What the unit is.")
    unit_name: str = Field(max_length=200)
    network: str | None = Field(max_length=40, description="Which leader network, for `network_member`.")
    body: str | None = Field(max_length=40, description="Which body, for `board_member`.")
    since_on: date = Field(description="The day from which it is held.")
    until_on: date | None = Field(description="The day from which it is held no more; null: until further notice.")


class MePublic(ResponseSchema):
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
