"""Districts and institutions, as they are requested and returned."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from api.core.field_types import (
    CalendarDate,
    EmailAddress,
    EnumValue,
    Line,
    ResourceId,
    ShortLine,
    WebAddress,
    clean_line,
)
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema, ResponseSchema
from api.core.validation import described_pattern
from api.db.external_ids import ExternalIdPublic, ExternalIds
from api.http.list_parameters import ListParameters
from api.institutions.models import Area, Kind, Ownership, Participation

_NEW_EXTERNAL_IDS = "Its identifiers in other systems; replaces the list."
_PARTICIPATION = "The part of the quality cycle that it takes part in."


class DistrictCreate(RequestSchema):
    """A new district."""

    name: Line = Field(description="The district's name, unique among districts.")
    external_ids: ExternalIds = Field([], max_length=20, description="Its identifiers in other systems.")


class DistrictUpdate(PatchSchema):
    """Changes to a district (JSON merge patch)."""

    name: Line = Field("", description="The district's name, unique among districts.")
    external_ids: ExternalIds = Field([], max_length=20, description=_NEW_EXTERNAL_IDS)


class DistrictPublic(ResourceSchema):
    """A district as it is returned."""

    name: str = Field(max_length=200)
    external_ids: list[ExternalIdPublic] = Field(max_length=20)


class DistrictQuery(ListParameters):
    """The filters of the list of districts."""

    q: Line | None = Field(None, description="Text to search for in the name.")


Name = Annotated[str, StringConstraints(min_length=1, max_length=132), AfterValidator(clean_line)]
_SIX = described_pattern(
    r"^([0-9]{6}|[A-Z][0-9]{5})$", "six digits, or a letter and five", "seks cifre, eller et bogstav og fem"
)
_TEN = described_pattern(r"^[0-9]{10}$", "ten digits", "ti cifre")
_EIGHT = described_pattern(r"^[0-9]{8}$", "eight digits", "otte cifre")
_FOUR = described_pattern(r"^[0-9]{4}$", "four digits", "fire cifre")
_NUMBER = Field(None, pattern=_SIX, json_schema_extra={"maxLength": 6}, description="Six digits, or a letter and five.")
_ANY_SIX = described_pattern(
    r"^[A-Z0-9]{6}$", "six digits, or a letter and five", "seks cifre, eller et bogstav og fem"
)
_P_NUMBER = Field(
    None, pattern=_TEN, json_schema_extra={"maxLength": 10}, description="The production unit's ten digits."
)
_CVR = Field(None, pattern=_EIGHT, json_schema_extra={"maxLength": 8}, description="The company's eight digits.")
_POSTAL_CODE = Field(None, pattern=_FOUR, json_schema_extra={"maxLength": 4}, description="Four digits.")


class InstitutionFields(RequestSchema):
    """Optional fields of an institution, when it is created and when it is updated."""

    type: ShortLine | None = Field(
        None,
        description="A more precise type: one of the vocabulary's `InstitutionType`, or else the register's own term.",
    )
    number: str | None = _NUMBER
    p_number: str | None = _P_NUMBER
    cvr_number: str | None = _CVR
    address: Line | None = Field(None, description="Street and house number.")
    postal_code: str | None = _POSTAL_CODE
    city: ShortLine | None = Field(None, description="The postal district.")
    email: EmailAddress | None = Field(None, description="The institution's email address.")
    phone: ShortLine | None = Field(None, description="The institution's telephone number.")
    website: WebAddress | None = Field(None, description="An http(s) address.")
    active_from: CalendarDate | None = Field(None, description="The first day of operation.")
    active_until: CalendarDate | None = Field(None, description="The first day on which it is closed.")
    external_ids: ExternalIds = Field([], max_length=20, description=_NEW_EXTERNAL_IDS)


class InstitutionCreate(InstitutionFields):
    """A new institution, or with `parent_id` a new department."""

    name: Name = Field(description="The name in everyday use.")
    kind: EnumValue[Kind] = Field(description="The kind of institution; it determines the area.")
    ownership: EnumValue[Ownership] = Field(Ownership.municipal, description="The type of owner.")
    participation: EnumValue[Participation] = Field(Participation.dialogues, description=_PARTICIPATION)
    district_id: ResourceId | None = Field(None, description="Its district; null: directly below the municipality.")
    parent_id: ResourceId | None = Field(None, description="The institution of which it is a department.")


class InstitutionUpdate(InstitutionFields, PatchSchema):
    """Changes to an institution (JSON merge patch)."""

    name: Name = Field("", description="The name in everyday use.")
    kind: EnumValue[Kind] = Field(
        Kind.school,
        description="The kind of institution; fixed once anything depends on it (`kind-in-use`).",
    )
    ownership: EnumValue[Ownership] = Field(Ownership.municipal, description="The type of owner.")
    participation: EnumValue[Participation] = Field(Participation.dialogues, description=_PARTICIPATION)


class InstitutionMove(RequestSchema):
    """Move an institution to another district, or a department to another institution, from a day on."""

    district_id: ResourceId | None = Field(
        None, description="The institution's new district; null: directly below the municipality."
    )
    parent_id: ResourceId | None = Field(None, description="The department's new institution.")
    on: CalendarDate = Field(description="The first day there; access follows on that day.")


class InstitutionPublic(ResourceSchema):
    """An institution as it is returned."""

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


class InstitutionQuery(ListParameters):
    """The filters of the list of institutions."""

    q: Line | None = Field(None, description="Text to search for in the name.")
    kind: Kind | None = Field(None, description="Only of this kind.")
    area: Area | None = Field(None, description="Only of this area.")
    ownership: Ownership | None = Field(None, description="Only of this ownership.")
    participation: Participation | None = Field(None, description="Only with this participation.")
    district_id: ResourceId | None = Field(None, description="Only in this district.")
    parent_id: ResourceId | None = Field(None, description="Only departments of this institution.")
    number: str | None = Field(None, max_length=6, pattern=_ANY_SIX, description="Only with this number.")
    departments: bool | None = Field(None, description="true: departments only; false: institutions only.")


class Neighbour(ResponseSchema):
    """A predecessor or a successor of an institution."""

    id: UUID
    name: str = Field(max_length=132, description="The name in everyday use.")


class InstitutionWhole(InstitutionPublic):
    """A single institution, with its predecessors and successors."""

    predecessors: list[Neighbour] = Field(max_length=100, description="Its predecessors, within the caller's reach.")
    successors: list[Neighbour] = Field(max_length=100, description="Its successors, within the caller's reach.")
