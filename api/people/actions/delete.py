"""Delete people who were created by mistake."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.journal.record import delete
from api.sign_in.models import Person


async def delete_people(session: AsyncSession, caller: Caller | None, people: Sequence[Person]) -> None:
    """Delete people; raise `in-use` if something refers to one of them."""
    for person in people:
        await delete(session, caller, person)
