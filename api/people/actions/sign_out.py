"""Sign out a person or a machine everywhere."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.journal.record import touch
from api.sign_in.models import Client, Person
from api.sign_in.sessions import end_sessions


async def end_all_sessions(session: AsyncSession, caller: Caller | None, holder: Person | Client) -> None:
    """End all sessions of a person or machine: every token that was issued until now becomes invalid."""
    await touch(session, caller, holder, "signed_out", ["sign_ins"])
    await end_sessions(session, holder)
