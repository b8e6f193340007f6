"""Expire plans that are not applied: their rows, which may hold personal data, are deleted."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlmodel import col

from api.core import clock, logs
from api.core.problems import Problem
from api.db import transactions
from api.imports.models import Import, ImportRow, State
from api.journal.record import change_all

_INTERVAL_SECONDS = 3600.0
MAX_PLANS_PER_AUTHOR = 100
"""With more plans that are not applied, the author's oldest ones expire."""
_log = logs.get(__name__)


async def expire_plans(session: AsyncSession) -> int:
    """Expire plans older than the setting `import_plan_days`, and return their number.

    Their rows are deleted, the imports themselves stay in the list. Imports that a stopped process left in the state
    `planning` are deleted after a day.
    """
    now, days = clock.now(), transactions.settings_of(session).import_plan_days
    is_unfinished = col(Import.state) == State.planning.value
    await session.execute(delete(Import).where(is_unfinished, col(Import.created_at) < now - timedelta(days=1)))
    old_plans = select(Import).where(
        col(Import.state) == State.planned.value, col(Import.created_at) < now - timedelta(days=days)
    )
    plans = (await session.execute(old_plans)).scalars().all()
    await _expire(session, plans)
    return len(plans)


async def expire_oldest_plans(session: AsyncSession, author_id: UUID) -> int:
    """Expire an author's oldest plans beyond `MAX_PLANS_PER_AUTHOR`, and return their number."""
    plans_of_author = select(Import).where(col(Import.author_id) == author_id, col(Import.state) == State.planned.value)
    newest_first = plans_of_author.order_by(col(Import.created_at).desc(), col(Import.id).desc())
    plans = (await session.execute(newest_first.offset(MAX_PLANS_PER_AUTHOR))).scalars().all()
    await _expire(session, plans)
    return len(plans)


async def _expire(session: AsyncSession, plans: Sequence[Import]) -> None:
    if plans:
        await session.execute(delete(ImportRow).where(col(ImportRow.import_id).in_([plan.id for plan in plans])))
        await change_all(session, None, [(plan, {"state": State.expired}, ()) for plan in plans], "expired")


async def expire_periodically(engine: AsyncEngine) -> None:
    """Expire plans every hour, for as long as the service runs; after a failure it is tried again an hour later."""
    while True:
        await asyncio.sleep(_INTERVAL_SECONDS)
        try:
            async with transactions.write_transaction(engine) as session:
                if count := await expire_plans(session):
                    _log.info("import plans expired", extra={"plans": count})
        except (SQLAlchemyError, OSError, Problem) as error:
            _log.warning("import plans could not be expired", extra={"error": type(error).__name__})
