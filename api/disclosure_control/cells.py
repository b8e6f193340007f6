"""Cells of frequency tables: their coordinates, and the number of their contributors.

A cell is one entry of a table, its contributors are the persons whose data the entry is computed from. Terms as in
Hundepool et al., "Statistical Disclosure Control" (Wiley 2012), chapters 4 (magnitude tables) and 5 (frequency tables).
"""

from typing import NamedTuple
from uuid import UUID

TOTAL = "all"
"""The breakdown of a cell that is not broken down: the marginal total of a unit."""


class Cell(NamedTuple):
    """The coordinates of a cell within one variable and period: a unit, and `all` or a part such as `sex=female`."""

    unit_id: UUID
    breakdown: str

    @property
    def dimension(self) -> str | None:
        """The classification that the cell is a category of; None for a total."""
        name, is_part, _ = self.breakdown.partition("=")
        return name if is_part else None


class CellCount(NamedTuple):
    """A cell of a period with its number of contributors.

    Two releases that give the same number for the same cell and period are treated as the same aggregate.
    """

    period: str
    cell: Cell
    contributors: int
