"""Institutions with their departments, as they lie and as they lay before one of them moved."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from api.access.models import Unit, UnitAncestor, UnitKind


class Family(NamedTuple):
    """An institution, and what were its departments at one time; itself is one of the members."""

    institution_id: UUID
    members: frozenset[UUID]


class Lay(NamedTuple):
    """That a department lies, or lay, at an institution."""

    department_id: UUID
    institution_id: UUID
    since_on: date
    until_on: date


async def departments(session: AsyncSession) -> list[Lay]:
    """Where every department lies, and lay."""
    above = aliased(Unit)
    found = await session.execute(
        select(
            col(UnitAncestor.unit_id),
            col(UnitAncestor.ancestor_id),
            col(UnitAncestor.since_on),
            col(UnitAncestor.until_on),
        )
        .join(Unit, and_(col(Unit.id) == col(UnitAncestor.unit_id), col(Unit.kind) == UnitKind.department))
        .join(above, and_(col(above.id) == col(UnitAncestor.ancestor_id), col(above.kind) == UnitKind.institution))
        .where(~col(UnitAncestor.upward))
    )
    return [Lay(*row) for row in found]


def together(places: Collection[UUID], lay: Iterable[Lay]) -> set[UUID]:
    """These institutions and departments, and all that ever were one with them, or with those."""
    beside: dict[UUID, set[UUID]] = defaultdict(set)
    for one in lay:
        beside[one.department_id].add(one.institution_id)
        beside[one.institution_id].add(one.department_id)
    found, new = set(places), list(places)
    while new:
        more = beside.get(new.pop(), set()) - found
        found |= more
        new += more
    return found


def families_of(measured: Collection[UUID], lay: Iterable[Lay]) -> list[Family]:
    """The families that these institutions and departments are and were of.

    A figure may speak of an institution as it was before a department moved, or as it is: nobody says which of the two.
    So each time that its departments were others is a family of its own, and all of them are looked at.
    """
    by_institution: dict[UUID, list[Lay]] = defaultdict(list)
    for one in lay:
        by_institution[one.institution_id].append(one)
    moved = {row.department_id for rows in by_institution.values() for row in rows}
    found = {Family(id, frozenset({id})) for id in measured if id not in moved and id not in by_institution}
    for id, rows in by_institution.items():
        for day in {row.since_on for row in rows} | {row.until_on for row in rows}:
            there = {row.department_id for row in rows if row.since_on <= day < row.until_on}
            found.add(Family(id, frozenset({id} | there) & frozenset(measured)))
    return sorted((one for one in found if one.members), key=lambda one: (one.institution_id, sorted(one.members)))
