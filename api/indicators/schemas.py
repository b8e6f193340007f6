"""Indicators, as they are requested and returned."""

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
"""One of a level's ordered labels."""


class IndicatorFields(RequestSchema):
    """What can be said of an indicator when it is made and later; all optional."""

    description: Description | None = Field(None, description="What it says, and what it does not.")
    minimum: Number | None = Field(None, description="The least value that it can have.")
    maximum: Number | None = Field(None, description="The greatest value that it can have.")
    higher_is_better: bool | None = Field(None, description="Whether more is better; null where that can't be said.")
    source_system: ShortLine | None = Field(None, description="Where its values come from, such as `lis`.")
    levels: Levels = Field([], description="For the unit `level`: the labels from the lowest to the highest.")
    external_ids: ExternalIds = Field([], max_length=20, description="What other systems call it; replaces the list.")


class IndicatorCreate(IndicatorFields):
    """A new indicator."""

    code: ShortLine = Field(description="A short name, unique among indicators.")
    title: Line = Field(description="What it is called.")
    kinds: Kinds = Field(description="The kinds of institution that it is for.")
    unit: EnumValue[MeasureUnit] = Field(description="What it is counted in.")
    disclosure: EnumValue[Disclosure] = Field(
        description="`persons`: each value says how many persons it rests on, and small groups are withheld; `none`: "
        "no persons are behind it, or the source protects them."
    )


class IndicatorUpdate(IndicatorFields, PatchSchema):
    """What changes about an indicator (JSON merge patch); once it has measurements, not what would falsify them."""

    code: ShortLine = Field("", description="A short name, unique among indicators.")
    title: Line = Field("", description="What it is called.")
    kinds: Kinds = Field([], description="The kinds of institution that it is for.")
    unit: EnumValue[MeasureUnit] = Field(MeasureUnit.other, description="What it is counted in.")
    disclosure: EnumValue[Disclosure] = Field(Disclosure.persons, description="Whether small groups are withheld.")


class IndicatorPublic(ResourceSchema):
    """An indicator as it is answered."""

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
    code: ShortLine | None = Field(None, description="The one of this code.")
    kind: Kind | None = Field(None, description="Only those for this kind of institution.")
    unit: MeasureUnit | None = Field(None, description="Only those counted in this.")
    source_system: ShortLine | None = Field(None, description="Only those from this system.")
