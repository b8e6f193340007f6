"""Taking people and roles away that were a mistake, and letting a role end when it would have ended."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.journal.record import delete
from api.sign_in.models import Person


async def delete_people(session: AsyncSession, caller: Caller | None, people: Sequence[Person]) -> None:
    """Take away people who have done nothing; raises `in-use` where something refers to one of them."""
    for person in people:
        await delete(session, caller, person)
