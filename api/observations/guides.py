"""Guides: what is asked for, changed and answered of them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.core.columns import Id, Key, Line, ShortLine, Words
from api.core.pages import Window
from api.core.shapes import Answer, Patch, Shape, ThingPublic
from api.observations.models import GuideStatus

_TITLE = "What the guide is called."
_ENVIRONMENT = "What a learning environment is, in this guide."
_LOOK_FOR = "What to look for, in words for the observers."
_POINTS = "The points to feed back on, in their order."
_KEY = "Names the point in feedback; unique in the guide."
_SCALE = "The labels of its scale, the lowest first; absent: words alone."


class PointShape(Shape):
    """A point of a guide."""

    key: Key = Field(description=_KEY)
    title: Line = Field(description="What the point is about.")
    prompt: Words = Field(description="What the observers ask themselves.")
    scale: list[ShortLine] | None = Field(None, min_length=2, max_length=10, description=_SCALE)


class ObservationGuideCreate(Shape):
    """The first edition of a new guide, as a draft."""

    title: Line = Field(description=_TITLE)
    learning_environment: Words = Field(description=_ENVIRONMENT)
    look_for: Words = Field(description=_LOOK_FOR)
    points: list[PointShape] = Field(min_length=1, max_length=50, description=_POINTS)


class ObservationGuideUpdate(Patch):
    """What changes about a draft (JSON merge patch)."""

    title: Line = Field("", description=_TITLE)
    learning_environment: Words = Field("", description=_ENVIRONMENT)
    look_for: Words = Field("", description=_LOOK_FOR)
    points: list[PointShape] = Field([], min_length=1, max_length=50, description=_POINTS + " Replaces the list.")


class PointPublic(Answer):
    """A point of a guide as it is answered."""

    key: str = Field(max_length=64, description=_KEY)
    title: str = Field(max_length=200, description="What the point is about.")
    prompt: str = Field(max_length=10_000, description="What the observers ask themselves.")
    scale: list[Annotated[str, Field(max_length=64)]] | None = Field(
        max_length=10, description="The labels of its scale, the lowest first."
    )


class ObservationGuidePublic(ThingPublic):
    """An edition of a guide as it is answered."""

    series_id: UUID = Field(description="The same for all editions of a guide: the first one's id.")
    edition: int = Field(ge=1, description="Which edition it is, from 1.")
    title: str = Field(max_length=200)
    learning_environment: str = Field(max_length=10_000)
    look_for: str = Field(max_length=10_000)
    points: list[PointPublic] = Field(max_length=50)
    status: GuideStatus
    published_on: date | None = Field(description="When it was published.")


class ObservationGuideQuery(Window):
    """The filters of the list of guides."""

    series_id: Id | None = Field(None, description="Only the editions of this guide.")
    status: GuideStatus | None = Field(None, description="Only in this status.")
    q: Line | None = Field(None, description="Words in the title.")
