"""Entry: one thing that happened; and the seals that show when somebody has meddled with what is written."""

import re
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import SQLModel

from api.db.columns import Column, UTCDateTime, json_column

_RANDOM = re.compile(r"[0-9a-fA-F-]{16,64}")


def traceable(request_id: str) -> str:
    """A request's id as the journal keeps it: random ones as they are, of others a digest.

    Callers choose their ids: the journal, which cannot be changed, must hold no name that somebody put into one.
    """
    return request_id if not request_id or _RANDOM.fullmatch(request_id) else sha256(request_id.encode()).hexdigest()


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


class ChainLink(SQLModel, table=True):
    """That the entries of one transaction were written so and in this place: each seal rests on the one before it.

    Made with a key that the database does not hold, so that who changes the database cannot make it anew.
    """

    __tablename__ = "seal"

    last_seq: int = Column(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    mac: str = Column(max_length=64)
    key: str = Column(max_length=16)
