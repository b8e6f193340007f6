"""Suppression across releases: linked tables of one variable, in several releases and periods.

An attacker keeps whatever was released once, and takes the difference of releases: a superseded one and its revision,
two releases of one period, a longer period and its parts. Each release that is safe by itself can still disclose a
small group together with others (a differencing attack: Denning, Denning and Schwartz, "The Tracker: A Threat to
Statistical Database Security", ACM Transactions on Database Systems 4 (1979); on linked tables, Hundepool et al.,
"Statistical Disclosure Control", Wiley 2012, chapter 4).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from api.disclosure_control.additive_constraints import Constraint, table_constraints
from api.disclosure_control.cell_suppression import suppressed_cells
from api.disclosure_control.cells import TOTAL, Cell, CellCount
from api.disclosure_control.cross_period import CountsOverTime, Period, constraints_over_time
from api.disclosure_control.derivability import derivable_values

_Table = tuple[str, Mapping[Cell, int]]
"""The label of a period, and the number of contributors of each cell."""


class Release(NamedTuple):
    """What one release says of a variable and period, for a parent unit with its sub-units.

    `counts` is the number of contributors of each cell, `sums` the values of cells whose values are added up over time.
    `suppressed` are the cells that are suppressed in it already, `is_new` whether it is the one that has changed, and
    `preset` the cells that are suppressed in any case, since they also belong to another parent unit.
    """

    period: Period
    counts: Mapping[Cell, int]
    sums: Mapping[Cell, float] = {}
    suppressed: Collection[Cell] = ()
    is_new: bool = False
    preset: Collection[Cell] = ()

    def cell_counts(self) -> Iterable[CellCount]:
        """The cells with their period and number of contributors."""
        return (CellCount(self.period.label, cell, count) for cell, count in self.counts.items())


def suppressed_across_releases(releases: Sequence[Release], parent_id: UUID, threshold: int) -> list[set[Cell]]:
    """Return the cells to suppress in each release, so that no group under the threshold is derivable from all of them.

    Where two releases give the same number of contributors for a cell, it is treated as the same aggregate, and is
    suppressed in both or in none. Each release is also read together with what only the others of its period contain,
    and periods that add up to a longer one are its parts.

    First every table is protected by itself (`suppressed_cells`). Then, for each group that is derivable from all of
    them, one cell more is suppressed: of what is new rather than of what was released before. What was suppressed stays
    so for as long as an attacker who remembers earlier releases could otherwise compute a small group that is linked to
    it: no other cell is suppressed in its place.
    """
    across, inferred = constraints_over_time(_counts_over_time(releases))
    suppressed: dict[int, set[Cell]] = {}
    for labels in _linked_periods({release.period.label for release in releases}, across):
        positions = [position for position, release in enumerate(releases) if release.period.label in labels]
        linked = [releases[position] for position in positions]
        constraints = [constraint for constraint in across if constraint.total.period in labels]
        constraints += _constraints_with_inferred(inferred, linked, parent_id)
        suppressed |= zip(positions, _suppressed_in_linked(linked, constraints, parent_id, threshold), strict=True)
    return [suppressed[position] for position in range(len(releases))]


def _linked_periods(labels: set[str], across: Iterable[Constraint]) -> list[set[str]]:
    """Group the periods that constraints link."""
    groups = [{label} for label in labels]
    for constraint in across:
        ends = {term.period for term in constraint.terms()}
        touched = [group for group in groups if group & ends]
        groups = [group for group in groups if not group & ends] + [set().union(*touched)]
    return groups


def _suppressed_in_linked(
    releases: Sequence[Release], across: Sequence[Constraint], parent_id: UUID, threshold: int
) -> list[set[Cell]]:
    if len(releases) == 1 and not releases[0].suppressed:
        return [suppressed_cells(releases[0].counts, parent_id, threshold, releases[0].preset)]
    tables = list(_tables(releases))
    suppressed = {
        term
        for release in releases
        for term in release.cell_counts()
        if term.contributors < threshold or term.cell in release.preset
    }
    before = {(release.period.label, cell) for release in releases for cell in release.suppressed}
    constraints = list(across)
    if suppressed or before:
        constraints += dict.fromkeys(
            constraint for period, counts in tables for constraint in table_constraints(period, counts, parent_id)
        )
        suppressed |= _still_needed(constraints, suppressed, before, threshold)
    _protect_tables(tables, suppressed, parent_id, threshold)
    everything = {term for release in releases for term in release.cell_counts()}
    while (
        suppressed
        and len(releases) > 1
        and (additional := _additional(constraints, everything - suppressed, releases, threshold))
    ):
        suppressed |= additional
        _protect_tables(tables, suppressed, parent_id, threshold)
    return [{term.cell for term in release.cell_counts() if term in suppressed} for release in releases]


def _tables(releases: Sequence[Release]) -> Iterable[_Table]:
    """Generate each release's table, by itself and completed with cells that only other releases of its period contain.

    It is completed both with their totals and without, since totals may have changed.
    """
    by_period: dict[str, list[Mapping[Cell, int]]] = defaultdict(list)
    for release in releases:
        by_period[release.period.label].append(release.counts)
    for period, tables in by_period.items():
        for counts in tables:
            yield period, counts
            if len(tables) > 1:
                with_totals, with_parts = dict(counts), dict(counts)
                for other in tables:
                    with_totals = {**other, **with_totals}
                    other_parts = {cell: count for cell, count in other.items() if cell.breakdown != TOTAL}
                    with_parts = {**other_parts, **with_parts}
                yield from ((period, completed) for completed in (with_parts, with_totals) if completed != counts)


def _counts_over_time(releases: Sequence[Release]) -> CountsOverTime:
    counts: CountsOverTime = defaultdict(lambda: defaultdict(dict))
    if len({release.period.level for release in releases}) < 2:
        return counts
    for release in releases:
        for cell, count in release.counts.items():
            counts[cell][release.period][count] = release.sums.get(cell)
    return counts


def _constraints_with_inferred(
    inferred: Collection[CellCount], releases: Sequence[Release], parent_id: UUID
) -> list[Constraint]:
    """The constraints of the tables as completed with counts that no release contains, but that can be inferred."""
    by_period: dict[str, list[dict[Cell, int]]] = defaultdict(list)
    for term in sorted(inferred):
        # Each of the counts that a cell may have is read once, with the first of the others.
        alternatives = [counts for counts in by_period[term.period] if term.cell not in counts]
        if not alternatives:
            alternatives = [dict(by_period[term.period][0])] if by_period[term.period] else [{}]
            by_period[term.period] += alternatives
        for counts in alternatives:
            counts[term.cell] = term.contributors
    return [
        constraint
        for period, counts in _tables(releases)
        for additional in by_period.get(period, ())
        for constraint in table_constraints(period, {**additional, **counts}, parent_id)
    ]


def _still_needed(
    constraints: Iterable[Constraint],
    sensitive: Collection[CellCount],
    before: Collection[tuple[str, Cell]],
    threshold: int,
) -> set[CellCount]:
    """Return the cells suppressed before that protect a group that is still small, directly or through other cells."""
    pending = [
        constraint
        for constraint in constraints
        if any((term.period, term.cell) in before for term in constraint.terms())
    ]
    needed: set[CellCount] = set()
    is_growing = True
    while is_growing:
        is_growing = False
        for constraint in list(pending):
            if constraint.has_sensitive_term(threshold) or any(
                term in needed or term in sensitive for term in constraint.terms()
            ):
                needed |= {term for term in constraint.terms() if (term.period, term.cell) in before}
                pending.remove(constraint)
                is_growing = True
    return needed


def _protect_tables(tables: Sequence[_Table], suppressed: set[CellCount], parent_id: UUID, threshold: int) -> None:
    """Protect each table by itself, and add to `suppressed`, until none needs more."""
    is_growing = True
    while is_growing:
        is_growing = False
        for period, counts in tables:
            before = {cell for cell, count in counts.items() if CellCount(period, cell, count) in suppressed}
            additional = suppressed_cells(counts, parent_id, threshold, before) - before
            suppressed |= {CellCount(period, cell, counts[cell]) for cell in additional}
            is_growing |= bool(additional)


def _additional(
    constraints: Sequence[Constraint], released: set[CellCount], releases: Sequence[Release], threshold: int
) -> set[CellCount]:
    """Return one released cell for each derivable group: preferably a new one, then a part, then a small one."""
    new = {term for release in releases if release.is_new for term in release.cell_counts()}
    return {
        min(value.released, key=lambda term: (term not in new, term.cell.breakdown == TOTAL, term.contributors, term))
        for value in derivable_values(constraints, released, threshold)
        if value.released
    }
