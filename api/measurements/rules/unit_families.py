"""Institutions with their departments, now and before a department moved."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID


class Affiliation(NamedTuple):
    """A period, half-open, during which a department belongs to an institution."""

    department_id: UUID
    institution_id: UUID
    since_on: date
    until_on: date


class Family(NamedTuple):
    """An institution with its departments at one time; the institution is itself one of the members."""

    institution_id: UUID
    members: frozenset[UUID]


def related_units(unit_ids: Collection[UUID], affiliations: Iterable[Affiliation]) -> set[UUID]:
    """Return these units and all that were ever affiliated with them, directly or through others."""
    neighbours: dict[UUID, set[UUID]] = defaultdict(set)
    for affiliation in affiliations:
        neighbours[affiliation.department_id].add(affiliation.institution_id)
        neighbours[affiliation.institution_id].add(affiliation.department_id)
    related, pending = set(unit_ids), list(unit_ids)
    while pending:
        new = neighbours.get(pending.pop(), set()) - related
        related |= new
        pending += new
    return related


def unit_families(measured_ids: Collection[UUID], affiliations: Iterable[Affiliation]) -> list[Family]:
    """Return the families that these institutions and departments belong to, or belonged to.

    A measurement may be of an institution as it was before a department moved, or as it is now: that is not known. So
    each set of departments that an institution has had is a family of its own, and all of them are protected.
    """
    by_institution: dict[UUID, list[Affiliation]] = defaultdict(list)
    for affiliation in affiliations:
        by_institution[affiliation.institution_id].append(affiliation)
    department_ids = {row.department_id for rows in by_institution.values() for row in rows}
    families = {
        Family(id, frozenset({id})) for id in measured_ids if id not in department_ids and id not in by_institution
    }
    for id, rows in by_institution.items():
        for day in {row.since_on for row in rows} | {row.until_on for row in rows}:
            departments = {row.department_id for row in rows if row.since_on <= day < row.until_on}
            families.add(Family(id, frozenset({id} | departments) & frozenset(measured_ids)))
    return sorted(
        (family for family in families if family.members),
        key=lambda family: (family.institution_id, sorted(family.members)),
    )
