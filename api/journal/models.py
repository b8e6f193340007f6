"""Entry: one thing that happened."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import SQLModel

from api.core.columns import Column, UTCDateTime, json_column


class Entry(SQLModel, table=True):
    """One thing that happened: who, what, when, which fields, in which request; never changed, never a value.

    It refers to nothing by foreign key, so that it outlives what it speaks of. `seq` follows the order of commits
    without gaps: there is one writer at a time.
    """

    __tablename__ = "entry"

    seq: int = Column(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    at: datetime = Column(sa_type=UTCDateTime, index=True)
    request_id: str = Column(max_length=64)
    caller_id: UUID | None = Column(index=True)
    resource: str = Column(max_length=40)
    thing_id: UUID = Column(index=True)
    unit_id: UUID | None = Column(index=True)
    action: str = Column(max_length=40)
    version: int
    fields: list[str] = Column(sa_type=json_column())
