"""Closures, as they are requested and returned."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from api.closures.models import Carried
from api.core.field_types import CalendarDate, EnumValue, FreeText, ResourceId
from api.core.schemas import RequestSchema, ResponseSchema
from api.institutions.schemas import Neighbour


class CarryShape(RequestSchema):
    """The successor that takes over one open resource."""

    resource: EnumValue[Carried] = Field(description="The kind of resource.")
    id: ResourceId = Field(description="The resource's id.")
    successor_id: ResourceId | None = Field(
        description="The successor that takes it over; null: it ends with the reason of the closure."
    )


class InstitutionClose(RequestSchema):
    """Close an institution: merge it into a successor, split it into several, or close it for good."""

    on: CalendarDate | None = Field(
        None, description="The first day on which it is closed, today or earlier. Default: today."
    )
    reason: FreeText = Field(description="Why it closes; also stated in everything that ends or is cancelled with it.")
    successor_ids: list[ResourceId] = Field(
        [],
        max_length=20,
        description="The institutions that succeed it. The first takes over what `carry` does not list; without "
        "successors, everything open ends with the reason.",
    )
    carry: list[CarryShape] = Field(
        [], max_length=1000, description="Open resources that another successor than the first takes over."
    )


class CarriedPublic(ResponseSchema):
    """What happened to one open resource."""

    resource: Carried = Field(description="The kind of resource.")
    id: UUID = Field(description="The resource's id.")
    successor_id: UUID | None = Field(
        description="The successor that took it over; null: it ended with the reason of the closure."
    )


class ClosurePublic(ResponseSchema):
    """The closure of an institution."""

    institution_id: UUID
    institution_name: str = Field(max_length=132)
    closed_on: date = Field(description="The first day on which it is closed.")
    reason: str = Field(max_length=10_000, description="Why it was closed.")
    author_name: str | None = Field(max_length=200, description="The person who closed it.")
    at: datetime = Field(description="When the closure was recorded.")
    reopened_at: datetime | None = Field(
        description="When the institution was reopened; null: the closure is in force."
    )
    successors: list[Neighbour] = Field(max_length=100, description="Its successors, within the caller's reach.")
    carried: list[CarriedPublic] = Field(
        max_length=20_000, description="What happened to everything open, as far as the caller may see it."
    )
