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
    """A round in a request."""

    number: int = Field(ge=1, le=12, description="Its number within the cycle, from 1.")
    half_year: HalfYear = Field(description="The half-year whose data it uses, such as `2026H1`.")
    from_on: CalendarDate = Field(description="Its first day.")
    until_on: CalendarDate = Field(description="The day after its last day.")


class RoundPublic(ResponseSchema):
    """A round as it is returned."""

    number: int = Field(ge=1, le=100)
    half_year: str = Field(max_length=6)
    from_on: date
    until_on: date


_ROUNDS = "Its rounds, in order. Default: one for each half-year."
_DISCUSSION = "The day on which the council discusses the area."
_ENDS_ON = "The day after its last day; null: two years after the first day."
_EXTENDED = "The new day after its last day; the half-years that are added become rounds."
_BECAUSE = "The reason for overriding a rule, by the rule's code (`areas-alternate`)."


class CycleCreate(RequestSchema):
    """A new cycle of an area."""

    area: EnumValue[Area] = Field(description="The cycle's area.")
    title: Line = Field(description="The cycle's title.")
    discussion_on: CalendarDate = Field(description=_DISCUSSION)
    starts_on: CalendarDate = Field(description="Its first day.")
    ends_on: CalendarDate | None = Field(
        None, description="The day after its last day. Default: two years after the first day."
    )
    rounds: list[RoundShape] | None = Field(None, min_length=1, max_length=12, description=_ROUNDS)
    because: OverrideReasons | None = Field(None, max_length=5, description=_BECAUSE)


class CycleUpdate(PatchSchema):
    """Changes to a cycle (JSON merge patch); its dates and rounds only before it begins."""

    title: Line = Field("", description="The cycle's title.")
    discussion_on: CalendarDate = Field(date(2000, 1, 1), description=_DISCUSSION)
    starts_on: CalendarDate = Field(date(2000, 1, 1), description="Its first day.")
    ends_on: CalendarDate | None = Field(None, description=_ENDS_ON)
    rounds: list[RoundShape] | None = Field(None, min_length=1, max_length=12, description=_ROUNDS)
    because: OverrideReasons | None = Field(None, max_length=5, description=_BECAUSE)


class CycleExtend(RequestSchema):
    """Extend a cycle that has not ended."""

    ends_on: CalendarDate = Field(description=_EXTENDED)


class CyclePublic(ResourceSchema):
    """A cycle as it is returned in a list."""

    area: Area
    title: str = Field(max_length=200)
    discussion_on: date
    starts_on: date
    ends_on: date
    rounds: list[RoundPublic] = Field(max_length=100)


class CycleDetail(CyclePublic):
    """A single cycle, with the reasons for which rules were overridden."""

    reasons: list[ReasonPublic] = Field(max_length=1000)


class CycleQuery(ListParameters):
    """The filters of the list of cycles."""

    q: Line | None = Field(None, description="Text to search for in the title.")
    area: Area | None = Field(None, description="Only of this area.")
    on: CalendarDate | None = Field(None, description="Only cycles that include this day.")
    from_: CalendarDate | None = Field(
        None, alias="from", description="Only cycles that include this day or a later one."
    )
    to: CalendarDate | None = Field(None, description="Only cycles that start before this day.")
