"""What of the figures of one indicator adds up over time: half-years and months to longer periods."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice, product
from typing import NamedTuple

from api.core.periods import Length, Period
from api.disclosure_control.additive_constraints import Constraint, Figure
from api.disclosure_control.cell_suppression import Cell

_VARIANTS = 64
_FEW = 4
_Variants = dict[int, float | None]
Figures = dict[Cell, dict[Period, _Variants]]
"""For each slot, period and number of persons the value, where values are sums; else None."""


class _Filling(NamedTuple):
    """A longer period, and shorter ones in it that do not overlap."""

    whole: Period
    parts: tuple[Period, ...]

    @property
    def ends(self) -> tuple[Period, ...]:
        return (self.whole, *self.parts)


def constraints_over_time(figures: Figures) -> tuple[list[Constraint], set[Figure]]:
    """The lines from longer periods to shorter ones, where the numbers of persons add up, or the values do; and the
    figures that are told by none, but follow from such lines: what everybody knows who knows the others."""
    periods = {period for told in figures.values() for period in told}
    fillings = [filling for whole in periods for filling in _fillings(whole, periods)]
    lines = [line for filling in fillings for line in _lines(filling, figures)]
    followed = _followed(figures, [filling for filling in fillings if _holds(filling, figures)])
    lines += [line for filling in fillings for line in _lines(filling, figures)]
    return list(dict.fromkeys(lines)), followed


def _fillings(whole: Period, periods: Iterable[Period]) -> Iterator[_Filling]:
    """Any of the half-years, and the months outside them."""
    inside = sorted(
        period
        for period in periods
        if period != whole and whole.from_on <= period.from_on and period.until_on <= whole.until_on
    )
    halves = [one for one in inside if one.length == Length.half_year]
    months = [one for one in inside if one.length == Length.month]
    for size in range(len(halves) + 1):
        for some in combinations(halves, size):
            outside = [
                month for month in months if not any(half.from_on <= month.from_on < half.until_on for half in some)
            ]
            if some or outside:
                yield _Filling(whole, (*some, *outside))


def _lines(filling: _Filling, figures: Figures) -> Iterator[Constraint]:
    """Where a figure is not told in a period, there may have been nobody: the others may add up without it."""
    for slot, told in figures.items():
        ends = [filling.whole, *(period for period in filling.parts if period in told)]
        for variants in _variants(ends, told):
            if len(ends) > 1 and _adds_up(variants):
                whole, *parts = (Figure(period.text, slot, n) for period, (n, _) in zip(ends, variants, strict=True))
                yield Constraint(whole, tuple(parts), 0)


def _variants(ends: Sequence[Period], told: dict[Period, _Variants]) -> Iterator[tuple[tuple[int, float | None], ...]]:
    if all(period in told for period in ends):
        yield from islice(product(*(told[period].items() for period in ends)), _VARIANTS)


def _adds_up(variants: Sequence[tuple[int, float | None]]) -> bool:
    (n, value), *parts = variants
    if n == sum(persons for persons, _ in parts):
        return True
    values = [one for _, one in parts if one is not None]
    return value is not None and len(values) == len(parts) and abs(value - sum(values)) < 1e-9 * max(1.0, abs(value))


def _holds(filling: _Filling, figures: Figures) -> bool:
    """Whether there is reason to think that this always adds up: some figures do, or none that is told everywhere, or
    already too many, speaks against it."""
    against = False
    for told in figures.values():
        ends = [period for period in filling.ends if period in told]
        if ends[:1] == [filling.whole] and len(ends) > 1:
            variants = list(_variants(ends, told))
            if any(_adds_up(variant) for variant in variants):
                return True
            too_many = all(whole < sum(n for n, _ in parts) for (whole, _), *parts in variants)
            against |= too_many or len(ends) == len(filling.ends)
    return not against


def _followed(figures: Figures, fillings: Sequence[_Filling]) -> set[Figure]:
    """The figures of periods that are told of otherwise, each the only one lacking in what adds up. Where it adds up
    in several ways, it may be any of them."""
    given = {slot: set(told) for slot, told in figures.items()}
    found: set[Figure] = set()
    growing = True
    while growing:
        growing = False
        for filling, (slot, told) in product(fillings, figures.items()):
            for lacking in set(filling.ends) - given[slot]:
                for n in set(_left(filling, lacking, told)) - told.get(lacking, {}).keys():
                    if n > 0 and len(told.get(lacking, ())) < _FEW:
                        told.setdefault(lacking, {})[n] = None
                        found.add(Figure(lacking.text, slot, n))
                        growing = True
    return found


def _left(filling: _Filling, lacking: Period, told: dict[Period, _Variants]) -> Iterator[int]:
    """How many there are in the one period of a filling, by the others."""
    others = [period for period in filling.ends if period != lacking]
    for variants in _variants(others, told):
        numbers = dict(zip(others, (n for n, _ in variants), strict=True))
        parts = sum(n for period, n in numbers.items() if period != filling.whole)
        yield parts if lacking == filling.whole else numbers[filling.whole] - parts
