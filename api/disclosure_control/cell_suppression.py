"""Which figures of one indicator and period are withheld, for an institution with its departments."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from api.disclosure_control.complementary_suppression import suppressed_parts

ALL = "all"
Sizes = Mapping[str, int]


class Cell(NamedTuple):
    """Where a figure stands among those of one indicator, period and package."""

    unit_id: UUID
    breakdown: str


class Row(NamedTuple):
    """What a unit tells of one breakdown: how many persons in all, where that is told, and in each part."""

    whole: int | None
    parts: Sizes


class _Family(NamedTuple):
    """The figures of an institution with its departments: wholes, and parts by what they are broken down by."""

    institution_id: UUID
    wholes: dict[UUID, int]
    tables: dict[str, dict[UUID, dict[str, int]]]


def _family(n: Mapping[Cell, int], institution_id: UUID) -> _Family:
    wholes: dict[UUID, int] = {}
    tables: dict[str, dict[UUID, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for (unit_id, breakdown), persons in n.items():
        dimension, is_part, _ = breakdown.partition("=")
        if is_part:
            tables[dimension][unit_id][breakdown] = persons
        else:
            wholes[unit_id] = persons
    return _Family(institution_id, wholes, tables)


def suppressed_cells(
    n: Mapping[Cell, int], institution_id: UUID, threshold: int, before: Collection[Cell] = ()
) -> set[Cell]:
    """The slots whose figures nobody is shown: groups under the threshold, and what they could be found from.

    `n` is how many persons each figure rests on. `before` are slots that are withheld in any case, since another
    package withholds them. Departments are taken for parts of their institution, whether or not its figures cover them.

    Protecting each line by itself is not enough where lines cross: several together give away what none of them
    does. So no lines cross in which anything is withheld. The institution's breakdowns, and its departments, are each
    a division of its whole, with nothing in common but that; and what departments are broken down by too is shown
    in all of them and in the institution, or in none. Then all that can be found are the rests that were checked, and
    groups made up of what is shown and of those.
    """
    family = _family(n, institution_id)
    small = {slot for slot, persons in n.items() if persons < threshold}
    return _withheld(family, threshold, small | {slot for slot in before if slot in n})


def _withheld(family: _Family, threshold: int, hidden: set[Cell]) -> set[Cell]:
    id, wholes = family.institution_id, family.wholes
    crossing = {name: rows for name, rows in family.tables.items() if rows.keys() - {id}}
    divisions = [
        {Cell(id, part): persons for part, persons in rows[id].items()}
        for name, rows in family.tables.items()
        if name not in crossing
    ]
    divisions.append({Cell(unit_id, ALL): persons for unit_id, persons in wholes.items() if unit_id != id})
    whole = max([wholes[id]] if id in wholes else [sum(parts.values()) for parts in divisions])
    withheld = set(hidden)
    for parts in divisions:
        few = hidden & parts.keys()
        withheld |= suppressed_parts(parts, whole, threshold, hidden=few, whole_hidden=Cell(id, ALL) in hidden)
    some = any(slot.breakdown == ALL for slot in withheld)
    for rows in crossing.values():
        told = {Cell(unit_id, part) for unit_id, parts in rows.items() for part in parts}
        by_unit = {unit_id: Row(wholes.get(unit_id), parts) for unit_id, parts in rows.items()}
        if some or told & hidden or not is_clear(by_unit.pop(id, None), list(by_unit.values()), threshold):
            withheld |= told
    return withheld


def is_clear(institution: Row | None, departments: Collection[Row], threshold: int) -> bool:
    """Whether a breakdown of an institution and its departments can be shown whole: no part of any is small, nor what
    is left over of a department, of a part in the institution beside its departments, or of both."""
    labels = {part for row in (institution, *departments) if row for part in row.parts}
    rests = [_rest(row) for row in departments]
    told = institution.parts if institution else {}
    if None in rests or any(rest and row.parts.keys() != labels for rest, row in zip(rests, departments, strict=True)):
        return False  # somebody may be left over that a part was not told of: nobody can say how many
    left = [rest for rest in rests if rest is not None]
    if institution:
        own = _rest(institution)
        if own is None or told.keys() != labels:
            return False
        left += [told[part] - sum(row.parts.get(part, 0) for row in departments) for part in labels]
        left += [own, own - sum(rest for rest in rests if rest)]
    parts: Iterable[int] = (persons for row in (*departments, Row(None, told)) for persons in row.parts.values())
    return all(persons >= threshold for persons in parts) and all(rest == 0 or rest >= threshold for rest in left)


def _rest(row: Row) -> int | None:
    return None if row.whole is None else row.whole - sum(row.parts.values())
