"""Plans that nobody carries out end: what they held, the words of people among it, is not kept waiting for ever."""

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

_PAUSE = 3600.0
MOST_WAITING = 100
"""Plans of one person that wait to be carried out."""
_log = logs.get(__name__)


async def expire_plans(session: AsyncSession) -> int:
    """Let plans go that have waited longer than the setting says: their rows go, what file it was stays known.

    So do those that a stopped process left behind unfinished. Answers how many plans ended.
    """
    now, days = clock.now(), transactions.settings_of(session).import_plan_days
    unfinished = col(Import.state) == State.planning.value
    await session.execute(delete(Import).where(unfinished, col(Import.created_at) < now - timedelta(days=1)))
    old = select(Import).where(
        col(Import.state) == State.planned.value, col(Import.created_at) < now - timedelta(days=days)
    )
    found = (await session.execute(old)).scalars().all()
    await _end(session, found)
    return len(found)


async def end_beyond(session: AsyncSession, author_id: UUID) -> int:
    """Let somebody's oldest waiting plans end where they have more than a hundred; answers how many ended."""
    waiting = select(Import).where(col(Import.author_id) == author_id, col(Import.state) == State.planned.value)
    newest_first = waiting.order_by(col(Import.created_at).desc(), col(Import.id).desc())
    found = (await session.execute(newest_first.offset(MOST_WAITING))).scalars().all()
    await _end(session, found)
    return len(found)


async def _end(session: AsyncSession, found: Sequence[Import]) -> None:
    if found:
        await session.execute(delete(ImportRow).where(col(ImportRow.import_id).in_([one.id for one in found])))
        await change_all(session, None, [(one, {"state": State.expired}, ()) for one in found], "expired")


async def expire_periodically(engine: AsyncEngine) -> None:
    """Do so every hour for as long as the service runs; a turn that fails is taken the next time."""
    while True:
        await asyncio.sleep(_PAUSE)
        try:
            async with transactions.write_transaction(engine) as session:
                if ended := await expire_plans(session):
                    _log.info("plans of imports ended", extra={"plans": ended})
        except (SQLAlchemyError, OSError, Problem) as error:
            _log.warning("old plans could not be ended", extra={"error": type(error).__name__})
