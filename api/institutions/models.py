"""District, Institution and Succession: the tables and their enumerations."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import SQLModel

from api.db.columns import Column, EnumText, ResourceModel, bytewise_text
from api.redaction.registry import declare, declare_excluded


class Area(StrEnum):
    """The two areas that the council discusses in alternate years."""

    age_0_6 = "age_0_6"
    age_6_18 = "age_6_18"


class Kind(StrEnum):
    """The kind of an institution."""

    day_care = "day_care"
    school = "school"
    leisure = "leisure"


AREA_OF = {Kind.day_care: Area.age_0_6, Kind.school: Area.age_6_18, Kind.leisure: Area.age_6_18}


class Ownership(StrEnum):
    """Who owns an institution."""

    municipal = "municipal"
    self_governing = "self_governing"
    private = "private"
    outsourced = "outsourced"


class Participation(StrEnum):
    """The part of the quality cycle that an institution takes part in."""

    dialogues = "dialogues"
    follow_up_only = "follow_up_only"
    none = "none"


class InstitutionType(StrEnum):
    """The types with a name in both languages; a register may use others."""

    primary_school = "primary_school"
    special_school = "special_school"
    private_school = "private_school"
    boarding_school = "boarding_school"
    youth_school = "youth_school"
    integrated_day_care = "integrated_day_care"
    kindergarten = "kindergarten"
    nursery = "nursery"
    childminding = "childminding"
    sfo = "sfo"
    club = "club"


class District(ResourceModel, table=True):
    """The institutions of one Børn og Unge-chef. Its id is that of its unit."""

    __tablename__ = "district"
    resource = "districts"
    unit_field = "id"

    id: UUID = Column(primary_key=True, foreign_key="unit.id")
    name: str = Column(max_length=200)
    name_key: str = Column(sa_type=bytewise_text(), index=True)


class Institution(ResourceModel, table=True):
    """A school, a day-care institution or a leisure service; or, with a parent, a department of one.

    Its id is that of its unit. It is closed from `active_until` on, and not deleted once anything refers to it.
    """

    __tablename__ = "institution"
    __table_args__ = (Index("institution_by_name", "name_key", "id"),)
    resource = "institutions"
    unit_field = "id"

    id: UUID = Column(primary_key=True, foreign_key="unit.id")
    parent_id: UUID | None = Column(default=None, foreign_key="institution.id", index=True)
    name: str = Column(max_length=132)
    name_key: str = Column(sa_type=bytewise_text())
    kind: Kind = Column(sa_type=EnumText)
    type: str | None = Column(default=None, max_length=64)
    ownership: Ownership = Column(default=Ownership.municipal, sa_type=EnumText)
    participation: Participation = Column(default=Participation.dialogues, sa_type=EnumText)
    number: str | None = Column(default=None, max_length=6, unique=True)
    p_number: str | None = Column(default=None, max_length=10)
    cvr_number: str | None = Column(default=None, max_length=8)
    address: str | None = Column(default=None, max_length=200)
    postal_code: str | None = Column(default=None, max_length=4)
    city: str | None = Column(default=None, max_length=64)
    email: str | None = Column(default=None, max_length=200)
    phone: str | None = Column(default=None, max_length=64)
    website: str | None = Column(default=None, max_length=200)
    active_from: date | None = Column(default=None)
    active_until: date | None = Column(default=None)


class Succession(SQLModel, table=True):
    """That an institution has a successor: a merger where several have the same, a split where one has several.

    Everyone with access to a successor can read the history of its predecessors.
    """

    __tablename__ = "succession"

    predecessor_id: UUID = Column(primary_key=True, foreign_key="institution.id")
    successor_id: UUID = Column(primary_key=True, foreign_key="institution.id", index=True)
    since_on: date


# --- stored text, for redaction ---

declare(Institution, fields=("address", "phone", "email"), marks_in_place=True)
declare_excluded(District, reason="names of places, also where a place is named after somebody")
declare_excluded(Institution, "name", reason="names of places, also where a place is named after somebody")
