"""The nightly purge: data past its retention period is counted, or purged in batches between which others can write."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncEngine

from api.core import clock
from api.core.settings import Settings
from api.db import transactions
from api.privacy.actions.expire import BATCH_SIZE, RETENTION_RULES, RetentionRule


class Counted(NamedTuple):
    """How much data of one kind is past its retention period of so many days."""

    name: str
    days: int
    number: int


async def purge(engine: AsyncEngine, settings: Settings, *, dry_run: bool) -> list[Counted]:
    """Count the data past its retention period, kind by kind, and unless it is a dry run purge it.

    In many short transactions: a purge that is interrupted continues on the next night.
    """
    counts = []
    for rule in RETENTION_RULES:
        days = rule.days(settings)
        number = await _purge(engine, rule, clock.now() - timedelta(days=days), dry_run=dry_run)
        counts.append(Counted(rule.name, days, number))
    return counts


async def _purge(engine: AsyncEngine, rule: RetentionRule, before: datetime, *, dry_run: bool) -> int:
    """Count or purge the data of one kind in batches, in the order of keys, and return its number."""
    expired, number, last_key = rule.find_expired(before), 0, None
    [key] = expired.selected_columns
    begin = transactions.read_transaction if dry_run else transactions.write_transaction
    batch_size = BATCH_SIZE if dry_run else rule.batch_size
    while True:
        further = expired if last_key is None else expired.where(key > last_key)
        async with begin(engine) as session:
            keys = (await session.execute(further.order_by(key).limit(batch_size))).scalars().all()
            purgeable = await rule.purgeable(session, keys) if rule.purgeable else keys
            if purgeable and not dry_run:
                await rule.purge(session, purgeable)
        number += len(purgeable)
        if len(keys) < batch_size:
            return number
        last_key = keys[-1]
