"""How many voices were heard, over whole half-years, one grouping at a time, with small groups withheld."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import ConfigDict, Field

from api.core.columns import OneOf
from api.core.problems import INVALID_INPUT, Fault, Words, kind
from api.core.shapes import Answer, Shape
from api.core.small_groups import withheld_parts
from api.cycles import half_years
from api.cycles.half_years import HalfYear
from api.stakeholder_input.models import AgeGroup, Voice

HALF_YEAR_NOT_CLOSED = kind(
    "half-year-not-closed",
    422,
    ("The half-year is not over yet", "Halvåret er ikke slut endnu"),
    ("Statistics cover whole half-years that are over; choose an earlier one.",
     "Statistikken dækker hele halvår, der er slut; vælg et tidligere."),
)  # fmt: skip
_ENDS_BEFORE = Words("The last half-year lies before the first.", "Det sidste halvår ligger før det første.")
_TOO_MANY = Words("At most twenty half-years at a time.", "Højst tyve halvår ad gangen.")
MOST, USUAL = 20, 4


class Grouping(StrEnum):
    """What voices are counted by."""

    voice = "voice"
    age_group = "age_group"
    theme = "theme"
    district = "district"
    question = "question"


class StatisticsQuery(Shape):
    """What is counted, and over which half-years."""

    model_config = ConfigDict(extra="forbid", strict=False)

    by: OneOf[Grouping] = Field(description="What to count by; one at a time.")
    from_: HalfYear | None = Field(None, alias="from", description="The first half-year; three before `to` if absent.")
    to: HalfYear | None = Field(None, description="The last half-year, itself counted; the last one over if absent.")


class ChoiceCount(Answer):
    """How many people chose something; null where that is withheld."""

    choice: str = Field(max_length=64, description="What could be chosen.")
    people: int | None = Field(ge=0, description="How many chose it.")


class VoiceGroup(Answer):
    """A group of voices; its numbers are null where they are withheld."""

    key: str | None = Field(
        max_length=128,
        description="The voice, the age group, the theme's or district's id, or a consultation's id and question.",
    )
    name: str | None = Field(max_length=200, description="What the theme or district is called; the question's words.")
    inputs: int | None = Field(ge=0, description="How many pieces of input.")
    people: int | None = Field(ge=0, description="How many people are behind them.")
    mean: float | None = Field(ge=1, le=5, description="Of a smiley question: from 1, very sad, to 5, very glad.")
    choices: list[ChoiceCount] | None = Field(max_length=20, description="Of a choice: how many chose what.")
    withheld: bool = Field(description="Whether it is too small, or would give away one that is.")


class VoicesOfHalfYear(Answer):
    """The voices of one half-year."""

    half_year: str = Field(max_length=6, description="The half-year, such as `2026H1`.")
    inputs: int | None = Field(ge=0, description="How many pieces of input in all; null if they are too few people's.")
    people: int | None = Field(ge=0, description="How many people in all; null if they are too few.")
    groups: list[VoiceGroup] = Field(max_length=10_000, description="Its groups; those without input are left out.")


class InputStatistics(Answer):
    """How many voices were heard within reach, half-year by half-year."""

    by: Grouping = Field(description="What was counted by.")
    threshold: int = Field(ge=3, le=1000, description="Groups of fewer people than this are withheld.")
    half_years: list[VoicesOfHalfYear] = Field(max_length=MOST, description="The half-years, the earliest first.")


class Counted(NamedTuple):
    """What the database counted: one group of one half-year, children and young people apart from the others."""

    half_year: str
    key: str | None
    name: str | None
    of_children: bool
    inputs: int
    people: int


def asked_half_years(first: str | None, last: str | None, day: date) -> tuple[list[str], list[Fault]]:
    """The half-years from the first to the last, and faults if any is not over or they are too many."""
    closed = half_years.preceding(half_years.half_year_of(day))
    last = last or closed
    if last > closed:
        return [], [Fault(HALF_YEAR_NOT_CLOSED, parameter="to")]
    found = [last]
    while (found[-1] > first if first else len(found) < USUAL) and len(found) <= MOST:
        found.append(half_years.preceding(found[-1]))
    if first and first > last:
        return [], [Fault(INVALID_INPUT, parameter="from", code="out-of-bounds", detail=_ENDS_BEFORE)]
    if len(found) > MOST:
        return [], [Fault(INVALID_INPUT, parameter="from", code="out-of-bounds", detail=_TOO_MANY)]
    return found[::-1], []


def statistics_of(by: Grouping, wanted: Sequence[str], rows: Iterable[Counted], threshold: int) -> dict[str, Any]:
    """The answer. What is withheld is decided for each half-year by itself, whatever was asked for beside it, so that
    nothing is found by asking for two spans and subtracting."""
    by_half_year: dict[str, list[Counted]] = {half_year: [] for half_year in wanted}
    for row in rows:
        by_half_year[row.half_year].append(row)
    said = [_half_year(by, name, rows, threshold) for name, rows in by_half_year.items()]
    return {"by": by.value, "threshold": threshold, "half_years": said}


def _half_year(by: Grouping, half_year: str, rows: Sequence[Counted], threshold: int) -> dict[str, Any]:
    # Only children and young people have an age: the others are none of its groups.
    shown = [row for row in rows if row.of_children or by is not Grouping.age_group]
    inputs, people = defaultdict[str | None, int](int), defaultdict[str | None, int](int)
    for row in shown:
        inputs[row.key] += row.inputs
        people[row.key] += row.people
    names = {row.key: row.name for row in shown}
    hidden = withheld_groups(by, rows, threshold)
    whole = sum(row.people for row in rows)
    few = 0 < whole < threshold
    return {
        "half_year": half_year,
        "inputs": None if few else sum(row.inputs for row in rows),
        "people": None if few else whole,
        "groups": [
            {
                "key": key,
                "name": names[key],
                "inputs": None if key in hidden else inputs[key],
                "people": None if key in hidden else people[key],
                "mean": None,
                "choices": None,
                "withheld": key in hidden,
            }
            for key in sorted(names, key=_order(by, names))
        ],
    }


def _order(by: Grouping, names: Mapping[str | None, str | None]) -> Any:
    known: list[str] = [one.value for one in (Voice if by is Grouping.voice else AgeGroup)]

    def place(key: str | None) -> tuple[bool, int, str, str]:
        return key is None, known.index(key) if key in known else 0, names[key] or "", key or ""

    return place


def withheld_groups(by: Grouping, rows: Sequence[Counted], threshold: int) -> set[str | None]:
    """The groups of a half-year to withhold.

    Its whole is known, and ages add up to the voices of children: so those are one part of the whole and the others
    another, and neither may be found if it is small, nor a small group within either.
    """
    whole = sum(row.people for row in rows)
    if by in (Grouping.theme, Grouping.district):
        return withheld_parts(_parts(rows), whole, threshold)
    sides = {side: [row for row in rows if row.of_children is side] for side in (True, False)}
    sizes = {side: sum(row.people for row in found) for side, found in sides.items() if found}
    hidden_sides = withheld_parts(sizes, whole, threshold)
    hidden: set[str | None] = set()
    told = [True] if by is Grouping.age_group else [True, False]
    for side in told:
        parts = _parts(sides[side])
        hidden |= withheld_parts(parts, sizes.get(side, 0), threshold, whole_hidden=side in hidden_sides)
    parts = _parts([row for side in told for row in sides[side]])
    return withheld_parts(parts, whole, threshold, hidden=hidden)


def _parts(rows: Iterable[Counted]) -> dict[str | None, int]:
    found = defaultdict[str | None, int](int)
    for row in rows:
        found[row.key] += row.people
    return dict(found)
