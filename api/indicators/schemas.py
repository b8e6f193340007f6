"""Request and response schemas of indicators."""

from typing import Annotated

from pydantic import Field, StringConstraints

from api.core.field_types import EnumValue, FreeText, Line, Number, ShortLine
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema
from api.db.external_ids import ExternalIdPublic, ExternalIds
from api.http.list_parameters import ListParameters
from api.indicators.models import Disclosure, MeasureUnit
from api.institutions.models import Kind

Description = Annotated[FreeText, StringConstraints(max_length=2000)]
Kinds = Annotated[list[EnumValue[Kind]], Field(min_length=1, max_length=3)]
Levels = Annotated[list[ShortLine], Field(max_length=20)]
Label = Annotated[str, Field(max_length=64)]
"""One of the ordered labels of the unit `level`."""


class IndicatorFields(RequestSchema):
    """The optional fields of an indicator, in a new one and in a change."""

    description: Description | None = Field(None, description="What the indicator says, and what it does not say.")
    minimum: Number | None = Field(None, description="The lowest valid value.")
    maximum: Number | None = Field(None, description="The highest valid value.")
    higher_is_better: bool | None = Field(
        None, description="Whether a higher value is better; null if neither is better."
    )
    source_system: ShortLine | None = Field(None, description="The system that its values come from, such as `lis`.")
    levels: Levels = Field([], description="For the unit `level`: the labels, from the lowest to the highest.")
    external_ids: ExternalIds = Field([], max_length=20, description="Its ids in other systems; replaces the list.")


class IndicatorCreate(IndicatorFields):
    """A new indicator."""

    code: ShortLine = Field(description="A short name, unique among indicators.")
    title: Line = Field(description="The indicator's title.")
    kinds: Kinds = Field(description="The kinds of institution that it applies to.")
    unit: EnumValue[MeasureUnit] = Field(description="The unit of its values.")
    disclosure: EnumValue[Disclosure] = Field(
        description="`persons`: each value states the number of persons behind it, and small groups are suppressed; "
        "`none`: no persons are behind it, or the source protects them."
    )


class IndicatorUpdate(IndicatorFields, PatchSchema):
    """A change of an indicator (JSON merge patch); once it has measurements, their meaning can't be changed."""

    code: ShortLine = Field("", description="A short name, unique among indicators.")
    title: Line = Field("", description="The indicator's title.")
    kinds: Kinds = Field([], description="The kinds of institution that it applies to.")
    unit: EnumValue[MeasureUnit] = Field(MeasureUnit.other, description="The unit of its values.")
    disclosure: EnumValue[Disclosure] = Field(Disclosure.persons, description="Whether small groups are suppressed.")


class IndicatorPublic(ResourceSchema):
    """An indicator."""

    code: str = Field(max_length=64)
    title: str = Field(max_length=200)
    description: str | None = Field(max_length=2000)
    kinds: list[Kind] = Field(max_length=3)
    unit: MeasureUnit
    minimum: float | None
    maximum: float | None
    higher_is_better: bool | None
    source_system: str | None = Field(max_length=64)
    disclosure: Disclosure
    levels: list[Label] = Field(max_length=20)
    external_ids: list[ExternalIdPublic] = Field(max_length=20)


class IndicatorQuery(ListParameters):
    """The filters of the list of indicators."""

    q: Line | None = Field(None, description="Words in the title.")
    code: ShortLine | None = Field(None, description="Only the indicator with this code.")
    kind: Kind | None = Field(None, description="Only indicators that apply to this kind of institution.")
    unit: MeasureUnit | None = Field(None, description="Only indicators with this unit.")
    source_system: ShortLine | None = Field(None, description="Only indicators from this system.")
