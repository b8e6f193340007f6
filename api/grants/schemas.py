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
    """A role for a person (by `person_id`, or `username`) or a machine, at a unit."""

    person_id: ResourceId | None = Field(None, description="The person who is to have it.")
    username: Username | None = Field(None, description="The same by username, where the id is not known.")
    client_id: ResourceId | None = Field(
        None, description="The machine that is to have it. See `role-not-for-machines`."
    )
    unit_id: ResourceId = Field(description="Where: the unit and all below it. See `role-not-held-there`.")
    role: EnumValue[Role] = Field(description="Which role.")
    network: EnumValue[Network] | None = Field(
        None, description="Which leader network: for `network_member`, only there."
    )
    body: EnumValue[Body] | None = Field(None, description="Which body: for `board_member`, and only there.")
    since_on: CalendarDate | None = Field(None, description="The first day; today unless given.")
    until_on: CalendarDate | None = Field(
        None, description="The day from which it is held no more; null: until further notice."
    )


class GrantUpdate(PatchSchema):
    """When a grant ends (JSON merge patch)."""

    until_on: CalendarDate | None = Field(
        None, description="The day from which it is held no more; null: until further notice."
    )


class GrantPublic(ResourceSchema):
    """A grant as it is shown."""

    person_id: UUID | None
    person_name: str | None = Field(max_length=200)
    client_id: UUID | None
    client_name: str | None = Field(max_length=200)
    unit_id: UUID
    unit_kind: UnitKind = Field(description="What kind of unit it is.")
    unit_name: str = Field(max_length=200)
    role: Role
    network: Network | None
    body: Body | None
    since_on: date
    until_on: date | None = Field(description="The day from which it is held no more; null: until further notice.")
    in_force: bool = Field(description="Whether it is held today.")
    from_sign_in: bool = Field(description="Whether the municipality's own sign-in says so; it is ended there.")


class GrantQuery(ListParameters):
    """The filters of the list of grants."""

    q: Line | None = Field(None, description="Words in the name of the person or machine.")
    person_id: ResourceId | None = Field(None, description="Only this person's.")
    client_id: ResourceId | None = Field(None, description="Only this machine's.")
    role: Role | None = Field(None, description="Only of this role.")
    network: Network | None = Field(None, description="Only for this leader network.")
    body: Body | None = Field(None, description="Only for this body.")
    unit_id: ResourceId | None = Field(None, description="Only at this very unit.")
    district_id: ResourceId | None = Field(None, description="Only at this district or below it.")
    in_force: QueryBoolean | None = Field(None, description="true: held today; false: ended, or not yet begun.")
