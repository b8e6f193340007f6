"""Additive constraints over time: counts of shorter periods add up to those of longer ones.

Tables of overlapping periods are linked tables: a cell of one is a total, or a part, of cells of others, and a
suppressed cell can be computed from the difference of two releases (a differencing attack). See Hundepool et al.,
"Statistical Disclosure Control" (Wiley 2012), chapter 4, on linked tables.

Not every count is additive over time: the same contributors may be in several periods. So periods are
only treated as additive where the numbers themselves add up.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations, islice, product
from typing import NamedTuple

from api.disclosure_control.additive_constraints import Constraint
from api.disclosure_control.cells import Cell, CellCount

_MAX_COMBINATIONS = 64
"""At most so many combinations of differing releases are tried for one addition."""
_MAX_COUNTS = 4
"""At most so many counts are inferred for one cell and period."""
_RELATIVE_TOLERANCE = 1e-9
_Releases = dict[int, float | None]


class Period(NamedTuple):
    """A period, half-open.

    `level` is 0 for the shortest kind of period and higher for longer kinds. Periods of level 0 do not overlap, nor do
    those of higher levels that lie within one longer period.
    """

    start: date
    end: date
    level: int
    label: str


CountsOverTime = dict[Cell, dict[Period, _Releases]]
"""For each cell, period and released number of contributors: the value, where values are sums; else None."""


class _Partition(NamedTuple):
    """A longer period, and shorter ones within it that do not overlap."""

    total: Period
    parts: tuple[Period, ...]

    @property
    def periods(self) -> tuple[Period, ...]:
        return (self.total, *self.parts)


def constraints_over_time(counts: CountsOverTime) -> tuple[list[Constraint], set[CellCount]]:
    """Return the constraints between longer and shorter periods, and the unreleased counts that follow from them.

    A constraint holds where the numbers of contributors add up, or the values do. The inferred counts, which any
    attacker knows who knows the others, are added to `counts`.
    """
    periods = {period for by_period in counts.values() for period in by_period}
    partitions = [partition for total in periods for partition in _partitions(total, periods)]
    constraints = [constraint for partition in partitions for constraint in _constraints(partition, counts)]
    inferred = _infer_counts(counts, [partition for partition in partitions if _is_plausible(partition, counts)])
    constraints += [constraint for partition in partitions for constraint in _constraints(partition, counts)]
    return list(dict.fromkeys(constraints)), inferred


def _partitions(total: Period, periods: Iterable[Period]) -> Iterator[_Partition]:
    """Generate the partitions of a period: any of the longer periods within it, and the shortest ones outside those."""
    inner = sorted(
        period for period in periods if period != total and total.start <= period.start and period.end <= total.end
    )
    longer = [period for period in inner if period.level > 0]
    shortest = [period for period in inner if period.level == 0]
    for size in range(len(longer) + 1):
        for chosen in combinations(longer, size):
            outside = [
                period for period in shortest if not any(part.start <= period.start < part.end for part in chosen)
            ]
            if chosen or outside:
                yield _Partition(total, (*chosen, *outside))


def _constraints(partition: _Partition, counts: CountsOverTime) -> Iterator[Constraint]:
    """Generate the constraints that the released counts satisfy; a cell without a count in a period may be empty."""
    for cell, by_period in counts.items():
        periods = [partition.total, *(period for period in partition.parts if period in by_period)]
        for combination in _combinations(periods, by_period):
            if len(periods) > 1 and _adds_up(combination):
                total, *parts = (
                    CellCount(period.label, cell, count)
                    for period, (count, _) in zip(periods, combination, strict=True)
                )
                yield Constraint(total, tuple(parts), 0)


def _combinations(
    periods: Sequence[Period], by_period: dict[Period, _Releases]
) -> Iterator[tuple[tuple[int, float | None], ...]]:
    """Generate (count, value) of each period, in all combinations of what is released; none where one is missing."""
    if all(period in by_period for period in periods):
        yield from islice(product(*(by_period[period].items() for period in periods)), _MAX_COMBINATIONS)


def _adds_up(combination: Sequence[tuple[int, float | None]]) -> bool:
    (total, total_value), *parts = combination
    if total == sum(count for count, _ in parts):
        return True
    values = [value for _, value in parts if value is not None]
    if total_value is None or len(values) != len(parts):
        return False
    return abs(total_value - sum(values)) < _RELATIVE_TOLERANCE * max(1.0, abs(total_value))


def _is_plausible(partition: _Partition, counts: CountsOverTime) -> bool:
    """Whether there is reason to think that counts always add up over this partition.

    There is if the counts of some cell add up, or if no cell contradicts it: none that is released in all the periods,
    and none whose parts already exceed the total.
    """
    has_counterexample = False
    for by_period in counts.values():
        periods = [period for period in partition.periods if period in by_period]
        if periods[:1] == [partition.total] and len(periods) > 1:
            combinations_ = list(_combinations(periods, by_period))
            if any(_adds_up(combination) for combination in combinations_):
                return True
            parts_exceed_total = all(total < sum(count for count, _ in parts) for (total, _), *parts in combinations_)
            has_counterexample |= parts_exceed_total or len(periods) == len(partition.periods)
    return not has_counterexample


def _infer_counts(counts: CountsOverTime, partitions: Sequence[_Partition]) -> set[CellCount]:
    """Infer the counts of a period where it is the only one missing in a partition, and add them to `counts`.

    Where several partitions give different counts, each of them is possible.
    """
    released = {cell: set(by_period) for cell, by_period in counts.items()}
    inferred: set[CellCount] = set()
    is_growing = True
    while is_growing:
        is_growing = False
        for partition, (cell, by_period) in product(partitions, counts.items()):
            for missing in set(partition.periods) - released[cell]:
                for count in set(_differences(partition, missing, by_period)) - by_period.get(missing, {}).keys():
                    if count > 0 and len(by_period.get(missing, ())) < _MAX_COUNTS:
                        by_period.setdefault(missing, {})[count] = None
                        inferred.add(CellCount(missing.label, cell, count))
                        is_growing = True
    return inferred


def _differences(partition: _Partition, missing: Period, by_period: dict[Period, _Releases]) -> Iterator[int]:
    """Generate the counts that the missing period of a partition can have, given the other periods."""
    others = [period for period in partition.periods if period != missing]
    for combination in _combinations(others, by_period):
        count_of = dict(zip(others, (count for count, _ in combination), strict=True))
        parts = sum(count for period, count in count_of.items() if period != partition.total)
        yield parts if missing == partition.total else count_of[partition.total] - parts
