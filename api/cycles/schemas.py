"""Cycles, as they are requested and returned."""

from datetime import date

from pydantic import Field

from api.core.field_types import CalendarDate, EnumValue, Line
from api.core.half_years import HalfYear
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema, ResponseSchema
from api.http.list_parameters import ListParameters
from api.institutions.models import Area
from api.redaction.schemas import OverrideReasons, ReasonPublic


class RoundShape(RequestSchema):
    """A round as a request names it."""

    number: int = Field(ge=1, le=12, description="Its number in the cycle, from 1.")
    half_year: HalfYear = Field(description="The half-year whose data it rests on, such as `2026H1`.")
    from_on: CalendarDate = Field(description="Its first day.")
    until_on: CalendarDate = Field(description="The day after its last.")


class RoundPublic(ResponseSchema):
    """A round as it is answered."""

    number: int = Field(ge=1, le=100)
    half_year: str = Field(max_length=6)
    from_on: date
    until_on: date


_ROUNDS = "Its rounds, one after another; made from the half-years when they are not given."
_BECAUSE = "Why a rule is set aside (`areas-alternate`), by its code."


class CycleCreate(RequestSchema):
    """A new cycle of an area."""

    area: EnumValue[Area] = Field(description="The area that it is for.")
    title: Line = Field(description="What it is called.")
    discussion_on: CalendarDate = Field(description="When the council discusses the area; it begins the cycle.")
    starts_on: CalendarDate = Field(description="Its first day.")
    ends_on: CalendarDate | None = Field(
        None, description="The day after its last; two years after the first if absent."
    )
    rounds: list[RoundShape] | None = Field(None, min_length=1, max_length=12, description=_ROUNDS)
    because: OverrideReasons | None = Field(None, max_length=5, description=_BECAUSE)


class CycleUpdate(PatchSchema):
    """What changes about a cycle (JSON merge patch); its days and rounds only before it begins."""

    title: Line = Field("", description="What it is called.")
    discussion_on: CalendarDate = Field(date(2000, 1, 1), description="When the council discusses the area.")
    starts_on: CalendarDate = Field(date(2000, 1, 1), description="Its first day.")
    ends_on: CalendarDate | None = Field(None, description="The day after its last; null: two years after the first.")
    rounds: list[RoundShape] | None = Field(None, min_length=1, max_length=12, description=_ROUNDS)
    because: OverrideReasons | None = Field(None, max_length=5, description=_BECAUSE)


class CycleExtend(RequestSchema):
    """How long a running cycle is to last."""

    ends_on: CalendarDate = Field(description="The new day after its last; half-years that it gains become rounds.")


class CyclePublic(ResourceSchema):
    """A cycle as it is answered in a list."""

    area: Area
    title: str = Field(max_length=200)
    discussion_on: date
    starts_on: date
    ends_on: date
    rounds: list[RoundPublic] = Field(max_length=100)


class CycleDetail(CyclePublic):
    """A cycle as it is answered by itself, with the reasons for which rules were set aside."""

    reasons: list[ReasonPublic] = Field(max_length=1000)


class CycleQuery(ListParameters):
    """The filters of the list of cycles."""

    q: Line | None = Field(None, description="Words in the title.")
    area: Area | None = Field(None, description="Only of this area.")
    on: CalendarDate | None = Field(None, description="Only those that run on this day.")
    from_: CalendarDate | None = Field(
        None, alias="from", description="Only those that still run on this day, or later."
    )
    to: CalendarDate | None = Field(None, description="Only those that start before this day.")
