"""Replace the own password: verify the current or first password, hash the new one, store it.

Verifying and hashing are FastAPI dependencies, so that they run before the write transaction begins: they are slow, and
there is one writer at a time.
"""

from typing import NamedTuple
from uuid import UUID

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller, Context, load_caller
from api.access.models import Holder
from api.account.rules import NOT_A_FIRST_PASSWORD, WRONG_PASSWORD
from api.account.schemas import FirstPassword, PasswordChange
from api.core.problems import NOT_ALLOWED, Fault, Problem, raise_faults
from api.db import transactions
from api.journal.record import change
from api.people.rules import check_password
from api.sign_in import throttling
from api.sign_in.models import Person
from api.sign_in.oauth import PASSWORD_SIGN_IN_OFF
from api.sign_in.password_check import admit_attempt, is_first_password
from api.sign_in.password_check import check_password as check_credentials
from api.sign_in.passwords import hash_password, verify_password
from api.sign_in.sessions import end_sessions


class Replacement(NamedTuple):
    """The person, the hash that the current password was verified with, and the hash of the new password."""

    person_id: UUID
    old_hash: str
    new_hash: str


async def verify_own_password(context: Context, body: PasswordChange) -> Replacement:
    """Verify the caller's current password and hash the new one; failures are throttled as at sign-in.

    Raises `wrong-password`, `sign-in-paused` and the problems of the password policy.
    """
    if not context.request.app.state.settings.password_sign_in:
        raise Problem(PASSWORD_SIGN_IN_OFF)
    async with transactions.read_transaction(context.engine) as session:
        caller = await load_caller(session, context.claims)
        person = await session.get(Person, caller.id)
    if caller.holder != Holder.person or person is None:
        raise Problem(NOT_ALLOWED)
    client = context.request.client
    keys = throttling.attempt_keys(f"person:{person.username}", client.host if client else None)
    await admit_attempt(context.engine, keys)
    if not await verify_password(body.old, person.password_hash) or person.password_hash is None:
        raise Problem(Fault(WRONG_PASSWORD, pointer="/old"))
    async with transactions.write_transaction(context.engine) as session:
        await throttling.reset(session, keys)
    return Replacement(person.id, person.password_hash, await _hash_new(body.new, body.old, person.username))


async def verify_first_password(request: Request, body: FirstPassword) -> Replacement:
    """Verify a first password as at sign-in, and hash the password that replaces it.

    Raises `not-a-first-password` for a person's own password, and the problems of the password policy.
    """
    state, host = request.app.state, request.client.host if request.client else None
    checked = await check_credentials(state.engine, state.settings, body.username, body.first, host)
    if not await is_first_password(state.engine, checked):
        raise Problem(NOT_A_FIRST_PASSWORD)
    new_hash = await _hash_new(body.new, body.first, checked.person.username)
    return Replacement(checked.person.id, checked.hashed, new_hash)


async def _hash_new(password: str, previous: str, username: str) -> str:
    raise_faults(check_password(password, username, "/new", previous))
    return await hash_password(password)


async def replace_password(session: AsyncSession, caller: Caller, person: Person, new_hash: str) -> None:
    """Store a new password that the person chose, and end all their sessions but the caller's."""
    values = {"password_hash": new_hash, "first_password_until": None}
    await change(session, caller, person, values, "password_changed")
    await end_sessions(session, person, except_family=caller.family_id)
