"""Discard a plan."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.imports.models import Import, ImportRow, State
from api.journal.record import change


async def discard_plan(session: AsyncSession, caller: Caller, import_: Import) -> None:
    """Discard a plan: its rows are deleted, the import itself stays in the list."""
    await session.execute(delete(ImportRow).where(col(ImportRow.import_id) == import_.id))
    await change(session, caller, import_, {"state": State.discarded}, "discarded")
