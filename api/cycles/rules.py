"""Which round a day falls in; what a cycle must be like, and when it may still be changed."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from api.core import half_years
from api.core.problems import INVALID_INPUT, WRONG_STATE, Fault, LocalizedText, problem_type
from api.cycles.models import Cycle

CYCLE_OVERLAPS = problem_type(
    "cycle-overlaps",
    409,
    ("The area has a cycle at that time already", "Området har allerede en periode på det tidspunkt"),
    (
        "Let it start when the other one has ended, or change the other one first.",
        "Lad den begynde, når den anden er slut, eller ændr den anden først.",
    ),
)
AREAS_ALTERNATE = problem_type(
    "areas-alternate",
    409,
    ("The other area is discussed in the same year", "Det andet område drøftes samme år"),
    (
        "Choose another year for the discussion, or say in `because` why both are discussed in one.",
        "Vælg et andet år til drøftelsen, eller skriv i `because`, hvorfor begge drøftes i samme år.",
    ),
    overridable=True,
)
CYCLE_ENDED = problem_type(
    "cycle-ended",
    409,
    ("The cycle has ended", "Perioden er slut"),
    ("Use the area's present cycle or its next one.", "Brug områdets nuværende periode eller dets næste."),
)
_ENDS_BEFORE = LocalizedText("It would end before it begins.", "Den ville slutte, før den begynder.")
_SHORTER = LocalizedText(
    "An extension ends later than the cycle does now.", "En forlængelse slutter senere end perioden nu."
)
_BEGUN = LocalizedText(
    "The cycle has begun: its days and rounds stay; it can be extended.",
    "Perioden er begyndt: dens dage og runder står fast; den kan forlænges.",
)
_ROUNDS = LocalizedText(
    "Rounds are numbered from 1, follow each other without overlap within the cycle, and touch their half-years.",
    "Runder nummereres fra 1, følger efter hinanden uden overlap inden for perioden og berører deres halvår.",
)


class Round(NamedTuple):
    """One of a cycle's half-years, half-open; its number is 1 for the first."""

    number: int
    half_year: str
    from_on: date
    until_on: date

    def holds(self, day: date) -> bool:
        """Whether a day falls in it."""
        return self.from_on <= day < self.until_on


def rounds_of(cycle: Cycle) -> list[Round]:
    """The rounds of a cycle, in order."""
    return [
        Round(one["number"], one["half_year"], date.fromisoformat(one["from_on"]), date.fromisoformat(one["until_on"]))
        for one in cycle.rounds
    ]


def round_of(cycle: Cycle, day: date) -> Round | None:
    """The round that a day falls in; None before, after and between them."""
    return next((one for one in rounds_of(cycle) if one.holds(day)), None)


def numbers_of(cycle: Cycle) -> LocalizedText:
    """Which rounds a cycle has, for who named another."""
    numbers = ", ".join(str(one.number) for one in rounds_of(cycle))
    return LocalizedText(f"The cycle's rounds are {numbers}.", f"Periodens runder er {numbers}.")


def days_of(found: Round) -> LocalizedText:
    """Which days a round has, for who named another."""
    last = found.until_on - timedelta(days=1)
    return LocalizedText(
        f"The round goes from {found.from_on} to {last}, both included.",
        f"Runden går fra og med {found.from_on:%d.%m.%Y} til og med {last:%d.%m.%Y}.",
    )


def round_numbered(cycle: Cycle, number: int) -> Round | None:
    """The round of that number; None if the cycle has no such round."""
    return next((one for one in rounds_of(cycle) if one.number == number), None)


def stored(rounds: Iterable[Round]) -> list[dict[str, Any]]:
    """Rounds as a cycle keeps them."""
    return [
        {**one._asdict(), "from_on": one.from_on.isoformat(), "until_on": one.until_on.isoformat()} for one in rounds
    ]


def made_rounds(starts_on: date, ends_on: date, at_most: int) -> list[Round]:
    """The rounds that a cycle has if nothing else is said: its half-years."""
    pieces = half_years.split(starts_on, ends_on, at_most=at_most)
    return [Round(number, *piece) for number, piece in enumerate(pieces, start=1)]


def extended_rounds(rounds: Sequence[Round], ends_on: date) -> list[Round]:
    """The rounds of a cycle that lasts until a later day: the last goes on to its half-year's end, new ones follow."""
    *kept, last = rounds
    until_on = max(last.until_on, min(half_years.day_after(last.half_year), ends_on))
    gained = half_years.split(until_on, ends_on)
    if len(gained) == 1 and gained[0].is_short:
        until_on, gained = ends_on, []
    made = [Round(last.number + number, *piece) for number, piece in enumerate(gained, start=1)]
    return [*kept, last._replace(until_on=until_on), *made]


def _fault(pointer: str, words: LocalizedText, code: str = "out-of-bounds") -> Fault:
    return Fault(INVALID_INPUT, pointer=pointer, code=code, detail=words)


def check_days(starts_on: date, ends_on: date) -> list[Fault]:
    """A fault if a cycle would end before it begins."""
    return [] if starts_on < ends_on else [_fault("/ends_on", _ENDS_BEFORE)]


def check_rounds(rounds: Sequence[Round], starts_on: date, ends_on: date) -> list[Fault]:
    """A fault for each round that is not numbered in turn, or does not lie where it should."""
    faults, day = [], starts_on
    for index, one in enumerate(rounds):
        begins, ends = half_years.first_day(one.half_year), half_years.day_after(one.half_year)
        lies_well = day <= one.from_on < one.until_on <= ends_on and one.from_on < ends and begins < one.until_on
        if one.number != index + 1 or not lies_well:
            faults.append(_fault(f"/rounds/{index}", _ROUNDS))
        day = max(day, one.until_on)
    return faults


def check_beside(cycle: Cycle, others: Iterable[Cycle]) -> list[Fault]:
    """Faults if it runs beside another of its area, or is discussed in the same year as the other area."""
    known = [other for other in others if other.id != cycle.id]
    same = [other for other in known if other.area == cycle.area]
    faults = []
    if any(other.starts_on < cycle.ends_on and cycle.starts_on < other.ends_on for other in same):
        faults.append(Fault(CYCLE_OVERLAPS, pointer="/starts_on"))
    years = {other.discussion_on.year for other in known if other.area != cycle.area}
    if cycle.discussion_on.year in years:
        faults.append(Fault(AREAS_ALTERNATE, pointer="/discussion_on"))
    return faults


def check_not_begun(cycle: Cycle, day: date, fields: Iterable[str]) -> list[Fault]:
    """A fault for each of these fields that stays as it is once the cycle has begun."""
    if day < cycle.starts_on:
        return []
    fixed = [name for name in ("starts_on", "ends_on", "rounds") if name in fields]
    return [Fault(WRONG_STATE, pointer=f"/{name}", detail=_BEGUN) for name in fixed]


def check_not_ended(cycle: Cycle, day: date, pointer: str | None = None) -> list[Fault]:
    """A fault if the cycle has ended."""
    return [Fault(CYCLE_ENDED, pointer=pointer)] if cycle.ends_on <= day else []


def check_extension(cycle: Cycle, ends_on: date) -> list[Fault]:
    """A fault if the cycle would not last longer than it does."""
    return [] if cycle.ends_on < ends_on else [_fault("/ends_on", _SHORTER)]
