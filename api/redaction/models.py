"""Correction, Reason and PinnedEvidence: text that is kept about other resources."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import SQLModel

from api.core.identifiers import new_id
from api.db.columns import Column, EnumText, UTCDateTime, json_column


class Correction(SQLModel, table=True):
    """A corrected mistake: the field's earlier and new value, the reason, the author and the time. The latest counts.

    `part_id` identifies the part of the resource that was corrected (a decision of a dialogue, say), if it was not the
    resource itself.
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
    """An override reason: why a rule was overridden for a resource, by whom and when."""

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
    """A snapshot of a piece of evidence that a held dialogue cited, except for text that was redacted since."""

    __tablename__ = "dialogue_evidence"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Column(index=True)  # no foreign key: dialogues are a room above this package
    position: int
    kind: str = Column(sa_type=EnumText)
    reference_id: UUID = Column(index=True)
    frozen: dict[str, Any] = Column(sa_type=json_column())
