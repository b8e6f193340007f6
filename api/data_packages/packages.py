"""The shapes of indicators and data packages: what is asked and what is answered."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from api.core.columns import Id, Line, Number, OneOf, ShortLine, Words
from api.core.external_ids import ExternalIdPublic, ExternalIds
from api.core.pages import Truth, Window
from api.core.shapes import Answer, Patch, Shape, ThingPublic
from api.cycles.half_years import HalfYear
from api.data_packages.models import Disclosure, MeasureUnit, PackageStatus
from api.institutions.models import Area, Kind

Description = Annotated[Words, StringConstraints(max_length=2000)]
Kinds = Annotated[list[OneOf[Kind]], Field(min_length=1, max_length=3)]
Levels = Annotated[list[ShortLine], Field(max_length=20)]


Label = Annotated[str, Field(max_length=64)]
"""One of a level's ordered labels."""


class IndicatorFields(Shape):
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
    unit: OneOf[MeasureUnit] = Field(description="What it is counted in.")
    disclosure: OneOf[Disclosure] = Field(
        description="`persons`: each value says how many persons it rests on, and small groups are withheld; `none`: "
        "no persons are behind it, or the source protects them."
    )


class IndicatorUpdate(IndicatorFields, Patch):
    """What changes about an indicator (JSON merge patch); once it has measurements, not what would falsify them."""

    code: ShortLine = Field("", description="A short name, unique among indicators.")
    title: Line = Field("", description="What it is called.")
    kinds: Kinds = Field([], description="The kinds of institution that it is for.")
    unit: OneOf[MeasureUnit] = Field(MeasureUnit.other, description="What it is counted in.")
    disclosure: OneOf[Disclosure] = Field(Disclosure.persons, description="Whether small groups are withheld.")


class IndicatorPublic(ThingPublic):
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


class IndicatorQuery(Window):
    """The filters of the list of indicators."""

    q: Line | None = Field(None, description="Words in the title.")
    code: ShortLine | None = Field(None, description="The one of this code.")
    kind: Kind | None = Field(None, description="Only those for this kind of institution.")
    unit: MeasureUnit | None = Field(None, description="Only those counted in this.")
    source_system: ShortLine | None = Field(None, description="Only those from this system.")


_THEMES = "The themes that it serves; replaces the list."


class PackageCreate(Shape):
    """A new data package, as a draft."""

    kind: OneOf[Kind] = Field(description="The kind of institution that it is made for.")
    half_year: HalfYear = Field(description="The half-year whose dialogues it is for, such as `2026H1`.")
    title: Line = Field(description="What it is called.")
    theme_ids: list[Id] = Field([], max_length=20, description=_THEMES)
    external_ids: ExternalIds = Field([], max_length=20, description="What other systems call it; replaces the list.")


class PackageUpdate(Patch):
    """What changes about a draft package (JSON merge patch)."""

    half_year: HalfYear = Field("", description="The half-year whose dialogues it is for.")
    title: Line = Field("", description="What it is called.")
    theme_ids: list[Id] = Field([], max_length=20, description=_THEMES)
    external_ids: ExternalIds = Field([], max_length=20, description="What other systems call it; replaces the list.")


class ThemeServed(Answer):
    """A theme that a package serves."""

    id: UUID
    title: str = Field(max_length=200, description="What the theme is called.")


class PackagePublic(ThingPublic):
    """A data package as it is answered."""

    kind: Kind
    area: Area
    half_year: str = Field(max_length=6)
    title: str = Field(max_length=200)
    themes: list[ThemeServed] = Field(max_length=20, description="The themes that it serves.")
    status: PackageStatus
    revision: int = Field(ge=1, description="1, and one more for each that supersedes another.")
    supersedes_id: UUID | None
    superseded_by_id: UUID | None = Field(description="The released revision that counts instead of it.")
    released_on: date | None = Field(description="Since when the institutions see it.")
    withdrawn_on: date | None = Field(description="When it was taken back.")
    external_ids: list[ExternalIdPublic] = Field(max_length=20)


class PackageQuery(Window):
    """The filters of the list of data packages."""

    q: Line | None = Field(None, description="Words in the title.")
    kind: Kind | None = Field(None, description="Only those for this kind of institution.")
    area: Area | None = Field(None, description="Only those for this area.")
    half_year: HalfYear | None = Field(None, description="Only those of this half-year.")
    theme_id: Id | None = Field(None, description="Only those that serve this theme.")
    status: PackageStatus | None = Field(None, description="Only those with this status.")
    current: Truth | None = Field(None, description="true: released and not superseded; false: the others.")
