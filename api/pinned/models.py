"""PinnedEvidence: the table."""

from typing import Any
from uuid import UUID

from sqlmodel import SQLModel

from api.core.columns import Choice, Column, json_column, new_id


class PinnedEvidence(SQLModel, table=True):
    """A piece of evidence that a held dialogue cited, as it was then, but for words that were taken out since."""

    __tablename__ = "dialogue_evidence"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Column(index=True)  # of a room above: no foreign key
    position: int
    kind: str = Column(sa_type=Choice)
    reference_id: UUID = Column(index=True)
    frozen: dict[str, Any] = Column(sa_type=json_column())
