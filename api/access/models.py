"""Tables of units, grants and stored responses, and the enumerations of roles."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import SQLModel

from api.core.identifiers import new_id
from api.db.columns import Column, EnumText, ResourceModel, UTCDateTime, bytewise_text, json_column

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2200, 1, 1)


class UnitKind(StrEnum):
    """The kind of a unit in the tree of units."""

    municipality = "municipality"
    district = "district"
    institution = "institution"
    department = "department"


class Role(StrEnum):
    """A role, which is held at a unit."""

    council_member = "council_member"
    administration = "administration"
    chief = "chief"
    leader = "leader"
    staff = "staff"
    board_member = "board_member"
    network_member = "network_member"
    data_supplier = "data_supplier"
    auditor = "auditor"
    admin = "admin"


class Holder(StrEnum):
    """The kind of a caller: a person or a machine."""

    person = "person"
    client = "client"


class Network(StrEnum):
    """The leader network of a `network_member`."""

    day_care = "day_care"
    school = "school"
    leisure = "leisure"


class Body(StrEnum):
    """The body of a `board_member`."""

    parent_board = "parent_board"
    parents_council = "parents_council"
    student_council = "student_council"
    youth_council = "youth_council"


class Unit(SQLModel, table=True):
    """A unit at which roles are held: the municipality, a district, an institution or a department."""

    __tablename__ = "unit"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    kind: UnitKind = Column(sa_type=EnumText)
    name: str = Column(max_length=200)
    name_key: str = Column(sa_type=bytewise_text())


class UnitAncestor(SQLModel, table=True):
    """Closure table of the tree: a unit lies below an ancestor from `since_on` until `until_on` (exclusive).

    Every unit is an ancestor of itself. `upward` rows give read access only: a role at a department also reads the
    institution of the department, and a role at an institution, or above it, also reads the `history` of its
    predecessors (institutions that were merged or split into it).
    """

    __tablename__ = "unit_ancestor"
    __table_args__ = (Index("unit_ancestor_below", "ancestor_id", "unit_id"),)

    unit_id: UUID = Column(primary_key=True, foreign_key="unit.id", ondelete="CASCADE")
    ancestor_id: UUID = Column(primary_key=True, foreign_key="unit.id", ondelete="CASCADE")
    since_on: date = Column(default=FIRST_DAY, primary_key=True)
    until_on: date = Column(default=LAST_DAY)
    upward: bool = Column(default=False)
    history: bool = Column(default=False, primary_key=True)


class Grant(ResourceModel, table=True):
    """A role that a person or a machine holds at a unit, from `since_on` until `until_on` (exclusive).

    It reaches the unit and all units below it. A grant that is ended before or on its first day has equal dates and is
    never in force. `from_sign_in` marks grants of the municipal sign-in.
    """

    __tablename__ = "grant"
    resource = "grants"
    unit_field = "unit_id"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (client_id IS NULL)", name="grant_has_one_holder"),
        CheckConstraint("since_on <= until_on", name="grant_lasts"),
    )

    person_id: UUID | None = Column(default=None, foreign_key="person.id", index=True)
    client_id: UUID | None = Column(default=None, foreign_key="client.id", index=True)
    unit_id: UUID = Column(foreign_key="unit.id", index=True)
    role: Role = Column(sa_type=EnumText)
    network: str | None = Column(default=None, sa_type=EnumText)
    body: str | None = Column(default=None, sa_type=EnumText)
    since_on: date
    until_on: date = Column(default=LAST_DAY)
    from_sign_in: bool = Column(default=False)


class StoredResponse(SQLModel, table=True):
    """The response to a request with an Idempotency-Key, stored with its effect.

    `held` lists the roles and units that the caller had then: they are needed for a replay.
    """

    __tablename__ = "replay"
    __table_args__ = (UniqueConstraint("caller_id", "key_hash", name="replay_once"),)

    id: UUID = Column(default_factory=new_id, primary_key=True)
    caller_id: UUID
    key_hash: str = Column(max_length=64)
    fingerprint: str = Column(max_length=64)
    held: list[str] = Column(sa_type=json_column())
    status: int
    headers: dict[str, str] = Column(sa_type=json_column())
    answer: bytes
    at: datetime = Column(sa_type=UTCDateTime, index=True)
