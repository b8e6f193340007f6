"""What of the figures of one indicator adds up to what: parts to their whole, departments to their institution,
shorter periods to a longer one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice, product
from typing import NamedTuple
from uuid import UUID

from api.data_packages.period import Length, Period
from api.data_packages.withholding import ALL, Slot

_VARIANTS = 64


class Figure(NamedTuple):
    """A figure, in however many packages: where it says the same number of persons, it is taken for the same."""

    period: str
    slot: Slot
    n: int


class Line(NamedTuple):
    """A whole, its parts, and how many are in none of them; fewer than nobody where they do not add up."""

    whole: Figure
    parts: tuple[Figure, ...]
    rest: int

    def figures(self) -> tuple[Figure, ...]:
        return (self.whole, *self.parts)

    def has_few(self, threshold: int) -> bool:
        return 0 < self.rest < threshold or any(one.n < threshold for one in self.figures())


def lines_of(period: str, n: Mapping[Slot, int], institution_id: UUID) -> Iterator[Line]:
    """The lines of one period; a whole that is not told is taken for as many as its parts tell. Where parts are more
    than the whole, they are of other persons, or on the way to be corrected."""
    parts: dict[tuple[Slot, str], list[Slot]] = defaultdict(list)
    for slot in n:
        dimension, is_part, _ = slot.breakdown.partition("=")
        if is_part:
            parts[Slot(slot.unit_id, ALL), dimension].append(slot)
        if slot.unit_id != institution_id:
            parts[Slot(institution_id, slot.breakdown), ALL].append(slot)
    wholes: dict[Slot, int] = {}
    for (whole, _), some in parts.items():
        wholes[whole] = n.get(whole, max(wholes.get(whole, 0), sum(n[slot] for slot in some)))
    for (whole, _), some in parts.items():
        rest = wholes[whole] - sum(n[slot] for slot in some)
        told = tuple(Figure(period, slot, n[slot]) for slot in some)
        yield Line(Figure(period, whole, wholes[whole]), told, rest)


def lines_over_time(figures: Mapping[Slot, Mapping[Period, Mapping[int, float | None]]]) -> Iterator[Line]:
    """The lines from longer periods to shorter ones in them, where the numbers of persons add up, or the values do.

    `figures` gives for each slot, period and number of persons the value, where values are sums; else None.
    """
    for slot, periods in figures.items():
        for whole, variants in periods.items():
            inside = [one for one in periods if one != whole and one.from_on >= whole.from_on]
            for some in _fillings([one for one in inside if one.until_on <= whole.until_on]):
                many = product(*(periods[one].items() for one in some))
                for (n, value), told in product(variants.items(), islice(many, _VARIANTS)):
                    if _adds_up(n, value, told):
                        parts = (Figure(one.text, slot, part[0]) for one, part in zip(some, told, strict=True))
                        yield Line(Figure(whole.text, slot, n), tuple(parts), 0)


def _fillings(inside: Sequence[Period]) -> Iterator[list[Period]]:
    """Periods that do not overlap: any of the half-years, and the months outside them."""
    halves = [one for one in inside if one.length == Length.half_year]
    months = [one for one in inside if one.length == Length.month]
    for size in range(len(halves) + 1):
        for some in combinations(halves, size):
            outside = [one for one in months if not any(half.from_on <= one.from_on < half.until_on for half in some)]
            if len(some) + len(outside) > 1:
                yield [*some, *outside]


def _adds_up(n: int, value: float | None, told: Sequence[tuple[int, float | None]]) -> bool:
    if n == sum(persons for persons, _ in told):
        return True
    values = [one for _, one in told if one is not None]
    return value is not None and len(values) == len(told) and abs(value - sum(values)) < 1e-9 * max(1.0, abs(value))
