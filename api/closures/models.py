"""Closure: how an institution ended, and what became of what was open there."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import SQLModel

from api.core.identifiers import new_id
from api.db.columns import Column, UTCDateTime, json_column


class Carried(StrEnum):
    """What is carried over when an institution closes."""

    agreements = "agreements"
    focus_areas = "focus-areas"
    heightened_supervision = "heightened-supervision"


class Closure(SQLModel, table=True):
    """The end of an institution: from which day, why, and for each open thing which successor took it, if any.

    A closure made by mistake is reopened: it stays, with the time of its undoing.
    """

    __tablename__ = "closure"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    institution_id: UUID = Column(foreign_key="institution.id", index=True)
    closed_on: date
    reason: str = Column(sa_type=Text)
    until_before: date | None = Column(default=None)
    carried: list[dict[str, Any]] = Column(sa_type=json_column())
    author_id: UUID | None = Column(default=None, index=True)
    author_name: str | None = Column(default=None, max_length=200)
    at: datetime = Column(sa_type=UTCDateTime)
    reopened_at: datetime | None = Column(default=None, sa_type=UTCDateTime)
