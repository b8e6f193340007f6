"""Grants, as they are requested and returned."""

from datetime import date
from uuid import UUID

from pydantic import Field

from api.access.models import Body, Network, Role, UnitKind
from api.core.field_types import CalendarDate, EnumValue, Line, ResourceId
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema
from api.http.list_parameters import ListParameters, QueryBoolean
from api.people.schemas import Username


class GrantCreate(RequestSchema):
    """A new grant: a role for a person (by `person_id` or `username`) or a machine, at a unit."""

    person_id: ResourceId | None = Field(None, description="The person who gets the role.")
    username: Username | None = Field(None, description="The username of the person, if the id is not known.")
    client_id: ResourceId | None = Field(
        None, description="The machine that gets the role. See `role-not-for-machines`."
    )
    unit_id: ResourceId = Field(description="The unit; the role reaches all units below it. See `role-not-held-there`.")
    role: EnumValue[Role] = Field(description="The role.")
    network: EnumValue[Network] | None = Field(None, description="The leader network: for `network_member` only.")
    body: EnumValue[Body] | None = Field(None, description="The body: for `board_member` only.")
    since_on: CalendarDate | None = Field(None, description="The first day of the grant; today by default.")
    until_on: CalendarDate | None = Field(
        None, description="The first day without the role; null: until further notice."
    )


class GrantUpdate(PatchSchema):
    """A change of the end of a grant (JSON merge patch)."""

    until_on: CalendarDate | None = Field(
        None, description="The first day without the role; null: until further notice."
    )


class GrantPublic(ResourceSchema):
    """A grant: a role that a person or a machine holds at a unit."""

    person_id: UUID | None
    person_name: str | None = Field(max_length=200)
    client_id: UUID | None
    client_name: str | None = Field(max_length=200)
    unit_id: UUID
    unit_kind: UnitKind = Field(description="The kind of the unit.")
    unit_name: str = Field(max_length=200)
    role: Role
    network: Network | None
    body: Body | None
    since_on: date
    until_on: date | None = Field(description="The first day without the role; null: until further notice.")
    in_force: bool = Field(description="Whether the grant is in force today.")
    from_sign_in: bool = Field(
        description="Whether the grant comes from the municipality's own sign-in service; it is then ended there."
    )


class GrantQuery(ListParameters):
    """The filters of the list of grants."""

    q: Line | None = Field(None, description="Words in the name of the person or machine.")
    person_id: ResourceId | None = Field(None, description="Only grants of this person.")
    client_id: ResourceId | None = Field(None, description="Only grants of this machine.")
    role: Role | None = Field(None, description="Only grants of this role.")
    network: Network | None = Field(None, description="Only grants for this leader network.")
    body: Body | None = Field(None, description="Only grants for this body.")
    unit_id: ResourceId | None = Field(None, description="Only grants at this unit itself.")
    district_id: ResourceId | None = Field(
        None, description="Only grants in this district: at it or at a unit below it."
    )
    in_force: QueryBoolean | None = Field(None, description="true: in force today; false: ended, or not yet begun.")
