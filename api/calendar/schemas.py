"""Schemas of calendar addresses."""

from datetime import datetime

from pydantic import Field

from api.core.schemas import ResponseSchema


class CalendarPublic(ResponseSchema):
    """Whether the caller's calendar has a valid address; the address itself is returned only when it is created."""

    has_address: bool = Field(description="Whether the calendar has a valid address.")
    made_at: datetime | None = Field(description="When the address was created.")


class CalendarMade(ResponseSchema):
    """A new address of the caller's calendar."""

    path: str = Field(max_length=200, description="The path of the calendar, relative to the address of this service.")
    made_at: datetime = Field(description="When the address was created.")
