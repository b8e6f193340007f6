"""Units, people, machines and grants: what permissions are made of."""

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
    """What a unit of the tree is."""

    municipality = "municipality"
    district = "district"
    institution = "institution"
    department = "department"


class Role(StrEnum):
    """What somebody is, at the unit where they hold it."""

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
    """Who calls: somebody, or a machine."""

    person = "person"
    client = "client"


class Network(StrEnum):
    """The leader network that a grant of `network_member` is for."""

    day_care = "day_care"
    school = "school"
    leisure = "leisure"


class Body(StrEnum):
    """The body that a grant of `board_member` is for."""

    parent_board = "parent_board"
    parents_council = "parents_council"
    student_council = "student_council"
    youth_council = "youth_council"


class Unit(SQLModel, table=True):
    """A place permissions hang on: the municipality, a district, an institution or a department."""

    __tablename__ = "unit"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    kind: UnitKind = Column(sa_type=EnumText)
    name: str = Column(max_length=200)
    name_key: str = Column(sa_type=bytewise_text())


class UnitAncestor(SQLModel, table=True):
    """That a unit lies below another from a day until another; every unit lies below itself.

    `upward` rows open reading only: who holds a role at a department also reads its institution's things, and who
    holds one at an institution, or above it, the `history` of those that went on in it.
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
    """A role held at a unit, from a day and perhaps until one; it reaches the unit and all below it.

    One that is ended before it began, or on its first day, lasts no day at all.
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
    """What a request with an Idempotency-Key was answered, kept with its effect, and by which roles where."""

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
