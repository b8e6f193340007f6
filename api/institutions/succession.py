"""Which institution goes on in which: mergers and splits."""

from datetime import date
from uuid import UUID

from pydantic import Field
from sqlmodel import SQLModel

from api.core.columns import Column
from api.core.shapes import Answer
from api.institutions.models import InstitutionPublic


class Succession(SQLModel, table=True):
    """That an institution goes on in another one: a merger where several have one successor, a split where one has
    several. Who reads the successor reads its predecessors' history."""

    __tablename__ = "succession"

    predecessor_id: UUID = Column(primary_key=True, foreign_key="institution.id")
    successor_id: UUID = Column(primary_key=True, foreign_key="institution.id", index=True)
    since_on: date


class Neighbour(Answer):
    """An institution that another one goes on in, or has gone on from."""

    id: UUID
    name: str = Field(max_length=132, description="The name that people use.")


class InstitutionWhole(InstitutionPublic):
    """A single institution, with what it came from and what it became."""

    predecessors: list[Neighbour] = Field(max_length=100, description="Those that go on in it, within reach.")
    successors: list[Neighbour] = Field(max_length=100, description="Those in which it goes on, within reach.")
