"""Entry: one thing that happened; and the seals that show when somebody has meddled with what is written."""

import re
from datetime import datetime
from hashlib import sha256
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from sqlalchemy import BigInteger
from sqlmodel import SQLModel

from api.core.columns import Column, Id, Moment, ShortLine, UTCDateTime, json_column
from api.core.pages import Window
from api.core.shapes import Answer

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


class Seal(SQLModel, table=True):
    """That the entries of one transaction were written so and in this place: each seal rests on the one before it.

    Made with a key that the database does not hold, so that who changes the database cannot make it anew.
    """

    __tablename__ = "seal"

    last_seq: int = Column(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    mac: str = Column(max_length=64)
    key: str = Column(max_length=16)


class JournalEntryPublic(Answer):
    """One thing that happened, as those who inspect read it: which fields changed, never their values."""

    id: int = Field(ge=1, le=2**63 - 1, description="Its number in the order of what was committed, without gaps.")
    at: datetime = Field(description="When.")
    request_id: str = Field(
        max_length=64, description="The request that it happened in, of an id that is not random a digest; empty: none."
    )
    actor_id: UUID | None = Field(description="Who did it: a person or a machine; null: the service itself.")
    actor_name: str | None = Field(max_length=200, description="Their name; null once they are erased.")
    resource: str = Field(max_length=40, description="What it happened to, as in the contract's addresses.")
    thing_id: UUID = Field(description="Which one.")
    unit_id: UUID | None = Field(description="The unit it belonged to then; null: the whole municipality.")
    unit_name: str | None = Field(max_length=200, description="The unit's name.")
    action: str = Field(max_length=40, description="What was done, such as `created`, `updated`, `held`, `read`.")
    version: int = Field(ge=0, le=2**31, description="The version that it left.")
    fields: list[Annotated[str, Field(max_length=64)]] = Field(max_length=1000, description="The fields that changed.")


class AuditQuery(Window):
    """The filters of the audit trail."""

    actor_id: Id | None = Field(None, description="Only what this person or machine did.")
    unit_id: Id | None = Field(None, description="Only of this unit and what lies below it today.")
    resource: ShortLine | None = Field(None, description="Only what happened to this kind of thing.")
    thing_id: Id | None = Field(None, description="Only what happened to this thing.")
    action: ShortLine | None = Field(None, description="Only this that was done.")
    request_id: Annotated[ShortLine, AfterValidator(traceable)] | None = Field(
        None, description="Only what happened in this request, by its `X-Request-Id`."
    )
    from_: Moment | None = Field(None, alias="from", description="Only at or after this moment.")
    to: Moment | None = Field(None, description="Only before this moment.")
