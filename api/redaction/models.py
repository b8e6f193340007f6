"""Correction and Reason: words that stand beside a thing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import SQLModel

from api.core.identifiers import new_id
from api.db.columns import Column, EnumText, UTCDateTime, json_column


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


class PinnedEvidence(SQLModel, table=True):
    """A piece of evidence that a held dialogue cited, as it was then, but for words that were taken out since."""

    __tablename__ = "dialogue_evidence"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Column(index=True)  # of a room above: no foreign key
    position: int
    kind: str = Column(sa_type=EnumText)
    reference_id: UUID = Column(index=True)
    frozen: dict[str, Any] = Column(sa_type=json_column())
