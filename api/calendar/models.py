"""CalendarAddress: the table and its shapes."""

from uuid import UUID

from api.db.columns import Column, ResourceModel


class CalendarAddress(ResourceModel, table=True):
    """The secret address by which a person's calendar program asks for what they take part in; one at a time.

    It is kept as a hash only, so that it is told once; who loses it makes another, and the old one leads nowhere. So it
    does once all sign-ins of that person have been ended (`keys_from` is then another than theirs).
    """

    __tablename__ = "calendar_address"
    resource = "calendar-addresses"

    person_id: UUID = Column(foreign_key="person.id", unique=True)
    secret_hash: str = Column(max_length=64, unique=True)
    keys_from: int
