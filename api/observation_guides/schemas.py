"""Guides: what is asked for, changed and answered of them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.core.field_types import FreeText, Key, Line, ResourceId, ShortLine
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema, ResponseSchema
from api.http.list_parameters import ListParameters
from api.observation_guides.models import GuideStatus

_TITLE = "What the guide is called."
_ENVIRONMENT = "What a learning environment is, in this guide."
_LOOK_FOR = "What to look for, in words for the observers."
_POINTS = "The points to feed back on, in their order."
_KEY = "Names the point in feedback; unique in the guide."
_SCALE = "The labels of its scale, the lowest first; absent: words alone."


class PointShape(RequestSchema):
    """A point of a guide."""

    key: Key = Field(description=_KEY)
    title: Line = Field(description="What the point is about.")
    prompt: FreeText = Field(description="What the observers ask themselves.")
    scale: list[ShortLine] | None = Field(None, min_length=2, max_length=10, description=_SCALE)


class ObservationGuideCreate(RequestSchema):
    """The first edition of a new guide, as a draft."""

    title: Line = Field(description=_TITLE)
    learning_environment: FreeText = Field(description=_ENVIRONMENT)
    look_for: FreeText = Field(description=_LOOK_FOR)
    points: list[PointShape] = Field(min_length=1, max_length=50, description=_POINTS)


class ObservationGuideUpdate(PatchSchema):
    """What changes about a draft (JSON merge patch)."""

    title: Line = Field("", description=_TITLE)
    learning_environment: FreeText = Field("", description=_ENVIRONMENT)
    look_for: FreeText = Field("", description=_LOOK_FOR)
    points: list[PointShape] = Field([], min_length=1, max_length=50, description=_POINTS + " Replaces the list.")


class PointPublic(ResponseSchema):
    """A point of a guide as it is answered."""

    key: str = Field(max_length=64, description=_KEY)
    title: str = Field(max_length=200, description="What the point is about.")
    prompt: str = Field(max_length=10_000, description="What the observers ask themselves.")
    scale: list[Annotated[str, Field(max_length=64)]] | None = Field(
        max_length=10, description="The labels of its scale, the lowest first."
    )


class ObservationGuidePublic(ResourceSchema):
    """An edition of a guide as it is answered."""

    series_id: UUID = Field(description="The same for all editions of a guide: the first one's id.")
    edition: int = Field(ge=1, description="Which edition it is, from 1.")
    title: str = Field(max_length=200)
    learning_environment: str = Field(max_length=10_000)
    look_for: str = Field(max_length=10_000)
    points: list[PointPublic] = Field(max_length=50)
    status: GuideStatus
    published_on: date | None = Field(description="When it was published.")


class ObservationGuideQuery(ListParameters):
    """The filters of the list of guides."""

    series_id: ResourceId | None = Field(None, description="Only the editions of this guide.")
    status: GuideStatus | None = Field(None, description="Only in this status.")
    q: Line | None = Field(None, description="Words in the title.")
