"""Calendar addresses, as they are returned."""

from datetime import datetime

from pydantic import Field

from api.core.schemas import ResponseSchema


class CalendarPublic(ResponseSchema):
    """Whether the caller's calendar has an address; the address itself is told once, when it is made."""

    has_address: bool = Field(description="Whether an address is in use.")
    made_at: datetime | None = Field(description="When it was made.")


class CalendarMade(ResponseSchema):
    """The new address of the caller's calendar."""

    path: str = Field(max_length=200, description="Where the calendar is read, below this service's own address.")
    made_at: datetime = Field(description="When it was made.")
