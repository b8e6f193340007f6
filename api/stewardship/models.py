"""Closure: how an institution ended, and what became of what was open there."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import Text
from sqlmodel import SQLModel

from api.core.columns import Column, Day, Id, OneOf, UTCDateTime, Words, json_column, new_id
from api.core.shapes import Answer, Shape
from api.institutions.succession import Neighbour


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


class CarryShape(Shape):
    """Where one open thing goes."""

    resource: OneOf[Carried] = Field(description="What it is.")
    id: Id = Field(description="Which one.")
    successor_id: Id | None = Field(description="The successor that takes it; null: it is closed with the reason.")


class InstitutionClose(Shape):
    """How an institution ends: merged into a successor, split into several, or closed for good."""

    on: Day | None = Field(None, description="The day from which it is closed, today or earlier; none: today.")
    reason: Words = Field(description="Why; it stays with everything that is closed or cancelled along with it.")
    successor_ids: list[Id] = Field(
        [],
        max_length=20,
        description="The institutions in which it goes on. The first takes what `carry` does not name; without any, "
        "what is open is closed with the reason.",
    )
    carry: list[CarryShape] = Field([], max_length=1000, description="Open things that go elsewhere than to the first.")


class CarriedPublic(Answer):
    """What became of one thing that was open."""

    resource: Carried = Field(description="What it is.")
    id: UUID = Field(description="Which one.")
    successor_id: UUID | None = Field(description="The successor that took it; null: it was closed with the reason.")


class ClosurePublic(Answer):
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
