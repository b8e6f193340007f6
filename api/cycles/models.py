"""Cycle: the table and its shapes."""

from datetime import date
from typing import Any

from pydantic import Field
from sqlalchemy import Index

from api.core.columns import Choice, Column, Day, Line, OneOf, Thing, bytewise, json_column
from api.core.pages import Window
from api.core.shapes import Answer, Patch, Shape, ThingPublic
from api.corrections.models import Because, ReasonPublic
from api.cycles.half_years import HalfYear
from api.institutions.models import Area


class Cycle(Thing, table=True):
    """Two years for one area, from one political discussion to the next, in rounds of half a year.

    It runs from `starts_on` until the day before `ends_on`. `rounds` are numbered from 1 and lie one after another
    within it: `[{"number", "half_year", "from_on", "until_on"}]`, half-open.
    """

    __tablename__ = "cycle"
    __table_args__ = (Index("cycle_by_start", "starts_on", "id"), Index("cycle_by_change", "updated_at", "id"))
    resource = "cycles"

    area: Area = Column(sa_type=Choice)
    title: str = Column(max_length=200)
    title_key: str = Column(sa_type=bytewise())
    discussion_on: date
    starts_on: date
    ends_on: date
    rounds: list[dict[str, Any]] = Column(sa_type=json_column())


class RoundShape(Shape):
    """A round as a request names it."""

    number: int = Field(ge=1, le=12, description="Its number in the cycle, from 1.")
    half_year: HalfYear = Field(description="The half-year whose data it rests on, such as `2026H1`.")
    from_on: Day = Field(description="Its first day.")
    until_on: Day = Field(description="The day after its last.")


class RoundPublic(Answer):
    """A round as it is answered."""

    number: int = Field(ge=1, le=100)
    half_year: str = Field(max_length=6)
    from_on: date
    until_on: date


_ROUNDS = "Its rounds, one after another; made from the half-years when they are not given."
_BECAUSE = "Why a rule is set aside (`areas-alternate`), by its code."


class CycleCreate(Shape):
    """A new cycle of an area."""

    area: OneOf[Area] = Field(description="The area that it is for.")
    title: Line = Field(description="What it is called.")
    discussion_on: Day = Field(description="When the council discusses the area; it begins the cycle.")
    starts_on: Day = Field(description="Its first day.")
    ends_on: Day | None = Field(None, description="The day after its last; two years after the first if absent.")
    rounds: list[RoundShape] | None = Field(None, min_length=1, max_length=12, description=_ROUNDS)
    because: Because | None = Field(None, max_length=5, description=_BECAUSE)


class CycleUpdate(Patch):
    """What changes about a cycle (JSON merge patch); its days and rounds only before it begins."""

    title: Line = Field("", description="What it is called.")
    discussion_on: Day = Field(date(2000, 1, 1), description="When the council discusses the area.")
    starts_on: Day = Field(date(2000, 1, 1), description="Its first day.")
    ends_on: Day | None = Field(None, description="The day after its last; null: two years after the first.")
    rounds: list[RoundShape] | None = Field(None, min_length=1, max_length=12, description=_ROUNDS)
    because: Because | None = Field(None, max_length=5, description=_BECAUSE)


class CycleExtend(Shape):
    """How long a running cycle is to last."""

    ends_on: Day = Field(description="The new day after its last; half-years that it gains become rounds.")


class CyclePublic(ThingPublic):
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


class CycleQuery(Window):
    """The filters of the list of cycles."""

    q: Line | None = Field(None, description="Words in the title.")
    area: Area | None = Field(None, description="Only of this area.")
    on: Day | None = Field(None, description="Only those that run on this day.")
    from_: Day | None = Field(None, alias="from", description="Only those that still run on this day, or later.")
    to: Day | None = Field(None, description="Only those that start before this day.")
