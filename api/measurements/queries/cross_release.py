"""Figures side by side: in several packages, or of shorter and longer periods; what is withheld in one of them is not
found from the others."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from api.core.periods import parse
from api.disclosure_control.additive_constraints import Constraint, Figure, constraints_of
from api.disclosure_control.cell_suppression import ALL, Cell, suppressed_cells
from api.disclosure_control.cross_period import Figures, constraints_over_time
from api.disclosure_control.derivability import derivable_values

_Reading = tuple[str, Mapping[Cell, int]]


class Told(NamedTuple):
    """What a package, or the running figures, tell of one indicator and period for an institution with departments.

    `n` is how many persons each figure rests on, `sums` the values of those that are added up over time; `withheld`
    what is withheld in it already; `new` whether it is what came or changed; `elsewhere` what is withheld in any case,
    since it is of another institution too, at which the department lies or lay.
    """

    period: str
    n: Mapping[Cell, int]
    sums: Mapping[Cell, float] = {}
    withheld: Collection[Cell] = ()
    new: bool = False
    elsewhere: Collection[Cell] = ()


def suppressed_across_releases(told: Sequence[Told], institution_id: UUID, threshold: int) -> list[set[Cell]]:
    """The slots to withhold in each, so that no group under the threshold is found from all of them together.

    Whoever keeps what was shown once reads packages of one period side by side: the superseded one and its revision,
    a package and the running figures. Where two tell the same number of persons for the same slot, they are taken
    for the same persons, and both are withheld or none. Each is also read with what only the others tell. And where
    shorter periods add up to a longer one, they are its parts.

    First each reading is made safe by itself (`withheld_slots`); then what follows from all of them is reckoned, and
    one figure more is withheld for each group that is found, of what is new rather than of what was shown before.
    What was withheld stays so for as long as a small group beside it would else be found by those who remember what
    was shown: another figure is not withheld in its place.
    """
    across, followed = constraints_over_time(_over_time(told))
    found: dict[int, set[Cell]] = {}
    for periods in _linked({one.period for one in told}, across):
        places = [place for place, one in enumerate(told) if one.period in periods]
        lines = [line for line in across if line.whole.period in periods]
        lines += _lines_with(followed, [told[place] for place in places], institution_id)
        linked = _withheld([told[place] for place in places], lines, institution_id, threshold)
        found |= zip(places, linked, strict=True)
    return [found[place] for place in range(len(told))]


def _linked(periods: set[str], across: Iterable[Constraint]) -> list[set[str]]:
    """The periods, those together that lines go between."""
    groups = [{period} for period in periods]
    for line in across:
        ends = {figure.period for figure in line.figures()}
        touched = [group for group in groups if group & ends]
        groups = [group for group in groups if not group & ends] + [set().union(*touched)]
    return groups


def _withheld(
    told: Sequence[Told], across: Sequence[Constraint], institution_id: UUID, threshold: int
) -> list[set[Cell]]:
    if len(told) == 1 and not told[0].withheld:
        return [suppressed_cells(told[0].n, institution_id, threshold, told[0].elsewhere)]
    readings = list(_readings(told))
    hidden = {
        figure for one in told for figure in _figures(one) if figure.n < threshold or figure.slot in one.elsewhere
    }
    before = {(one.period, slot) for one in told for slot in one.withheld}
    lines = list(across)
    if hidden or before:
        lines += dict.fromkeys(line for period, n in readings for line in constraints_of(period, n, institution_id))
        hidden |= _kept(lines, hidden, before, threshold)
    _close(readings, hidden, institution_id, threshold)
    everything = {figure for one in told for figure in _figures(one)}
    while hidden and len(told) > 1 and (more := _more(lines, everything - hidden, told, threshold)):
        hidden |= more
        _close(readings, hidden, institution_id, threshold)
    return [{figure.slot for figure in _figures(one) if figure in hidden} for one in told]


def _figures(one: Told) -> Iterable[Figure]:
    return (Figure(one.period, slot, n) for slot, n in one.n.items())


def _readings(told: Sequence[Told]) -> Iterable[_Reading]:
    """Each by itself, and each with what only the others of its period tell: with their wholes, and without, since
    those may have changed."""
    by_period: dict[str, list[Mapping[Cell, int]]] = defaultdict(list)
    for one in told:
        by_period[one.period].append(one.n)
    for period, several in by_period.items():
        for n in several:
            yield period, n
            if len(several) > 1:
                whole, parts = dict(n), dict(n)
                for other in several:
                    whole = {**other, **whole}
                    parts = {**{slot: persons for slot, persons in other.items() if slot.breakdown != ALL}, **parts}
                yield from ((period, read) for read in (parts, whole) if read != n)


def _over_time(told: Sequence[Told]) -> Figures:
    found: Figures = defaultdict(lambda: defaultdict(dict))
    if len({parse(one.period).length for one in told}) < 2:
        return found
    for one in told:
        for slot, n in one.n.items():
            found[slot][parse(one.period)][n] = one.sums.get(slot)
    return found


def _lines_with(followed: Collection[Figure], told: Sequence[Told], institution_id: UUID) -> list[Constraint]:
    """The lines of periods as they are read with figures that nobody tells, but that follow."""
    by_period: dict[str, list[dict[Cell, int]]] = defaultdict(list)
    for figure in sorted(followed):
        # Each of the several that a slot may have is read once, with the first of the others.
        known = [one for one in by_period[figure.period] if figure.slot not in one]
        if not known:
            known = [dict(by_period[figure.period][0])] if by_period[figure.period] else [{}]
            by_period[figure.period] += known
        for one in known:
            one[figure.slot] = figure.n
    return [
        line
        for period, n in _readings(told)
        for more in by_period.get(period, ())
        for line in constraints_of(period, {**more, **n}, institution_id)
    ]


def _kept(
    lines: Iterable[Constraint], few: Collection[Figure], withheld: Collection[tuple[str, Cell]], threshold: int
) -> set[Figure]:
    """The figures that were withheld for the sake of small groups that there still are, in their line or behind it."""
    open_lines = [line for line in lines if any((figure.period, figure.slot) in withheld for figure in line.figures())]
    kept: set[Figure] = set()
    growing = True
    while growing:
        growing = False
        for line in list(open_lines):
            if line.has_few(threshold) or any(figure in kept or figure in few for figure in line.figures()):
                kept |= {figure for figure in line.figures() if (figure.period, figure.slot) in withheld}
                open_lines.remove(line)
                growing = True
    return kept


def _close(readings: Sequence[_Reading], hidden: set[Figure], institution_id: UUID, threshold: int) -> None:
    """Make each reading safe by itself, until none of them asks for more."""
    growing = True
    while growing:
        growing = False
        for period, n in readings:
            before = {slot for slot, persons in n.items() if Figure(period, slot, persons) in hidden}
            more = suppressed_cells(n, institution_id, threshold, before) - before
            hidden |= {Figure(period, slot, n[slot]) for slot in more}
            growing |= bool(more)


def _more(lines: Sequence[Constraint], shown: set[Figure], told: Sequence[Told], threshold: int) -> set[Figure]:
    """One figure for each group that is found: rather one that is new, rather a part, rather a small one."""
    new = {figure for one in told if one.new for figure in _figures(one)}
    found = derivable_values(lines, shown, threshold)
    return {
        min(one.shown, key=lambda figure: (figure not in new, figure.slot.breakdown == ALL, figure.n, figure))
        for one in found
        if one.shown
    }
