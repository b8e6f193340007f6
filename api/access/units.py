"""The tree of units: insert a unit below another, move it from a day on, carry on the history of closed units."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.models import FIRST_DAY, LAST_DAY, Unit, UnitAncestor, UnitKind
from api.core.danish_collation import danish_key


async def find_municipality(session: AsyncSession) -> Unit | None:
    """Return the root of the tree, or None before it is created."""
    result = await session.execute(select(Unit).where(col(Unit.kind) == UnitKind.municipality))
    return result.scalar_one_or_none()


async def get_or_create_municipality(session: AsyncSession, name: str) -> Unit:
    """Return the root of the tree; create it if there is none."""
    root = await find_municipality(session)
    if root is None:
        root = Unit(kind=UnitKind.municipality, name=name, name_key=danish_key(name))
        session.add(root)
        await session.flush()
        session.add(UnitAncestor(unit_id=root.id, ancestor_id=root.id))
        await session.flush()
    return root


async def insert_units(session: AsyncSession, units: Sequence[tuple[Unit, UUID]]) -> None:
    """Insert new units, each with the id of its parent, which exists or comes earlier in the sequence."""
    parent_ids = {parent_id for _, parent_id in units}
    result = await session.execute(
        select(UnitAncestor).where(col(UnitAncestor.unit_id).in_(parent_ids), ~col(UnitAncestor.upward))
    )
    ancestors: dict[UUID, list[UnitAncestor]] = {}
    for row in result.scalars():
        ancestors.setdefault(row.unit_id, []).append(row)
    session.add_all(unit for unit, _ in units)
    await session.flush()
    for unit, parent_id in units:
        rows = _ancestor_rows(unit, ancestors[parent_id])
        ancestors[unit.id] = [row for row in rows if not row.upward]
        session.add_all(rows)
    await session.flush()


def _ancestor_rows(unit: Unit, parent_ancestors: Sequence[UnitAncestor]) -> list[UnitAncestor]:
    """Return the rows of a new unit: itself, the ancestors of its parent, and of a department the upward row."""
    rows = [UnitAncestor(unit_id=unit.id, ancestor_id=unit.id)]
    for row in parent_ancestors:
        rows.append(
            UnitAncestor(unit_id=unit.id, ancestor_id=row.ancestor_id, since_on=row.since_on, until_on=row.until_on)
        )
        if unit.kind == UnitKind.department and row.unit_id == row.ancestor_id:
            rows.append(UnitAncestor(unit_id=row.unit_id, ancestor_id=unit.id, upward=True))
    return rows


async def _ancestors_from(session: AsyncSession, unit_id: UUID, day: date) -> Sequence[UnitAncestor]:
    """Return the rows of a unit's ancestors, itself included, that are in force on the day or later."""
    result = await session.execute(
        select(UnitAncestor).where(
            col(UnitAncestor.unit_id) == unit_id, ~col(UnitAncestor.upward), col(UnitAncestor.until_on) > day
        )
    )
    return result.scalars().all()


async def units_below(session: AsyncSession, unit_id: UUID, on: date) -> set[UUID]:
    """Return the ids of a unit and all units that lie below it on the day or later."""
    result = await session.execute(
        select(col(UnitAncestor.unit_id)).where(
            col(UnitAncestor.ancestor_id) == unit_id, ~col(UnitAncestor.upward), col(UnitAncestor.until_on) > on
        )
    )
    return set(result.scalars())


async def move_unit(session: AsyncSession, unit_id: UUID, parent_id: UUID, on: date = FIRST_DAY) -> None:
    """Move a unit, with all units below it, below another parent from a day on; access follows on that day."""
    subtree_ids = await units_below(session, unit_id, on)
    new_ancestors = await _ancestors_from(session, parent_id, on)
    to_old_ancestors = (
        col(UnitAncestor.unit_id).in_(subtree_ids),
        col(UnitAncestor.ancestor_id).not_in(subtree_ids),
        ~col(UnitAncestor.upward),
    )
    # A role at a department reads its institution: from the day on, the institution that the department then lies in.
    ancestor_ids = select(col(UnitAncestor.ancestor_id)).where(
        col(UnitAncestor.unit_id) == unit_id, ~col(UnitAncestor.upward)
    )
    upward_to_old_parent = (
        col(UnitAncestor.ancestor_id) == unit_id,
        col(UnitAncestor.upward),
        ~col(UnitAncestor.history),
        col(UnitAncestor.unit_id).in_(ancestor_ids),
    )
    is_department = (await session.execute(select(UnitAncestor).where(*upward_to_old_parent))).first() is not None
    for ended in (upward_to_old_parent, to_old_ancestors):
        # Rows that would have begun on the day or later are deleted; rows in force end on the day.
        await session.execute(delete(UnitAncestor).where(*ended, col(UnitAncestor.since_on) >= on))
        await session.execute(update(UnitAncestor).where(*ended, col(UnitAncestor.until_on) > on).values(until_on=on))
    new_rows = [
        UnitAncestor(unit_id=id, ancestor_id=row.ancestor_id, since_on=max(on, row.since_on), until_on=LAST_DAY)
        for id in subtree_ids
        for row in new_ancestors
    ]
    if is_department:
        new_rows.append(UnitAncestor(unit_id=parent_id, ancestor_id=unit_id, since_on=on, upward=True))
    for row in new_rows:
        await _insert_or_extend(session, row)
    await session.flush()


async def _insert_or_extend(session: AsyncSession, row: UnitAncestor) -> None:
    """Insert a row; if the same one ended on the very day on which it begins, extend that instead."""
    same_units = [getattr(UnitAncestor, name) == getattr(row, name) for name in ("unit_id", "ancestor_id", "upward")]
    ended_then = update(UnitAncestor).where(
        *same_units, ~col(UnitAncestor.history), col(UnitAncestor.until_on) == row.since_on
    )
    extension = ended_then.values(until_on=row.until_on).execution_options(synchronize_session=False)
    result = await session.execute(extension)
    if not result.rowcount:  # type: ignore[attr-defined]  # the result of an UPDATE has it
        session.add(row)


class Succession(NamedTuple):
    """A closed unit and its successor, from a day on."""

    ended_id: UUID
    successor_id: UUID
    since_on: date


async def rebuild_history(session: AsyncSession, successions: Sequence[Succession]) -> None:
    """Rebuild the history rows, which give access to a unit's predecessors to everybody with access to the unit.

    `successions` are all successions of the municipality. The rows are rebuilt whenever a unit moves, closes or
    reopens, because access depends on where the successor is.
    """
    await session.execute(delete(UnitAncestor).where(col(UnitAncestor.history)))
    by_ended_unit: dict[UUID, list[Succession]] = {}
    for succession in successions:
        by_ended_unit.setdefault(succession.ended_id, []).append(succession)
    for ended_id, own_successions in by_ended_unit.items():
        last_day = max(succession.since_on for succession in own_successions) - timedelta(days=1)
        subtree_ids = await units_below(session, ended_id, last_day) | {ended_id}
        until_by_ancestor: dict[tuple[UUID, date], date] = {}
        for successor_id, since in _all_successors(ended_id, by_ended_unit, FIRST_DAY, frozenset()):
            for row in await _ancestors_from(session, successor_id, since):
                key = (row.ancestor_id, max(since, row.since_on))
                until_by_ancestor[key] = max(row.until_on, until_by_ancestor.get(key, FIRST_DAY))
        session.add_all(
            UnitAncestor(
                unit_id=unit_id, ancestor_id=ancestor_id, since_on=since, until_on=until, upward=True, history=True
            )
            for unit_id in subtree_ids
            for (ancestor_id, since), until in until_by_ancestor.items()
        )
    await session.flush()


def _all_successors(
    ended_id: UUID, by_ended_unit: Mapping[UUID, Sequence[Succession]], since: date, seen: frozenset[UUID]
) -> Iterator[tuple[UUID, date]]:
    """Yield all direct and indirect successors of a unit, each with the day from which it is one."""
    for succession in by_ended_unit.get(ended_id, ()):
        if succession.successor_id not in seen:
            begins = max(since, succession.since_on)
            yield succession.successor_id, begins
            yield from _all_successors(succession.successor_id, by_ended_unit, begins, seen | {ended_id})


async def delete_unit(session: AsyncSession, unit_id: UUID) -> None:
    """Delete a unit without units below it; a foreign key prevents that while a grant refers to it."""
    await session.execute(delete(UnitAncestor).where(col(UnitAncestor.unit_id) == unit_id))
    await session.execute(delete(Unit).where(col(Unit.id) == unit_id))
