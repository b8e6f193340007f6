"""Which figures of one indicator and period are withheld, for an institution with its departments."""

from collections.abc import Collection, Container, Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from api.core.small_groups import withheld_parts

ALL = "all"


class Slot(NamedTuple):
    """Where a figure stands among those of one indicator, period and package."""

    unit_id: UUID
    breakdown: str


class Equation(NamedTuple):
    """That a figure is the whole of others: of a breakdown's parts, or of the departments' figures."""

    whole: Slot
    parts: tuple[Slot, ...]


def _by_breakdown(slots: Iterable[Slot]) -> list[Equation]:
    dimensions: dict[Slot, dict[str, list[Slot]]] = {}
    for slot in slots:
        dimension, is_part, _ = slot.breakdown.partition("=")
        if is_part:
            dimensions.setdefault(Slot(slot.unit_id, ALL), {}).setdefault(dimension, []).append(slot)
    return [Equation(whole, tuple(parts)) for whole, found in dimensions.items() for parts in found.values()]


def _by_department(slots: Iterable[Slot], institution_id: UUID) -> list[Equation]:
    departments: dict[Slot, list[Slot]] = {}
    for slot in slots:
        if slot.unit_id != institution_id:
            departments.setdefault(Slot(institution_id, slot.breakdown), []).append(slot)
    return [Equation(whole, tuple(parts)) for whole, parts in departments.items()]


def _with_sums(n: Mapping[Slot, int], institution_id: UUID) -> tuple[dict[Slot, int], list[Equation]]:
    """The figures with the wholes that are not told but can be added up, and what adds up to what."""
    known = dict(n)
    by_breakdown = _by_breakdown(n)
    _add_up(known, by_breakdown, n)
    by_department = _by_department(known, institution_id)
    _add_up(known, by_department, n)
    return known, by_breakdown + by_department


def _add_up(known: dict[Slot, int], equations: Iterable[Equation], told: Container[Slot]) -> None:
    for whole, parts in equations:
        if whole not in told:
            known[whole] = max(known.get(whole, 0), sum(known[part] for part in parts))


def withheld_slots(
    n: Mapping[Slot, int], institution_id: UUID, threshold: int, before: Collection[Slot] = ()
) -> set[Slot]:
    """The slots whose figures nobody is shown: groups under the threshold, and what they could be found from.

    `n` is how many persons each figure rests on. `before` are slots withheld in another package of the same period:
    as long as anything here is withheld, they are too, since most figures of a revision are those of the package
    before. Departments are taken for parts of their institution, whether or not its figures cover them.
    """
    known, equations = _with_sums(n, institution_id)
    withheld = {slot for slot, persons in known.items() if persons < threshold}
    while True:
        found = withheld | ({slot for slot in before if slot in n} if withheld else set())
        for whole, parts in equations:
            sizes = {part: known[part] for part in parts}
            found |= withheld_parts(
                sizes, known[whole], threshold, hidden=found & sizes.keys(), whole_hidden=whole in found
            )
        if found == withheld:
            return withheld & n.keys()
        withheld = found
