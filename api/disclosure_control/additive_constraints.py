"""Additive constraints of a table: parts add up to their total, and sub-units to their parent unit.

Such linear relations are what makes a suppressed cell recalculable from released ones, so they define the system that
an attacker solves: Willenborg and de Waal, "Elements of Statistical Disclosure Control" (Springer 2001); Cox,
"Suppression Methodology and Statistical Disclosure Control", Journal of the American Statistical Association 75 (1980).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from uuid import UUID

from api.disclosure_control.cells import TOTAL, Cell, CellCount


class Constraint(NamedTuple):
    """The equation total = sum of parts + remainder.

    `remainder` is how many contributors are in no part; negative where the parts do not add up to the total.
    """

    total: CellCount
    parts: tuple[CellCount, ...]
    remainder: int

    def terms(self) -> tuple[CellCount, ...]:
        """The total and its parts."""
        return (self.total, *self.parts)

    def has_sensitive_term(self, threshold: int) -> bool:
        """Whether a term or the remainder has fewer contributors than the threshold."""
        return 0 < self.remainder < threshold or any(term.contributors < threshold for term in self.terms())


def table_constraints(period: str, counts: Mapping[Cell, int], parent_id: UUID) -> Iterator[Constraint]:
    """Generate the constraints of one period's table, given the number of contributors of each cell.

    A total that is not in the table is taken to be the largest sum of its parts. Where parts exceed their total, they
    have other contributors, or are about to be corrected.
    """
    parts: dict[tuple[Cell, str], list[Cell]] = defaultdict(list)
    for cell in counts:
        if (dimension := cell.dimension) is not None:
            parts[Cell(cell.unit_id, TOTAL), dimension].append(cell)
        if cell.unit_id != parent_id:
            parts[Cell(parent_id, cell.breakdown), TOTAL].append(cell)
    totals: dict[Cell, int] = {}
    for (total, _), cells in parts.items():
        totals[total] = counts.get(total, max(totals.get(total, 0), sum(counts[cell] for cell in cells)))
    for (total, _), cells in parts.items():
        terms = tuple(CellCount(period, cell, counts[cell]) for cell in cells)
        remainder = totals[total] - sum(term.contributors for term in terms)
        yield Constraint(CellCount(period, total, totals[total]), terms, remainder)
