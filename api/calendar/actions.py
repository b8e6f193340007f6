"""Making and revoking the secret address of a person's calendar."""

from secrets import token_urlsafe

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.calendar.models import CalendarAddress
from api.calendar.queries.meetings import address_of, digest
from api.journal.record import create, delete
from api.sign_in.models import Person


async def make_address(session: AsyncSession, caller: Caller) -> tuple[CalendarAddress, str]:
    """A new address, and its secret, which is told this once; an older one leads nowhere from now on."""
    await revoke_address(session, caller)
    secret = token_urlsafe(32)
    person = await session.get_one(Person, caller.id)
    address = CalendarAddress(person_id=person.id, secret_hash=digest(secret), keys_from=person.keys_from)
    await create(session, caller, [address])
    return address, secret


async def revoke_address(session: AsyncSession, caller: Caller) -> None:
    """Let the address, if there is one, lead nowhere."""
    address = await address_of(session, caller.id)
    if address is not None:
        await delete(session, caller, address)
