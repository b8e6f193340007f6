"""Focus areas, as they are requested and returned."""

from uuid import UUID

from pydantic import Field

from api.core.field_types import EnumValue, FreeText, Line, ResourceId
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema
from api.focus_areas.models import Development, FocusAreaStatus, SharedWith
from api.http.list_parameters import ListParameters
from api.institutions.models import Area, Kind

_CHALLENGE = "The concrete challenge in the centre of the learning circle."
_GOAL = "What is to become better."
_SIGNS = "What will be seen when it works."
_STATUS = "Decided in dialogues: refused with `decided-in-dialogue` if it is another than the present one."


class FocusAreaFields(RequestSchema):
    """What can be said of a focus area when it is proposed and later; all optional."""

    challenge: FreeText | None = Field(None, description=_CHALLENGE)
    goal: FreeText | None = Field(None, description=_GOAL)
    signs: FreeText | None = Field(None, description=_SIGNS)
    continues_id: ResourceId | None = Field(None, description="The one of an earlier cycle that it goes on from.")
    shared_with: EnumValue[SharedWith] = Field(SharedWith.own, description="Who else may read it.")
    status: EnumValue[FocusAreaStatus] = Field(FocusAreaStatus.proposed, description=_STATUS)


class FocusAreaCreate(FocusAreaFields):
    """A proposed focus area."""

    institution_id: ResourceId = Field(description="The institution that is to work on it.")
    theme_id: ResourceId = Field(description="The decided theme that it leans on.")
    title: Line = Field(description="What it is called.")


class FocusAreaUpdate(FocusAreaFields, PatchSchema):
    """What changes about a focus area that is proposed or chosen (JSON merge patch)."""

    theme_id: ResourceId = Field(
        UUID(int=0), description="The decided theme that it leans on; only while it is proposed."
    )
    title: Line = Field("", description="What it is called.")
    outcome: FreeText | None = Field(None, description="What came of it.")


class FocusAreaPublic(ResourceSchema):
    """A focus area as it is answered; who reads it as shared with the city does not see its development."""

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

    q: Line | None = Field(None, description="Words in the title.")
    institution_id: ResourceId | None = Field(None, description="Only of this institution.")
    district_id: ResourceId | None = Field(None, description="Only of institutions in this district.")
    theme_id: ResourceId | None = Field(None, description="Only those that lean on this theme.")
    cycle_id: ResourceId | None = Field(None, description="Only of this cycle.")
    area: Area | None = Field(None, description="Only of this area.")
    kind: Kind | None = Field(None, description="Only of institutions of this kind.")
    status: FocusAreaStatus | None = Field(None, description="Only in this status.")
    shared_with: SharedWith | None = Field(None, description="Only shared like this.")
