"""Themes, as they are requested and returned."""

from datetime import date
from uuid import UUID

from pydantic import Field

from api.core.field_types import CalendarDate, EnumValue, FreeText, Line, ResourceId, ShortLine
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema
from api.http.list_parameters import ListParameters
from api.institutions.models import Area, Kind
from api.themes.models import ThemeStatus

_KINDS = "The kinds of institution that the theme is for."
_CASE = "The council's case in the municipality's case management system."
_REPORT = "The quality report that the theme comes from."


class ThemeCreate(RequestSchema):
    """A new theme; it is proposed until the council decides it."""

    cycle_id: ResourceId = Field(description="The theme's cycle.")
    title: Line = Field(description="The theme's title.")
    description: FreeText | None = Field(None, description="What the council wants to achieve.")
    kinds: list[EnumValue[Kind]] = Field(min_length=1, max_length=3, description=_KINDS)
    case_reference: ShortLine | None = Field(None, description=_CASE)
    report_id: ResourceId | None = Field(None, description=_REPORT)


class ThemeUpdate(PatchSchema):
    """Changes to a theme (JSON merge patch); once it is decided, its case and report only."""

    cycle_id: ResourceId = Field(UUID(int=0), description="The theme's cycle.")
    title: Line = Field("", description="The theme's title.")
    description: FreeText | None = Field(None, description="What the council wants to achieve.")
    kinds: list[EnumValue[Kind]] = Field([], min_length=1, max_length=3, description=_KINDS)
    case_reference: ShortLine | None = Field(None, description=_CASE)
    report_id: ResourceId | None = Field(None, description=_REPORT)


class ThemeDecide(RequestSchema):
    """The council's decision on a theme."""

    decided_on: CalendarDate | None = Field(None, description="The day of the decision. Default: today.")
    case_reference: ShortLine | None = Field(None, description=_CASE + " Default: unchanged.")


class ThemePublic(ResourceSchema):
    """A theme as it is returned."""

    cycle_id: UUID
    cycle_title: str = Field(max_length=200)
    area: Area
    title: str = Field(max_length=200)
    description: str | None = Field(max_length=10_000)
    kinds: list[Kind] = Field(max_length=3)
    status: ThemeStatus
    decided_on: date | None = Field(description="The day on which the council decided it.")
    case_reference: str | None = Field(max_length=64)
    report_id: UUID | None


class ThemeQuery(ListParameters):
    """The filters of the list of themes."""

    q: Line | None = Field(None, description="Text to search for in the title.")
    cycle_id: ResourceId | None = Field(None, description="Only of this cycle.")
    area: Area | None = Field(None, description="Only of this area.")
    kind: Kind | None = Field(None, description="Only themes for this kind of institution.")
    status: ThemeStatus | None = Field(None, description="Only in this status.")
