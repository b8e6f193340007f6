"""Correction and Reason: words that stand beside a thing."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field
from sqlalchemy import Text
from sqlmodel import SQLModel

from api.core.columns import Column, Number, UTCDateTime, Words, clean_text, json_column, new_id
from api.core.faults import form
from api.core.shapes import Answer, Shape


class Correction(SQLModel, table=True):
    """A mended mistake: what a field said, what it says now, why, by whom, when. The latest counts.

    `part_id` names what in the thing it is about, where that is not the thing itself (a decision of a dialogue, say).
    """

    __tablename__ = "correction"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    resource: str = Column(max_length=40)
    thing_id: UUID = Column(index=True)
    part_id: UUID | None = Column(default=None)
    field: str = Column(max_length=64)
    was: Any = Column(default=None, sa_type=json_column(), nullable=True)
    becomes: Any = Column(default=None, sa_type=json_column(), nullable=True)
    reason: str = Column(sa_type=Text)
    author_id: UUID
    author_name: str = Column(max_length=200)
    at: datetime = Column(sa_type=UTCDateTime)


class Reason(SQLModel, table=True):
    """Why a rule was set aside for a thing, by whom, when."""

    __tablename__ = "reason"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    resource: str = Column(max_length=40)
    thing_id: UUID = Column(index=True)
    code: str = Column(max_length=64)
    words: str = Column(sa_type=Text)
    author_id: UUID
    author_name: str = Column(max_length=200)
    at: datetime = Column(sa_type=UTCDateTime)


Because = dict[str, Words]
"""`because` of a request: the code of a rule that may be set aside, and why it is."""


_LONGEST = 10_000


def _clean(value: object) -> object:
    return clean_text(value) if isinstance(value, str) and len(value) <= _LONGEST else value


Said = Annotated[Annotated[str, Field(max_length=_LONGEST)] | Number | bool | None, BeforeValidator(_clean)]


_FIELD = form(r"^[a-z_]+$", "a field's name, small letters and _", "et felts navn, små bogstaver og _")


class CorrectionCreate(Shape):
    """A correction beside a thing; `becomes` replaces what the field says, where the field may be replaced."""

    field: str = Field(min_length=1, max_length=64, pattern=_FIELD, description="The field that is corrected.")
    becomes: Said = Field(None, description="What it should say; absent for words alone.")
    reason: Words = Field(description="Why.")


class CorrectionPublic(Answer):
    """A correction as it is shown with its thing."""

    id: UUID
    part_id: UUID | None = Field(description="What in the thing it is about; null: the thing itself.")
    field: str = Field(max_length=64, description="The field that was corrected.")
    was: Any = Field(description="What the field said before.")
    becomes: Any = Field(description="What it says since.")
    reason: str = Field(max_length=10_000, description="Why.")
    author_name: str = Field(max_length=200)
    at: datetime


class ReasonPublic(Answer):
    """Why a rule was set aside, as it is shown with its thing."""

    id: UUID
    code: str = Field(max_length=64, description="The rule that was set aside.")
    words: str = Field(max_length=10_000, description="Why, in the words of who did it.")
    author_name: str = Field(max_length=200)
    at: datetime
