"""How many voices were heard, over whole half-years, one grouping at a time, with small groups withheld."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from api.core import half_years
from api.core.problems import INVALID_INPUT, Fault, LocalizedText, problem_type
from api.disclosure_control.complementary_suppression import suppressed_parts
from api.stakeholder_input.models import AgeGroup, Grouping, Voice
from api.stakeholder_input.schemas import DEFAULT_HALF_YEARS, MAX_HALF_YEARS

HALF_YEAR_NOT_CLOSED = problem_type(
    "half-year-not-closed",
    422,
    ("The half-year is not over yet", "Halvåret er ikke slut endnu"),
    (
        "Statistics cover whole half-years that are over; choose an earlier one.",
        "Statistikken dækker hele halvår, der er slut; vælg et tidligere.",
    ),
)
_ENDS_BEFORE = LocalizedText("The last half-year lies before the first.", "Det sidste halvår ligger før det første.")
_TOO_MANY = LocalizedText("At most twenty half-years at a time.", "Højst tyve halvår ad gangen.")


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
    closed = half_years.previous_half_year(half_years.half_year_of(day))
    last = last or closed
    if last > closed:
        return [], [Fault(HALF_YEAR_NOT_CLOSED, parameter="to")]
    found = [last]
    while (found[-1] > first if first else len(found) < DEFAULT_HALF_YEARS) and len(found) <= MAX_HALF_YEARS:
        found.append(half_years.previous_half_year(found[-1]))
    if first and first > last:
        return [], [Fault(INVALID_INPUT, parameter="from", code="out-of-bounds", detail=_ENDS_BEFORE)]
    if len(found) > MAX_HALF_YEARS:
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
    hidden = suppressed_groups(by, rows, threshold)
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


def suppressed_groups(by: Grouping, rows: Sequence[Counted], threshold: int) -> set[str | None]:
    """The groups of a half-year to withhold.

    Its whole is known, and ages add up to the voices of children: so those are one part of the whole and the others
    another, and neither may be found if it is small, nor a small group within either.
    """
    whole = sum(row.people for row in rows)
    if by in (Grouping.theme, Grouping.district):
        return suppressed_parts(_parts(rows), whole, threshold)
    sides = {side: [row for row in rows if row.of_children is side] for side in (True, False)}
    sizes = {side: sum(row.people for row in found) for side, found in sides.items() if found}
    hidden_sides = suppressed_parts(sizes, whole, threshold)
    hidden: set[str | None] = set()
    told = [True] if by is Grouping.age_group else [True, False]
    for side in told:
        parts = _parts(sides[side])
        hidden |= suppressed_parts(parts, sizes.get(side, 0), threshold, whole_hidden=side in hidden_sides)
    parts = _parts([row for side in told for row in sides[side]])
    return suppressed_parts(parts, whole, threshold, hidden=hidden)


def _parts(rows: Iterable[Counted]) -> dict[str | None, int]:
    found = defaultdict[str | None, int](int)
    for row in rows:
        found[row.key] += row.people
    return dict(found)
