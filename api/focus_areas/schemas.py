"""Focus areas, as they are requested and returned."""

from uuid import UUID

from pydantic import Field

from api.core.field_types import EnumValue, FreeText, Line, ResourceId
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema
from api.focus_areas.models import Development, FocusAreaStatus, SharedWith
from api.http.list_parameters import ListParameters
from api.institutions.models import Area, Kind

_CHALLENGE = "The concrete challenge in the centre of the learning circle."
_GOAL = "What is to improve."
_SIGNS = "What will be seen when the work succeeds."
_STATUS = "Decided in dialogues: a status other than the present one is refused with `decided-in-dialogue`."


class FocusAreaFields(RequestSchema):
    """Optional fields of a focus area, when it is proposed and when it is updated."""

    challenge: FreeText | None = Field(None, description=_CHALLENGE)
    goal: FreeText | None = Field(None, description=_GOAL)
    signs: FreeText | None = Field(None, description=_SIGNS)
    continues_id: ResourceId | None = Field(None, description="The focus area of an earlier cycle that it continues.")
    shared_with: EnumValue[SharedWith] = Field(SharedWith.own, description="Who else may read it.")
    status: EnumValue[FocusAreaStatus] = Field(FocusAreaStatus.proposed, description=_STATUS)


class FocusAreaCreate(FocusAreaFields):
    """A proposed focus area."""

    institution_id: ResourceId = Field(description="The institution that will work on it.")
    theme_id: ResourceId = Field(description="The decided theme that it is based on.")
    title: Line = Field(description="The focus area's title.")


class FocusAreaUpdate(FocusAreaFields, PatchSchema):
    """Changes to a proposed or chosen focus area (JSON merge patch)."""

    theme_id: ResourceId = Field(
        UUID(int=0), description="The decided theme that it is based on; can change only while it is proposed."
    )
    title: Line = Field("", description="The focus area's title.")
    outcome: FreeText | None = Field(None, description="The result of the work.")


class FocusAreaPublic(ResourceSchema):
    """A focus area as it is returned; `development` is null for those who only read it as shared."""

    institution_id: UUID
    institution_name: str = Field(max_length=132)
    kind: Kind
    theme_id: UUID
    theme_title: str = Field(max_length=200)
    cycle_id: UUID
    area: Area
    title: str = Field(max_length=200)
    challenge: str | None = Field(max_length=10_000)
    goal: str | None = Field(max_length=10_000)
    signs: str | None = Field(max_length=10_000)
    status: FocusAreaStatus
    outcome: str | None = Field(max_length=10_000)
    development: Development | None = Field(description="How far its signs are seen, by the latest dialogue.")
    continues_id: UUID | None
    shared_with: SharedWith


class FocusAreaQuery(ListParameters):
    """The filters of the list of focus areas."""

    q: Line | None = Field(None, description="Text to search for in the title.")
    institution_id: ResourceId | None = Field(None, description="Only of this institution.")
    district_id: ResourceId | None = Field(None, description="Only of institutions in this district.")
    theme_id: ResourceId | None = Field(None, description="Only those based on this theme.")
    cycle_id: ResourceId | None = Field(None, description="Only of this cycle.")
    area: Area | None = Field(None, description="Only of this area.")
    kind: Kind | None = Field(None, description="Only of institutions of this kind.")
    status: FocusAreaStatus | None = Field(None, description="Only in this status.")
    shared_with: SharedWith | None = Field(None, description="Only those shared with this audience.")
