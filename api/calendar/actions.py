"""Create and revoke the secret address of a person's calendar."""

from secrets import token_urlsafe

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.calendar.models import CalendarAddress
from api.calendar.queries.addresses import address_of, hash_secret
from api.journal.record import create, delete
from api.sign_in.models import Person


async def create_address(session: AsyncSession, caller: Caller) -> tuple[CalendarAddress, str]:
    """Create an address and return it with its secret, which is not stored; an existing address is revoked."""
    await revoke_address(session, caller)
    secret = token_urlsafe(32)
    person = await session.get_one(Person, caller.id)
    address = CalendarAddress(person_id=person.id, secret_hash=hash_secret(secret), keys_from=person.keys_from)
    await create(session, caller, [address])
    return address, secret


async def revoke_address(session: AsyncSession, caller: Caller) -> None:
    """Delete the caller's address, if there is one."""
    address = await address_of(session, caller.id)
    if address is not None:
        await delete(session, caller, address)
