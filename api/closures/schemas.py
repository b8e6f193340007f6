"""Closures, as they are requested and returned."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from api.closures.models import Carried
from api.core.field_types import CalendarDate, EnumValue, FreeText, ResourceId
from api.core.schemas import RequestSchema, ResponseSchema
from api.institutions.schemas import Neighbour


class CarryShape(RequestSchema):
    """Where one open thing goes."""

    resource: EnumValue[Carried] = Field(description="What it is.")
    id: ResourceId = Field(description="Which one.")
    successor_id: ResourceId | None = Field(
        description="The successor that takes it; null: it is closed with the reason."
    )


class InstitutionClose(RequestSchema):
    """How an institution ends: merged into a successor, split into several, or closed for good."""

    on: CalendarDate | None = Field(None, description="The day from which it is closed, today or earlier; none: today.")
    reason: FreeText = Field(description="Why; it stays with everything that is closed or cancelled along with it.")
    successor_ids: list[ResourceId] = Field(
        [],
        max_length=20,
        description="The institutions in which it goes on. The first takes what `carry` does not name; without any, "
        "what is open is closed with the reason.",
    )
    carry: list[CarryShape] = Field([], max_length=1000, description="Open things that go elsewhere than to the first.")


class CarriedPublic(ResponseSchema):
    """What became of one thing that was open."""

    resource: Carried = Field(description="What it is.")
    id: UUID = Field(description="Which one.")
    successor_id: UUID | None = Field(description="The successor that took it; null: it was closed with the reason.")


class ClosurePublic(ResponseSchema):
    """How an institution ended."""

    institution_id: UUID
    institution_name: str = Field(max_length=132)
    closed_on: date = Field(description="The day from which it is closed.")
    reason: str = Field(max_length=10_000, description="Why.")
    author_name: str | None = Field(max_length=200, description="Who closed it.")
    at: datetime = Field(description="When that was written.")
    reopened_at: datetime | None = Field(description="When it was undone; null: it stands.")
    successors: list[Neighbour] = Field(max_length=100, description="Those in which it goes on, within reach.")
    carried: list[CarriedPublic] = Field(
        max_length=20_000, description="What became of what was open, as far as the caller sees it."
    )
