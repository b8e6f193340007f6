"""Request and response schemas of observation guides."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.core.field_types import FreeText, Key, Line, ResourceId, ShortLine
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema, ResponseSchema
from api.http.list_parameters import ListParameters
from api.observation_guides.models import GuideStatus

_TITLE = "The title of the guide."
_ENVIRONMENT = "The definition of a learning environment that the guide uses."
_LOOK_FOR = "What to look for; instructions for the observers."
_POINTS = "The points that feedback is given on, in order."
_KEY = "Identifies the point in feedback; unique within the guide."
_SCALE = "The labels of the scale, lowest first; absent if the point takes text only."


class PointShape(RequestSchema):
    """A feedback point of a guide."""

    key: Key = Field(description=_KEY)
    title: Line = Field(description="The title of the point.")
    prompt: FreeText = Field(description="The question that the observers answer at this point.")
    scale: list[ShortLine] | None = Field(None, min_length=2, max_length=10, description=_SCALE)


class ObservationGuideCreate(RequestSchema):
    """A new guide, created as the draft of its first edition."""

    title: Line = Field(description=_TITLE)
    learning_environment: FreeText = Field(description=_ENVIRONMENT)
    look_for: FreeText = Field(description=_LOOK_FOR)
    points: list[PointShape] = Field(min_length=1, max_length=50, description=_POINTS)


class ObservationGuideUpdate(PatchSchema):
    """Changes to a draft (JSON merge patch)."""

    title: Line = Field("", description=_TITLE)
    learning_environment: FreeText = Field("", description=_ENVIRONMENT)
    look_for: FreeText = Field("", description=_LOOK_FOR)
    points: list[PointShape] = Field([], min_length=1, max_length=50, description=_POINTS + " Replaces the list.")


class PointPublic(ResponseSchema):
    """A feedback point of a guide in a response."""

    key: str = Field(max_length=64, description=_KEY)
    title: str = Field(max_length=200, description="The title of the point.")
    prompt: str = Field(max_length=10_000, description="The question that the observers answer at this point.")
    scale: list[Annotated[str, Field(max_length=64)]] | None = Field(
        max_length=10, description="The labels of the scale, lowest first; null if the point takes text only."
    )


class ObservationGuidePublic(ResourceSchema):
    """An edition of an observation guide in a response."""

    series_id: UUID = Field(description="Identifies the guide across its editions: the id of the first edition.")
    edition: int = Field(ge=1, description="The number of the edition, starting at 1.")
    title: str = Field(max_length=200)
    learning_environment: str = Field(max_length=10_000)
    look_for: str = Field(max_length=10_000)
    points: list[PointPublic] = Field(max_length=50)
    status: GuideStatus
    published_on: date | None = Field(description="The day on which the edition was published.")


class ObservationGuideQuery(ListParameters):
    """Filters of the list of observation guides."""

    series_id: ResourceId | None = Field(None, description="Only editions of this guide.")
    status: GuideStatus | None = Field(None, description="Only editions with this status.")
    q: Line | None = Field(None, description="Search in the title.")
