"""Cell suppression in the tables of one variable and period, for a parent unit with its sub-units.

Primary suppression by the threshold rule, and complementary suppression in every table in which a suppressed cell is a
term (Hundepool et al., "Statistical Disclosure Control", Wiley 2012, chapters 4 and 5; Cox, "Suppression Methodology
and Statistical Disclosure Control", Journal of the American Statistical Association 75, 1980).

Protecting each constraint by itself is not enough where constraints cross, as rows and columns do: several of them
together determine what none of them does alone. So constraints with a suppressed term never cross. The parent's
breakdowns, and its division into sub-units, are each a division of its total and share nothing but that total; a
breakdown that sub-units have too is released in all of them and in the parent, or in none. Then an attacker can compute
nothing but the remainders that are checked here, and groups composed of those and of released cells.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from api.disclosure_control.cells import TOTAL, Cell
from api.disclosure_control.complementary_suppression import suppressed_parts


class UnitBreakdown(NamedTuple):
    """One breakdown of a unit: the number of contributors in all (None where it is not in the table) and by part."""

    total: int | None
    parts: Mapping[str, int]

    @property
    def remainder(self) -> int | None:
        """How many contributors are in no part."""
        return None if self.total is None else self.total - sum(self.parts.values())


class _Tables(NamedTuple):
    """The cells of a parent unit and its sub-units: totals by unit, and parts by dimension and unit."""

    parent_id: UUID
    totals: dict[UUID, int]
    dimensions: dict[str, dict[UUID, dict[str, int]]]


def _tables(counts: Mapping[Cell, int], parent_id: UUID) -> _Tables:
    totals: dict[UUID, int] = {}
    dimensions: dict[str, dict[UUID, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for cell, count in counts.items():
        if (dimension := cell.dimension) is not None:
            dimensions[dimension][cell.unit_id][cell.breakdown] = count
        else:
            totals[cell.unit_id] = count
    return _Tables(parent_id, totals, dimensions)


def suppressed_cells(
    counts: Mapping[Cell, int], parent_id: UUID, threshold: int, preset: Collection[Cell] = ()
) -> set[Cell]:
    """Return the cells to suppress: those under the threshold, and those from which they could be computed.

    `counts` is the number of contributors of each cell. `preset` are cells that are suppressed in any case, since
    another release suppresses them. Sub-units are treated as parts of the parent, whether or not its cells cover them.
    """
    primary = {cell for cell, count in counts.items() if count < threshold}
    return _with_complementary(
        _tables(counts, parent_id), threshold, primary | {cell for cell in preset if cell in counts}
    )


def _with_complementary(tables: _Tables, threshold: int, primary: set[Cell]) -> set[Cell]:
    parent_id, totals = tables.parent_id, tables.totals
    crossing = {name: rows for name, rows in tables.dimensions.items() if rows.keys() - {parent_id}}
    divisions = [
        {Cell(parent_id, part): count for part, count in rows[parent_id].items()}
        for name, rows in tables.dimensions.items()
        if name not in crossing
    ]
    divisions.append({Cell(unit_id, TOTAL): count for unit_id, count in totals.items() if unit_id != parent_id})
    total = max([totals[parent_id]] if parent_id in totals else [sum(parts.values()) for parts in divisions])
    suppressed = set(primary)
    for parts in divisions:
        suppressed |= suppressed_parts(
            parts,
            total,
            threshold,
            suppressed=primary & parts.keys(),
            total_suppressed=Cell(parent_id, TOTAL) in primary,
        )
    has_suppressed_total = any(cell.breakdown == TOTAL for cell in suppressed)
    for rows in crossing.values():
        cells = {Cell(unit_id, part) for unit_id, parts in rows.items() for part in parts}
        by_unit = {unit_id: UnitBreakdown(totals.get(unit_id), parts) for unit_id, parts in rows.items()}
        parent = by_unit.pop(parent_id, None)
        if has_suppressed_total or cells & primary or not _is_safe_crossing(parent, list(by_unit.values()), threshold):
            suppressed |= cells
    return suppressed


def _is_safe_crossing(parent: UnitBreakdown | None, sub_units: Collection[UnitBreakdown], threshold: int) -> bool:
    """Whether a breakdown of a parent unit and its sub-units can be released completely.

    It can where no part is under the threshold, nor any remainder: of a sub-unit, of a part in the parent outside its
    sub-units, of the parent, or of the parent outside its sub-units.
    """
    labels = {part for row in (parent, *sub_units) if row for part in row.parts}
    remainders = [row.remainder for row in sub_units]
    parent_parts = parent.parts if parent else {}
    if None in remainders or any(
        remainder and row.parts.keys() != labels for remainder, row in zip(remainders, sub_units, strict=True)
    ):
        return False  # contributors may belong to a part that is not in the table: their number is unknown
    checked = [remainder for remainder in remainders if remainder is not None]
    if parent:
        own = parent.remainder
        if own is None or parent_parts.keys() != labels:
            return False
        checked += [parent_parts[part] - sum(row.parts.get(part, 0) for row in sub_units) for part in labels]
        checked += [own, own - sum(remainder for remainder in remainders if remainder)]
    counts: Iterable[int] = (
        count for row in (*sub_units, UnitBreakdown(None, parent_parts)) for count in row.parts.values()
    )
    return all(count >= threshold for count in counts) and all(
        remainder == 0 or remainder >= threshold for remainder in checked
    )
