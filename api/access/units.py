"""The tree of units: placing a unit below another, moving it from a day on."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.models import FIRST_DAY, LAST_DAY, Unit, UnitAncestor, UnitKind
from api.core.danish_collation import danish_key


async def municipality(session: AsyncSession) -> Unit | None:
    """The unit at the top of the tree, once it is founded."""
    found = await session.execute(select(Unit).where(col(Unit.kind) == UnitKind.municipality))
    return found.scalar_one_or_none()


async def create_municipality(session: AsyncSession, name: str) -> Unit:
    """The unit at the top of the tree; made if there is none yet."""
    top = await municipality(session)
    if top is None:
        top = Unit(kind=UnitKind.municipality, name=name, name_key=danish_key(name))
        session.add(top)
        await session.flush()
        session.add(UnitAncestor(unit_id=top.id, ancestor_id=top.id))
        await session.flush()
    return top


async def place_unit(session: AsyncSession, units: Sequence[tuple[Unit, UUID]]) -> None:
    """Put new units into the tree, each below a parent that is there already or comes earlier in the sequence."""
    parents = {parent for _, parent in units}
    rows = await session.execute(
        select(UnitAncestor).where(col(UnitAncestor.unit_id).in_(parents), ~col(UnitAncestor.upward))
    )
    above: dict[UUID, list[UnitAncestor]] = {}
    for row in rows.scalars():
        above.setdefault(row.unit_id, []).append(row)
    session.add_all(unit for unit, _ in units)
    await session.flush()
    for unit, parent in units:
        chain = _chain(unit, above[parent])
        above[unit.id] = [row for row in chain if not row.upward]
        session.add_all(chain)
    await session.flush()


def _chain(unit: Unit, above: Sequence[UnitAncestor]) -> list[UnitAncestor]:
    chain = [UnitAncestor(unit_id=unit.id, ancestor_id=unit.id)]
    for row in above:
        chain.append(
            UnitAncestor(unit_id=unit.id, ancestor_id=row.ancestor_id, since_on=row.since_on, until_on=row.until_on)
        )
        if unit.kind == UnitKind.department and row.unit_id == row.ancestor_id:
            chain.append(UnitAncestor(unit_id=row.unit_id, ancestor_id=unit.id, upward=True))
    return chain


async def _above(session: AsyncSession, unit_id: UUID, on: date) -> Sequence[UnitAncestor]:
    """Where a unit lies from a day on: itself, its parent, and so on."""
    found = await session.execute(
        select(UnitAncestor).where(
            col(UnitAncestor.unit_id) == unit_id, ~col(UnitAncestor.upward), col(UnitAncestor.until_on) > on
        )
    )
    return found.scalars().all()


async def units_below(session: AsyncSession, unit_id: UUID, on: date) -> set[UUID]:
    """A unit and all that lies below it from a day on."""
    found = await session.execute(
        select(col(UnitAncestor.unit_id)).where(
            col(UnitAncestor.ancestor_id) == unit_id, ~col(UnitAncestor.upward), col(UnitAncestor.until_on) > on
        )
    )
    return set(found.scalars())


async def move_unit(session: AsyncSession, unit_id: UUID, parent_id: UUID, on: date = FIRST_DAY) -> None:
    """Let a unit, and all below it, lie below another parent from a day on; access follows on that day."""
    inside = await units_below(session, unit_id, on)
    upper = await _above(session, parent_id, on)
    outward = (
        col(UnitAncestor.unit_id).in_(inside),
        col(UnitAncestor.ancestor_id).not_in(inside),
        ~col(UnitAncestor.upward),
    )
    # A department's roles read its institution's things: from the day on, those of the one that it lies in.
    left = select(col(UnitAncestor.ancestor_id)).where(col(UnitAncestor.unit_id) == unit_id, ~col(UnitAncestor.upward))
    back = (
        col(UnitAncestor.ancestor_id) == unit_id,
        col(UnitAncestor.upward),
        ~col(UnitAncestor.history),
        col(UnitAncestor.unit_id).in_(left),
    )
    is_department = (await session.execute(select(UnitAncestor).where(*back))).first() is not None
    for leaving in (back, outward):
        # What would have begun later is forgotten; what runs ends on the day.
        await session.execute(delete(UnitAncestor).where(*leaving, col(UnitAncestor.since_on) >= on))
        await session.execute(update(UnitAncestor).where(*leaving, col(UnitAncestor.until_on) > on).values(until_on=on))
    begun = [
        UnitAncestor(unit_id=id, ancestor_id=row.ancestor_id, since_on=max(on, row.since_on), until_on=LAST_DAY)
        for id in inside
        for row in upper
    ]
    if is_department:
        begun.append(UnitAncestor(unit_id=parent_id, ancestor_id=unit_id, since_on=on, upward=True))
    for row in begun:
        await _go_on(session, row)
    await session.flush()


async def _go_on(session: AsyncSession, row: UnitAncestor) -> None:
    """Let a span begin; one that ended on that very day goes on instead, as if the unit had never been away."""
    same = [getattr(UnitAncestor, name) == getattr(row, name) for name in ("unit_id", "ancestor_id", "upward")]
    ended = update(UnitAncestor).where(*same, ~col(UnitAncestor.history), col(UnitAncestor.until_on) == row.since_on)
    going_on = await session.execute(ended.values(until_on=row.until_on).execution_options(synchronize_session=False))
    if not going_on.rowcount:  # type: ignore[attr-defined]  # an UPDATE has one
        session.add(row)


class Succession(NamedTuple):
    """That a unit goes on in another one from a day on."""

    ended_id: UUID
    successor_id: UUID
    since_on: date


async def write_history(session: AsyncSession, successions: Sequence[Succession]) -> None:
    """Let who reads at a unit, or above it, read the history of all that goes on in it; these are all there are.

    Made anew whenever a unit moves, ends or is opened again, since where the successor lies decides who reads.
    """
    await session.execute(delete(UnitAncestor).where(col(UnitAncestor.history)))
    after: dict[UUID, list[Succession]] = {}
    for succession in successions:
        after.setdefault(succession.ended_id, []).append(succession)
    for ended, following in after.items():
        lower = await units_below(session, ended, max(one.since_on for one in following) - timedelta(days=1))
        spans: dict[tuple[UUID, date], date] = {}
        for successor, since in _in_the_end(ended, after, FIRST_DAY, frozenset()):
            for row in await _above(session, successor, since):
                key = (row.ancestor_id, max(since, row.since_on))
                spans[key] = max(row.until_on, spans.get(key, FIRST_DAY))
        session.add_all(
            UnitAncestor(unit_id=unit, ancestor_id=above, since_on=since, until_on=until, upward=True, history=True)
            for unit in lower | {ended}
            for (above, since), until in spans.items()
        )
    await session.flush()


def _in_the_end(
    ended: UUID, after: Mapping[UUID, Sequence[Succession]], since: date, seen: frozenset[UUID]
) -> Iterator[tuple[UUID, date]]:
    """Every unit in which one goes on, and in which those go on, each with the day from which it does."""
    for one in after.get(ended, ()):
        if one.successor_id not in seen:
            begins = max(since, one.since_on)
            yield one.successor_id, begins
            yield from _in_the_end(one.successor_id, after, begins, seen | {ended})


async def remove_unit(session: AsyncSession, unit_id: UUID) -> None:
    """Take a unit below which nothing lies out of the tree; a foreign key refuses while anybody holds a role there."""
    await session.execute(delete(UnitAncestor).where(col(UnitAncestor.unit_id) == unit_id))
    await session.execute(delete(Unit).where(col(Unit.id) == unit_id))
