"""What of the figures of one indicator and period adds up to what: parts to their whole, departments to their
institution."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from uuid import UUID

from api.disclosure_control.cell_suppression import ALL, Cell


class Figure(NamedTuple):
    """A figure, in however many packages: where it says the same number of persons, it is taken for the same."""

    period: str
    slot: Cell
    n: int


class Constraint(NamedTuple):
    """A whole, its parts, and how many are in none of them; fewer than nobody where they do not add up."""

    whole: Figure
    parts: tuple[Figure, ...]
    rest: int

    def figures(self) -> tuple[Figure, ...]:
        return (self.whole, *self.parts)

    def has_few(self, threshold: int) -> bool:
        return 0 < self.rest < threshold or any(figure.n < threshold for figure in self.figures())


def constraints_of(period: str, n: Mapping[Cell, int], institution_id: UUID) -> Iterator[Constraint]:
    """The lines of one period; a whole that is not told is taken for as many as its parts tell. Where parts are more
    than the whole, they are of other persons, or on the way to be corrected."""
    parts: dict[tuple[Cell, str], list[Cell]] = defaultdict(list)
    for slot in n:
        dimension, is_part, _ = slot.breakdown.partition("=")
        if is_part:
            parts[Cell(slot.unit_id, ALL), dimension].append(slot)
        if slot.unit_id != institution_id:
            parts[Cell(institution_id, slot.breakdown), ALL].append(slot)
    wholes: dict[Cell, int] = {}
    for (whole, _), some in parts.items():
        wholes[whole] = n.get(whole, max(wholes.get(whole, 0), sum(n[slot] for slot in some)))
    for (whole, _), some in parts.items():
        rest = wholes[whole] - sum(n[slot] for slot in some)
        told = tuple(Figure(period, slot, n[slot]) for slot in some)
        yield Constraint(Figure(period, whole, wholes[whole]), told, rest)
