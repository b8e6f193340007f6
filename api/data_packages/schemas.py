"""Request and response schemas of data packages."""

from datetime import date
from uuid import UUID

from pydantic import Field

from api.core.field_types import EnumValue, Line, ResourceId
from api.core.half_years import HalfYear
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema, ResponseSchema
from api.data_packages.models import PackageStatus
from api.db.external_ids import ExternalIdPublic, ExternalIds
from api.http.list_parameters import ListParameters, QueryBoolean
from api.institutions.models import Area, Kind

_THEMES = "The themes that it serves; replaces the list."


class PackageCreate(RequestSchema):
    """A new data package, as a draft."""

    kind: EnumValue[Kind] = Field(description="The kind of institution that it is for.")
    half_year: HalfYear = Field(description="The half-year whose dialogues it is for, such as `2026H1`.")
    title: Line = Field(description="The package's title.")
    theme_ids: list[ResourceId] = Field([], max_length=20, description=_THEMES)
    external_ids: ExternalIds = Field([], max_length=20, description="Its ids in other systems; replaces the list.")


class PackageUpdate(PatchSchema):
    """A change of a draft package (JSON merge patch)."""

    half_year: HalfYear = Field("", description="The half-year whose dialogues it is for.")
    title: Line = Field("", description="The package's title.")
    theme_ids: list[ResourceId] = Field([], max_length=20, description=_THEMES)
    external_ids: ExternalIds = Field([], max_length=20, description="Its ids in other systems; replaces the list.")


class ThemeServed(ResponseSchema):
    """A theme that a package serves."""

    id: UUID
    title: str = Field(max_length=200, description="The theme's title.")


class PackagePublic(ResourceSchema):
    """A data package."""

    kind: Kind
    area: Area
    half_year: str = Field(max_length=6)
    title: str = Field(max_length=200)
    themes: list[ThemeServed] = Field(max_length=20, description="The themes that it serves.")
    status: PackageStatus
    revision: int = Field(ge=1, description="1 for a first version, and one more for each revision.")
    supersedes_id: UUID | None = Field(description="The released package that it revises; null: it is no revision.")
    superseded_by_id: UUID | None = Field(description="The released revision that replaces it.")
    released_on: date | None = Field(description="When it was released to the institutions.")
    withdrawn_on: date | None = Field(description="When it was withdrawn.")
    external_ids: list[ExternalIdPublic] = Field(max_length=20)


class PackageQuery(ListParameters):
    """The filters of the list of data packages."""

    q: Line | None = Field(None, description="Words in the title.")
    kind: Kind | None = Field(None, description="Only packages for this kind of institution.")
    area: Area | None = Field(None, description="Only packages for this area.")
    half_year: HalfYear | None = Field(None, description="Only packages of this half-year.")
    theme_id: ResourceId | None = Field(None, description="Only packages that serve this theme.")
    status: PackageStatus | None = Field(None, description="Only packages with this status.")
    current: QueryBoolean | None = Field(None, description="true: released and not superseded; false: the others.")
