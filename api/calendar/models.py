"""The table of calendar addresses."""

from uuid import UUID

from api.db.columns import Column, ResourceModel


class CalendarAddress(ResourceModel, table=True):
    """The secret address by which a person's calendar program reads their calendar; at most one per person.

    Only a hash is stored, so the address is returned once, when it is created. Creating a new one makes the old one
    invalid. So does ending all sessions of the person: `keys_from` then differs from that of the person.
    """

    __tablename__ = "calendar_address"
    resource = "calendar-addresses"

    person_id: UUID = Column(foreign_key="person.id", unique=True)
    secret_hash: str = Column(max_length=64, unique=True)
    keys_from: int
