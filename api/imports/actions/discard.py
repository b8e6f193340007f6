"""Discard a plan."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.imports.models import Import, ImportRow, State
from api.journal.record import change


async def discard_plan(session: AsyncSession, caller: Caller, found: Import) -> None:
    """Give a plan up: its rows go, what file it was stays known."""
    await session.execute(delete(ImportRow).where(col(ImportRow.import_id) == found.id))
    await change(session, caller, found, {"state": State.discarded}, "discarded")
