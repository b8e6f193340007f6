"""The caller's own account, as it is requested and returned."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.access.models import Holder, Role, UnitKind
from api.core.field_types import ShortLine
from api.core.schemas import RequestSchema, ResponseSchema
from api.people.schemas import NEW_PASSWORD_DESCRIPTION, Password

ActionName = Literal["read", "write", "transition"]


class MyRole(ResponseSchema):
    """A role that the caller holds today, at a unit and all units below it."""

    role: Role = Field(description="The role.")
    unit_id: UUID
    unit_kind: UnitKind = Field(description="The kind of the unit.")
    unit_name: str = Field(max_length=200)
    network: str | None = Field(max_length=40, description="The leader network, for `network_member`.")
    body: str | None = Field(max_length=40, description="The body, for `board_member`.")
    since_on: date = Field(description="The first day of the role.")
    until_on: date | None = Field(description="The first day without the role; null: until further notice.")


class MePublic(ResponseSchema):
    """The caller: a person or a machine."""

    id: UUID
    kind: Holder = Field(description="Whether the caller is a person or a machine.")
    name: str = Field(max_length=200, description="The name.")
    username: str | None = Field(max_length=64, description="null for a machine.")
    email: str | None = Field(max_length=254, description="The e-mail address.")
    roles: list[MyRole] = Field(max_length=1000, description="The roles in force today, oldest first.")
    allowed: dict[str, Annotated[list[ActionName], Field(max_length=3)]] = Field(
        max_length=100, description="What these roles allow, by row of the policy: `read`, `write`, `transition`."
    )


class PasswordChange(RequestSchema):
    """A change of the caller's own password."""

    old: Password = Field(description="The current password.")
    new: Password = Field(description=NEW_PASSWORD_DESCRIPTION)


class FirstPassword(RequestSchema):
    """A first password, which an administrator set, and the password that replaces it."""

    username: ShortLine = Field(description="The username.")
    first: Password = Field(description="The first password.")
    new: Password = Field(description=NEW_PASSWORD_DESCRIPTION)
