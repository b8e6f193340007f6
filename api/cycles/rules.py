"""The rounds of a cycle, what its dates and rounds must be like, and when they may still change."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from api.core import half_years
from api.core.problems import INVALID_INPUT, WRONG_STATE, Fault, LocalizedText, problem_type
from api.cycles.models import Cycle

CYCLE_OVERLAPS = problem_type(
    "cycle-overlaps",
    409,
    ("The area already has a cycle in that period", "Området har allerede en periode på det tidspunkt"),
    (
        "Start the cycle when the other one has ended, or change the other one first.",
        "Lad perioden begynde, når den anden er slut, eller ændr den anden først.",
    ),
)
AREAS_ALTERNATE = problem_type(
    "areas-alternate",
    409,
    ("The other area is discussed in the same year", "Det andet område drøftes samme år"),
    (
        "Choose another year for the discussion, or state in `because` why both areas are discussed in one year.",
        "Vælg et andet år til drøftelsen, eller skriv i `because`, hvorfor begge områder drøftes i samme år.",
    ),
    overridable=True,
)
CYCLE_ENDED = problem_type(
    "cycle-ended",
    409,
    ("The cycle has ended", "Perioden er slut"),
    ("Use the area's current or next cycle.", "Brug områdets nuværende eller næste periode."),
)
_ENDS_BEFORE = LocalizedText("The cycle would end before it begins.", "Perioden ville slutte, før den begynder.")
_NOT_LONGER = LocalizedText(
    "The new end must be later than the present one.", "Den nye slutdato skal ligge efter den nuværende."
)
_BEGUN = LocalizedText(
    "The cycle has begun, so that its dates and rounds cannot be changed. It can be extended.",
    "Perioden er begyndt, så dens datoer og runder kan ikke ændres. Den kan forlænges.",
)
_ROUNDS = LocalizedText(
    "Rounds must be numbered from 1, follow each other without overlap within the cycle, and overlap their half-years.",
    "Runder skal nummereres fra 1, følge efter hinanden uden overlap inden for perioden og overlappe deres halvår.",
)


class Round(NamedTuple):
    """A round of a cycle, numbered from 1; `until_on` is the day after the last."""

    number: int
    half_year: str
    from_on: date
    until_on: date

    def contains(self, day: date) -> bool:
        """Whether a day is in the round."""
        return self.from_on <= day < self.until_on


def rounds_of(cycle: Cycle) -> list[Round]:
    """The rounds of a cycle, in order."""
    return [
        Round(
            stored_round["number"],
            stored_round["half_year"],
            date.fromisoformat(stored_round["from_on"]),
            date.fromisoformat(stored_round["until_on"]),
        )
        for stored_round in cycle.rounds
    ]


def round_of(cycle: Cycle, day: date) -> Round | None:
    """The round that includes a day; None before, after and between rounds."""
    return next((round_ for round_ in rounds_of(cycle) if round_.contains(day)), None)


def describe_round_numbers(cycle: Cycle) -> LocalizedText:
    """State the cycle's round numbers, as the detail of a problem."""
    numbers = ", ".join(str(round_.number) for round_ in rounds_of(cycle))
    return LocalizedText(f"The cycle's rounds are {numbers}.", f"Periodens runder er {numbers}.")


def describe_round_days(round: Round) -> LocalizedText:
    """State the round's first and last day, as the detail of a problem."""
    last = round.until_on - timedelta(days=1)
    return LocalizedText(
        f"The round lasts from {round.from_on} to {last}, both included.",
        f"Runden varer fra og med {round.from_on:%d.%m.%Y} til og med {last:%d.%m.%Y}.",
    )


def round_numbered(cycle: Cycle, number: int) -> Round | None:
    """The round with that number; None if the cycle has no such round."""
    return next((round_ for round_ in rounds_of(cycle) if round_.number == number), None)


def rounds_as_json(rounds: Iterable[Round]) -> list[dict[str, Any]]:
    """Rounds as JSON, as a cycle stores them."""
    return [
        {**round_._asdict(), "from_on": round_.from_on.isoformat(), "until_on": round_.until_on.isoformat()}
        for round_ in rounds
    ]


def rounds_of_half_years(starts_on: date, ends_on: date, at_most: int) -> list[Round]:
    """The default rounds of a cycle: its half-years, at most so many."""
    periods = half_years.split(starts_on, ends_on, at_most=at_most)
    return [Round(number, *period) for number, period in enumerate(periods, start=1)]


def extended_rounds(rounds: Sequence[Round], ends_on: date) -> list[Round]:
    """The rounds of a cycle that is extended: the last is extended to the end of its half-year, new ones follow.

    A single short period at the end becomes part of the last round instead.
    """
    *unchanged, last = rounds
    until_on = max(last.until_on, min(half_years.day_after(last.half_year), ends_on))
    periods = half_years.split(until_on, ends_on)
    if len(periods) == 1 and periods[0].is_short:
        until_on, periods = ends_on, []
    added = [Round(last.number + number, *period) for number, period in enumerate(periods, start=1)]
    return [*unchanged, last._replace(until_on=until_on), *added]


def _fault(pointer: str, detail: LocalizedText, code: str = "out-of-bounds") -> Fault:
    return Fault(INVALID_INPUT, pointer=pointer, code=code, detail=detail)


def check_days(starts_on: date, ends_on: date) -> list[Fault]:
    """A fault if a cycle would end before it begins."""
    return [] if starts_on < ends_on else [_fault("/ends_on", _ENDS_BEFORE)]


def check_rounds(rounds: Sequence[Round], starts_on: date, ends_on: date) -> list[Fault]:
    """A fault for each round that is out of order, overlaps another, or is outside the cycle or its half-year."""
    faults, earliest = [], starts_on
    for index, round_ in enumerate(rounds):
        first_day, day_after = half_years.first_day(round_.half_year), half_years.day_after(round_.half_year)
        in_order = earliest <= round_.from_on < round_.until_on <= ends_on
        overlaps_half_year = round_.from_on < day_after and first_day < round_.until_on
        if round_.number != index + 1 or not (in_order and overlaps_half_year):
            faults.append(_fault(f"/rounds/{index}", _ROUNDS))
        earliest = max(earliest, round_.until_on)
    return faults


def check_other_cycles(cycle: Cycle, others: Iterable[Cycle]) -> list[Fault]:
    """Faults if it overlaps another cycle of its area, or is discussed in the same year as the other area."""
    others = [other for other in others if other.id != cycle.id]
    same_area = [other for other in others if other.area == cycle.area]
    faults = []
    if any(other.starts_on < cycle.ends_on and cycle.starts_on < other.ends_on for other in same_area):
        faults.append(Fault(CYCLE_OVERLAPS, pointer="/starts_on"))
    years = {other.discussion_on.year for other in others if other.area != cycle.area}
    if cycle.discussion_on.year in years:
        faults.append(Fault(AREAS_ALTERNATE, pointer="/discussion_on"))
    return faults


def check_not_begun(cycle: Cycle, day: date, fields: Iterable[str]) -> list[Fault]:
    """A fault for each of these fields that cannot change once the cycle has begun."""
    if day < cycle.starts_on:
        return []
    fixed = [name for name in ("starts_on", "ends_on", "rounds") if name in fields]
    return [Fault(WRONG_STATE, pointer=f"/{name}", detail=_BEGUN) for name in fixed]


def check_not_ended(cycle: Cycle, day: date, pointer: str | None = None) -> list[Fault]:
    """A fault if the cycle has ended."""
    return [Fault(CYCLE_ENDED, pointer=pointer)] if cycle.ends_on <= day else []


def check_extension(cycle: Cycle, ends_on: date) -> list[Fault]:
    """A fault if the cycle would not last longer than it does."""
    return [] if cycle.ends_on < ends_on else [_fault("/ends_on", _NOT_LONGER)]
