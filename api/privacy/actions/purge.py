"""The nightly purge: what is past its time is counted, or goes, in pieces between which others write."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncEngine

from api.core import clock
from api.core.settings import Settings
from api.db import transactions
from api.privacy.actions.expire import AT_ONCE, KINDS, Kept


class Counted(NamedTuple):
    """How much of a kind is past its time."""

    name: str
    days: int
    number: int


async def purge(engine: AsyncEngine, settings: Settings, *, dry_run: bool) -> list[Counted]:
    """Count what is past its time, kind by kind, and unless it is a dry run let it go.

    In many short transactions: one that is broken off goes on the next night.
    """
    told = []
    for kind in KINDS:
        days = kind.days(settings)
        number = await _let_go(engine, kind, clock.now() - timedelta(days=days), dry_run=dry_run)
        told.append(Counted(kind.name, days, number))
    return told


async def _let_go(engine: AsyncEngine, kind: Kept, before: datetime, *, dry_run: bool) -> int:
    """In the order of their keys, so that what has been looked at is not looked at again."""
    asked, number, last = kind.due(before), 0, None
    [key] = asked.selected_columns
    begun = transactions.read_transaction if dry_run else transactions.write_transaction
    size = AT_ONCE if dry_run else kind.at_once
    while True:
        further = asked if last is None else asked.where(key > last)
        async with begun(engine) as session:
            found = (await session.execute(further.order_by(key).limit(size))).scalars().all()
            going = await kind.spare(session, found) if kind.spare else found
            if going and not dry_run:
                await kind.carry(session, going)
        number += len(going)
        if len(found) < size:
            return number
        last = found[-1]
