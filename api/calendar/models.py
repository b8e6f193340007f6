"""CalendarAddress: the table and its shapes."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from api.core.columns import Column, Thing
from api.core.shapes import Answer


class CalendarAddress(Thing, table=True):
    """The secret address by which a person's calendar program asks for what they take part in; one at a time.

    It is kept as a hash only, so that it is told once; who loses it makes another, and the old one leads nowhere. So it
    does once all sign-ins of that person have been ended (`keys_from` is then another than theirs).
    """

    __tablename__ = "calendar_address"
    resource = "calendar-addresses"

    person_id: UUID = Column(foreign_key="person.id", unique=True)
    secret_hash: str = Column(max_length=64, unique=True)
    keys_from: int


class CalendarPublic(Answer):
    """Whether the caller's calendar has an address; the address itself is told once, when it is made."""

    has_address: bool = Field(description="Whether an address is in use.")
    made_at: datetime | None = Field(description="When it was made.")


class CalendarMade(Answer):
    """The new address of the caller's calendar."""

    path: str = Field(max_length=200, description="Where the calendar is read, below this service's own address.")
    made_at: datetime = Field(description="When it was made.")
