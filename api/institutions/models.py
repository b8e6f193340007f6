"""District and Institution: the tables and their shapes."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints
from sqlalchemy import Index

from api.core.columns import (
    Choice,
    Column,
    Day,
    Id,
    Line,
    Mailbox,
    OneOf,
    ShortLine,
    Thing,
    WebAddress,
    bytewise,
    clean_line,
)
from api.core.external_ids import ExternalIdPublic, ExternalIds
from api.core.faults import form
from api.core.pages import Window
from api.core.shapes import Patch, Shape, ThingPublic


class Area(StrEnum):
    """The two areas that the council discusses in turn."""

    age_0_6 = "age_0_6"
    age_6_18 = "age_6_18"


class Kind(StrEnum):
    """What an institution is."""

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
    """What an institution takes part in."""

    dialogues = "dialogues"
    follow_up_only = "follow_up_only"
    none = "none"


class InstitutionType(StrEnum):
    """The types that have a word in both languages; a register may bring others."""

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


class District(Thing, table=True):
    """The institutions under one Børn og Unge-chef. Its id is its unit's."""

    __tablename__ = "district"
    resource = "districts"
    unit_field = "id"

    id: UUID = Column(primary_key=True, foreign_key="unit.id")
    name: str = Column(max_length=200)
    name_key: str = Column(sa_type=bytewise(), index=True)


class Institution(Thing, table=True):
    """A school, a day-care institution or a leisure service; or, with a parent, a department of one.

    Its id is its unit's. It is closed from `active_until` on, never deleted once anything refers to it.
    """

    __tablename__ = "institution"
    __table_args__ = (Index("institution_by_name", "name_key", "id"),)
    resource = "institutions"
    unit_field = "id"

    id: UUID = Column(primary_key=True, foreign_key="unit.id")
    parent_id: UUID | None = Column(default=None, foreign_key="institution.id", index=True)
    name: str = Column(max_length=132)
    name_key: str = Column(sa_type=bytewise())
    kind: Kind = Column(sa_type=Choice)
    type: str | None = Column(default=None, max_length=64)
    ownership: Ownership = Column(default=Ownership.municipal, sa_type=Choice)
    participation: Participation = Column(default=Participation.dialogues, sa_type=Choice)
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


class DistrictCreate(Shape):
    """A new district."""

    name: Line = Field(description="The district's name, unique among districts.")
    external_ids: ExternalIds = Field([], max_length=20, description="What other systems call it.")


class DistrictUpdate(Patch):
    """What changes about a district (JSON merge patch)."""

    name: Line = Field("", description="The district's name, unique among districts.")
    external_ids: ExternalIds = Field([], max_length=20, description="What other systems call it; replaces the list.")


class DistrictPublic(ThingPublic):
    """A district as it is answered."""

    name: str = Field(max_length=200)
    external_ids: list[ExternalIdPublic] = Field(max_length=20)


class DistrictQuery(Window):
    """The filters of the list of districts."""

    q: Line | None = Field(None, description="Words in the name.")


Name = Annotated[str, StringConstraints(min_length=1, max_length=132), AfterValidator(clean_line)]
_SIX = form(r"^([0-9]{6}|[A-Z][0-9]{5})$", "six digits, or a letter and five", "seks cifre, eller et bogstav og fem")
_TEN = form(r"^[0-9]{10}$", "ten digits", "ti cifre")
_EIGHT = form(r"^[0-9]{8}$", "eight digits", "otte cifre")
_FOUR = form(r"^[0-9]{4}$", "four digits", "fire cifre")
_NUMBER = Field(None, pattern=_SIX, json_schema_extra={"maxLength": 6}, description="Six digits, or a letter and five.")
_ANY_SIX = form(r"^[A-Z0-9]{6}$", "six digits, or a letter and five", "seks cifre, eller et bogstav og fem")
_P_NUMBER = Field(
    None, pattern=_TEN, json_schema_extra={"maxLength": 10}, description="The production unit's ten digits."
)
_CVR = Field(None, pattern=_EIGHT, json_schema_extra={"maxLength": 8}, description="The company's eight digits.")
_POSTAL_CODE = Field(None, pattern=_FOUR, json_schema_extra={"maxLength": 4}, description="Four digits.")


class InstitutionFields(Shape):
    """What can be said of an institution when it is made and later; all optional."""

    type: ShortLine | None = Field(
        None,
        description="A finer kind: of the vocabulary's `InstitutionType` where one fits, else the register's own word.",
    )
    number: str | None = _NUMBER
    p_number: str | None = _P_NUMBER
    cvr_number: str | None = _CVR
    address: Line | None = Field(None, description="Street and house number.")
    postal_code: str | None = _POSTAL_CODE
    city: ShortLine | None = Field(None, description="The postal district.")
    email: Mailbox | None = Field(None, description="The institution's mailbox.")
    phone: ShortLine | None = Field(None, description="The institution's telephone.")
    website: WebAddress | None = Field(None, description="An http(s) address.")
    active_from: Day | None = Field(None, description="The first day.")
    active_until: Day | None = Field(None, description="The day from which it is closed.")
    external_ids: ExternalIds = Field([], max_length=20, description="What other systems call it; replaces the list.")


class InstitutionCreate(InstitutionFields):
    """A new institution, or with `parent_id` a new department."""

    name: Name = Field(description="The name that people use.")
    kind: OneOf[Kind] = Field(description="What it is; its area follows.")
    ownership: OneOf[Ownership] = Field(Ownership.municipal, description="Who owns it.")
    participation: OneOf[Participation] = Field(Participation.dialogues, description="What it takes part in.")
    district_id: Id | None = Field(None, description="Its district; none: directly under the municipality.")
    parent_id: Id | None = Field(None, description="The institution that it is a department of.")


class InstitutionUpdate(InstitutionFields, Patch):
    """What changes about an institution (JSON merge patch)."""

    name: Name = Field("", description="The name that people use.")
    kind: OneOf[Kind] = Field(
        Kind.school, description="What it is; its area follows. It stays once anything rests on it (`kind-in-use`)."
    )
    ownership: OneOf[Ownership] = Field(Ownership.municipal, description="Who owns it.")
    participation: OneOf[Participation] = Field(Participation.dialogues, description="What it takes part in.")


class InstitutionMove(Shape):
    """Where an institution, or a department, lies from a day on."""

    district_id: Id | None = Field(
        None, description="An institution's new district; none: directly under the municipality."
    )
    parent_id: Id | None = Field(None, description="A department's new institution.")
    on: Day = Field(description="The day from which it lies there; access follows on that day.")


class InstitutionPublic(ThingPublic):
    """An institution as it is answered."""

    name: str = Field(max_length=132)
    kind: Kind
    area: Area
    type: str | None = Field(max_length=64)
    ownership: Ownership
    participation: Participation
    number: str | None = Field(max_length=6, pattern=_SIX)
    p_number: str | None = Field(max_length=10, pattern=_TEN)
    cvr_number: str | None = Field(max_length=8, pattern=_EIGHT)
    address: str | None = Field(max_length=200)
    postal_code: str | None = Field(max_length=4, pattern=_FOUR)
    city: str | None = Field(max_length=64)
    email: str | None = Field(max_length=200)
    phone: str | None = Field(max_length=64)
    website: str | None = Field(max_length=200)
    active_from: date | None
    active_until: date | None
    district_id: UUID | None
    district_name: str | None = Field(max_length=200)
    parent_id: UUID | None
    parent_name: str | None = Field(max_length=132)
    external_ids: list[ExternalIdPublic] = Field(max_length=20)


class InstitutionQuery(Window):
    """The filters of the list of institutions."""

    q: Line | None = Field(None, description="Words in the name.")
    kind: Kind | None = Field(None, description="Only of this kind.")
    area: Area | None = Field(None, description="Only of this area.")
    ownership: Ownership | None = Field(None, description="Only of this ownership.")
    participation: Participation | None = Field(None, description="Only with this participation.")
    district_id: Id | None = Field(None, description="Only in this district.")
    parent_id: Id | None = Field(None, description="Only departments of this institution.")
    number: str | None = Field(None, max_length=6, pattern=_ANY_SIX, description="The one of this number.")
    departments: bool | None = Field(None, description="true: departments only; false: institutions only.")
